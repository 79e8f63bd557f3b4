package id.padan.directory.access;

import id.padan.directory.disclosure.RecordingReads;
import id.padan.directory.disclosure.RecordingReads.Opened;
import id.padan.directory.status.StatusMappings;
import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.agreement.OpenElements;
import id.padan.platform.caller.Caller;
import id.padan.platform.database.Trip;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.proof.ProofLog;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Tells each party's topic {@code partner.<party>.asn.v1} of its feed, under the annex in force, each block with its leaf in one transaction.
 * While the gate is closed for the party nothing is told, and what changed meanwhile follows once it is open again.
 */
@ApplicationScoped
class PartnerTopic {

    private static final Logger LOG = Logger.getLogger(PartnerTopic.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int BLOCK = 500;
    /** Ps 2(1): what records are opened for. */
    private static final String PURPOSE = "ASN_GUIDANCE";
    /** The events' key: a topic cannot do without it. */
    private static final String KEY_ELEMENT = "A-01";

    private static final String TYPE = "partner.asn.v1";

    private final Jdbi jdbi;
    private final AgreementGate gate;
    private final ProofLog log;
    private final RecordingReads reads;
    private final Outbox outbox;
    private final StatusMappings mappings;
    private final CountDownLatch closing = new CountDownLatch(1);

    PartnerTopic(
            Jdbi jdbi, AgreementGate gate, ProofLog log, RecordingReads reads, Outbox outbox, StatusMappings mappings) {
        this.jdbi = jdbi;
        this.gate = gate;
        this.log = log;
        this.reads = reads;
        this.outbox = outbox;
        this.mappings = mappings;
    }

    void start(@Observes @Priority(300) StartupEvent event) {
        Thread.ofVirtual().name("partner-topic").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        closing.countDown();
    }

    static String topic(String party) {
        return "partner." + party + ".asn.v1";
    }

    private void run() {
        try {
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    for (String party : parties()) {
                        while (closing.getCount() > 0 && jdbi.inTransaction(tx -> tell(tx, party))) {
                            LOG.debugf("partner topic: a block for %s", party);
                        }
                    }
                } catch (RuntimeException e) {
                    LOG.warnf("partner topic: %s; trying again", e.getClass().getName());
                    LOG.debug("partner topic", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> parties() {
        return jdbi.withHandle(handle -> handle.createQuery("select party from partner_feed")
                .mapTo(String.class)
                .list());
    }

    /** One block, if there is one and the gate is open; false to wait. */
    private boolean tell(Handle tx, String party) {
        Long told = tx.createQuery("select seq from partner_feed where party = :party for update skip locked")
                .bind("party", party)
                .mapTo(Long.class)
                .findOne()
                .orElse(null);
        if (told == null) {
            return false;
        }
        List<LimitedRecord> rows = tx.createQuery("select " + LimitedRecord.COLUMNS
                        + " from limited_record where party = :party and seq > :told order by seq limit :limit")
                .bind("party", party)
                .bind("told", told)
                .bind("limit", BLOCK)
                .map((row, context) -> LimitedRecord.of(row))
                .list();
        if (rows.isEmpty()) {
            return false;
        }
        var reader = new Caller(party, topic(party), topic(party), Set.of());
        var trip = new Trip(tx);
        var asked = LimitedAnswer.Standing.of(trip, mappings);
        trip.go();
        var standing = asked.get();
        AccessRequest request = AccessRequest.of(reader, PURPOSE, null, Datasets.ASN_RECORD);
        // Before the log's head is held: a closed gate is asked every second.
        if (!(gate.decide(request, Instant.now()) instanceof Allowed)) {
            return false;
        }
        var head = log.lock(tx);
        if (!(gate.decide(request, head.at()) instanceof Allowed allowed)) {
            return false;
        }
        OpenElements open = gate.elements(allowed);
        if (!open.codes().contains(KEY_ELEMENT)) {
            return false;
        }
        outbox.append(
                tx,
                rows.stream()
                        .map(row -> OutboxEvent.of(topic(party), row.id(), TYPE, event(row, open, allowed, standing)))
                        .toList());
        var unused = reads.opened(
                trip,
                head,
                List.of(new Opened(allowed, reader, standing.mapping(), standing.dataTime(), LimitedReads.seen(rows))));
        trip.go();
        tx.execute(
                "update partner_feed set seq = ? where party = ?",
                rows.getLast().seq(),
                party);
        return true;
    }

    private static String event(
            LimitedRecord row, OpenElements open, Allowed allowed, LimitedAnswer.Standing standing) {
        return "{\"type\":\"partner.asn\",\"version\":" + row.version() + ",\"gone\":" + row.gone()
                + ",\"agreement\":{\"id\":\"" + allowed.policy().agreementId() + "\",\"version\":\""
                + allowed.policy().version() + "\",\"clause\":\"" + allowed.clause() + "\",\"purpose\":\""
                + allowed.purpose() + "\"},\"dataTime\":"
                + (standing.dataTime() == null ? "null" : "\"" + standing.dataTime() + "\"") + ",\"record\":"
                + new String(OpenedRecord.json(row, open), StandardCharsets.UTF_8) + "}";
    }
}
