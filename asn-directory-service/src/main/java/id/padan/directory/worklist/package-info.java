/** What BKN has to look at: codes without a decision, contradictions in a record, a NIK of two persons. Entries name codes and ASN ids, never a NIK. */
package id.padan.directory.worklist;
