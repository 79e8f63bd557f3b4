package id.padan.directory.quality;

import id.padan.directory.quality.RegisterScan.Counts;
import id.padan.directory.status.Coverage;
import id.padan.directory.status.StatusMappings;
import id.padan.platform.database.SoleInstance;
import id.padan.platform.events.Outbox;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Computes the indicators over the whole register in one scan, one run at a time, and stores what came out. A run starts when BKN
 * asks for it, and by itself when an import has completed since the last one and that is long enough ago.
 */
@ApplicationScoped
class QualityRuns {

    static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    private static final Logger LOG = Logger.getLogger(QualityRuns.class);
    private static final String TASK = "padan.quality";
    private static final String BY_ITSELF = "padan";
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** One run as it is shown. */
    record Run(
            long no,
            String state,
            String startedBy,
            LocalDate asOf,
            LocalDate dataDate,
            Long records,
            Long validNik,
            Instant startedAt,
            Instant finishedAt) {}

    private final Jdbi jdbi;
    private final StatusMappings mappings;
    private final Outbox outbox;
    private final boolean automatic;
    private final Duration rest;
    private final CountDownLatch closing = new CountDownLatch(1);

    QualityRuns(
            Jdbi jdbi,
            StatusMappings mappings,
            Outbox outbox,
            @ConfigProperty(name = "padan.quality.automatic") boolean automatic,
            @ConfigProperty(name = "padan.quality.rest") Duration rest) {
        this.jdbi = jdbi;
        this.mappings = mappings;
        this.outbox = outbox;
        this.automatic = automatic;
        this.rest = rest;
    }

    void start(@Observes @Priority(220) StartupEvent event) {
        Thread.ofVirtual().name("quality").start(this::watch);
    }

    void stop(@Observes ShutdownEvent event) {
        closing.countDown();
    }

    private void watch() {
        try {
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    if (isDue()) {
                        run();
                    }
                } catch (RuntimeException e) {
                    LOG.warnf("quality: %s; trying again later", e.getClass().getName());
                    LOG.debug("quality", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether somebody has asked, or an import is newer than the last run. */
    private boolean isDue() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select exists (select from quality_run where state = 'RUNNING')
                            or :automatic and not exists (select from import_job where state = 'RECEIVING')
                            and exists (select from import_job j where j.state = 'COMPLETED' and j.finished_at > coalesce(
                                (select max(started_at) from quality_run), 'epoch'))
                            and not exists (select from quality_run where started_at > clock_timestamp() - make_interval(secs => :rest))""")
                .bind("automatic", automatic)
                .bind("rest", (double) rest.toSeconds())
                .mapTo(boolean.class)
                .one());
    }

    /** Asks for a run; one that waits or runs already is the same. */
    Run ask(Handle tx, String actor) {
        tx.execute("select pg_advisory_xact_lock(hashtextextended('padan.quality.ask', 0))");
        if (find(tx, "state = 'RUNNING'").isEmpty()) {
            tx.execute(
                    "insert into quality_run (state, started_by, as_of) values ('RUNNING', ?, ?)",
                    actor,
                    LocalDate.now(JAKARTA));
        }
        return find(tx, "state = 'RUNNING'").orElseThrow();
    }

    /** The last run that completed. */
    Optional<Run> current(Handle handle) {
        return find(handle, "current");
    }

    private static Optional<Run> find(Handle handle, String condition) {
        return handle.createQuery("select * from quality_run where " + condition + " order by no desc limit 1")
                .map((row, context) -> new Run(
                        row.getLong("no"),
                        row.getString("state"),
                        row.getString("started_by"),
                        row.getObject("as_of", LocalDate.class),
                        row.getObject("data_date", LocalDate.class),
                        row.getObject("records", Long.class),
                        row.getObject("valid_nik", Long.class),
                        row.getObject("started_at", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getObject("finished_at", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)
                                .orElse(null)))
                .findOne();
    }

    private void run() {
        try (var alone = SoleInstance.tryBe(jdbi, TASK).orElse(null)) {
            if (alone == null) {
                return;
            }
            Run run = jdbi.inTransaction(tx -> ask(tx, BY_ITSELF));
            try {
                long begun = System.nanoTime();
                Coverage covered = compute(run);
                LOG.infof(
                        "quality run %d: %d records in %d ms",
                        run.no(),
                        covered.records(),
                        Duration.ofNanos(System.nanoTime() - begun).toMillis());
                jdbi.useTransaction(tx -> {
                    former(tx, run).forEach(table -> tx.execute("drop table " + table));
                    tx.execute("delete from quality_count where run < ?", run.no());
                });
            } catch (Exception e) {
                LOG.errorf("quality run %d failed: %s", run.no(), e.getClass().getName());
                LOG.debug("quality run failed", e);
                jdbi.useHandle(handle -> handle.execute(
                        "update quality_run set state = 'FAILED', finished_at = clock_timestamp() where no = ? and state = 'RUNNING'",
                        run.no()));
            }
        }
    }

    private Coverage compute(Run run) throws Exception {
        AtLarge register = jdbi.inTransaction(tx -> {
            tx.execute("set local work_mem = '128MB'");
            tx.execute("set local jit = off");
            return AtLarge.of(tx);
        });
        Set<Indicator> measured = Arrays.stream(Indicator.values())
                .filter(indicator -> indicator.isMeasured(register))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Indicator.class)));
        String table = table(run);
        jdbi.useTransaction(tx -> {
            // A run that died in the middle has left one.
            tx.createQuery("""
                            select oid::regclass::text from pg_class
                            where relname ~ '^quality_record_[0-9]+$' and relkind = 'r' and not relispartition""").mapTo(String.class).list().forEach(left -> tx.execute("drop table " + left));
            // What the partition must hold is checked row by row, so it is not read again to become one.
            tx.execute("create table " + table + " (like quality_record, check (run is not null and run = " + run.no()
                    + "))");
        });
        var scan = new RegisterScan(jdbi, table, run.no(), register, run.asOf(), measured);
        scan.scan();
        return jdbi.inTransaction(tx -> complete(tx, run, measured, scan));
    }

    private Coverage complete(Handle tx, Run run, Set<Indicator> measured, RegisterScan scan)
            throws SQLException, IOException {
        String table = table(run);
        tx.execute("set local maintenance_work_mem = '256MB'");
        tx.execute("create index on " + table + " (record_no)");
        scan.lookAgain(tx);
        // Numbers are sorted in a third of the time of texts.
        tx.execute("create index on " + table + " (hashtext(agency), record_no)");
        tx.execute("alter table quality_record attach partition " + table + " for values in (" + run.no() + ")");
        describe(tx, measured);
        Map<String, Counts> counts = scan.counts();
        count(tx, run, counts);
        long records =
                counts.values().stream().mapToLong(some -> some.all[Long.SIZE]).sum();
        long invalid = counts.values().stream()
                .mapToLong(some -> some.all[Indicator.ACC_5.ordinal()])
                .sum();
        var covered = new Coverage(records, records - invalid, Instant.now());
        tx.execute("update quality_run set current = false where current");
        tx.createUpdate("""
                        update quality_run set state = 'COMPLETED', current = true, records = :records, valid_nik = :valid,
                            data_date = (select max(data_date) from import_job where state = 'COMPLETED' and rows = 'data-utama'), finished_at = clock_timestamp()
                        where no = :no""")
                .bind("records", covered.records())
                .bind("valid", covered.validNik())
                .bind("no", run.no())
                .execute();
        mappings.cover(tx, covered);
        FindingExpander.publish(tx, outbox, run.no(), table);
        return covered;
    }

    private static String table(Run run) {
        return "quality_record_" + run.no();
    }

    /** Tables of the runs before. */
    private static List<String> former(Handle tx, Run run) {
        return tx.createQuery("""
                        select inhrelid::regclass::text from pg_inherits
                        where inhparent = 'quality_record'::regclass and inhrelid <> :own::regclass""").bind("own", table(run)).mapTo(String.class).list();
    }

    /** What the last run could tell. */
    static Set<Indicator> told(Handle handle) {
        return handle.createQuery("select code from quality_indicator where measured")
                .map((row, context) -> Indicator.valueOf(row.getString(1)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Indicator.class)));
    }

    private static void describe(Handle tx, Set<Indicator> measured) {
        tx.execute("delete from quality_indicator");
        var batch = tx.prepareBatch(
                "insert into quality_indicator (bit, code, measured, elements, fields) values (?, ?, ?, ?, ?)");
        for (Indicator indicator : Indicator.values()) {
            batch.add(
                    indicator.ordinal(),
                    indicator.name(),
                    measured.contains(indicator),
                    indicator.elements.toArray(String[]::new),
                    indicator.fields.toArray(String[]::new));
        }
        batch.execute();
    }

    private static void count(Handle tx, Run run, Map<String, Counts> counts) {
        var batch = tx.prepareBatch(
                "insert into quality_count (run, agency, indicator, total, in_scope) values (?, ?, ?, ?, ?)");
        counts.forEach((agency, some) -> {
            batch.add(run.no(), agency, "", some.all[Long.SIZE], some.inScope[Long.SIZE]);
            for (Indicator indicator : Indicator.values()) {
                int bit = indicator.ordinal();
                if (some.all[bit] > 0) {
                    batch.add(run.no(), agency, indicator.name(), some.all[bit], some.inScope[bit]);
                }
            }
        });
        if (batch.size() > 0) {
            batch.execute();
        }
    }
}
