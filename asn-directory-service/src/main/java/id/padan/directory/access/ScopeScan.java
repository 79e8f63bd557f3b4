package id.padan.directory.access;

import id.padan.directory.status.StatusMappings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Looks at records anew when what decides about them has changed and they have not: all of them after a change of the rules of scope, the
 * visible ones after a change of the mapping or of the day. Goes on where it stood after a restart, in whichever instance comes first. Also
 * takes old tombstones out of the feed.
 */
@ApplicationScoped
class ScopeScan {

    private static final Logger LOG = Logger.getLogger(ScopeScan.class);
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int BLOCK = 2000;

    private record Scan(
            long revision, String basis, String running, Long nextRevision, String nextBasis, long afterNo) {}

    private final Jdbi jdbi;
    private final PersonScope scope;
    private final LimitedRecords records;
    private final StatusMappings mappings;
    private final Duration tombstones;
    private final CountDownLatch closing = new CountDownLatch(1);

    ScopeScan(
            Jdbi jdbi,
            PersonScope scope,
            LimitedRecords records,
            StatusMappings mappings,
            @ConfigProperty(name = "padan.access.tombstones", defaultValue = "P90D") Duration tombstones) {
        this.jdbi = jdbi;
        this.scope = scope;
        this.records = records;
        this.mappings = mappings;
        this.tombstones = tombstones;
    }

    /** After the mapping is there. */
    void start(@Observes @Priority(200) StartupEvent event) {
        Thread.ofVirtual().name("scope-scan").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        closing.countDown();
    }

    private void run() {
        try {
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    while (closing.getCount() > 0 && jdbi.inTransaction(this::advance)) {
                        LOG.debug("scope scan: one step on");
                    }
                } catch (RuntimeException e) {
                    LOG.warnf("scope scan: %s; trying again", e.getClass().getName());
                    LOG.debug("scope scan", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One step, if there is one to take; false to wait. */
    private boolean advance(Handle tx) {
        String basis = mappings.current(tx).version() + '/' + LocalDate.now(JAKARTA);
        long revision = tx.createQuery("select revision from access_rules")
                .mapTo(long.class)
                .one();
        Scan seen = scan(tx, "");
        if (seen.running() == null
                && seen.revision() == revision
                && seen.basis().equals(basis)) {
            return false;
        }
        Scan now = scan(tx, " for update");
        if (now.running() == null) {
            tx.execute(
                    "update access_scan set running = ?, next_revision = ?, next_basis = ?, after_no = 0",
                    now.revision() == revision ? "KNOWN" : "ALL",
                    revision,
                    basis);
            compact(tx, tombstones);
            return true;
        }
        PersonScope.Rules rules = scope.shared(tx);
        // The lock before the records: one read earlier could be changed by whoever holds it.
        LimitedRecords.lock(tx);
        List<Person> block = block(tx, now);
        if (block.isEmpty()) {
            tx.execute(
                    "update access_scan set revision = next_revision, basis = next_basis, running = null, after_no = 0");
            LOG.infof("scope scan: done, revision %d of the rules, %s", now.nextRevision(), now.nextBasis());
            return true;
        }
        records.update(tx, rules, block);
        tx.execute("update access_scan set after_no = ?", block.getLast().no());
        return true;
    }

    private static List<Person> block(Handle tx, Scan now) {
        String known = now.running().equals("KNOWN") ? " and no in (select no from limited_record where not gone)" : "";
        return tx.createQuery(
                        "select no, id, nip, status_code, deceased, elements from asn_record where no > :after and not removed"
                                + known + " order by no limit :limit")
                .bind("after", now.afterNo())
                .bind("limit", BLOCK)
                .map((row, context) -> Person.of(row))
                .list();
    }

    /** Takes out tombstones older than this; cursors from before the last of them are then of no use. */
    static void compact(Handle tx, Duration older) {
        LimitedRecords.lock(tx);
        tx.createUpdate("""
                        with out as (
                            delete from limited_record
                            where gone and changed_at < clock_timestamp() - make_interval(secs => :seconds) returning seq)
                        update access_feed set compacted = greatest(compacted, (select max(seq) from out))
                        where exists (select from out)""").bind("seconds", (double) older.toSeconds()).execute();
    }

    private static Scan scan(Handle tx, String lock) {
        return tx.createQuery(
                        "select revision, basis, running, next_revision, next_basis, after_no from access_scan" + lock)
                .map((row, context) -> new Scan(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getObject(4, Long.class),
                        row.getString(5),
                        row.getLong(6)))
                .one();
    }
}
