package id.padan.platform.proof;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.events.CloudEvent;
import id.padan.platform.events.EventProducer;
import id.padan.platform.events.TopicReaders;
import id.padan.platform.events.Topics;
import id.padan.proof.ProofFault;
import id.padan.proof.SignedHead;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Publishes the log's heads, and opens the log only when its store is no older than what was published: a store restored from an old
 * backup would otherwise write a second history over leaves that others hold receipts of. Until then nothing is answered; if the store is
 * behind, the service stops.
 */
@Readiness
@ApplicationScoped
class LogHeads implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(LogHeads.class);
    private static final int EXIT_CODE = 78;

    private final ProofLog log;
    private final Jdbi jdbi;
    private final TopicReaders readers;
    private final EventProducer producer;
    private final ObjectMapper json;
    private final String topic;
    private final String source;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("log-heads").factory());
    private SignedHead newest;
    private String unusable;
    private String published = "";
    private volatile String refusal;

    LogHeads(
            ProofLog log,
            Jdbi jdbi,
            TopicReaders readers,
            EventProducer producer,
            ObjectMapper json,
            @ConfigProperty(name = "padan.context") String context,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.log = log;
        this.jdbi = jdbi;
        this.readers = readers;
        this.producer = producer;
        this.json = json;
        this.topic = Topics.logHead(context);
        this.source = "/padan/" + service;
    }

    void start(@Observes @Priority(50) StartupEvent event, MeterRegistry meters) {
        new FirstForm(log).takeOver(jdbi);
        meters.gauge("padan.log.open", log, held -> held.isOpen() ? 1 : 0);
        var reader = readers.start("log-head", Set.of(topic), this::read);
        var unused = reader.caughtUp()
                .thenRunAsync(
                        () -> {
                            reader.close();
                            decide();
                        },
                        clock);
    }

    @PreDestroy
    void stop() {
        clock.shutdownNow();
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("log of proof open").status(log.isOpen());
        return (refusal == null ? response : response.withData("reason", refusal)).build();
    }

    private synchronized void read(List<ConsumerRecord<byte[], byte[]>> batch) {
        for (var entry : batch) {
            try {
                var head = SignedHead.parse(
                        json.readValue(entry.value(), PublishedHead.class).head());
                requireOurs(head);
                if (newest == null || head.head().size() > newest.head().size()) {
                    newest = head;
                }
            } catch (ProofFault | IOException | RuntimeException notAHead) {
                unusable = notAHead instanceof ProofFault fault ? fault.getMessage() : "a record is not a head";
            }
        }
    }

    private void requireOurs(SignedHead head) throws ProofFault {
        for (var key : log.keys()) {
            if (key.isOn(head)) {
                key.requireOn(head);
                return;
            }
        }
        throw new ProofFault("it holds a head at " + head.head().size() + " of "
                + head.head().origin() + " that no key of this service's keyset has signed");
    }

    private synchronized void decide() {
        Optional<String> fault;
        try {
            fault = unusable != null
                    ? Optional.of("Topic " + topic + " cannot vouch for this store: " + unusable + ".")
                    : newest == null ? Optional.empty() : log.faultAgainst(newest);
        } catch (RuntimeException databaseAway) {
            LOG.warnf(
                    "the log cannot be compared with its published head yet: %s",
                    databaseAway.getClass().getName());
            var unused = clock.schedule(this::decide, 2, TimeUnit.SECONDS);
            return;
        }
        if (fault.isPresent()) {
            refusal = fault.get();
            LOG.fatalf(
                    "%s This service stops rather than write a second history. See \"The log of proof\" in docs/operators.md.",
                    refusal);
            Quarkus.asyncExit(EXIT_CODE);
            return;
        }
        log.open();
        var unused = clock.scheduleWithFixedDelay(this::publish, 0, 1, TimeUnit.SECONDS);
    }

    private void publish() {
        try {
            var state = log.head();
            if (state.head().isEmpty() || state.head().equals(published)) {
                return;
            }
            var origin = log.key().name();
            var event = new PublishedHead(PublishedHead.TYPE, origin, state.size(), state.at(), state.head());
            var headers = new CloudEvent(UUID.randomUUID(), source, topic, state.at()).toHeaders();
            producer.send(new ProducerRecord<>(
                            topic,
                            null,
                            null,
                            origin.getBytes(StandardCharsets.UTF_8),
                            json.writeValueAsBytes(event),
                            headers))
                    .get(30, TimeUnit.SECONDS);
            published = state.head();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            // The next second tries again with the head of then.
            LOG.warnf("the log's head could not be published: %s", e.getClass().getName());
        }
    }
}
