/**
 * The proof itself, free of any service: hashes and proofs of RFC 9162, heads as C2SP checkpoints, receipts, exported logs. Services
 * write with it, and whoever holds a receipt checks with it, offline.
 */
package id.padan.proof;
