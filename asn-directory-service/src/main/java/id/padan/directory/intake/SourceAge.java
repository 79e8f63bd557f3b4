package id.padan.directory.intake;

import id.padan.directory.status.StatusMappings;
import id.padan.directory.worklist.Worklist;
import id.padan.directory.worklist.Worklist.Finding;
import id.padan.directory.worklist.Worklist.Kind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/** Tells BKN when the register's data is older than {@link StatusMappings#STALE_DAYS}: a worklist entry, a warning, a gauge. */
@ApplicationScoped
class SourceAge {

    private static final Logger LOG = Logger.getLogger(SourceAge.class);
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final String REGISTER = "asn-record";

    private final Jdbi jdbi;
    private final StatusMappings mappings;
    private final Worklist worklist;
    private final Duration every;
    private final CountDownLatch closing = new CountDownLatch(1);
    /** Only the thread's own. */
    private boolean told;

    SourceAge(
            Jdbi jdbi,
            StatusMappings mappings,
            Worklist worklist,
            MeterRegistry meters,
            @ConfigProperty(name = "padan.source.look-every", defaultValue = "PT1M") Duration every) {
        this.jdbi = jdbi;
        this.mappings = mappings;
        this.worklist = worklist;
        this.every = every;
        Gauge.builder("padan.source.age.days", this::days)
                .description("age of the register's data; NaN before the first import")
                .register(meters);
    }

    void start(@Observes @Priority(300) StartupEvent event) {
        Thread.ofVirtual().name("source-age").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        closing.countDown();
    }

    private double days() {
        return jdbi.withHandle(mappings::dataTime)
                .map(day -> (double) ChronoUnit.DAYS.between(day, LocalDate.now(JAKARTA)))
                .orElse(Double.NaN);
    }

    private void run() {
        try {
            do {
                try {
                    look();
                } catch (RuntimeException e) {
                    LOG.warnf(
                            "the age of the data could not be told: %s",
                            e.getClass().getName());
                }
            } while (!closing.await(every.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        jdbi.useTransaction(tx -> {
            if (mappings.dataTime(tx).filter(StatusMappings::isStale).isPresent()) {
                if (!told) {
                    LOG.warnf(
                            "the register's data is older than %d days: answers say STALE_SOURCE",
                            StatusMappings.STALE_DAYS);
                    told = true;
                }
                worklist.raise(tx, List.of(new Finding(Kind.STALE_SOURCE, REGISTER)));
            } else {
                told = false;
                worklist.close(tx, Kind.STALE_SOURCE, REGISTER);
            }
        });
    }
}
