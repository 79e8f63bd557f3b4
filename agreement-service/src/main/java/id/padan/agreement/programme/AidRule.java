package id.padan.agreement.programme;

/**
 * What one of the four answers means for aid under one programme.
 *
 * @param basis the article that says so
 */
record AidRule(Answer answer, Outcome outcome, String basis) {

    /** The four of Ps 3(1)b, as verification gives them. */
    enum Answer {
        ACTIVE,
        INACTIVE,
        RETIRED,
        NOT_FOUND
    }

    enum Outcome {
        LAYAK,
        TIDAK_LAYAK,
        /** A human looks before anything is said; also where the status is unmapped. */
        TINJAU
    }
}
