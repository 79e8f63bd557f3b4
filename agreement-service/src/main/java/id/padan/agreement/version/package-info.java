/**
 * Stored versions of agreements and how one takes over from another; publishes agreement.policy.v1 in the transaction that stores, and
 * hides the tables.
 */
package id.padan.agreement.version;
