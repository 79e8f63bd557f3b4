package id.padan.platform.proof;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A leaf in its place, with all that proves it.
 *
 * @param id the leaf's id
 * @param logIndex its position, from 0 without gaps
 * @param at the log's time when it entered; never before the leaf in front of it
 * @param party the party that asked; null for the log's own leaves
 * @param content the leaf as it is hashed: JSON in UTF-8, keys sorted, no white space, values strings
 * @param leafHash SHA-256(0x00 || content), RFC 9162 2.1.1
 * @param path from the leaf to the root of {@code head}, RFC 9162 2.1.3.1
 * @param head the signed head of the leaf's own group, as a signed note
 */
public record Receipt(
        UUID id,
        long logIndex,
        Instant at,
        String party,
        String content,
        byte[] leafHash,
        List<byte[]> path,
        String head) {}
