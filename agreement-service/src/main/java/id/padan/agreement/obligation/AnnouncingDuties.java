package id.padan.agreement.obligation;

import id.padan.agreement.acting.Seat;
import id.padan.agreement.acting.Seats;
import id.padan.agreement.correspondence.Letters;
import id.padan.platform.clock.Deadline;
import id.padan.platform.database.SoleInstance;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Says once of each duty that it is due soon, overdue or met: an event, and for the first two a letter, in one transaction with the note that
 * it was said. What was due before the first start is never announced.
 */
@ApplicationScoped
public class AnnouncingDuties {
    private static final Logger LOG = Logger.getLogger(AnnouncingDuties.class);
    private static final String EVENT_TYPE = "agreement.obligation.v1";
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH.mm 'WIB'", Locale.of("id", "ID"));

    private final Jdbi jdbi;
    private final Seats seats;
    private final Obligations obligations;
    private final DutyRules rules;
    private final Outbox outbox;
    private final Letters letters;
    private final Duration every;
    private final Set<String> silent;
    private final AtomicLong overdue;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("duties").factory());

    AnnouncingDuties(
            Jdbi jdbi,
            Seats seats,
            Obligations obligations,
            DutyRules rules,
            Outbox outbox,
            Letters letters,
            MeterRegistry meters,
            @ConfigProperty(name = "padan.duties.look-every", defaultValue = "PT1M") Duration every,
            @ConfigProperty(name = "padan.duties.silent") Optional<Set<String>> silent) {
        this.jdbi = jdbi;
        this.seats = seats;
        this.obligations = obligations;
        this.rules = rules;
        this.outbox = outbox;
        this.letters = letters;
        this.every = every;
        this.silent = silent.orElse(Set.of());
        this.overdue = meters.gauge("padan.duties.overdue", new AtomicLong());
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

    private void look() {
        try (var sole = SoleInstance.tryBe(jdbi, "padan.agreement.duties").orElse(null)) {
            if (sole != null) {
                overdue.set(seats.tables().stream()
                        .filter(table -> !silent.contains(table.agreementId()))
                        .mapToLong(table -> announce(table, table.now()))
                        .sum());
            }
        } catch (RuntimeException e) {
            LOG.warnf(
                    "Duties could not be looked at, trying again: %s",
                    e.getClass().getName());
        }
    }

    /**
     * Announces what is new at a moment, such as the present.
     *
     * @return how many duties are overdue
     */
    public long announce(Seat table, Instant now) {
        return jdbi.inTransaction(tx -> {
            List<Obligation> duties = obligations.list(tx, table, now);
            duties.forEach(duty -> said(duty, now).ifPresent(said -> announce(tx, table, duty, said, now)));
            return duties.stream()
                    .filter(duty -> duty.state() instanceof ObligationState.Overdue)
                    .count();
        });
    }

    private Optional<String> said(Obligation duty, Instant now) {
        return switch (duty.state()) {
            case ObligationState.Overdue _ -> Optional.of("OVERDUE");
            case ObligationState.Met met when !met.backFilled() -> Optional.of("MET");
            case ObligationState.Open _ when isSoon(duty, now) -> Optional.of("DUE_SOON");
            default -> Optional.empty();
        };
    }

    private boolean isSoon(Obligation duty, Instant now) {
        int days = rules.find(duty.rule()).map(DutyRule::remindDays).orElse(0);
        return days > 0 && duty.due() != null && !now.isBefore(duty.due().minus(Duration.ofDays(days)));
    }

    private void announce(Handle tx, Seat table, Obligation duty, String said, Instant now) {
        int isNew = tx.createUpdate("""
                        insert into duty_announcement (agreement_id, duty, said, due_at, at)
                        values (:agreement, :duty, :said, :due, :at) on conflict do nothing""")
                .bind("agreement", table.agreementId())
                .bind("duty", duty.key())
                .bind("said", said)
                // A clock that was paused and runs out again is announced again; that something was met, never twice.
                .bind("due", said.equals("MET") || duty.due() == null ? duty.plannedDue() : duty.due())
                .bind("at", now)
                .execute();
        if (isNew == 0) {
            return;
        }
        outbox.append(
                tx,
                OutboxEvent.of(
                        Topics.AGREEMENT_OBLIGATION,
                        table.agreementId() + "/" + duty.key(),
                        EVENT_TYPE,
                        new ObligationEvent(
                                ObligationEvent.TYPE,
                                table.agreementId(),
                                duty.key(),
                                duty.rule(),
                                duty.clause(),
                                duty.party(),
                                said,
                                duty.period() == null ? null : duty.period().label(),
                                duty.due(),
                                now)));
        if (!said.equals("MET")) {
            for (String party : table.parties()) {
                boolean own = party.equals(duty.party());
                // The other party is told of what is late, not of what may still be done in time.
                if (own || (said.equals("OVERDUE") && !duty.confidential())) {
                    write(tx, table, duty, said, party);
                }
            }
        }
    }

    private void write(Handle tx, Seat table, Obligation duty, String said, String party) {
        boolean late = said.equals("OVERDUE");
        String until = DAY.format(duty.due().atZone(Deadline.JAKARTA));
        letters.write(
                tx,
                table.agreementId(),
                party,
                "agreements/" + table.agreementId() + "/obligations/" + duty.key(),
                (late ? "[Padan] Kewajiban terlambat: " : "[Padan] Kewajiban segera jatuh tempo: ") + duty.clause(),
                """
                Perjanjian : %s
                Kewajiban  : %s
                Dasar      : %s
                Pihak      : %s
                Periode    : %s
                Batas waktu: %s

                %s
                Rincian: GET /api/agreements/v1/agreements/%s/obligations/%s

                (%s)
                """.formatted(
                                table.agreementId(),
                                duty.title(),
                                duty.clause(),
                                duty.party(),
                                duty.period() == null ? "-" : duty.period().label(),
                                until,
                                late
                                        ? "Batas waktu sudah lewat dan bukti pemenuhan belum ada."
                                        : "Mohon serahkan bukti pemenuhan sebelum batas waktu.",
                                table.agreementId(),
                                duty.key(),
                                late
                                        ? "The duty above is overdue and no evidence is on file."
                                        : "The duty above is due soon."));
    }
}
