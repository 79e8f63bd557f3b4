/**
 * What a decided correction does to the record: hears {@code correction.proposal.v1}, reads the value by API as the record's holder, applies
 * it in one transaction with its cause, and tells what became of it on {@code correction.effect.v1}. Hides which record it was.
 */
package id.padan.directory.correction;
