package id.padan.verification.quota;

import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Policy;
import id.padan.platform.database.Trip;
import id.padan.platform.problem.ProblemException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Rows a party may ask for a programme in a day of Asia/Jakarta (the programme's {@code quotaRowsPerDay}, else
 * {@code padan.quota.rows-per-day}). The count is one row in the store, taken in the transaction that answers or seals, so that it is as
 * durable as the answer and the same for all instances. Take it before the log's head is locked.
 */
@Singleton
public class RowQuotas {
    private final Jdbi jdbi;
    private final AgreementGate gate;
    private final QuotaConfig config;

    RowQuotas(Jdbi jdbi, AgreementGate gate, QuotaConfig config) {
        this.jdbi = jdbi;
        this.gate = gate;
        this.config = config;
    }

    /** Whose quota: a party's for a programme; without a programme an empty text. */
    public record Key(String party, String programme) implements Comparable<Key> {
        public Key {
            programme = programme == null ? "" : programme;
        }

        @Override
        public int compareTo(Key other) {
            int order = party.compareTo(other.party);
            return order != 0 ? order : programme.compareTo(other.programme);
        }
    }

    /**
     * What was taken.
     *
     * @param granted rows, of those wanted; the rest is refused
     */
    public record Taken(long granted, QuotaStanding standing) {}

    /** Takes as much of each wanted number of rows as is left, and holds the counts until the transaction ends. */
    public Map<Key, Taken> take(Handle tx, SortedMap<Key, Long> wanted) {
        var trip = new Trip(tx);
        var taken = take(trip, wanted);
        trip.go();
        return taken;
    }

    /** As {@link #take(Handle, SortedMap)}, with a trip; what was taken is known when the trip is over. */
    public Map<Key, Taken> take(Trip trip, SortedMap<Key, Long> wanted) {
        // Sorted, so that two instances never wait for each other.
        var keys = List.copyOf(wanted.keySet());
        var counted = new LinkedHashMap<Key, Taken>();
        trip.ask(
                """
                        insert into row_quota as q (party, programme, day, rows)
                        select party, programme, (clock_timestamp() at time zone 'Asia/Jakarta')::date, rows
                          from unnest(?, ?, ?) as wanted (party, programme, rows)
                        on conflict (party, programme, day) do update set rows = q.rows + excluded.rows
                        returning party, programme, rows,
                            extract(epoch from ((day + 1)::timestamp at time zone 'Asia/Jakarta') - clock_timestamp())::bigint as seconds""",
                row -> {
                    var key = new Key(row.getString("party"), row.getString("programme"));
                    long limit = limit(key);
                    long over = Math.clamp(row.getLong("rows") - limit, 0, wanted.get(key));
                    var standing = new QuotaStanding(
                            limit,
                            Math.max(0, limit - row.getLong("rows")),
                            Duration.ofSeconds(row.getLong("seconds")));
                    counted.put(key, new Taken(wanted.get(key) - over, standing));
                },
                keys.stream().map(Key::party).toArray(String[]::new),
                keys.stream().map(Key::programme).toArray(String[]::new),
                keys.stream().map(wanted::get).toArray(Long[]::new));
        return counted;
    }

    /** Gives back rows that were taken in the same transaction and will not be answered. */
    public void giveBack(Handle tx, SortedMap<Key, Long> rows) {
        rows.forEach((key, count) -> tx.createUpdate("""
                        update row_quota set rows = greatest(0, rows - :rows)
                         where party = :party and programme = :programme
                           and day = (select max(day) from row_quota where party = :party and programme = :programme)""")
                .bind("rows", count)
                .bind("party", key.party())
                .bind("programme", key.programme())
                .execute());
    }

    /**
     * Takes all these rows or none.
     *
     * @throws ProblemException QUOTA_EXHAUSTED if fewer are left; the transaction must not commit
     */
    public QuotaStanding takeAll(Handle tx, Key key, long rows) {
        var taken = take(tx, new TreeMap<>(Map.of(key, rows))).get(key);
        if (taken.granted() < rows) {
            throw exhausted(taken.standing());
        }
        return taken.standing();
    }

    /** How it stands now; takes nothing. */
    public QuotaStanding standing(Key key) {
        long limit = limit(key);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select coalesce((select rows from row_quota where party = :party and programme = :programme and day = today), 0) as rows,
                               extract(epoch from ((today + 1)::timestamp at time zone 'Asia/Jakarta') - clock_timestamp())::bigint as seconds
                          from (select (clock_timestamp() at time zone 'Asia/Jakarta')::date as today) as clock""")
                .bind("party", key.party())
                .bind("programme", key.programme())
                .map((row, context) -> new QuotaStanding(
                        limit, Math.max(0, limit - row.getLong("rows")), Duration.ofSeconds(row.getLong("seconds"))))
                .one());
    }

    public static ProblemException exhausted(QuotaStanding standing) {
        return ProblemException.of(
                        QuotaProblem.QUOTA_EXHAUSTED,
                        "The programme's quota of " + standing.limit()
                                + " rows a day (Asia/Jakarta) does not leave enough for this. A new day begins in "
                                + standing.seconds() + " s.",
                        "Kuota program sebanyak " + standing.limit()
                                + " baris per hari (WIB) tidak mencukupi. Hari baru dimulai dalam "
                                + standing.seconds() + " detik.")
                .with("quotaRowsPerDay", standing.limit())
                .with("remaining", standing.remaining())
                .retryAfter(Duration.ofSeconds(standing.seconds()));
    }

    private long limit(Key key) {
        if (key.programme().isEmpty()) {
            return config.rowsPerDay();
        }
        return gate.findProgramme(key.programme())
                .map(Policy.Programme::quotaRowsPerDay)
                .orElse(config.rowsPerDay());
    }
}
