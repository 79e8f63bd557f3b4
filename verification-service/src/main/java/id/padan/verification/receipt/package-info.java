/** Shows leaves of the proof log and its head: to the party concerned, and to those who watch over the log at its holder. */
package id.padan.verification.receipt;
