package id.padan.directory.quality;

/** Whose records Kemnaker may read at all (Ps 3(1)a): those that its limited view has, own staff and holders of positions that it guides. */
final class Scope {

    /** Joins a record {@code r} to the view that Kemnaker has of it, null if it has none. */
    static final String JOIN =
            "left join limited_record seen on seen.party = 'kemnaker' and seen.no = r.no and not seen.gone";

    private Scope() {}
}
