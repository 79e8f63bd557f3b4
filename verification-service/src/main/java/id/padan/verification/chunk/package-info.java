/**
 * The chunks of candidate lists: encrypted rows on {@code verification.chunk.v1}, the only store of a list's NIKs, and the packed
 * answers made from them. Knows keys, the topic and matching; knows nothing of a batch's life.
 */
package id.padan.verification.chunk;
