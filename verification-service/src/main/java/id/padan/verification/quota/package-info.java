/**
 * Against asking too much: rows per party, programme and day; neighbouring NIKs tried one after the other; lists that are mostly civil
 * servants; other days than a programme has a reason for ({@link AskedDays}). Publishes the counting in the caller's transaction
 * ({@link RowQuotas}, {@link Neighbours}, {@link ResultHolds}); hides tables and hashes.
 */
package id.padan.verification.quota;
