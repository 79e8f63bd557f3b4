package id.padan.verification.evidence;

import id.padan.platform.database.Trip;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import id.padan.verification.batch.Batch;
import id.padan.verification.chunk.ChunkManifest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The tables of this package. */
@ApplicationScoped
class EvidenceStore {
    private final Jdbi jdbi;
    private final Outbox outbox;

    EvidenceStore(Jdbi jdbi, Outbox outbox) {
        this.jdbi = jdbi;
        this.outbox = outbox;
    }

    /** A completed list whose evidence is not whole yet. */
    record Pending(UUID batch, Instant endedAt, int chunksLeft) {}

    List<Pending> pending() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, ended_at, chunks - (select count(*) from batch_evidence_chunk kept where kept.batch_id = batch.id) as left_over
                          from batch
                         where state in ('COMPLETED', 'COMPLETED_PARTLY') and wrapped_key is not null
                           and not exists (select 1 from batch_evidence done where done.batch_id = batch.id and done.completed_at is not null)
                         order by ended_at""")
                .map((row, context) -> new Pending(
                        row.getObject("id", UUID.class),
                        row.getObject("ended_at", OffsetDateTime.class).toInstant(),
                        row.getInt("left_over")))
                .list());
    }

    boolean isComplete(UUID batch) {
        return jdbi.withHandle(handle -> isComplete(handle, batch));
    }

    static boolean isComplete(Handle handle, UUID batch) {
        return handle.createQuery(
                        "select exists (select 1 from batch_evidence where batch_id = :id and completed_at is not null)")
                .bind("id", batch)
                .mapTo(Boolean.class)
                .one();
    }

    /** The list's wrapped evidence key: the one that is there, or else this one, which then is. */
    byte[] begin(Batch batch, byte[] wrappedKey) {
        return jdbi.inTransaction(tx -> {
            tx.createUpdate("""
                            insert into batch_evidence (batch_id, attempt, wrapped_key) values (:id, :attempt, :key)
                            on conflict (batch_id) do nothing""")
                    .bind("id", batch.id())
                    .bind("attempt", batch.attempt())
                    .bind("key", wrappedKey)
                    .execute();
            return tx.createQuery("select wrapped_key from batch_evidence where batch_id = :id")
                    .bind("id", batch.id())
                    .mapTo(byte[].class)
                    .one();
        });
    }

    Set<Integer> kept(UUID batch) {
        return new HashSet<>(jdbi.withHandle(
                handle -> handle.createQuery("select number from batch_evidence_chunk where batch_id = :id")
                        .bind("id", batch)
                        .mapTo(Integer.class)
                        .list()));
    }

    /** @param sealed null if the chunk could not be read any more */
    void keep(ChunkManifest chunk, byte[] sealed) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into batch_evidence_chunk (batch_id, number, first_row, rows, sealed)
                        values (:id, :number, :first, :rows, :sealed) on conflict do nothing""")
                .bind("id", chunk.id().batch())
                .bind("number", chunk.id().number())
                .bind("first", chunk.firstRow())
                .bind("rows", chunk.rows())
                .bind("sealed", sealed)
                .execute());
    }

    /** Marks a list's evidence as whole if all its chunks are there. */
    boolean complete(UUID batch, int chunks) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        update batch_evidence set completed_at = coalesce(completed_at, clock_timestamp()),
                               missing = (select count(*) from batch_evidence_chunk where batch_id = :id and sealed is null)
                         where batch_id = :id and (select count(*) from batch_evidence_chunk where batch_id = :id) = :chunks""")
                        .bind("id", batch)
                        .bind("chunks", chunks)
                        .execute()
                == 1);
    }

    /** A list whose evidence there is. */
    record Kept(
            UUID batch,
            int attempt,
            byte[] wrappedKey,
            String party,
            String purpose,
            String programme,
            String agreement,
            String clause,
            LocalDate asOf,
            int missing) {}

    /**
     * The lists whose evidence may be searched.
     *
     * @param party whose lists; null for all
     * @param from first day (Asia/Jakarta) on which the list ended; null for any
     * @param to last such day; null for any
     */
    List<Kept> lists(String party, LocalDate from, LocalDate to) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select e.batch_id, e.attempt, e.wrapped_key, e.missing, b.party, b.purpose, b.programme, b.agreement_id, b.clause, b.as_of
                          from batch_evidence e join batch b on b.id = e.batch_id
                         where (:party::text is null or b.party = :party)
                           and (:from::date is null or (coalesce(b.ended_at, e.begun_at) at time zone 'Asia/Jakarta')::date >= :from)
                           and (:to::date is null or (coalesce(b.ended_at, e.begun_at) at time zone 'Asia/Jakarta')::date <= :to)
                         order by e.begun_at""")
                .bind("party", party)
                .bind("from", from)
                .bind("to", to)
                .map((row, context) -> new Kept(
                        row.getObject("batch_id", UUID.class),
                        row.getInt("attempt"),
                        row.getBytes("wrapped_key"),
                        row.getString("party"),
                        row.getString("purpose"),
                        row.getString("programme"),
                        row.getString("agreement_id"),
                        row.getString("clause"),
                        row.getObject("as_of", LocalDate.class),
                        row.getInt("missing")))
                .list());
    }

    /** One chunk's evidence. */
    record Chunk(int number, long firstRow, byte[] sealed) {}

    interface ChunkReader {
        void chunk(Chunk chunk);
    }

    void chunks(UUID batch, ChunkReader reader) {
        jdbi.useTransaction(tx -> {
            try (var chunks = tx
                    .createQuery("""
                            select number, first_row, sealed from batch_evidence_chunk
                             where batch_id = :id and sealed is not null order by number""")
                    .bind("id", batch)
                    .setFetchSize(8)
                    .map((row, context) ->
                            new Chunk(row.getInt("number"), row.getLong("first_row"), row.getBytes("sealed")))
                    .stream()) {
                chunks.forEach(reader::chunk);
            }
        });
    }

    /** How a chunk was answered; all null if it was not. */
    record Proof(
            Instant at, String agreementVersion, String mappingVersion, LocalDate dataTime, UUID leaf, Long index) {}

    Optional<Proof> findProof(UUID batch, int attempt, int number) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select answered_at, agreement_version, mapping_version, data_time, leaf, log_index from batch_chunk
                         where batch_id = :id and attempt = :attempt and number = :number""")
                .bind("id", batch)
                .bind("attempt", attempt)
                .bind("number", number)
                .map((row, context) -> {
                    var at = row.getObject("answered_at", OffsetDateTime.class);
                    return new Proof(
                            at == null ? null : at.toInstant(),
                            row.getString("agreement_version"),
                            row.getString("mapping_version"),
                            row.getObject("data_time", LocalDate.class),
                            row.getObject("leaf", UUID.class),
                            row.getObject("log_index", Long.class));
                })
                .findOne());
    }

    /** The day's wrapped key: the one that is there, or else this one, which then is. */
    byte[] dayKey(LocalDate day, byte[] wrappedKey) {
        return jdbi.inTransaction(tx -> {
            tx.createUpdate(
                            "insert into check_evidence_key (day, wrapped_key) values (:day, :key) on conflict (day) do nothing")
                    .bind("day", day)
                    .bind("key", wrappedKey)
                    .execute();
            return tx.createQuery("select wrapped_key from check_evidence_key where day = :day")
                    .bind("day", day)
                    .mapTo(byte[].class)
                    .one();
        });
    }

    static void keepChecks(Trip trip, LocalDate day, byte[] sealed) {
        trip.tell("insert into check_evidence (day, sealed) values (?, ?)", day, sealed);
    }

    /** The checks of one day. */
    record Day(LocalDate day, byte[] wrappedKey) {}

    List<Day> days(LocalDate from, LocalDate to) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select day, wrapped_key from check_evidence_key
                         where (:from::date is null or day >= :from) and (:to::date is null or day <= :to) order by day""")
                .bind("from", from)
                .bind("to", to)
                .map((row, context) -> new Day(row.getObject("day", LocalDate.class), row.getBytes("wrapped_key")))
                .list());
    }

    interface GroupReader {
        void group(byte[] sealed);
    }

    void groups(LocalDate day, GroupReader reader) {
        jdbi.useTransaction(tx -> {
            try (var groups = tx
                    .createQuery("select sealed from check_evidence where day = :day order by id")
                    .bind("day", day)
                    .setFetchSize(500)
                    .mapTo(byte[].class)
                    .stream()) {
                groups.forEach(reader::group);
            }
        });
    }

    /** @param event told to the case's own service; null if the search is for no case of this system */
    void opened(
            Handle tx,
            UUID id,
            String party,
            String actor,
            String record,
            Instant at,
            long index,
            EvidenceOpened event) {
        tx.createUpdate("""
                        insert into evidence_opening (id, party, actor, record, opened_at, log_index)
                        values (:id, :party, :actor, :record, :at, :index)""")
                .bind("id", id)
                .bind("party", party)
                .bind("actor", actor)
                .bind("record", record)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("index", index)
                .execute();
        tell(tx, event);
    }

    /** @param event as at the opening, now with the count; or null */
    void found(UUID id, int found, EvidenceOpened event) {
        jdbi.useTransaction(tx -> {
            tx.createUpdate("update evidence_opening set found = :found where id = :id")
                    .bind("found", found)
                    .bind("id", id)
                    .execute();
            tell(tx, event);
        });
    }

    private void tell(Handle tx, EvidenceOpened event) {
        if (event != null) {
            outbox.append(
                    tx,
                    OutboxEvent.of(
                            Topics.VERIFICATION_EVIDENCE_OPENED,
                            event.searchId().toString(),
                            "verification.evidence-opened.v1",
                            event));
        }
    }
}
