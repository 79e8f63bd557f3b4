package id.padan.directory.correction;

import id.padan.platform.agreement.Datasets;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The tables of this package. */
@ApplicationScoped
class EffectStore {
    private final Jdbi jdbi;

    EffectStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * One decided correction.
     *
     * @param members that it changed; an empty list until it is applied
     * @param plain whether the value was proposed as such, and not as an object of members
     * @param historyRow number of the row of a history; null if it is about the record itself
     */
    record Effect(
            UUID proposal,
            int attempt,
            String holder,
            String element,
            String state,
            int tries,
            Long recordNo,
            List<String> members,
            boolean plain,
            Long historyRow,
            String reason,
            String field,
            Long version) {
        /** Else it is about a functional position. */
        boolean isOfRegister() {
            return element.startsWith("A");
        }

        String dataset() {
            return isOfRegister() ? Datasets.ASN_RECORD : Datasets.FUNCTIONAL_POSITION;
        }
    }

    private static Effect read(ResultSet row) throws SQLException {
        var members = row.getArray("members");
        return new Effect(
                row.getObject("proposal_id", UUID.class),
                row.getInt("attempt"),
                row.getString("holder"),
                row.getString("element"),
                row.getString("state"),
                row.getInt("tries"),
                row.getObject("record_no", Long.class),
                members == null ? List.of() : List.of((String[]) members.getArray()),
                row.getBoolean("plain"),
                row.getObject("history_row", Long.class),
                row.getString("reason"),
                row.getString("field"),
                row.getObject("version", Long.class));
    }

    Map<TopicPartition, Long> places(String topic) {
        return jdbi.withHandle(handle -> handle.createQuery("select partition, next_offset from correction_place")
                .reduceRows(new HashMap<TopicPartition, Long>(), (places, row) -> {
                    places.put(
                            new TopicPartition(topic, row.getColumn("partition", Integer.class)),
                            row.getColumn("next_offset", Long.class));
                    return places;
                }));
    }

    static void place(Handle tx, int partition, long next) {
        tx.execute("""
                insert into correction_place (partition, next_offset) values (?, ?)
                on conflict (partition) do update set next_offset = greatest(correction_place.next_offset, excluded.next_offset)""", partition, next);
    }

    /** An attempt that was heard before, or an older one, changes nothing. */
    static void await(Handle tx, UUID proposal, int attempt, String holder, String element) {
        tx.execute("""
                insert into correction_effect (proposal_id, attempt, holder, element, state, plain) values (?, ?, ?, ?, 'AWAITED', true)
                on conflict (proposal_id) do update set attempt = excluded.attempt, holder = excluded.holder, element = excluded.element,
                    state = 'AWAITED', next_try_at = clock_timestamp(), tries = 0, record_no = null, members = null, history_row = null,
                    reason = null, salt = null, field = null, version = null, done_at = null
                where correction_effect.attempt < excluded.attempt""", proposal, attempt, holder, element);
    }

    static void forget(Handle tx, UUID proposal) {
        tx.execute("delete from correction_effect where proposal_id = ?", proposal);
    }

    /** The next ones whose time has come; ours until the transaction ends, and passed over by everybody else. */
    static List<Effect> next(Handle tx, int most) {
        return tx.createQuery("""
                        select * from correction_effect where state = 'AWAITED' and next_try_at <= clock_timestamp()
                         order by next_try_at limit :most for update skip locked""")
                .bind("most", most)
                .map((row, context) -> read(row))
                .list();
    }

    /** This one, if it is still to be done and nobody else has it in hand. */
    static List<Effect> next(Handle tx, UUID proposal) {
        return tx.createQuery(
                        "select * from correction_effect where state = 'AWAITED' and proposal_id = :id for update skip locked")
                .bind("id", proposal)
                .map((row, context) -> read(row))
                .list();
    }

    List<Effect> find(Collection<UUID> proposals) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select * from correction_effect where proposal_id = any(:ids)")
                        .bindArray("ids", UUID.class, proposals)
                        .map((row, context) -> read(row))
                        .list());
    }

    /** What came of one. */
    sealed interface Done {
        /** @param historyRow number of the row of a history; null if it was the record itself */
        record Applied(long no, long version, List<String> members, boolean plain, Long historyRow, byte[] salt)
                implements Done {}

        record Refused(String reason, String field) implements Done {}

        /** No longer awaited. */
        record Gone() implements Done {}
    }

    static void done(Handle tx, Map<Effect, Done> all) {
        if (all.isEmpty()) {
            return;
        }
        var rows = tx.prepareBatch("""
                update correction_effect set state = :state, record_no = :no, version = :version, members = :members, plain = :plain,
                    history_row = :row, salt = :salt, reason = :reason, field = :field, done_at = clock_timestamp()
                 where proposal_id = :id""");
        all.forEach((effect, done) -> {
            var applied = done instanceof Done.Applied is ? is : null;
            var refused = done instanceof Done.Refused is ? is : null;
            rows.bind("id", effect.proposal())
                    .bind("state", applied != null ? "APPLIED" : refused != null ? "REFUSED" : "GONE")
                    .bind("no", applied == null ? null : (Long) applied.no())
                    .bind("version", applied == null ? null : (Long) applied.version())
                    .bind("members", applied == null ? null : applied.members().toArray(new String[0]))
                    .bind("plain", applied == null || applied.plain())
                    .bind("row", applied == null ? null : applied.historyRow())
                    .bind("salt", applied == null ? null : applied.salt())
                    .bind("reason", refused == null ? null : refused.reason())
                    .bind("field", refused == null ? null : refused.field())
                    .add();
        });
        rows.execute();
    }

    /** Unless somebody else has put it off meanwhile. */
    void later(Effect effect, Duration pause) {
        jdbi.useHandle(handle -> handle.execute("""
                update correction_effect set tries = tries + 1, next_try_at = clock_timestamp() + ? * interval '1 millisecond'
                 where proposal_id = ? and tries = ?""", pause.toMillis(), effect.proposal(), effect.tries()));
    }
}
