package id.padan.directory.quality;

/** Whose records Kemnaker may read at all (Ps 3(1)a): those that its limited view has, own staff and holders of positions that it guides. */
final class Scope {

    /** A condition of SQL over one record, as in {@link Indicator}. */
    static final String CONDITION =
            "exists (select from limited_record l where l.party = 'kemnaker' and l.no = r.no and not l.gone)";

    private Scope() {}
}
