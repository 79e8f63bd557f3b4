package id.padan.correction.effect;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.correction.proposal.Deciding;
import id.padan.platform.machine.MachineCalls;
import id.padan.platform.machine.MachineUnavailableException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads each record again after its holder said that a change is in, and closes the case only if it shows the proposed value. What cannot be
 * asked now is asked again later; settling twice changes nothing.
 */
@ApplicationScoped
class Closing {

    private static final Logger LOG = Logger.getLogger(Closing.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int BLOCK = 100;
    private static final int WORKERS = 6;

    private final Jdbi jdbi;
    private final Deciding deciding;
    private final MachineCalls calls;
    private final Config config;
    private final ExecutorService workers = Executors.newFixedThreadPool(
            WORKERS, Thread.ofVirtual().name("closing-", 0).factory());
    private final CountDownLatch closing = new CountDownLatch(1);

    Closing(Jdbi jdbi, Deciding deciding, MachineCalls calls, Config config) {
        this.jdbi = jdbi;
        this.deciding = deciding;
        this.calls = calls;
        this.config = config;
    }

    void start(@Observes @Priority(300) StartupEvent event) {
        Thread.ofVirtual().name("closing-corrections").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        closing.countDown();
        workers.shutdownNow();
    }

    private record Heard(UUID proposal, int attempt, String outcome, String reason, String holder) {}

    private void run() {
        try {
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    // Each asks another service: one after the other would be too slow for a busy morning.
                    for (var one : workers.invokeAll(
                            heard().stream().map(this::settling).toList())) {
                        one.get();
                    }
                } catch (RuntimeException | ExecutionException e) {
                    LOG.warnf(
                            "closing corrections: %s; trying again",
                            e.getClass().getName());
                    LOG.debug("closing corrections", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Heard> heard() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select e.*, p.holder from effect_heard e join proposal p on p.id = e.proposal
                        where e.settled_at is null and e.next_try <= clock_timestamp() order by e.next_try limit :limit""")
                .bind("limit", BLOCK)
                .map((row, context) -> new Heard(
                        row.getObject("proposal", UUID.class),
                        row.getInt("attempt"),
                        row.getString("outcome"),
                        row.getString("reason"),
                        row.getString("holder")))
                .list());
    }

    private Callable<Void> settling(Heard heard) {
        return () -> {
            settle(heard);
            return null;
        };
    }

    private void settle(Heard heard) throws InterruptedException {
        try {
            deciding.settle(heard.proposal(), heard.attempt(), seen(heard));
            jdbi.useHandle(handle -> handle.execute(
                    "update effect_heard set settled_at = clock_timestamp() where proposal = ? and attempt = ?",
                    heard.proposal(),
                    heard.attempt()));
        } catch (MachineUnavailableException away) {
            LOG.warnf("the record of proposal %s cannot be read again yet: %s", heard.proposal(), away.getMessage());
            jdbi.useHandle(handle -> handle.execute("""
                    update effect_heard set tries = tries + 1,
                        next_try = clock_timestamp() + least(60, power(2, least(tries, 6))) * interval '1 second'
                    where proposal = ? and attempt = ?""", heard.proposal(), heard.attempt()));
        }
    }

    private Deciding.Seen seen(Heard heard) throws InterruptedException {
        if (heard.outcome().equals("REFUSED")) {
            return new Deciding.NotApplied(heard.reason() == null ? "UNSPECIFIED" : heard.reason());
        }
        Optional<JsonNode> record = calls.get(
                heard.holder(),
                config.getValue("padan.origin", URI.class)
                        .resolve("/api/asn-directory/v1/corrections/" + heard.proposal()));
        // Nothing there is an answer too: the record does not show the value.
        String found = record.map(node -> node.path("value").asText(null)).orElse(null);
        return new Deciding.Reread(found);
    }
}
