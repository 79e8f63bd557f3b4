package id.padan.correction.effect;

import id.padan.correction.proposal.Deciding;
import id.padan.correction.proposal.Deciding.NotApplied;
import id.padan.correction.proposal.Deciding.Reread;
import id.padan.correction.proposal.Deciding.Shown;
import id.padan.platform.machine.MachineCalls;
import id.padan.platform.machine.MachineUnavailableException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads each record again after its holder said that a change is in, and closes the case only if it shows the proposed value. What cannot be
 * asked now is asked again later; settling twice changes nothing.
 */
@ApplicationScoped
class Closing {

    private static final Logger LOG = Logger.getLogger(Closing.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    /** That are asked for and settled together: of more, the question would be longer than the request line that a server takes. */
    static final int GROUP = 80;

    private final Jdbi jdbi;
    private final Deciding deciding;
    private final MachineCalls calls;
    private final Config config;
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
    }

    private record Heard(UUID proposal, int attempt, String outcome, String reason, String holder) {}

    private void run() {
        try {
            boolean more = false;
            while (more || !closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                more = false;
                try {
                    var heard = heard();
                    // What came meanwhile is a group of its own at once.
                    more = !heard.isEmpty();
                    for (var group : heard.stream()
                            .collect(Collectors.groupingBy(Heard::holder))
                            .entrySet()) {
                        settle(group.getKey(), group.getValue());
                    }
                } catch (RuntimeException e) {
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
                .bind("limit", GROUP)
                .map((row, context) -> new Heard(
                        row.getObject("proposal", UUID.class),
                        row.getInt("attempt"),
                        row.getString("outcome"),
                        row.getString("reason"),
                        row.getString("holder")))
                .list());
    }

    /** Together if possible; if not, only one may be at fault, and the others are settled without it. */
    private void settle(String holder, List<Heard> group) throws InterruptedException {
        try {
            var shown = shown(holder, group);
            jdbi.useTransaction(tx -> {
                deciding.settle(tx, shown);
                settled(tx, group, "settled_at = clock_timestamp()");
            });
        } catch (RuntimeException e) {
            if (group.size() > 1 && !(e instanceof MachineUnavailableException)) {
                for (Heard one : group) {
                    settle(holder, List.of(one));
                }
                return;
            }
            LOG.warnf(
                    "the records of %d proposals, %s among them, cannot be read again yet: %s",
                    group.size(),
                    group.getFirst().proposal(),
                    e instanceof MachineUnavailableException
                            ? e.getMessage()
                            : e.getClass().getName());
            LOG.debug("closing corrections", e);
            jdbi.useHandle(handle -> settled(handle, group, """
                    tries = tries + 1,
                        next_try = clock_timestamp() + least(60, power(2, least(tries, 6))) * interval '1 second'"""));
        }
    }

    private static void settled(Handle handle, List<Heard> group, String change) {
        var rows = handle.prepareBatch(
                "update effect_heard set " + change + " where proposal = :proposal and attempt = :attempt");
        group.forEach(one -> rows.bind("proposal", one.proposal())
                .bind("attempt", one.attempt())
                .add());
        rows.execute();
    }

    private List<Shown> shown(String holder, List<Heard> group) throws InterruptedException {
        List<UUID> applied = group.stream()
                .filter(one -> !one.outcome().equals("REFUSED"))
                .map(Heard::proposal)
                .toList();
        var values = new HashMap<String, String>();
        if (!applied.isEmpty()) {
            calls.require(holder, config.getValue("padan.origin", URI.class).resolve(question(applied)))
                    .path("items")
                    .forEach(item -> values.put(
                            item.path("proposalId").asText(), item.path("value").asText(null)));
        }
        // Nothing there is an answer too: the record does not show the value.
        return group.stream()
                .map(one -> new Shown(
                        one.proposal(),
                        one.attempt(),
                        one.outcome().equals("REFUSED")
                                ? new NotApplied(one.reason() == null ? "UNSPECIFIED" : one.reason())
                                : new Reread(values.get(one.proposal().toString()))))
                .toList();
    }

    static String question(List<UUID> proposals) {
        return "/api/asn-directory/v1/corrections?"
                + proposals.stream().map(id -> "proposal=" + id).collect(Collectors.joining("&"));
    }
}
