package id.padan.agreement.heartbeat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.agreement.version.AgreementVersions;
import id.padan.agreement.version.StoringVersion;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.GateStatus;
import id.padan.platform.agreement.Heartbeat;
import id.padan.platform.events.CloudEvent;
import id.padan.platform.events.EventProducer;
import id.padan.platform.events.Topics;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * The heartbeat goes to Kafka directly, not through the outbox: it is no event of a transaction. It names revisions, so that a change
 * stuck in the outbox lets leases run out instead of keeping an old policy alive.
 */
@ApplicationScoped
class Heartbeats {

    private static final Logger LOG = Logger.getLogger(Heartbeats.class);
    private static final String SOURCE = "/padan/agreement-service";
    private static final String TYPE = "agreement.heartbeat.v1";
    /** Longer than the relay ever takes when it works. */
    private static final Duration OVERDUE = Duration.ofSeconds(20);

    private final AgreementVersions versions;
    private final StoringVersion storing;
    private final AgreementGate gate;
    private final EventProducer producer;
    private final ObjectMapper json;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("agreement-heartbeat").factory());
    private final Map<String, Instant> behindSince = new HashMap<>();
    private List<Heartbeat.Confirmed> current = List.of();
    private boolean troubled;

    Heartbeats(
            AgreementVersions versions,
            StoringVersion storing,
            AgreementGate gate,
            EventProducer producer,
            ObjectMapper json) {
        this.versions = versions;
        this.storing = storing;
        this.gate = gate;
        this.producer = producer;
        this.json = json;
    }

    void start(@Observes StartupEvent event) {
        var unused = clock.scheduleAtFixedRate(this::beat, 0, 1, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() throws InterruptedException {
        clock.shutdown();
        if (!clock.awaitTermination(5, TimeUnit.SECONDS)) {
            clock.shutdownNow();
        }
    }

    private void beat() {
        try {
            current = versions.listRevisions();
            publishAgainWhatIsMissing();
            troubled = false;
        } catch (RuntimeException e) {
            // Without the store nothing can have changed either, so what was read last is still true.
            if (!troubled) {
                LOG.warnf(
                        "Revisions cannot be read, heartbeats repeat the last ones: %s",
                        e.getClass().getName());
            }
            troubled = true;
        }
        try {
            send(new Heartbeat(Heartbeat.TYPE, Instant.now(), current));
        } catch (JsonProcessingException | RuntimeException e) {
            LOG.warnf("A heartbeat could not be sent: %s", e.getClass().getName());
        }
    }

    private void send(Heartbeat heartbeat) throws JsonProcessingException {
        var headers = new CloudEvent(UUID.randomUUID(), SOURCE, TYPE, heartbeat.at()).toHeaders();
        var unused = producer.send(new ProducerRecord<>(
                Topics.AGREEMENT_HEARTBEAT, null, null, null, json.writeValueAsBytes(heartbeat), headers));
    }

    /** Our own gate reads the topic like everybody's: what it does not hold, nobody holds. */
    private void publishAgainWhatIsMissing() {
        GateStatus status = gate.status();
        if (!status.caughtUp()) {
            return;
        }
        Instant now = Instant.now();
        for (Heartbeat.Confirmed stored : current) {
            boolean held = status.agreements().stream()
                    .anyMatch(agreement -> agreement.agreementId().equals(stored.agreementId())
                            && agreement.revision() >= stored.revision());
            if (held) {
                behindSince.remove(stored.agreementId());
                continue;
            }
            Instant since = behindSince.computeIfAbsent(stored.agreementId(), id -> now);
            if (since.plus(OVERDUE).isBefore(now)) {
                LOG.warnf(
                        "Agreement %s revision %d did not arrive on %s; publishing it again",
                        stored.agreementId(), stored.revision(), Topics.AGREEMENT_POLICY);
                storing.republish(stored.agreementId());
                behindSince.put(stored.agreementId(), now);
            }
        }
    }
}
