package id.padan.verification.standing;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The tables of this package. */
@ApplicationScoped
public class StandingStore {
    private final Jdbi jdbi;

    StandingStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A list that is to be watched. */
    record Live(UUID batch, Instant createdAt) {}

    /** Finished lists that stand, today included. */
    List<Live> live() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, created_at from batch
                         where state in ('COMPLETED', 'COMPLETED_PARTLY') and wrapped_key is not null and standing_days is not null
                           and (ended_at at time zone 'Asia/Jakarta')::date + standing_days >= (clock_timestamp() at time zone 'Asia/Jakarta')::date
                         order by ended_at""")
                .map((row, context) -> new Live(
                        row.getObject("id", UUID.class),
                        row.getObject("created_at", OffsetDateTime.class).toInstant()))
                .list());
    }

    /** When the oldest list was begun that is being answered and will stand; empty if there is none. */
    Optional<Instant> oldestOpen() {
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        select min(created_at) from batch where state in ('RECEIVING', 'PROCESSING') and standing_days is not null""").mapTo(OffsetDateTime.class).findOne().map(OffsetDateTime::toInstant));
    }

    /** What rows were last told, where it is not what the results say; codes of {@link RowState}. */
    Map<Long, Integer> told(UUID batch) {
        return jdbi.withHandle(handle -> {
            var told = new HashMap<Long, Integer>();
            handle.createQuery("select list_row, told from standing_row where batch_id = :id")
                    .bind("id", batch)
                    .map((row, context) -> told.put(row.getLong("list_row"), row.getInt("told")))
                    .list();
            return told;
        });
    }

    void told(Handle tx, UUID batch, List<Difference> differences) {
        var rows = tx.prepareBatch("""
                insert into standing_row (batch_id, list_row, told) values (:batch, :row, :told)
                on conflict (batch_id, list_row) do update set told = excluded.told""");
        for (var difference : differences) {
            rows.bind("batch", batch)
                    .bind("row", difference.row())
                    .bind("told", difference.now())
                    .add();
        }
        rows.execute();
    }

    void notice(Handle tx, UUID id, UUID batch, long logIndex, Instant at, int rows, String event) {
        tx.createUpdate("""
                        insert into standing_notice (id, batch_id, log_index, told_at, rows, event)
                        values (:id, :batch, :index, :at, :rows, :event)""")
                .bind("id", id)
                .bind("batch", batch)
                .bind("index", logIndex)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("rows", rows)
                .bind("event", event)
                .execute();
    }

    /** One notice with its place among all. */
    record Notice(long sequence, String event) {}

    List<Notice> notices(UUID batch, long after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select sequence, event from standing_notice
                         where batch_id = :batch and sequence > :after and event is not null order by sequence limit :limit""")
                .bind("batch", batch)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> new Notice(row.getLong("sequence"), row.getString("event")))
                .list());
    }

    /** Forgets what a list's rows were told, with its results; that it was told stays in the log. */
    public static void forget(Handle tx, UUID batch) {
        tx.createUpdate("delete from standing_row where batch_id = :id")
                .bind("id", batch)
                .execute();
        tx.createUpdate("update standing_notice set event = null where batch_id = :id")
                .bind("id", batch)
                .execute();
    }
}
