package id.padan.directory.correction;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            String reason,
            String field,
            Long version) {}

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
                    state = 'AWAITED', next_try_at = clock_timestamp(), tries = 0, record_no = null, members = null, reason = null,
                    salt = null, field = null, version = null, done_at = null
                where correction_effect.attempt < excluded.attempt""", proposal, attempt, holder, element);
    }

    static void forget(Handle tx, UUID proposal) {
        tx.execute("delete from correction_effect where proposal_id = ?", proposal);
    }

    /** The next one whose time has come; ours until the transaction ends, and passed over by everybody else. */
    static Optional<Effect> next(Handle tx) {
        return tx.createQuery("""
                        select * from correction_effect where state = 'AWAITED' and next_try_at <= clock_timestamp()
                         order by next_try_at limit 1 for update skip locked""").map((row, context) -> read(row)).findOne();
    }

    Optional<Effect> find(UUID proposal) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from correction_effect where proposal_id = :id")
                .bind("id", proposal)
                .map((row, context) -> read(row))
                .findOne());
    }

    static void applied(
            Handle tx, UUID proposal, long no, long version, List<String> members, boolean plain, byte[] salt) {
        tx.execute("""
                update correction_effect set state = 'APPLIED', record_no = ?, version = ?, members = ?, plain = ?, salt = ?, done_at = clock_timestamp()
                 where proposal_id = ?""", no, version, members.toArray(new String[0]), plain, salt, proposal);
    }

    static void refused(Handle tx, UUID proposal, String reason, String field) {
        tx.execute(
                "update correction_effect set state = 'REFUSED', reason = ?, field = ?, done_at = clock_timestamp() where proposal_id = ?",
                reason,
                field,
                proposal);
    }

    static void gone(Handle tx, UUID proposal) {
        tx.execute(
                "update correction_effect set state = 'GONE', done_at = clock_timestamp() where proposal_id = ?",
                proposal);
    }

    void later(UUID proposal, Duration pause) {
        jdbi.useHandle(handle -> handle.execute(
                "update correction_effect set tries = tries + 1, next_try_at = clock_timestamp() + ? * interval '1 millisecond' where proposal_id = ?",
                pause.toMillis(),
                proposal));
    }
}
