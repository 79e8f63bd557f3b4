package id.padan.directory.quality;

import id.padan.directory.record.RegisterListener;
import id.padan.directory.record.RegisterWriter;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * Between two runs, looks again at the records that have changed, and at those that shared a NIK with them: what was mended is no finding
 * any more within a second or two, at the cost of the change. Large imports are left to the run that follows them.
 */
@ApplicationScoped
class FreshFindings implements RegisterListener {
    private static final Logger LOG = Logger.getLogger(FreshFindings.class);
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Of one write; and looked at together. */
    private static final int MOST = 500;

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final QualityRuns runs;
    private final CountDownLatch closing = new CountDownLatch(1);

    FreshFindings(Jdbi jdbi, Outbox outbox, QualityRuns runs) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.runs = runs;
    }

    @Override
    public void changed(Handle tx, RegisterWriter.Stored stored) {
        stale(tx, stored.written());
    }

    @Override
    public void historiesChanged(Handle tx, String kind, long[] records) {
        stale(tx, records);
    }

    @Override
    public void removed(Handle tx, long[] records) {
        stale(tx, records);
    }

    private static void stale(Handle tx, long[] records) {
        if (records.length <= MOST) {
            tx.execute(
                    "insert into finding_stale (no) select unnest(?::bigint[]) order by 1 on conflict do nothing",
                    (Object) records);
        }
    }

    void start(@Observes @Priority(310) StartupEvent event) {
        Thread.ofVirtual().name("fresh-findings").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        closing.countDown();
    }

    private void run() {
        try {
            boolean more = false;
            while (more || !closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                more = false;
                try {
                    more = jdbi.<Boolean, Exception>inTransaction(this::some);
                } catch (InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    LOG.warnf(
                            "findings of changed records: %s; trying again",
                            e.getClass().getName());
                    LOG.debug("findings of changed records", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether there may be more */
    private boolean some(Handle tx) throws SQLException, IOException {
        // One instance at a time: two would look at one person before and after the same change.
        if (!tx.createQuery("select pg_try_advisory_xact_lock(hashtextextended('padan.fresh-findings', 0))")
                .mapTo(boolean.class)
                .one()) {
            return false;
        }
        long[] stale = longs(tx.createQuery(
                        "delete from finding_stale where no in (select no from finding_stale order by no limit :most) returning no")
                .bind("most", MOST));
        var run = runs.current(tx);
        // Before the first run everything is new, and the run will tell it.
        if (stale.length == 0 || run.isEmpty()) {
            return false;
        }
        long[] records = longs(tx.createQuery("""
                        select no from asn_record where no = any(:records)
                        union select o.no from asn_record r join asn_record o using (nik_lookup) where r.no = any(:records)
                        union select o.no from former_nik f join asn_record o using (nik_lookup) where f.no = any(:records)""").bind("records", stale));
        tell(tx, run.get().no(), records, found(tx, records));
        return stale.length == MOST;
    }

    private static long[] longs(Query query) {
        return query.mapTo(long.class).list().stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    /** The findings of those that have any, as JSON, by record. */
    private static Map<Long, String> found(Handle tx, long[] records) throws SQLException, IOException {
        var found = new HashMap<Long, String>();
        String list = Arrays.stream(records).mapToObj(Long::toString).collect(Collectors.joining(","));
        var record = new Scanned(AtLarge.near(tx, records), LocalDate.now(JAKARTA));
        RegisterScan.read(tx, record, "r.no in (" + list + ")", one -> {
            long bits = RegisterScan.bits(one, FindingExpander.TOLD);
            if (one.inScope && bits != 0) {
                found.put(
                        one.no,
                        FindingExpander.TOLD.stream()
                                .filter(indicator -> (bits & indicator.mask()) != 0)
                                .map(indicator -> {
                                    String evidence = RegisterScan.evidence(one, indicator.mask());
                                    return "{\"indicator\":\"" + indicator + "\",\"evidence\":"
                                            + (evidence == null ? "{}" : evidence) + '}';
                                })
                                .collect(Collectors.joining(",", "[", "]")));
            }
        });
        return found;
    }

    /** Nothing is told of who has no finding and had none. */
    private void tell(Handle tx, long run, long[] records, Map<Long, String> found) {
        long mask = FindingExpander.TOLD.stream().mapToLong(Indicator::mask).reduce(0, (a, b) -> a | b);
        var before =
                tx.createQuery("""
                        delete from finding_told where no = any(:records) returning no""").bind("records", records).mapTo(Long.class).set();
        var unused = before.addAll(tx.createQuery("""
                        select record_no from quality_record
                        where run = :run and record_no = any(:records) and in_scope and indicators & :mask <> 0""")
                .bind("run", run)
                .bind("records", records)
                .bind("mask", mask)
                .mapTo(Long.class)
                .set());
        tx.execute("insert into finding_told (no) select unnest(?::bigint[])", (Object)
                found.keySet().stream().mapToLong(Long::longValue).toArray());
        long[] told = LongStream.of(records)
                .filter(no -> found.containsKey(no) || before.contains(no))
                .toArray();
        var events = new ArrayList<OutboxEvent>();
        tx.createQuery("select no, id, nip from asn_record where no = any(:told)")
                .bind("told", told)
                .map((row, context) -> events.add(OutboxEvent.of(
                        Topics.ASN_FINDING,
                        row.getString("id"),
                        FindingExpander.TYPE,
                        FindingExpander.value(
                                row.getString("id"),
                                row.getString("nip"),
                                run,
                                found.getOrDefault(row.getLong("no"), "[]")))))
                .forEach(one -> {});
        outbox.append(tx, events);
    }
}
