package id.padan.directory.status;

import java.time.Instant;

/**
 * What share of the register can be found by its NIK at all: "tidak ditemukan" is no proof for the rest (domain.md 2.3 rule 5).
 *
 * @param records records that have not been removed
 * @param validNik those of them with a NIK that SIASN does not call invalid
 */
public record Coverage(long records, long validNik, Instant countedAt) {}
