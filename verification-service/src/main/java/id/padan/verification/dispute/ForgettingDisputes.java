package id.padan.verification.dispute;

import id.padan.platform.agreement.AgreementGate;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Ends the time for which a dispute keeps receipt and NIK: it outlives its list, and must not outlive its own purpose too. */
@ApplicationScoped
class ForgettingDisputes {
    private static final Logger LOG = Logger.getLogger(ForgettingDisputes.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final DisputeStore store;
    private final AgreementGate gate;
    private final Duration kept;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("padan-disputes-", 0).daemon().factory());

    ForgettingDisputes(
            DisputeStore store,
            AgreementGate gate,
            @ConfigProperty(name = "padan.dispute.kept", defaultValue = "P90D") Duration kept) {
        this.store = store;
        this.gate = gate;
        this.kept = kept;
    }

    void start(@Observes StartupEvent event) {
        var unused = clock.scheduleWithFixedDelay(
                () -> forget(Instant.now()), EVERY.toMinutes(), EVERY.toMinutes(), TimeUnit.MINUTES);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }

    int forget(Instant now) {
        try {
            int forgotten = store.forgetEndedBefore(now.minus(kept), gate.partiesOnHold());
            if (forgotten > 0) {
                LOG.infof("receipts and NIKs of %d ended disputes are gone", forgotten);
            }
            return forgotten;
        } catch (RuntimeException e) {
            LOG.warnf(
                    "ended disputes could not be forgotten, trying again: %s",
                    e.getClass().getName());
            return 0;
        }
    }
}
