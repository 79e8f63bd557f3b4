package id.padan.correction.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.correction.intake.CorrectionList.Reject;
import id.padan.correction.proposal.NewProposal;
import id.padan.correction.proposal.ProposalProblem;
import id.padan.correction.proposal.Submitting;
import id.padan.correction.proposal.Submitting.Accepted;
import id.padan.correction.proposal.Submitting.Duplicate;
import id.padan.correction.proposal.Submitting.Outcome;
import id.padan.correction.proposal.Submitting.Refused;
import id.padan.correction.proposal.Submitting.Session;
import id.padan.platform.caller.Caller;
import id.padan.platform.events.UuidV7;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes a list: read wholly, then kept in one transaction, so that a list is there with all its rows or not at all, and the same key finds
 * it again.
 */
@ApplicationScoped
class ReceivingLists {

    private static final int BLOCK = 1_000;
    /** A list of 100,000 rows is some 60 MB while it is read. */
    private static final int AT_ONCE = 2;

    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final Submitting submitting;
    private final Semaphore room = new Semaphore(AT_ONCE);

    ReceivingLists(Jdbi jdbi, ObjectMapper json, Submitting submitting) {
        this.jdbi = jdbi;
        this.json = json;
        this.submitting = submitting;
    }

    UUID receive(Caller caller, String key, String purpose, ListFormat format, InputStream body) throws IOException {
        if (!room.tryAcquire()) {
            throw ListProblem.LISTS_BUSY
                    .with(
                            "Two lists are being read. Send yours again in a minute.",
                            "Dua daftar sedang dibaca. Kirim lagi sebentar.")
                    .retryAfter(Duration.ofSeconds(30));
        }
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            var hashed = new DigestInputStream(body, sha256);
            List<ListRow> rows = format.rows(
                    new FilterInputStream(hashed) {
                        @Override
                        public void close() {
                            // What lies behind the last row is still hashed.
                        }
                    },
                    json);
            hashed.transferTo(OutputStream.nullOutputStream());
            byte[] hash = sha256.digest();
            return jdbi.inTransaction(tx -> keep(tx, caller, key, purpose, format, rows, hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        } finally {
            room.release();
        }
    }

    private UUID keep(
            Handle tx, Caller caller, String key, String purpose, ListFormat format, List<ListRow> rows, byte[] hash) {
        tx.execute("select pg_advisory_xact_lock(hashtextextended(?, 300))", caller.party() + '\n' + key);
        Optional<UUID> before = find(tx, caller.party(), key, hash);
        if (before.isPresent()) {
            return before.get();
        }
        Session session = submitting.open(tx, caller, purpose);
        UUID id = UuidV7.next();
        int accepted = 0;
        int duplicates = 0;
        var rejects = new ArrayList<Reject>();
        Map<String, Integer> rejected = new TreeMap<>();
        for (int from = 0; from < rows.size(); from += BLOCK) {
            List<ListRow> block = rows.subList(from, Math.min(rows.size(), from + BLOCK));
            List<Outcome> outcomes = outcomes(tx, session, id, from + 1, block);
            for (int i = 0; i < outcomes.size(); i++) {
                int row = from + 1 + i;
                switch (outcomes.get(i)) {
                    case Accepted ignored -> accepted++;
                    case Duplicate(UUID same) -> {
                        duplicates++;
                        rejects.add(new Reject(row, null, CorrectionList.DUPLICATE, same));
                    }
                    case Refused(ProposalProblem code, String field) -> {
                        rejected.merge(code.name(), 1, Integer::sum);
                        rejects.add(new Reject(row, field, code.name(), null));
                    }
                }
            }
        }
        UUID leaf = submitting.finish(tx, session, id);
        tx.createUpdate("""
                        insert into correction_list (id, party, idempotency_key, body_sha256, format, purpose, received, accepted,
                            duplicates, rejected, leaf, submitted_by, submitted_at)
                        values (:id, :party, :key, :hash, :format, :purpose, :received, :accepted, :duplicates,
                            cast(:rejected as jsonb), :leaf, :by, :at)""")
                .bind("id", id)
                .bind("party", caller.party())
                .bind("key", key)
                .bind("hash", hash)
                .bind("format", format.name())
                .bind("purpose", session.allowed().purpose())
                .bind("received", rows.size())
                .bind("accepted", accepted)
                .bind("duplicates", duplicates)
                .bind("rejected", text(rejected))
                .bind("leaf", leaf)
                .bind("by", caller.subject())
                .bind("at", session.at().atOffset(ZoneOffset.UTC))
                .execute();
        insert(tx, id, rejects);
        return id;
    }

    /** One for each row, those that cannot be read among them. */
    private List<Outcome> outcomes(Handle tx, Session session, UUID list, int firstRow, List<ListRow> block) {
        var items = new ArrayList<NewProposal>();
        var places = new ArrayList<Integer>();
        for (int i = 0; i < block.size(); i++) {
            if (block.get(i) instanceof ListRow.Item(NewProposal proposal)) {
                items.add(proposal);
                places.add(firstRow + i);
            }
        }
        List<Outcome> looked = submitting.add(tx, session, list, places, items);
        var outcomes = new ArrayList<Outcome>(block.size());
        int next = 0;
        for (ListRow row : block) {
            outcomes.add(
                    row instanceof ListRow.Item
                            ? looked.get(next++)
                            : new Refused(ProposalProblem.ROW_UNREADABLE, null));
        }
        return outcomes;
    }

    private static Optional<UUID> find(Handle tx, String party, String key, byte[] hash) {
        return tx.createQuery(
                        "select id, body_sha256 from correction_list where party = :party and idempotency_key = :key")
                .bind("party", party)
                .bind("key", key)
                .map((row, context) -> {
                    if (!MessageDigest.isEqual(row.getBytes("body_sha256"), hash)) {
                        throw ProblemException.of(
                                PlatformProblem.IDEMPOTENCY_MISMATCH,
                                "This Idempotency-Key was used for another list. Use a new key.",
                                "Idempotency-Key ini sudah dipakai untuk daftar lain. Gunakan kunci baru.");
                    }
                    return row.getObject("id", UUID.class);
                })
                .findOne();
    }

    private static void insert(Handle tx, UUID list, List<Reject> rejects) {
        var batch = tx.prepareBatch(
                "insert into list_reject (list_id, row, field, code, proposal) values (:list, :row, :field, :code, :proposal)");
        for (Reject reject : rejects) {
            batch.bind("list", list)
                    .bind("row", reject.row())
                    .bind("field", reject.field())
                    .bind("code", reject.code())
                    .bind("proposal", reject.proposal())
                    .add();
            if (batch.size() == BLOCK) {
                batch.execute();
            }
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    private String text(Map<String, Integer> counts) {
        try {
            return json.writeValueAsString(counts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counts cannot be written", e);
        }
    }
}
