package id.padan.agreement.subject;

/**
 * Why a request may be refused. A ground that the law does not give for a kind cannot be used for it: the exceptions of Ps 15(1) do not
 * reach access and correction, and what Ps 33 protects is the answer to those two.
 */
enum Ground {
    IDENTITY_NOT_PROVEN("UU 27/2022 Ps 14"),
    /** The party does not hold what is asked about; it says who does. */
    NOT_THE_CONTROLLER("UU 27/2022 Ps 1, 30-32"),
    ENDANGERS_SOMEBODY("UU 27/2022 Ps 33 a"),
    DISCLOSES_ANOTHER_PERSON("UU 27/2022 Ps 33 b"),
    AGAINST_DEFENCE_OR_SECURITY("UU 27/2022 Ps 33 c"),
    DATA_IS_RIGHT("UU 27/2022 Ps 30"),
    NATIONAL_DEFENCE("UU 27/2022 Ps 15(1) a"),
    LAW_ENFORCEMENT("UU 27/2022 Ps 15(1) b"),
    PUBLIC_ADMINISTRATION("UU 27/2022 Ps 15(1) c"),
    STATISTICS_OR_RESEARCH("UU 27/2022 Ps 15(1) e"),
    /** Must be kept by law: the evidence and the log outlive the term (Ps 9(10)). */
    RETENTION_BY_LAW("UU 27/2022 Ps 43-44"),
    /** A human decided. */
    NOT_ONLY_A_MACHINE("UU 27/2022 Ps 10(1)");

    private final String law;

    Ground(String law) {
        this.law = law;
    }

    String law() {
        return law;
    }

    boolean isFor(RequestKind kind) {
        return switch (this) {
            case IDENTITY_NOT_PROVEN, NOT_THE_CONTROLLER -> true;
            case ENDANGERS_SOMEBODY, DISCLOSES_ANOTHER_PERSON, AGAINST_DEFENCE_OR_SECURITY ->
                kind == RequestKind.ACCESS || kind == RequestKind.CORRECTION;
            case DATA_IS_RIGHT -> kind == RequestKind.CORRECTION;
            case NATIONAL_DEFENCE, LAW_ENFORCEMENT, PUBLIC_ADMINISTRATION, STATISTICS_OR_RESEARCH ->
                kind == RequestKind.ERASURE || kind == RequestKind.RESTRICTION || kind == RequestKind.OBJECTION;
            case RETENTION_BY_LAW -> kind == RequestKind.ERASURE;
            case NOT_ONLY_A_MACHINE -> kind == RequestKind.OBJECTION;
        };
    }
}
