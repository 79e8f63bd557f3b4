package id.padan.agreement.correspondence;

import id.padan.agreement.acting.Seat;
import id.padan.agreement.acting.Seats;
import id.padan.platform.database.SoleInstance;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Sends waiting letters, oldest first, at least once. While the mail server is away they wait; what is due shows in the list of duties and
 * goes out as an event whether or not a letter arrives.
 */
@ApplicationScoped
class SendingLetters {
    private static final Logger LOG = Logger.getLogger(SendingLetters.class);
    private static final int AT_A_TIME = 50;

    private final Jdbi jdbi;
    private final Seats seats;
    private final Contacts contacts;
    private final Mailer mailer;
    private final MeterRegistry meters;
    private final Duration every;
    /** Letters without an address: each is told once. */
    private final Set<UUID> told = new HashSet<>();

    private String lastTrouble = "";
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("letters").factory());

    SendingLetters(
            Jdbi jdbi,
            Seats seats,
            Contacts contacts,
            Mailer mailer,
            MeterRegistry meters,
            @ConfigProperty(name = "padan.letters.every", defaultValue = "PT5S") Duration every) {
        this.jdbi = jdbi;
        this.seats = seats;
        this.contacts = contacts;
        this.mailer = mailer;
        this.meters = meters;
        this.every = every;
    }

    void start(@Observes StartupEvent event) {
        var unused =
                clock.scheduleWithFixedDelay(this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() throws InterruptedException {
        clock.shutdown();
        if (!clock.awaitTermination(5, TimeUnit.SECONDS)) {
            clock.shutdownNow();
        }
    }

    private record Waiting(UUID id, String agreementId, String party, String subject, String body) {}

    private void look() {
        try (var sole = SoleInstance.tryBe(jdbi, "padan.agreement.letters").orElse(null)) {
            if (sole != null) {
                sendWaiting();
                lastTrouble = "";
            }
        } catch (RuntimeException e) {
            // Only the type: a mail library's message may quote an address.
            String trouble = e.getClass().getName();
            if (!trouble.equals(lastTrouble)) {
                LOG.warnf("Letters wait, trying again every %d s: %s", every.toSeconds(), trouble);
            }
            lastTrouble = trouble;
        }
    }

    private void sendWaiting() {
        List<Waiting> waiting = jdbi.withHandle(handle -> handle.createQuery("""
                        select id, agreement_id, party, subject, body from letter where sent_at is null
                         order by attempts, queued_at limit :most""")
                .bind("most", AT_A_TIME)
                .map((row, context) -> new Waiting(
                        row.getObject("id", UUID.class),
                        row.getString("agreement_id"),
                        row.getString("party"),
                        row.getString("subject"),
                        row.getString("body")))
                .list());
        if (waiting.isEmpty()) {
            return;
        }
        List<Seat> tables = seats.tables();
        for (Waiting letter : waiting) {
            tables.stream()
                    .filter(table -> table.agreementId().equals(letter.agreementId()))
                    .findFirst()
                    .flatMap(table -> jdbi.withHandle(handle -> contacts.find(handle, table, letter.party())))
                    .ifPresentOrElse(contact -> send(letter, contact.card().email()), () -> {
                        if (told.add(letter.id())) {
                            LOG.warnf("ALARM party %s has no contact, a letter waits", letter.party());
                        }
                    });
        }
    }

    private void send(Waiting letter, String address) {
        jdbi.useHandle(handle -> handle.execute("update letter set attempts = attempts + 1 where id = ?", letter.id()));
        mailer.send(Mail.withText(address, letter.subject(), letter.body()));
        jdbi.useHandle(handle -> handle.execute(
                "update letter set sent_at = clock_timestamp(), address = ? where id = ?", address, letter.id()));
        meters.counter("padan.letters.sent").increment();
    }
}
