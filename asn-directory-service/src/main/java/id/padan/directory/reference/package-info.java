/**
 * References both ways (Ps 3(1)d, Ps 4(1)b): BKN's code tables, and Kemnaker's of the functional positions it guides, each in its publisher's
 * schema. Publishes {@code reference.dataset.v1}; shows another party those tables only that the annex in force names; hides the rest as if
 * they did not exist.
 */
package id.padan.directory.reference;
