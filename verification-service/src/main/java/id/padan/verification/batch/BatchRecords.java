package id.padan.verification.batch;

import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.ProofLog;
import id.padan.proof.CanonicalJson;
import id.padan.proof.ReceiptFile;
import id.padan.verification.answer.Answer;
import id.padan.verification.chunk.ChunkId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The leaf of a whole list: its counts, its file's hash, and the leaves of its parts in row order. */
@ApplicationScoped
public class BatchRecords {
    private static final String KIND = "BATCH";

    private final Jdbi jdbi;

    BatchRecords(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * What the leaf of a whole list commits to.
     *
     * @param facts canonical JSON of strings
     */
    public record BatchRecord(UUID leaf, String facts) {}

    /** How leaves name a part of a list. */
    public static String reference(ChunkId chunk) {
        return "batches/" + chunk.batch() + "/chunks/" + chunk.number();
    }

    public Optional<BatchRecord> find(Batch batch) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select leaf, facts from batch_receipt where batch_id = :id and attempt = :attempt")
                .bind("id", batch.id())
                .bind("attempt", batch.attempt())
                .map((row, context) -> new BatchRecord(row.getObject(1, UUID.class), row.getString(2)))
                .findOne());
    }

    /**
     * Writes the leaf of a list whose parts are all settled.
     *
     * @param policy under which the last of it was decided
     */
    void write(Handle tx, ProofLog.Locked head, Batch batch, PolicyRef policy) {
        var facts = facts(batch, parts(tx, batch), behind(tx, batch));
        var leaf = Leaf.opened(
                        ProofLog.newId(),
                        KIND,
                        new Allowed(policy, batch.clause(), batch.purpose(), batch.programme()),
                        batch.party(),
                        batch.actor(),
                        ReceiptFile.batchCommitment(facts))
                .withReference("batches/" + batch.id())
                .withOfficer(batch.officer());
        var unused = head.append(policy, List.of(leaf));
        tx.createUpdate(
                        "insert into batch_receipt (batch_id, attempt, leaf, facts) values (:id, :attempt, :leaf, :facts)")
                .bind("id", batch.id())
                .bind("attempt", batch.attempt())
                .bind("leaf", leaf.id())
                .bind("facts", facts)
                .execute();
    }

    private static String parts(Handle tx, Batch batch) {
        return String.join(
                " ",
                tx.createQuery("""
                        select number || ':' || leaf || ':' || log_index from batch_chunk
                         where batch_id = :id and attempt = :attempt and leaf is not null order by number""")
                        .bind("id", batch.id())
                        .bind("attempt", batch.attempt())
                        .mapTo(String.class)
                        .list());
    }

    /** What the official record states about the register behind the answers; without answers there is nothing behind them. */
    private static Map<String, String> behind(Handle tx, Batch batch) {
        return tx.createQuery("""
                        select string_agg(distinct agreement_version, ' ' order by agreement_version) as agreements,
                               string_agg(distinct mapping_version, ' ' order by mapping_version) as mappings,
                               min(data_time)::text as oldest, max(data_time)::text as newest
                          from batch_chunk where batch_id = :id and attempt = :attempt and leaf is not null""")
                .bind("id", batch.id())
                .bind("attempt", batch.attempt())
                .map((row, context) -> {
                    var behind = new TreeMap<String, String>();
                    behind.put("agreementVersions", row.getString("agreements"));
                    behind.put("dataTimeNewest", row.getString("newest"));
                    behind.put("dataTimeOldest", row.getString("oldest"));
                    behind.put("mappingVersions", row.getString("mappings"));
                    behind.values().removeIf(Objects::isNull);
                    return behind;
                })
                .one();
    }

    private static String facts(Batch batch, String parts, Map<String, String> behind) {
        var counts = batch.counts();
        var facts = new TreeMap<String, Object>(behind);
        facts.put("asOf", batch.asOf().toString());
        facts.put("attempt", Integer.toString(batch.attempt()));
        facts.put("batch", batch.id().toString());
        facts.put("chunks", Integer.toString(batch.chunks()));
        facts.put("duplicates", Long.toString(counts.duplicates()));
        facts.put("fileBytes", Long.toString(batch.fileBytes()));
        facts.put("fileSha256", batch.fileSha256());
        facts.put("leaves", parts);
        facts.put("received", Long.toString(counts.rows()));
        facts.put("rejectedDate", Long.toString(counts.badDate()));
        facts.put("rejectedFormat", Long.toString(counts.badFormat()));
        facts.put("rejectedImpossible", Long.toString(counts.impossible()));
        facts.put("rejectedSpreadsheetDamage", Long.toString(counts.damaged()));
        facts.put("state", batch.state().name());
        facts.put("unmapped", Long.toString(counts.unmapped()));
        if (counts.asOfUnknown() > 0) {
            facts.put("asOfUnknown", Long.toString(counts.asOfUnknown()));
        }
        facts.put("unprocessed", Long.toString(counts.unprocessed()));
        if (batch.coverage() != null) {
            facts.put("coverageCountedAt", batch.coverage().countedAt().toString());
            facts.put("coverageRecords", Long.toString(batch.coverage().records()));
            facts.put("coverageValidNik", Long.toString(batch.coverage().validNik()));
        }
        for (var answer : Answer.values()) {
            facts.put("answer" + title(answer), Long.toString(counts.answer(answer)));
        }
        return CanonicalJson.write(facts);
    }

    private static String title(Answer answer) {
        var name = new StringBuilder();
        for (var word : answer.name().split("_")) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }
}
