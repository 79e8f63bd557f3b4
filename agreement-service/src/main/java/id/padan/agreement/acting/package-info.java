/**
 * How one of the parties acts on its agreement: who may, that an act is done once under its Idempotency-Key, and that it is a leaf of the
 * log in the transaction that does it.
 */
package id.padan.agreement.acting;
