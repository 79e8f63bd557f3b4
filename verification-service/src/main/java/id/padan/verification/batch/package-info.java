/**
 * The life of a candidate list: received, sealed, answered, ended. Owns the job rows, publishes {@code verification.batch.v1}, and
 * watches that no list stands still; what a chunk is and how it is matched is the chunk feature's.
 */
package id.padan.verification.batch;
