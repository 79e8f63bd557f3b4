package id.padan.agreement.incident;

import id.padan.agreement.acting.Seats;
import id.padan.platform.caller.Caller;
import id.padan.platform.database.SoleInstance;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Watches the clocks of incidents. The other party must know within 24 hours; if nobody has told it shortly before that, the service does, with
 * the text as far as it is filled in, because a notice with gaps is worth more than one that is late.
 */
@ApplicationScoped
class IncidentClock {
    private static final Logger LOG = Logger.getLogger(IncidentClock.class);
    private static final String TASK = "padan.agreement.incidents";
    private static final String ACTOR = "incident-clock";

    private final Jdbi jdbi;
    private final IncidentStore store;
    private final TellingParties telling;
    private final Seats seats;
    private final Duration tellAfter;
    private final Duration every;
    private final AtomicLong overdue = new AtomicLong();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(ACTOR).factory());

    IncidentClock(
            Jdbi jdbi,
            IncidentStore store,
            TellingParties telling,
            Seats seats,
            MeterRegistry meters,
            @ConfigProperty(name = "padan.incident.tell-after") Duration tellAfter,
            @ConfigProperty(name = "padan.incident.look-every") Duration every) {
        if (tellAfter.compareTo(Incident.TELL) >= 0) {
            throw new IllegalStateException("padan.incident.tell-after must be less than 24 hours");
        }
        this.jdbi = jdbi;
        this.store = store;
        this.telling = telling;
        this.seats = seats;
        this.tellAfter = tellAfter;
        this.every = every;
        meters.gauge("padan.incident.overdue", overdue);
    }

    void start(@Observes StartupEvent event) {
        var unused =
                clock.scheduleWithFixedDelay(this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        clock.shutdownNow();
    }

    private void look() {
        try (var sole = SoleInstance.tryBe(jdbi, TASK).orElse(null)) {
            if (sole == null) {
                return;
            }
            for (Incident incident : jdbi.withHandle(
                    handle -> store.listUntold(handle, Instant.now().minus(tellAfter)))) {
                try {
                    tell(incident);
                } catch (RuntimeException e) {
                    // The others must not wait for this one.
                    LOG.errorf(
                            "ALARM incident %s: the other party could not be told: %s",
                            incident.id(), e.getClass().getName());
                }
            }
            long now = jdbi.withHandle(store::countOverdue);
            if (now > overdue.getAndSet(now)) {
                LOG.errorf("ALARM incidents: %d are past 3x24 hours without notice to persons and authority", now);
            }
        } catch (RuntimeException e) {
            LOG.warnf("incidents could not be looked at: %s", e.getClass().getName());
        }
    }

    private void tell(Incident incident) {
        var seat = seats.of(incident.agreementId(), new Caller(incident.party(), ACTOR, ACTOR, Set.of()));
        jdbi.useTransaction(tx -> {
            var now = store.lock(tx, incident.agreementId(), incident.party(), incident.id())
                    .filter(open -> open.state() == Incident.State.OPEN);
            if (now.isPresent()) {
                var open = now.get();
                telling.tellOthers(
                        tx,
                        seat,
                        open,
                        telling.text(open, Notice.Recipient.OTHER_PARTY, seat.file(), true),
                        telling.text(open, Notice.Recipient.OTHER_PARTY, seat.file(), false));
                LOG.errorf("ALARM incident %s: nobody had told the other party, so the service did", open.id());
            }
        });
    }
}
