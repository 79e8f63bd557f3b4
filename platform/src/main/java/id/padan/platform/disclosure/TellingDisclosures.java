package id.padan.platform.disclosure;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Tells the register once a second what was disclosed since: an event for each party and second, in which answers that one caller got one
 * after the other are one disclosure. An event each would cost more than the answers.
 */
@ApplicationScoped
class TellingDisclosures {
    private static final Logger LOG = Logger.getLogger(TellingDisclosures.class);
    private static final TypeReference<List<Disclosure>> DISCLOSURES = new TypeReference<>() {};
    private static final int MOST_AT_ONCE = 2_000;
    /** Stays well below what a topic takes. */
    private static final int MOST_IN_AN_EVENT = 500;

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final ObjectMapper json;
    private final String context;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("padan-disclosures").daemon().factory());

    TellingDisclosures(
            Jdbi jdbi, Outbox outbox, ObjectMapper json, @ConfigProperty(name = "padan.context") String context) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.json = json;
        this.context = context;
    }

    /** Whole seconds, so that no event lies on both sides of a report's period. */
    private record Event(String party, Instant second) {}

    private record Untold(String party, Instant at, List<Disclosure> disclosures) {
        Event event() {
            return new Event(party, at.truncatedTo(ChronoUnit.SECONDS));
        }
    }

    void start(@Observes StartupEvent event) {
        var unused = clock.scheduleWithFixedDelay(this::tell, 1, 1, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }

    private void tell() {
        try {
            int told;
            do {
                told = jdbi.inTransaction(this::tellSome);
            } while (told == MOST_AT_ONCE);
        } catch (RuntimeException e) {
            LOG.warnf(
                    "disclosures could not be told to the register, trying again: %s",
                    e.getClass().getName());
        }
    }

    private int tellSome(Handle tx) {
        var untold = tx.createQuery("""
                        delete from disclosure_untold where seq in (
                            select seq from disclosure_untold order by seq limit :most for update skip locked)
                        returning party, at, disclosures""")
                .bind("most", MOST_AT_ONCE)
                .map((row, context) -> new Untold(
                        row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant(), read(row.getString(3))))
                .list();
        untold.stream()
                .sorted(Comparator.comparing(Untold::at))
                .collect(groupingBy(Untold::event, LinkedHashMap::new, toList()))
                .forEach((event, rows) -> tell(
                        tx,
                        event.party(),
                        rows.getFirst().at(),
                        joined(rows.stream()
                                .flatMap(row -> row.disclosures().stream())
                                .toList())));
        return untold.size();
    }

    private void tell(Handle tx, String party, Instant at, List<Disclosure> disclosures) {
        for (int from = 0; from < disclosures.size(); from += MOST_IN_AN_EVENT) {
            var some = disclosures.subList(from, Math.min(disclosures.size(), from + MOST_IN_AN_EVENT));
            outbox.append(
                    tx,
                    OutboxEvent.of(
                            Topics.DISCLOSURE_RECORDED,
                            party,
                            Topics.DISCLOSURE_RECORDED,
                            new DisclosureRecorded(DisclosureRecorded.TYPE, context, party, at, some)));
        }
    }

    /** In the order of their leaves, neighbours as one. */
    static List<Disclosure> joined(List<Disclosure> disclosures) {
        var joined = new ArrayList<Disclosure>();
        disclosures.stream()
                .sorted(Comparator.comparingLong(disclosure -> disclosure.log().first()))
                .forEach(next -> {
                    if (!joined.isEmpty() && joined.getLast().isFollowedBy(next)) {
                        joined.add(joined.removeLast().with(next));
                    } else {
                        joined.add(next);
                    }
                });
        return joined;
    }

    private List<Disclosure> read(String text) {
        try {
            return json.readValue(text, DISCLOSURES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a disclosure that was kept cannot be read");
        }
    }
}
