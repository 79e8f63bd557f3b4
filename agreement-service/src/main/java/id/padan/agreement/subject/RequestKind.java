package id.padan.agreement.subject;

/** What a person can ask for, and where the law says so. */
enum RequestKind {
    /** A copy, and who looked up what, when. */
    ACCESS("UU 27/2022 Ps 7, 32"),
    CORRECTION("UU 27/2022 Ps 6, 30"),
    RESTRICTION("UU 27/2022 Ps 11, 41"),
    ERASURE("UU 27/2022 Ps 8, 43"),
    /** To a decision made by a machine alone. */
    OBJECTION("UU 27/2022 Ps 10(1)");

    private final String law;

    RequestKind(String law) {
        this.law = law;
    }

    String law() {
        return law;
    }
}
