/**
 * Imports of the register: a stream of rows becomes blocks of at most 5,000 records, each one transaction with its outbox entry. An import
 * can be cut anywhere; what is committed is whole blocks, and the same key takes it up again.
 */
package id.padan.directory.intake;
