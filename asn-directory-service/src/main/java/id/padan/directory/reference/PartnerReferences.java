package id.padan.directory.reference;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import id.padan.directory.reference.PublishingReferences.Published;
import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.caller.Caller;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Tells each party's topic {@code partner.<party>.reference.v1} of the newest version of every table of the other party that the annex opens,
 * a leaf for each. While the gate is closed nothing is told, and a table that an addendum opens is told then.
 */
@ApplicationScoped
class PartnerReferences {

    private static final Logger LOG = Logger.getLogger(PartnerReferences.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** Ps 2(1): what references are opened for. */
    private static final String PURPOSE = "ASN_GUIDANCE";

    private static final String TYPE = "partner.reference.v1";

    private record Agreement(String id, String version, String clause, String purpose) {}

    private record Told(@JsonUnwrapped Published version, Agreement agreement) {}

    private final Jdbi jdbi;
    private final ReferenceTables tables;
    private final ReferenceStore store;
    private final ReadingReferences reading;
    private final AgreementGate gate;
    private final Outbox outbox;
    private final CountDownLatch closing = new CountDownLatch(1);

    PartnerReferences(
            Jdbi jdbi,
            ReferenceTables tables,
            ReferenceStore store,
            ReadingReferences reading,
            AgreementGate gate,
            Outbox outbox) {
        this.jdbi = jdbi;
        this.tables = tables;
        this.store = store;
        this.reading = reading;
        this.gate = gate;
        this.outbox = outbox;
    }

    void start(@Observes @Priority(300) StartupEvent event) {
        Thread.ofVirtual().name("partner-references").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        closing.countDown();
    }

    private void run() {
        try {
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                for (Publisher publisher : Publisher.values()) {
                    try {
                        tell(publisher);
                    } catch (RuntimeException e) {
                        LOG.warnf(
                                "partner references: %s; trying again",
                                e.getClass().getName());
                        LOG.debug("partner references", e);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Publisher publisher) {
        String party = publisher.other().name().toLowerCase(Locale.ROOT);
        String topic = "partner." + party + ".reference.v1";
        var caller = new Caller(party, topic, topic, Set.of());
        AccessRequest request = AccessRequest.of(caller, PURPOSE, null, publisher.dataset());
        if (!(gate.decide(request, Instant.now()) instanceof Allowed allowed)) {
            return;
        }
        var right = new ReadingReferences.Opened(caller, request, allowed);
        Map<String, Integer> newest = jdbi.inTransaction(tx -> publisher.within(
                tx,
                () -> tx
                        .createQuery(publisher.sql(
                                "select table_key, max(version) from <schema>.reference_version group by table_key"))
                        .map((row, context) -> Map.entry(row.getString(1), row.getInt(2)))
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))));
        Map<String, Integer> told = jdbi.withHandle(handle -> handle
                .createQuery("select table_key, version from partner_reference where party = :party")
                .bind("party", party)
                .map((row, context) -> Map.entry(row.getString(1), row.getInt(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        for (ReferenceTable table : tables.list()) {
            int version = newest.getOrDefault(table.key(), 0);
            if (version > told.getOrDefault(table.key(), 0) && reading.isOpen(right, table)) {
                jdbi.useTransaction(tx -> tell(tx, right, table, topic, version));
            }
        }
    }

    private void tell(Handle tx, ReadingReferences.Opened right, ReferenceTable table, String topic, int number) {
        String party = right.caller().party();
        // Another instance may just have told it.
        int moved = tx.createUpdate("""
                        insert into partner_reference as told (party, table_key, version) values (:party, :table, :version)
                        on conflict (party, table_key) do update set version = excluded.version where told.version < excluded.version""")
                .bind("party", party)
                .bind("table", table.key())
                .bind("version", number)
                .execute();
        if (moved == 0) {
            return;
        }
        ReferenceVersion version = table.publisher()
                .within(tx, () -> store.find(tx, table, number))
                .orElseThrow();
        Allowed allowed = right.allowed();
        outbox.append(
                tx,
                OutboxEvent.of(
                        topic,
                        table.key(),
                        TYPE,
                        new Told(
                                Published.of("partner.reference", table, version),
                                new Agreement(
                                        allowed.policy().agreementId(),
                                        allowed.policy().version(),
                                        allowed.clause(),
                                        allowed.purpose()))));
        // Last: while the log's head is held, every other answer of the service waits. A policy that has changed
        // meanwhile ends it all.
        reading.recordUnder(tx, right, table, version, "?topic=" + topic);
    }
}
