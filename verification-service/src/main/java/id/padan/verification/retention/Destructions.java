package id.padan.verification.retention;

import id.padan.verification.batch.Batch;
import id.padan.verification.chunk.RetentionWeek;
import id.padan.verification.retention.Destruction.Completion;
import id.padan.verification.retention.Destruction.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The tables of this package. */
@ApplicationScoped
class Destructions {
    private final Jdbi jdbi;

    Destructions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Lists of one party under one agreement whose destruction waits for a week's key. */
    record Waiting(String party, String agreement, int lists) {}

    /** A week whose key is being deleted or has been. */
    record KeyEnd(RetentionWeek week, String keyId) {}

    Optional<Destruction> find(UUID batch) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select batch_id, party, record, leaf, log_index, completed_at, completion_record, completion_leaf, completion_log_index
                          from destruction where batch_id = :id""")
                .bind("id", batch)
                .map((row, context) -> {
                    var completed = row.getObject("completed_at", OffsetDateTime.class);
                    return new Destruction(
                            row.getObject("batch_id", UUID.class),
                            row.getString("party"),
                            row.getString("record"),
                            row.getObject("leaf", UUID.class),
                            row.getLong("log_index"),
                            completed == null
                                    ? null
                                    : new Completion(
                                            completed.toInstant(),
                                            row.getString("completion_record"),
                                            row.getObject("completion_leaf", UUID.class),
                                            row.getObject("completion_log_index", Long.class)));
                })
                .findOne());
    }

    /** @param week null if there was no key any more: then the destruction is complete at once */
    void insert(
            Handle tx,
            Batch batch,
            Reason reason,
            Instant at,
            RetentionWeek week,
            String record,
            UUID leaf,
            long index) {
        tx.createUpdate("""
                        insert into destruction (batch_id, party, agreement_id, reason, destroyed_at, retention_week, record, leaf, log_index,
                                                 completed_at)
                        values (:batch, :party, :agreement, :reason, :at, :week, :record, :leaf, :index,
                                case when :week::int is null then :at end)""")
                .bind("batch", batch.id())
                .bind("party", batch.party())
                .bind("agreement", batch.policy().agreementId())
                .bind("reason", reason.name())
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("week", week == null ? null : week.number())
                .bind("record", record)
                .bind("leaf", leaf)
                .bind("index", index)
                .execute();
    }

    void beginKeyEnd(RetentionWeek week, String keyId) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "insert into retention_key_end (week, key_id) values (:week, :key) on conflict (week) do nothing")
                .bind("week", week.number())
                .bind("key", keyId)
                .execute());
    }

    void keyDeleted(RetentionWeek week) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update retention_key_end set deleted_at = coalesce(deleted_at, clock_timestamp()) where week = :week")
                .bind("week", week.number())
                .execute());
    }

    /** Weeks whose deletion was begun and perhaps not finished, and those whose lists' records are not complete. */
    List<KeyEnd> openKeyEnds() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select week, key_id from retention_key_end ended
                         where deleted_at is null
                            or exists (select 1 from destruction waiting
                                        where waiting.retention_week = ended.week and waiting.completed_at is null)
                         order by week""")
                .map((row, context) -> new KeyEnd(RetentionWeek.of(row.getInt("week")), row.getString("key_id")))
                .list());
    }

    List<Waiting> waiting(RetentionWeek week) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select party, agreement_id, count(*) as lists from destruction
                         where retention_week = :week and completed_at is null group by party, agreement_id order by 1, 2""")
                .bind("week", week.number())
                .map((row, context) ->
                        new Waiting(row.getString("party"), row.getString("agreement_id"), row.getInt("lists")))
                .list());
    }

    /** @return how many lists' destruction this completes */
    int complete(Handle tx, RetentionWeek week, Waiting of, Completion completion) {
        return tx.createUpdate("""
                        update destruction set completed_at = :at, completion_record = :record, completion_leaf = :leaf,
                               completion_log_index = :index
                         where retention_week = :week and party = :party and agreement_id = :agreement and completed_at is null""")
                .bind("at", completion.at().atOffset(ZoneOffset.UTC))
                .bind("record", completion.record())
                .bind("leaf", completion.leaf())
                .bind("index", completion.logIndex())
                .bind("week", week.number())
                .bind("party", of.party())
                .bind("agreement", of.agreement())
                .execute();
    }
}
