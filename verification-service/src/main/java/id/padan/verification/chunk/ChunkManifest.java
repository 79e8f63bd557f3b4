package id.padan.verification.chunk;

/**
 * Where one chunk lies; written after the broker's acknowledgement.
 *
 * @param firstRow the list's row number of its first row, from 1
 * @param sha256 of the record's value as sent
 */
public record ChunkManifest(ChunkId id, long firstRow, int rows, byte[] sha256, int partition, long offset) {}
