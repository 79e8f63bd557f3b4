package id.padan.verification.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.verification.chunk.ChunkCounts;
import id.padan.verification.chunk.ChunkId;
import id.padan.verification.chunk.ChunkManifest;
import id.padan.verification.chunk.MatchedChunk;
import id.padan.verification.list.ListShape;
import id.padan.verification.list.ListSummary;
import id.padan.verification.projection.Coverage;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The job rows, manifests and answers in PostgreSQL. Every change of state goes through {@link #move}, which knows what may follow. */
@ApplicationScoped
public class Batches {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Jdbi jdbi;
    private final BatchEvents events;

    Batches(Jdbi jdbi, BatchEvents events) {
        this.jdbi = jdbi;
        this.events = events;
    }

    /** What a list is accepted under. */
    record Opening(
            UUID id,
            Caller caller,
            String idempotencyKey,
            String purpose,
            String programme,
            LocalDate asOf,
            boolean looksBack,
            PolicyRef policy,
            String clause,
            String fileName,
            int retentionDays,
            Integer standingDays,
            byte[] wrappedKey) {}

    /** The row is there before the first chunk; empty if the party has used the key already. */
    boolean insert(Handle tx, Opening o) {
        boolean inserted = tx.createUpdate("""
                        insert into batch (id, party, client, actor, officer, officer_acts, idempotency_key, purpose, programme, as_of,
                                           agreement_id, agreement_version, clause, file_name, state, retention_days, standing_days,
                                           wrapped_key, looks_back)
                        values (:id, :party, :client, :actor, :officer, :officerActs, :idempotencyKey, :purpose, :programme, :asOf,
                                :agreement, :agreementVersion, :clause, :fileName, 'RECEIVING', :retentionDays, :standingDays, :wrappedKey,
                                :looksBack)
                        on conflict (party, idempotency_key) do nothing""")
                        .bind("id", o.id())
                        .bind("party", o.caller().party())
                        .bind("client", o.caller().client())
                        .bind("actor", o.caller().subject())
                        .bind("officer", o.caller().officer())
                        .bind("officerActs", o.caller().acting())
                        .bind("idempotencyKey", o.idempotencyKey())
                        .bind("purpose", o.purpose())
                        .bind("programme", o.programme())
                        .bind("asOf", o.asOf())
                        .bind("looksBack", o.looksBack())
                        .bind("agreement", o.policy().agreementId())
                        .bind("agreementVersion", o.policy().version())
                        .bind("clause", o.clause())
                        .bind("fileName", o.fileName())
                        .bind("retentionDays", o.retentionDays())
                        .bind("standingDays", o.standingDays())
                        .bind("wrappedKey", o.wrappedKey())
                        .execute()
                == 1;
        if (inserted) {
            events.append(tx, get(tx, o.id()));
        }
        return inserted;
    }

    Batch lockByKey(Handle tx, String party, String idempotencyKey) {
        return tx.createQuery("select " + Batch.COLUMNS
                        + " from batch where party = :party and idempotency_key = :key for update")
                .bind("party", party)
                .bind("key", idempotencyKey)
                .map((row, context) -> Batch.read(row))
                .one();
    }

    /** The list's row, held until the transaction ends. */
    public Optional<Batch> lock(Handle tx, UUID id) {
        return tx.createQuery("select " + Batch.COLUMNS + " from batch where id = :id for update")
                .bind("id", id)
                .map((row, context) -> Batch.read(row))
                .findOne();
    }

    public Optional<Batch> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select " + Batch.COLUMNS + " from batch where id = :id")
                .bind("id", id)
                .map((row, context) -> Batch.read(row))
                .findOne());
    }

    /**
     * A list of this party.
     *
     * @throws ProblemException NOT_FOUND also for another party's list, which the caller may not know of
     */
    public Batch getOwn(String party, String id) {
        return find(id).filter(batch -> batch.party().equals(party)).orElseThrow(Batches::notFound);
    }

    /** As {@link #find(UUID)}; what is no id names no list. */
    public Optional<Batch> find(String id) {
        return ID.matcher(id).matches() ? find(UUID.fromString(id)) : Optional.empty();
    }

    public static ProblemException notFound() {
        return ProblemException.of(
                PlatformProblem.NOT_FOUND,
                "There is no such list of your party.",
                "Tidak ada daftar demikian milik pihak Anda.");
    }

    Batch get(Handle tx, UUID id) {
        return tx.createQuery("select " + Batch.COLUMNS + " from batch where id = :id")
                .bind("id", id)
                .map((row, context) -> Batch.read(row))
                .one();
    }

    List<Batch> listOf(Collection<UUID> ids) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select " + Batch.COLUMNS + " from batch where id = any(:ids)")
                        .bindArray("ids", UUID.class, ids.toArray())
                        .map((row, context) -> Batch.read(row))
                        .list());
    }

    /** A party's lists, newest first, those before the cursor. */
    List<Batch> page(String party, Instant before, UUID beforeId, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("select " + Batch.COLUMNS + """
                         from batch
                        where party = :party and (:before::timestamptz is null or (created_at, id) < (:before, :beforeId))
                        order by created_at desc, id desc limit :limit""")
                .bind("party", party)
                .bindBySqlType(
                        "before",
                        before == null ? null : before.atOffset(ZoneOffset.UTC),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .bind("beforeId", beforeId)
                .bind("limit", limit)
                .map((row, context) -> Batch.read(row))
                .list());
    }

    /** Begins the next attempt of a list that failed or is still being received: whatever the earlier one sent is to be erased. */
    Batch nextAttempt(Handle tx, Batch batch, byte[] wrappedKey, Opening now, Duration eraseAfter) {
        forget(tx, batch, batch.state() == BatchState.RECEIVING ? eraseAfter : Duration.ZERO);
        tx.createUpdate("""
                        update batch set state = 'RECEIVING', attempt = attempt + 1, wrapped_key = :key, reserved_chunks = 0, received = 0, chunks = null,
                               heard_at = clock_timestamp(), agreement_id = :agreement, agreement_version = :version, clause = :clause,
                               client = :client, actor = :actor, officer = :officer, officer_acts = :officerActs, as_of = :asOf, looks_back = :looksBack,
                               file_name = :fileName, sealed_at = null, ended_at = null,
                               retention_days = :retentionDays, standing_days = :standingDays
                         where id = :id""")
                .bind("id", batch.id())
                .bind("key", wrappedKey)
                .bind("agreement", now.policy().agreementId())
                .bind("version", now.policy().version())
                .bind("clause", now.clause())
                .bind("client", now.caller().client())
                .bind("actor", now.caller().subject())
                .bind("officer", now.caller().officer())
                .bind("officerActs", now.caller().acting())
                .bind("asOf", now.asOf())
                .bind("looksBack", now.looksBack())
                .bind("fileName", now.fileName())
                .bind("retentionDays", now.retentionDays())
                .bind("standingDays", now.standingDays())
                .execute();
        return move(tx, batch, BatchState.RECEIVING, null);
    }

    /**
     * Writes the next state, if it may follow, and the event that tells of it.
     *
     * @throws IllegalStateException if it may not follow: a bug, never a caller's fault
     */
    Batch move(Handle tx, Batch from, BatchState to, Batch.Problem problem) {
        if (!from.state().next().contains(to)) {
            throw new IllegalStateException("a list that is " + from.state() + " cannot become " + to);
        }
        tx.createUpdate("""
                        update batch set state = :state, version = version + 1, problem_code = :code, problem_en = :en, problem_id = :idn,
                               last_good_row = :row, ended_at = case when :ended then coalesce(ended_at, clock_timestamp()) end
                         where id = :id""")
                .bind("id", from.id())
                .bind("state", to.name())
                .bind("code", problem == null ? null : problem.code())
                .bind("en", problem == null ? null : problem.detailEn())
                .bind("idn", problem == null ? null : problem.detailId())
                .bind("row", problem == null ? null : problem.lastGoodRow())
                .bind("ended", to.ended())
                .execute();
        var moved = get(tx, from.id());
        events.append(tx, moved);
        return moved;
    }

    /** Remembers why some rows could not be processed, while others still are. */
    void note(Handle tx, Batch batch, Batch.Problem problem) {
        tx.createUpdate("update batch set problem_code = :code, problem_en = :en, problem_id = :idn where id = :id")
                .bind("id", batch.id())
                .bind("code", problem.code())
                .bind("en", problem.detailEn())
                .bind("idn", problem.detailId())
                .execute();
    }

    /** The whole list fails and keeps nothing but the reason. */
    Batch fail(Handle tx, Batch batch, Batch.Problem problem) {
        forget(tx, batch, Duration.ZERO);
        tx.createUpdate("""
                        update batch set state = 'FAILED', wrapped_key = null, reserved_chunks = 0, received = 0, rejected_damage = 0, rejected_format = 0,
                               rejected_impossible = 0, rejected_date = 0, duplicates = 0, active = 0, inactive = 0, retired = 0,
                               not_found = 0, unmapped = 0, as_of_unknown = 0, unprocessed = 0, done_chunks = 0, chunks = null
                         where id = :id""").bind("id", batch.id()).execute();
        return move(tx, batch, BatchState.FAILED, problem);
    }

    /** Ends retention: the key goes now, the topic's records as soon as the broker can be reached; counts stay. */
    public Batch destroy(Handle tx, Batch batch) {
        forget(tx, batch, Duration.ZERO);
        tx.createUpdate("update batch set wrapped_key = null, destroyed_at = clock_timestamp() where id = :id")
                .bind("id", batch.id())
                .execute();
        return move(tx, batch, BatchState.DESTROYED, batch.problem());
    }

    /**
     * Completed lists whose retention has ended: the day after the last one for which they were to be kept has begun in Jakarta.
     *
     * @param heldParties whose lists a legal hold keeps
     */
    public List<UUID> pastRetention(int limit, Set<String> heldParties) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id from batch
                         where state in ('COMPLETED', 'COMPLETED_PARTLY')
                           and (ended_at at time zone 'Asia/Jakarta')::date + retention_days < (clock_timestamp() at time zone 'Asia/Jakarta')::date
                           and party <> all(:held)
                         order by ended_at limit :limit""")
                .bind("limit", limit)
                .bindArray("held", String.class, heldParties.toArray())
                .mapTo(UUID.class)
                .list());
    }

    /** Completed lists whose key is wrapped for another week than the one in which their retention ends. */
    public List<UUID> wrappedForAnotherWeek(int limit) {
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        select id from batch
                         where state in ('COMPLETED', 'COMPLETED_PARTLY') and wrapped_key is not null
                           and retention_week is distinct from
                               to_char((ended_at at time zone 'Asia/Jakarta')::date + retention_days, 'IYYYIW')::int
                         order by ended_at limit :limit""").bind("limit", limit).mapTo(UUID.class).list());
    }

    /** Whether some list's key is still wrapped under that week's retention key. */
    public boolean needsRetentionKey(int week) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select exists (select 1 from batch where retention_week = :week)")
                        .bind("week", week)
                        .mapTo(Boolean.class)
                        .one());
    }

    /** The number of the week under whose retention key the list's key is wrapped; empty if it has none. */
    public static Optional<Integer> retentionWeek(Handle tx, UUID id) {
        return tx.createQuery("select retention_week from batch where id = :id and retention_week is not null")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne();
    }

    /** Replaces the wrapping of the key, not the key. */
    public void rewrap(Handle tx, Batch batch, byte[] wrappedKey) {
        tx.createUpdate("update batch set wrapped_key = :key where id = :id and wrapped_key is not null")
                .bind("key", wrappedKey)
                .bind("id", batch.id())
                .execute();
    }

    private void forget(Handle tx, Batch batch, Duration eraseAfter) {
        tx.createUpdate("""
                        insert into batch_erasure (batch_id, attempt, chunks, due_at)
                        select id, attempt, coalesce(chunks, reserved_chunks), clock_timestamp() + :after * interval '1 second' from batch
                         where id = :id and coalesce(chunks, reserved_chunks) > 0
                        on conflict do nothing""")
                .bind("id", batch.id())
                .bind("after", eraseAfter.toSeconds())
                .execute();
        // The leaves of what was answered stay in the log; what the rows were and were told does not stay anywhere.
        tx.createUpdate("""
                        update batch_chunk set answers = null, state = case when state = 'ANSWERED' then 'DESTROYED' else state end
                         where batch_id = :id and attempt = :attempt and leaf is not null""")
                .bind("id", batch.id())
                .bind("attempt", batch.attempt())
                .execute();
        tx.createUpdate("delete from batch_chunk where batch_id = :id and attempt = :attempt and leaf is null")
                .bind("id", batch.id())
                .bind("attempt", batch.attempt())
                .execute();
    }

    /**
     * Reserves chunk numbers below {@code chunks} and stores what the broker has acknowledged meanwhile.
     *
     * @return false if the attempt is no longer the current one
     */
    boolean advance(UUID id, int attempt, int chunks, long received, List<ChunkManifest> acknowledged) {
        return jdbi.inTransaction(tx -> {
            int current = tx.createUpdate("""
                            update batch set reserved_chunks = greatest(reserved_chunks, :chunks), received = :received,
                                   heard_at = clock_timestamp()
                             where id = :id and attempt = :attempt and state = 'RECEIVING'""")
                    .bind("chunks", chunks)
                    .bind("received", received)
                    .bind("id", id)
                    .bind("attempt", attempt)
                    .execute();
            if (current == 1) {
                insert(tx, acknowledged);
            }
            return current == 1;
        });
    }

    /** Lists whose receiving instance has not been heard of for so long. */
    List<UUID> abandoned(Handle tx, Duration silence) {
        return tx.createQuery("""
                        select id from batch
                         where state = 'RECEIVING' and heard_at < clock_timestamp() - :millis * interval '1 millisecond'
                         for update skip locked""")
                .bind("millis", silence.toMillis())
                .mapTo(UUID.class)
                .list();
    }

    /**
     * Sealed lists without progress for so long, and claims them: the same list is claimed again only after the same time.
     */
    List<UUID> claimStalled(Handle tx, Duration silence, int limit) {
        return tx.createQuery("""
                        update batch set retried_at = clock_timestamp()
                         where id in (select id from batch
                                       where state = 'PROCESSING'
                                         and greatest(progressed_at, retried_at) < clock_timestamp() - :millis * interval '1 millisecond'
                                       order by progressed_at limit :limit for update skip locked)
                        returning id""")
                .bind("millis", silence.toMillis())
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list();
    }

    /** Whether a list has made no progress for so long. */
    boolean isWithoutProgress(UUID id, Duration silence) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select count(*) from batch where id = :id and state = 'PROCESSING'
                           and progressed_at < clock_timestamp() - :millis * interval '1 millisecond'""")
                        .bind("id", id)
                        .bind("millis", silence.toMillis())
                        .mapTo(Integer.class)
                        .one()
                == 1);
    }

    /**
     * Counts one more vain try of a chunk.
     *
     * @param error for the operator; never a value of a row
     * @return how many there have been, 0 if the chunk is no longer open
     */
    int triedInVain(ChunkId chunk, String error) {
        return jdbi.inTransaction(tx -> tx.createQuery("""
                        update batch_chunk set tries = tries + 1, error = :error
                         where batch_id = :id and attempt = :attempt and number = :number and state = 'SENT' returning tries""")
                .bind("id", chunk.batch())
                .bind("attempt", chunk.attempt())
                .bind("number", chunk.number())
                .bind("error", error)
                .mapTo(Integer.class)
                .findOne()
                .orElse(0));
    }

    /** An upload attempt whose records are to be taken off the topic. */
    record Erasure(UUID batch, int attempt, int chunks) {}

    List<Erasure> dueErasures(int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select batch_id, attempt, chunks from batch_erasure where due_at <= clock_timestamp() order by due_at limit :limit""")
                .bind("limit", limit)
                .map((row, context) ->
                        new Erasure(row.getObject("batch_id", UUID.class), row.getInt("attempt"), row.getInt("chunks")))
                .list());
    }

    void erased(Erasure erasure) {
        jdbi.useHandle(
                handle -> handle.createUpdate("delete from batch_erasure where batch_id = :id and attempt = :attempt")
                        .bind("id", erasure.batch())
                        .bind("attempt", erasure.attempt())
                        .execute());
    }

    /** Tells the watch that the instance that receives these attempts lives. */
    void heard(Collection<ChunkId> attempts) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update batch set heard_at = clock_timestamp()
                          from unnest(:ids, :attempts) as mine (id, attempt)
                         where batch.id = mine.id and batch.attempt = mine.attempt and state = 'RECEIVING'""")
                .bindArray(
                        "ids", UUID.class, attempts.stream().map(ChunkId::batch).toArray())
                .bindArray(
                        "attempts",
                        Integer.class,
                        attempts.stream().map(ChunkId::attempt).toArray())
                .execute());
    }

    private static String json(ListShape shape) {
        try {
            return JSON.writeValueAsString(shape);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts is always JSON", e);
        }
    }

    /** How the list was read, as the JSON of a {@link ListShape}; empty for lists of versions that did not keep it. */
    public Optional<String> findShape(UUID batch) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select shape from batch where id = :id and shape is not null")
                        .bind("id", batch)
                        .mapTo(String.class)
                        .findOne());
    }

    /** Seals a list: from here on its chunks may be answered. */
    Batch seal(
            Handle tx,
            Batch batch,
            List<ChunkManifest> acknowledged,
            int chunks,
            ListSummary list,
            Optional<Coverage> coverage) {
        insert(tx, acknowledged);
        tx.createUpdate("""
                        update batch set chunks = :chunks, received = :rows, file_bytes = :bytes, file_sha256 = :sha256, shape = :shape::jsonb,
                               coverage_records = :coverageRecords, coverage_valid_nik = :coverageValid, coverage_counted_at = :coverageAt,
                               sealed_at = clock_timestamp(), progressed_at = clock_timestamp(), retried_at = null,
                               same_file_as = (select earlier.id from batch earlier
                                                where earlier.party = batch.party and earlier.file_sha256 = :sha256
                                                  and earlier.id <> batch.id and earlier.state <> 'FAILED' and earlier.sealed_at is not null
                                                order by earlier.sealed_at limit 1)
                         where id = :id""")
                .bind("id", batch.id())
                .bind("chunks", chunks)
                .bind("rows", list.rows())
                .bind("bytes", list.bodyBytes())
                .bind("sha256", HexFormat.of().parseHex(list.sha256()))
                .bind("shape", json(list.shape()))
                .bind("coverageRecords", coverage.map(Coverage::records).orElse(null))
                .bind("coverageValid", coverage.map(Coverage::validNik).orElse(null))
                .bind("coverageAt", coverage.map(Coverage::countedAt).orElse(null))
                .execute();
        return move(tx, batch, BatchState.PROCESSING, null);
    }

    private static void insert(Handle tx, List<ChunkManifest> manifests) {
        if (manifests.isEmpty()) {
            return;
        }
        var rows = tx.prepareBatch("""
                insert into batch_chunk (batch_id, attempt, number, first_row, rows, sha256, kafka_partition, kafka_offset)
                values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""");
        for (var m : manifests) {
            rows.add(
                    m.id().batch(),
                    m.id().attempt(),
                    m.id().number(),
                    m.firstRow(),
                    m.rows(),
                    m.sha256(),
                    m.partition(),
                    m.offset());
        }
        rows.execute();
    }

    /** The manifests of an attempt in row order; only those still to be answered, or all. */
    public List<ChunkManifest> manifests(UUID batch, int attempt, boolean onlyOpen) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select number, first_row, rows, sha256, kafka_partition, kafka_offset from batch_chunk
                         where batch_id = :id and attempt = :attempt and (not :open or state = 'SENT') order by number""")
                .bind("id", batch)
                .bind("attempt", attempt)
                .bind("open", onlyOpen)
                .map((row, context) -> new ChunkManifest(
                        new ChunkId(batch, attempt, row.getInt("number")),
                        row.getLong("first_row"),
                        row.getInt("rows"),
                        row.getBytes("sha256"),
                        row.getInt("kafka_partition"),
                        row.getLong("kafka_offset")))
                .list());
    }

    /**
     * A chunk and its leaf.
     *
     * @param leaf null if the agreement closed before it was answered
     */
    public record AnsweredChunk(ChunkManifest manifest, UUID leaf) {}

    /** The chunk that holds a row of a list. */
    public Optional<AnsweredChunk> findChunkOfRow(Batch batch, long row) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select number, first_row, rows, sha256, kafka_partition, kafka_offset, leaf from batch_chunk
                         where batch_id = :id and attempt = :attempt and first_row <= :row and first_row + rows > :row""")
                .bind("id", batch.id())
                .bind("attempt", batch.attempt())
                .bind("row", row)
                .map((found, context) -> new AnsweredChunk(
                        new ChunkManifest(
                                new ChunkId(batch.id(), batch.attempt(), found.getInt("number")),
                                found.getLong("first_row"),
                                found.getInt("rows"),
                                found.getBytes("sha256"),
                                found.getInt("kafka_partition"),
                                found.getLong("kafka_offset")),
                        found.getObject("leaf", UUID.class)))
                .findOne());
    }

    /**
     * The stored answers of one chunk.
     *
     * @param answers null if the agreement closed before it was answered
     */
    public record StoredAnswers(byte[] answers) {}

    public Optional<StoredAnswers> findAnswers(ChunkId chunk) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select answers from batch_chunk
                         where batch_id = :id and attempt = :attempt and number = :number and state in ('ANSWERED', 'NOT_PROCESSED')""")
                .bind("id", chunk.batch())
                .bind("attempt", chunk.attempt())
                .bind("number", chunk.number())
                .map((row, context) -> new StoredAnswers(row.getBytes("answers")))
                .findOne());
    }

    /** Whether this attempt's rows and answers may still be read: its retention has neither ended nor been ended. */
    public boolean isKept(UUID batch, int attempt) {
        return jdbi.withHandle(handle -> handle.createQuery(
                                "select count(*) from batch where id = :id and attempt = :attempt and wrapped_key is not null")
                        .bind("id", batch)
                        .bind("attempt", attempt)
                        .mapTo(Integer.class)
                        .one()
                == 1);
    }

    /** Of these chunks, the numbers that still wait for their answers. */
    List<Integer> open(Handle tx, UUID batch, int attempt, Collection<Integer> numbers) {
        return tx.createQuery("""
                        select number from batch_chunk
                         where batch_id = :id and attempt = :attempt and number = any(:numbers) and state = 'SENT'""")
                .bind("id", batch)
                .bind("attempt", attempt)
                .bindArray("numbers", Integer.class, numbers.toArray())
                .mapTo(Integer.class)
                .list();
    }

    /** Stores answers with their proof, or that there are none. */
    void settle(Handle tx, MatchedChunk chunk, boolean allowed, PolicyRef policy, UUID leaf, Long logIndex) {
        try (var update = tx.getConnection().prepareStatement("""
                update batch_chunk set state = ?, answers = ?, leaf = ?, log_index = ?, agreement_version = ?, mapping_version = ?,
                       data_time = ?, answered_at = clock_timestamp(), error = null
                 where batch_id = ? and attempt = ? and number = ?""")) {
            update.setString(1, allowed ? "ANSWERED" : "NOT_PROCESSED");
            update.setBytes(2, allowed ? chunk.answers().toBytes() : null);
            update.setObject(3, leaf);
            update.setObject(4, logIndex, Types.BIGINT);
            update.setString(5, policy == null ? null : policy.version());
            update.setString(6, allowed ? chunk.mappingVersion() : null);
            update.setObject(7, allowed ? chunk.dataTime() : null);
            update.setObject(8, chunk.id().batch());
            update.setInt(9, chunk.id().attempt());
            update.setInt(10, chunk.id().number());
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("a chunk's answers could not be stored", e);
        }
    }

    /** Adds settled chunks to the list's counts; rows received do not change. */
    void count(Handle tx, UUID batch, ChunkCounts c, int chunks) {
        tx.createUpdate("""
                        update batch set done_chunks = done_chunks + :chunks, rejected_damage = rejected_damage + :damaged,
                               rejected_format = rejected_format + :format, rejected_impossible = rejected_impossible + :impossible,
                               rejected_date = rejected_date + :date, duplicates = duplicates + :duplicates, active = active + :active,
                               inactive = inactive + :inactive, retired = retired + :retired, not_found = not_found + :notFound,
                               unmapped = unmapped + :unmapped, unprocessed = unprocessed + :unprocessed,
                               as_of_unknown = as_of_unknown + :asOfUnknown,
                               progressed_at = clock_timestamp()
                         where id = :id""")
                .bind("id", batch)
                .bind("chunks", chunks)
                .bind("damaged", c.damaged())
                .bind("format", c.badFormat())
                .bind("impossible", c.impossible())
                .bind("date", c.badDate())
                .bind("duplicates", c.duplicates())
                .bind("active", c.answers()[0])
                .bind("inactive", c.answers()[1])
                .bind("retired", c.answers()[2])
                .bind("notFound", c.answers()[3])
                .bind("unmapped", c.unmapped())
                .bind("unprocessed", c.unprocessed())
                .bind("asOfUnknown", c.asOfUnknown())
                .execute();
    }

    /** What the answered chunks of a list stand on, for the record. */
    public record Standing(
            Long firstLogIndex,
            Long lastLogIndex,
            int leaves,
            List<String> agreementVersions,
            List<String> mappingVersions,
            LocalDate oldestDataTime,
            LocalDate newestDataTime) {}

    public Standing standing(UUID batch, int attempt) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select min(log_index) as first, max(log_index) as last, count(log_index) as leaves,
                               array_remove(array_agg(distinct agreement_version order by agreement_version), null) as agreements,
                               array_remove(array_agg(distinct mapping_version order by mapping_version), null) as mappings,
                               min(data_time) as oldest, max(data_time) as newest
                          from batch_chunk where batch_id = :id and attempt = :attempt""")
                .bind("id", batch)
                .bind("attempt", attempt)
                .map((row, context) -> new Standing(
                        row.getObject("first", Long.class),
                        row.getObject("last", Long.class),
                        row.getInt("leaves"),
                        List.of((String[]) row.getArray("agreements").getArray()),
                        List.of((String[]) row.getArray("mappings").getArray()),
                        row.getObject("oldest", LocalDate.class),
                        row.getObject("newest", LocalDate.class)))
                .one());
    }

    /** The positions of a list's leaves in the log, in row order. */
    public List<Long> logIndexes(UUID batch, int attempt) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select log_index from batch_chunk
                         where batch_id = :id and attempt = :attempt and log_index is not null order by number""")
                .bind("id", batch)
                .bind("attempt", attempt)
                .mapTo(Long.class)
                .list());
    }
}
