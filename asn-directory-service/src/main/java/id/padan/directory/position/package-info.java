/**
 * Functional positions under Kemnaker's guidance (Ps 3(2)a, mirror Ps 4(1)a): annex elements C-01 to C-12, in a database and under a role of
 * Kemnaker's own. Kemnaker writes them; BKN reads what the annex in force opens, of records in scope, through the gate. Publishes
 * {@code functional-position.record.v1}. What is outside the scope and what does not exist look the same.
 */
package id.padan.directory.position;
