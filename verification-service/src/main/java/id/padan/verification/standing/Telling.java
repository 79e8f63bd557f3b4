package id.padan.verification.standing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.disclosure.Disclosure.LogRange;
import id.padan.platform.disclosure.Disclosure.Through;
import id.padan.platform.disclosure.Disclosures;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.PolicySupersededException;
import id.padan.platform.proof.ProofLog;
import id.padan.proof.CanonicalJson;
import id.padan.verification.batch.Batch;
import id.padan.verification.batch.Batches;
import id.padan.verification.projection.StatusIndex;
import id.padan.verification.quota.ResultHolds;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Tells differences of one list: gate, leaf, notice, what was told, and the event, in one transaction. */
@ApplicationScoped
class Telling {
    static final String KIND = "NOTICE";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SALT_BYTES = 32;

    private final Jdbi jdbi;
    private final Batches batches;
    private final StandingStore store;
    private final AgreementGate gate;
    private final ResultHolds holds;
    private final ProofLog log;
    private final Outbox outbox;
    private final Disclosures disclosures;
    private final ObjectMapper json;
    private final MeterRegistry meters;

    Telling(
            Jdbi jdbi,
            Batches batches,
            StandingStore store,
            AgreementGate gate,
            ResultHolds holds,
            ProofLog log,
            Outbox outbox,
            Disclosures disclosures,
            ObjectMapper json,
            MeterRegistry meters) {
        this.jdbi = jdbi;
        this.batches = batches;
        this.store = store;
        this.gate = gate;
        this.holds = holds;
        this.log = log;
        this.outbox = outbox;
        this.disclosures = disclosures;
        this.json = json;
        this.meters = meters;
    }

    /** The agreement closed between the first look and the log's head: the transaction must not commit. */
    private static final class Closed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Closed() {
            super("the agreement closed while a notice was being written", null, false, false);
        }
    }

    /** Whether something may be told of this list now: the agreement is open and its results are not held. */
    boolean mayTell(Batch batch) {
        try {
            holds.requireReleased(batch.id());
            gate.require(batch.access());
            return true;
        } catch (ProblemException closed) {
            return false;
        }
    }

    /** @return false if it may not be told now; then nothing was written, and it is told when it may be */
    boolean tell(Batch batch, StatusIndex.Register register, List<Difference> differences) {
        try {
            return jdbi.inTransaction(tx -> {
                var now = batches.lock(tx, batch.id());
                if (now.isEmpty()
                        || !now.get().state().hasResults()
                        || now.get().attempt() != batch.attempt()
                        || now.get().wrappedKey() == null) {
                    return false;
                }
                return tell(tx, batch, register, differences);
            });
        } catch (Closed | PolicySupersededException newer) {
            return false;
        }
    }

    private boolean tell(Handle tx, Batch batch, StatusIndex.Register register, List<Difference> differences) {
        store.told(tx, batch.id(), differences);
        var salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        var record = record(batch, register, differences);
        // Last: while the log's head is held, every other answer of the service waits.
        var head = log.lock(tx);
        if (!(gate.decide(batch.access(), head.at()) instanceof Allowed allowed)) {
            throw new Closed();
        }
        var leaf = Leaf.opened(ProofLog.newId(), KIND, allowed, batch.party(), batch.actor(), commitment(salt, record))
                .withData(
                        register.mappingVersion(),
                        register.dataTime().atStartOfDay(StatusIndex.JAKARTA).toInstant())
                .withAsOf(register.day())
                .withOfficer(batch.officer());
        var receipt = head.append(allowed.policy(), List.of(leaf)).getFirst();
        var event = new AnswerChanged(
                AnswerChanged.TYPE,
                leaf.id(),
                batch.id(),
                batch.party(),
                batch.purpose(),
                batch.programme(),
                batch.looksBack() ? batch.asOf() : null,
                new AnswerChanged.Agreement(
                        allowed.policy().agreementId(), allowed.policy().version(), allowed.clause()),
                register.mappingVersion(),
                register.dataTime(),
                head.at(),
                differences.stream()
                        .map(difference -> new AnswerChanged.RowChange(
                                difference.row(), RowState.of(difference.before()), RowState.of(difference.now())))
                        .toList(),
                new AnswerChanged.Receipt(
                        leaf.id(), receipt.logIndex(), HexFormat.of().formatHex(salt), record));
        var text = text(event);
        store.notice(tx, leaf.id(), batch.id(), receipt.logIndex(), head.at(), differences.size(), text);
        outbox.append(
                tx,
                new OutboxEvent(
                        Topics.VERIFICATION_ANSWER_CHANGED,
                        batch.id().toString(),
                        Topics.VERIFICATION_ANSWER_CHANGED,
                        text,
                        null));
        disclosures.record(
                tx,
                batch.party(),
                head.at(),
                List.of(disclosures.opened(
                        leaf.id(),
                        KIND,
                        allowed,
                        Datasets.NIK_CONFIRMATION,
                        // Nobody called: it goes to the topic of the party that sent the list.
                        new Through(batch.client(), batch.actor(), batch.officer(), null, null),
                        differences.size(),
                        new LogRange(receipt.logIndex(), receipt.logIndex()),
                        "batches/" + batch.id() + "/changes")));
        meters.counter("padan.standing.rows.told").increment(differences.size());
        return true;
    }

    private static String record(Batch batch, StatusIndex.Register register, List<Difference> differences) {
        var values = new TreeMap<String, String>();
        if (batch.looksBack()) {
            values.put("asOf", batch.asOf().toString());
        }
        values.put("batch", batch.id().toString());
        values.put(
                "changes",
                differences.stream()
                        .map(difference -> difference.row() + ":" + RowState.name(difference.before()) + ">"
                                + RowState.name(difference.now()))
                        .collect(Collectors.joining(",")));
        values.put("dataTime", register.dataTime().toString());
        values.put("mappingVersion", register.mappingVersion());
        values.put("party", batch.party());
        return CanonicalJson.write(values);
    }

    private static byte[] commitment(byte[] salt, String record) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            return mac.doFinal(record.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    private String text(AnswerChanged event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a notice cannot be written as JSON", e);
        }
    }
}
