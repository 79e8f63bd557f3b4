package id.padan.agreement.term;

import id.padan.agreement.acting.Act;
import id.padan.agreement.acting.RecordingActs;
import id.padan.agreement.version.AgreementVersions;
import id.padan.agreement.version.Revisions;
import id.padan.agreement.version.StoredVersion;
import id.padan.platform.database.SoleInstance;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Tells both parties 90, 60 and 30 days before the end of a term, once each; an extension makes the later ones come anew. */
@ApplicationScoped
class TermAlarms {

    private static final Logger LOG = Logger.getLogger(TermAlarms.class);
    private static final String TASK = "padan.agreement.term";
    private static final List<Integer> DAYS = List.of(90, 60, 30);

    private final Jdbi jdbi;
    private final AgreementVersions versions;
    private final Revisions revisions;
    private final RecordingActs acts;
    private final Duration every;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("agreement-term").factory());

    TermAlarms(
            Jdbi jdbi,
            AgreementVersions versions,
            Revisions revisions,
            RecordingActs acts,
            @ConfigProperty(name = "padan.agreements.term-every") Duration every) {
        this.jdbi = jdbi;
        this.versions = versions;
        this.revisions = revisions;
        this.acts = acts;
        this.every = every;
    }

    /** @param days before the end */
    record Alarm(int days, Instant until, Instant raisedAt) {}

    void start(@Observes StartupEvent event) {
        var unused = clock.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() throws InterruptedException {
        clock.shutdown();
        if (!clock.awaitTermination(5, TimeUnit.SECONDS)) {
            clock.shutdownNow();
        }
    }

    private void look() {
        try (var sole = SoleInstance.tryBe(jdbi, TASK).orElse(null)) {
            if (sole != null) {
                for (String agreement : versions.listAgreements()) {
                    if (isDue(versions.listVersions(agreement), versions.now(), listRaised(agreement))) {
                        jdbi.useTransaction(tx -> raise(tx, revisions.lock(tx, agreement)));
                    }
                }
            }
        } catch (RuntimeException e) {
            LOG.warnf(
                    "terms could not be looked at, trying again: %s",
                    e.getClass().getName());
        }
    }

    List<Alarm> listRaised(String agreementId) {
        return jdbi.withHandle(handle -> listRaised(handle, agreementId));
    }

    private static List<Alarm> listRaised(Handle handle, String agreementId) {
        return handle.createQuery("select * from term_alarm where agreement_id = :id order by term_until, days desc")
                .bind("id", agreementId)
                .map((row, context) -> new Alarm(
                        row.getInt("days"),
                        row.getObject("term_until", OffsetDateTime.class).toInstant(),
                        row.getObject("raised_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private static boolean isDue(List<StoredVersion> stored, Instant now, List<Alarm> raised) {
        if (stored.isEmpty()) {
            return false;
        }
        Instant until = until(stored);
        return due(until, now).stream()
                .anyMatch(days -> raised.stream()
                        .noneMatch(
                                alarm -> alarm.days() == days && alarm.until().equals(until)));
    }

    /** Of the last version: one to come that moves the end counts already. */
    private static Instant until(List<StoredVersion> stored) {
        return stored.getLast().file().term().until().toInstant();
    }

    /** Which alarms a term that ends then has had or should have by now; none once it is over. */
    static List<Integer> due(Instant until, Instant now) {
        if (!now.isBefore(until)) {
            return List.of();
        }
        return DAYS.stream()
                .filter(days -> !now.isBefore(
                        until.atZone(LegalDays.JAKARTA).minusDays(days).toInstant()))
                .toList();
    }

    private void raise(Handle tx, Revisions.Locked agreement) {
        Instant until = until(agreement.versions());
        List<Alarm> raised = listRaised(tx, agreement.agreementId());
        for (int days : due(until, agreement.now())) {
            if (raised.stream()
                    .anyMatch(alarm -> alarm.days() == days && alarm.until().equals(until))) {
                continue;
            }
            tx.createUpdate(
                            "insert into term_alarm (agreement_id, term_until, days, raised_at) values (:id, :until, :days, :at)")
                    .bind("id", agreement.agreementId())
                    .bind("until", until)
                    .bind("days", days)
                    .bind("at", agreement.now())
                    .execute();
            var said = new TreeMap<String, String>();
            said.put("at", agreement.now().toString());
            said.put("days", Integer.toString(days));
            said.put("until", until.toString());
            var unused = acts.record(
                    tx,
                    new Act(
                            "TERM_ALARM",
                            agreement.policy(),
                            String.join(",", agreement.parties()),
                            "agreement-term",
                            "term/alarms/" + days,
                            said,
                            agreement.parties()),
                    agreement.now());
            LOG.warnf(
                    "ALARM agreement %s ends on %s, fewer than %d days from now",
                    agreement.agreementId(), LegalDays.lastDay(until), days);
        }
    }
}
