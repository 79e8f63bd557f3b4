/**
 * Findings that may become corrections: Kemnaker's by rules over what it was told of the register, record by record as it is told; BKN's from
 * the register's own quality run. Ranked, with evidence; a human turns them into proposals, and nothing is sent by itself.
 */
package id.padan.correction.finding;
