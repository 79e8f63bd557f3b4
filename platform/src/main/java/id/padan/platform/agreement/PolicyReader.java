package id.padan.platform.agreement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.events.TopicReader;
import id.padan.platform.events.TopicReaders;
import id.padan.platform.events.Topics;
import id.padan.platform.events.UnusableRecordException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Hears policies and heartbeats from the beginning of their topics, for the gate of this process. Ready when it has read what was there
 * at the start. A policy that cannot be read goes to the dead letters, and the one before stays.
 */
@Readiness
@ApplicationScoped
class PolicyReader implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(PolicyReader.class);

    private final AgreementGate gate;
    private final TopicReaders readers;
    private final ObjectMapper json;
    private final MeterRegistry meters;
    private final Duration alarm;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("agreement-silence").factory());
    private boolean silent;

    PolicyReader(
            AgreementGate gate,
            TopicReaders readers,
            ObjectMapper json,
            MeterRegistry meters,
            @ConfigProperty(name = "padan.agreement.silence-alarm") Duration alarm) {
        this.gate = gate;
        this.readers = readers;
        this.json = json;
        this.meters = meters;
        this.alarm = alarm;
    }

    void start(@Observes StartupEvent event) {
        TopicReader reader =
                readers.start("agreement", Set.of(Topics.AGREEMENT_POLICY, Topics.AGREEMENT_HEARTBEAT), this::handle);
        var unused = reader.caughtUp().thenRun(gate::caughtUp);
        meters.gauge(
                "padan.agreement.silence.seconds",
                gate,
                held -> held.silence()
                        .map(silence -> silence.toMillis() / 1000.0)
                        .orElse(Double.NaN));
        meters.gauge("padan.agreement.policies", gate, held -> held.policies().size());
        var unusedToo = watch.scheduleWithFixedDelay(this::watchSilence, 1, 1, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        watch.shutdownNow();
    }

    @Override
    public HealthCheckResponse call() {
        GateStatus status = gate.status();
        return HealthCheckResponse.named("agreement policy read")
                .withData("policies", status.agreements().size())
                .withData("open", status.open())
                .status(status.caughtUp())
                .build();
    }

    private void handle(List<ConsumerRecord<byte[], byte[]>> batch) {
        for (ConsumerRecord<byte[], byte[]> entry : batch) {
            Instant now = Instant.now();
            if (entry.topic().equals(Topics.AGREEMENT_HEARTBEAT)) {
                readHeartbeat(json, entry.value())
                        .ifPresent(heartbeat -> gate.hear(book -> book.withHeartbeat(heartbeat, now)));
            } else if (entry.value() == null) {
                String agreementId = new String(entry.key(), StandardCharsets.UTF_8);
                LOG.infof("Agreement %s was withdrawn", agreementId);
                gate.hear(book -> book.without(agreementId));
            } else {
                readPolicy(json, entry.key(), entry.value()).ifPresent(policy -> {
                    LOG.infof("Heard agreement %s, revision %d", policy.agreementId(), policy.revision());
                    gate.hear(book -> book.withPolicy(policy, Instant.ofEpochMilli(entry.timestamp()), now));
                });
            }
        }
    }

    /**
     * @return empty for an event of a kind that this version does not know yet
     * @throws UnusableRecordException if it is no policy, or a policy that cannot be obeyed
     */
    static Optional<Policy> readPolicy(ObjectMapper json, byte[] key, byte[] value) {
        try {
            JsonNode tree = json.readTree(value);
            if (tree == null || !tree.path("type").isTextual()) {
                throw new UnusableRecordException("type: is missing");
            }
            if (!tree.path("type").asText().equals(Policy.TYPE)) {
                return Optional.empty();
            }
            Policy policy = json.treeToValue(tree, Policy.class);
            if (key == null || !policy.agreementId().equals(new String(key, StandardCharsets.UTF_8))) {
                throw new UnusableRecordException("agreementId: is not the event's key");
            }
            return Optional.of(policy);
        } catch (JsonProcessingException e) {
            throw new UnusableRecordException("not a policy: " + e.getOriginalMessage());
        } catch (IOException | RuntimeException e) {
            if (e instanceof UnusableRecordException unusable) {
                throw unusable;
            }
            throw new UnusableRecordException("not a policy: " + e.getClass().getSimpleName());
        }
    }

    /** A heartbeat that cannot be read is as good as none; the next comes in a second, and the lease runs out if none does. */
    static Optional<Heartbeat> readHeartbeat(ObjectMapper json, byte[] value) {
        try {
            return value == null ? Optional.empty() : Optional.ofNullable(json.readValue(value, Heartbeat.class));
        } catch (IOException | RuntimeException e) {
            LOG.debugf("A heartbeat could not be read: %s", e.getClass().getName());
            return Optional.empty();
        }
    }

    private void watchSilence() {
        Duration silence = gate.silence().orElse(null);
        boolean now = silence != null && silence.compareTo(alarm) > 0;
        if (now && !silent) {
            LOG.warnf(
                    "agreement-service has been silent for %d s; all access closes when the lease is over",
                    silence.toSeconds());
        } else if (!now && silent) {
            LOG.info("agreement-service is heard again");
        }
        silent = now;
    }
}
