package id.padan.agreement.pledge;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.agreement.acting.RecordingActs;
import id.padan.agreement.acting.Seats;
import id.padan.platform.caller.Caller;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.safety.ProductionSafety;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Gives the synthetic people of the local realm their synthetic pledges, and renews them; in production it does not exist. */
@ApplicationScoped
class LocalPledges {
    private static final Logger LOG = Logger.getLogger(LocalPledges.class);
    private static final String PEOPLE = "/pledges/local-people.json";
    private static final String RECORDER = "synthetic-pledges";

    private final Jdbi jdbi;
    private final Seats seats;
    private final RecordingActs acts;
    private final PledgeStore store;
    private final ObjectMapper json;
    private final boolean wanted;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("local-pledges").factory());

    LocalPledges(
            Jdbi jdbi,
            Seats seats,
            RecordingActs acts,
            PledgeStore store,
            ObjectMapper json,
            ProductionSafety safety,
            @ConfigProperty(name = "padan.pledge.synthetic", defaultValue = "false") boolean synthetic) {
        if (synthetic && safety.isProduction()) {
            throw new IllegalStateException("padan.pledge.synthetic: real people sign real pledges");
        }
        this.jdbi = jdbi;
        this.seats = seats;
        this.acts = acts;
        this.store = store;
        this.json = json;
        this.wanted = synthetic;
    }

    /** @param people logins by party */
    private record People(String agreement, Map<String, List<String>> people) {}

    void start(@Observes StartupEvent event) {
        if (wanted) {
            var unused = clock.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
        }
    }

    @PreDestroy
    void stop() {
        clock.shutdownNow();
    }

    private void look() {
        try (InputStream text = LocalPledges.class.getResourceAsStream(PEOPLE)) {
            for (People of : json.readValue(text, new TypeReference<List<People>>() {})) {
                of.people().forEach((party, logins) -> pledge(of.agreement(), party, logins));
            }
            clock.shutdown();
        } catch (ProblemException notYet) {
            LOG.debug("the agreement is not stored yet");
        } catch (IOException | RuntimeException e) {
            LOG.debugf("synthetic pledges wait: %s", e.getClass().getName());
        }
    }

    private void pledge(String agreement, String party, List<String> logins) {
        var seat = seats.of(agreement, new Caller(party, RECORDER, RECORDER, Set.of()));
        for (String login : logins) {
            jdbi.useTransaction((Handle tx) -> {
                var current = store.findCurrent(tx, agreement, party, login);
                // One that was taken away stays away.
                if (current.isPresent()
                        && (current.get().revokedAt() != null || current.get().holdsAt(Instant.now()))) {
                    return;
                }
                String document = HexFormat.of().formatHex(RecordingActs.sha256("SYNTHETIC PLEDGE " + login));
                var kept = store.add(
                        tx, agreement, party, login, null, document, LocalDate.now(PledgeStore.JAKARTA), RECORDER);
                var unused = acts.record(
                        tx, seat, "PLEDGE", Map.of("document", document, "person", login), "pledges/" + kept.id());
            });
        }
    }
}
