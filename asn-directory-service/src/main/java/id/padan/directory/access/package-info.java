/**
 * Limited access of the other party to ASN records (Ps 3(1)a): who is in its scope, what the annex opens of them, single reads, lists and
 * the feed of changes. Owns {@code limited_record}, the only table that answers come from, and hides how it is kept up to date.
 */
package id.padan.directory.access;
