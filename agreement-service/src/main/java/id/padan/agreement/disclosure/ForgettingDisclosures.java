package id.padan.agreement.disclosure;

import id.padan.agreement.acting.Act;
import id.padan.agreement.acting.RecordingActs;
import id.padan.agreement.document.AgreementFile;
import id.padan.agreement.term.LegalHolds;
import id.padan.agreement.version.AgreementVersions;
import id.padan.agreement.version.Revisions;
import id.padan.platform.database.SoleInstance;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Takes disclosures out of the register when the time that the agreement keeps them is over; under a legal hold nothing goes. */
@ApplicationScoped
public class ForgettingDisclosures {
    private static final Logger LOG = Logger.getLogger(ForgettingDisclosures.class);
    private static final String TASK = "padan.agreement.register-retention";
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    /** In one transaction, with a leaf of its own. */
    private static final int MOST = 50_000;

    private final Jdbi jdbi;
    private final AgreementVersions versions;
    private final Revisions revisions;
    private final LegalHolds holds;
    private final RecordingActs acts;
    private final Duration every;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("register-retention").factory());

    ForgettingDisclosures(
            Jdbi jdbi,
            AgreementVersions versions,
            Revisions revisions,
            LegalHolds holds,
            RecordingActs acts,
            @ConfigProperty(name = "padan.register.look-every", defaultValue = "PT1H") Duration every) {
        this.jdbi = jdbi;
        this.versions = versions;
        this.revisions = revisions;
        this.holds = holds;
        this.acts = acts;
        this.every = every;
    }

    /** @param leaf in the log of agreement-service */
    record Removal(Instant before, long disclosures, Instant removedAt, UUID leaf) {}

    void start(@Observes StartupEvent event) {
        var unused =
                clock.scheduleWithFixedDelay(this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        clock.shutdownNow();
    }

    /** Looks once at every agreement, unless another instance does. */
    public void look() {
        try (var sole = SoleInstance.tryBe(jdbi, TASK).orElse(null)) {
            if (sole != null) {
                for (String agreement : versions.listAgreements()) {
                    while (jdbi.inTransaction(tx -> forget(tx, revisions.lock(tx, agreement))) == MOST) {
                        LOG.debugf("more to take out of the register of %s", agreement);
                    }
                }
            }
        } catch (RuntimeException e) {
            LOG.warnf(
                    "the register's retention could not be looked at, trying again: %s",
                    e.getClass().getName());
        }
    }

    private int forget(Handle tx, Revisions.Locked agreement) {
        if (agreement.versions().isEmpty() || holds.isAnyOn(tx, agreement.agreementId())) {
            return 0;
        }
        Integer years = agreement.shown().file().registerRetentionYears();
        Instant before = agreement
                .now()
                .atZone(JAKARTA)
                .minusYears(years == null ? AgreementFile.REGISTER_RETENTION_YEARS : years)
                .toInstant();
        int gone = tx.createUpdate("""
                        delete from disclosure where id in (
                            select d.id from disclosure d join disclosure_what w on w.id = d.what
                             where d.at < :before and w.agreement_id = :agreement order by d.at limit :most)""")
                .bind("before", before)
                .bind("agreement", agreement.agreementId())
                .bind("most", MOST)
                .execute();
        if (gone > 0) {
            record(tx, agreement, before, gone);
        }
        return gone;
    }

    private void record(Handle tx, Revisions.Locked agreement, Instant before, int gone) {
        var said = new TreeMap<String, String>();
        said.put("at", agreement.now().toString());
        said.put("before", before.toString());
        said.put("disclosures", Integer.toString(gone));
        UUID leaf = acts.record(
                tx,
                new Act(
                        "REGISTER_REMOVED",
                        agreement.policy(),
                        String.join(",", agreement.parties()),
                        "register-retention",
                        "disclosures/removals",
                        said,
                        agreement.parties()),
                agreement.now());
        tx.createUpdate("""
                        insert into disclosure_removal (agreement_id, leaf, before, disclosures, removed_at)
                        values (:agreement, :leaf, :before, :disclosures, :at)""")
                .bind("agreement", agreement.agreementId())
                .bind("leaf", leaf)
                .bind("before", before)
                .bind("disclosures", gone)
                .bind("at", agreement.now())
                .execute();
    }

    List<Removal> list(String agreementId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from disclosure_removal where agreement_id = :agreement order by removed_at desc limit 1000")
                .bind("agreement", agreementId)
                .map((row, context) -> new Removal(
                        DisclosureStore.instant(row, "before"),
                        row.getLong("disclosures"),
                        DisclosureStore.instant(row, "removed_at"),
                        row.getObject("leaf", UUID.class)))
                .list());
    }
}
