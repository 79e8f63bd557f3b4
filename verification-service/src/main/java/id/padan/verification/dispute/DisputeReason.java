package id.padan.verification.dispute;

/** Why an answer is disputed; the names are the codes of the annex (10.B). */
enum DisputeReason {
    /** The candidate says it is wrong. */
    BANTAHAN_CALON,
    /** Another source says something else. */
    DATA_BERBEDA,
    /** The NIK may be another person's. */
    DUGAAN_NIK_SALAH,
    /** The status has changed since. */
    STATUS_BERUBAH
}
