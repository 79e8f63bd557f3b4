package id.padan.platform.proof;

import java.time.Instant;
import java.util.UUID;

/**
 * A leaf in its place.
 *
 * @param id the leaf's id
 * @param logIndex its position, from 0 without gaps
 * @param at the log's time when it entered; never before the leaf in front of it
 * @param party the party that asked
 * @param content the leaf as it is hashed: JSON in UTF-8, keys sorted, no white space, values strings
 * @param leafHash SHA-256(0x00 || content), RFC 9162 2.1.1
 */
public record Receipt(UUID id, long logIndex, Instant at, String party, String content, byte[] leafHash) {}
