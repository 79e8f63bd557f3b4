package id.padan.verification.chunk;

import java.time.LocalDate;

/**
 * What matching made of one chunk, still to be committed: nothing of it has left.
 *
 * @param root what the chunk's proof leaf commits to
 * @param mappingVersion version of the status mapping behind the answers
 * @param dataTime extraction date of the data behind the answers
 * @param asOf the legal day for which the answers hold
 */
public record MatchedChunk(
        ChunkId id,
        ChunkCounts counts,
        AnswerBlock answers,
        byte[] root,
        String mappingVersion,
        LocalDate dataTime,
        LocalDate asOf) {}
