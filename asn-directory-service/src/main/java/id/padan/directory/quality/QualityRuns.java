package id.padan.directory.quality;

import id.padan.directory.status.Coverage;
import id.padan.directory.status.StatusMappings;
import id.padan.platform.database.SoleInstance;
import id.padan.platform.events.Outbox;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
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
 * Computes the indicators over the whole register in a few statements, one run at a time, and stores what came out. A run starts when BKN
 * asks for it, and by itself when an import has completed since the last one and that is long enough ago.
 */
@ApplicationScoped
class QualityRuns {

    static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    private static final Logger LOG = Logger.getLogger(QualityRuns.class);
    private static final String TASK = "padan.quality";
    private static final String BY_ITSELF = "padan";
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Members of a record's elements that conditions or evidence look at. */
    private static final Set<String> ELEMENTS = Set.of(
            "emailGov",
            "eselonId",
            "gelarBelakang",
            "gelarDepan",
            "golRuangAkhirId",
            "instansiIndukId",
            "instansiKerjaId",
            "jabatanFungsionalId",
            "jabatanFungsionalUmumId",
            "jabatanFungsionalUmumNama",
            "jabatanNama",
            "jabatanStrukturalId",
            "jenisJabatanId",
            "jenisKelamin",
            "jenisPegawaiId",
            "jenjang",
            "pendidikanTerakhirId",
            "statusPegawai",
            "tglLahir",
            "tkPendidikanTerakhirId",
            "tmtCpns",
            "tmtPensiun",
            "tmtPns",
            "tmtPppk",
            "unorId");

    /** Tables of a run alone, in its transaction. Not temporary ones: workers that read in parallel could not see those. */
    private static final List<String> WORKING = List.of(
            "quality_sets", "quality_nik", "quality_nip", "quality_jf_name", "quality_double", "quality_performance");

    private static final Set<String> INTERNAL = Set.of("tglAkhirCltn", "tglAkhirKontrak");

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
                Coverage covered = jdbi.inTransaction(tx -> compute(tx, run));
                LOG.infof(
                        "quality run %d: %d records in %d ms",
                        run.no(),
                        covered.records(),
                        Duration.ofNanos(System.nanoTime() - begun).toMillis());
                jdbi.useTransaction(tx -> {
                    former(tx, run).forEach(table -> tx.execute("drop table " + table));
                    tx.execute("delete from quality_count where run < ?", run.no());
                });
            } catch (RuntimeException e) {
                LOG.errorf("quality run %d failed: %s", run.no(), e.getClass().getName());
                LOG.debug("quality run failed", e);
                jdbi.useHandle(handle -> handle.execute(
                        "update quality_run set state = 'FAILED', finished_at = clock_timestamp() where no = ? and state = 'RUNNING'",
                        run.no()));
            }
        }
    }

    private Coverage compute(Handle tx, Run run) {
        tx.execute("set local work_mem = '128MB'");
        tx.execute("set local max_parallel_workers_per_gather = 4");
        tx.execute("set local jit = off");
        tx.execute("set local enable_memoize = off");
        helpers(tx);
        Set<Indicator> measured = measured(tx);
        describe(tx, measured);
        // CREATE TABLE AS may read in parallel, INSERT SELECT may not.
        tx.execute(pass(run, measured));
        String table = table(run);
        tx.execute("create index on " + table + " (record_no) where indicators <> 0");
        tx.execute("create index on " + table + " (agency, record_no) where indicators <> 0");
        tx.execute("alter table quality_record attach partition " + table + " for values in (" + run.no() + ")");
        count(tx, run);
        var covered = tx.createQuery("""
                        select count(*) as records, count(*) filter (where indicators & :mask = 0) as valid from %s""".formatted(table))
                .bind("mask", Indicator.ACC_5.mask())
                .map((row, context) -> new Coverage(row.getLong(1), row.getLong(2), Instant.now()))
                .one();
        tx.execute("update quality_run set current = false where current");
        tx.createUpdate("""
                        update quality_run set state = 'COMPLETED', current = true, records = :records, valid_nik = :valid,
                            data_date = (select max(data_date) from import_job where state = 'COMPLETED' and rows = 'data-utama'), finished_at = clock_timestamp()
                        where no = :no""")
                .bind("records", covered.records())
                .bind("valid", covered.validNik())
                .bind("no", run.no())
                .execute();
        tx.execute("drop table " + String.join(", ", WORKING));
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

    private static Set<Indicator> measured(Handle tx) {
        boolean performance = tx.createQuery("select exists (select from quality_performance)")
                .mapTo(boolean.class)
                .one();
        return Arrays.stream(Indicator.values())
                .filter(indicator -> indicator.isMeasured(performance))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Indicator.class)));
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

    /** What one record cannot tell of itself. */
    private static void helpers(Handle tx) {
        tx.execute("""
                create unlogged table quality_nik as select nik_lookup as nik from asn_record
                where not removed and nik_lookup in (select nik_lookup from asn_record
                    where nik_lookup is not null and not removed group by nik_lookup having count(*) > 1)
                group by nik_lookup having count(distinct (upper(name), birth_date)) > 1""");
        tx.execute("""
                create unlogged table quality_nip as select nip from asn_record where not removed
                group by nip having count(*) > 1""");
        tx.execute("""
                create unlogged table quality_jf_name as
                select distinct upper(elements::json ->> 'jabatanFungsionalNama') as name from asn_record
                where not removed and elements like '%"jenisJabatanId":"2"%'""");
        tx.execute("""
                create unlogged table quality_double as
                select elements::json ->> 'unorId' as unor, elements::json ->> 'jabatanStrukturalId' as position from asn_record
                where not removed and status_code = '01' and elements like '%"jabatanStrukturalId"%' and elements like '%"jenisJabatanId":"1"%'
                group by 1, 2 having count(*) > 1""");
        tx.execute("""
                create unlogged table quality_performance as
                select distinct no from asn_history where kind = 'rw-skp22'""");
        tx.execute("analyze quality_performance");
        tx.execute("analyze quality_nik");
        tx.execute("analyze quality_nip");
        tx.execute("analyze quality_jf_name");
        tx.execute("analyze quality_double");
    }

    /**
     * One look at each record; a bit for each indicator that strikes. {@code offset 0} keeps the planner from computing the bits anew wherever
     * they are named; json is taken apart in half the time of jsonb, which would sort its members first.
     */
    private static String pass(Run run, Set<Indicator> measured) {
        String bits = measured.stream()
                .map(indicator -> "case when " + indicator.condition + " then " + indicator.mask() + " else 0 end")
                .collect(Collectors.joining("\n + "))
                .replace(":asOf", "date '" + run.asOf() + "'")
                .replace(":today", "'" + compact(run.asOf()) + "'")
                .replace(":yearAgo", "'" + compact(run.asOf().minusYears(1)) + "'");
        Set<String> fields = new LinkedHashSet<>();
        long withEvidence = 0;
        for (Indicator indicator : Indicator.values()) {
            fields.addAll(indicator.fields);
            withEvidence |= indicator.fields.isEmpty() ? 0 : indicator.mask();
        }
        String evidence = fields.stream()
                .map(field -> "'" + field + "', "
                        + switch (field) {
                            case "nipBaru" -> "r.nip";
                            case "kedudukanPnsId" -> "r.status_code";
                            default -> (INTERNAL.contains(field) ? "i." : "e.") + '"' + field + '"';
                        })
                .collect(Collectors.joining(", "));
        return """
                create table %s as
                select %d::bigint as run, r.no as record_no, coalesce(e."instansiKerjaId", '') as agency, seen.no is not null as in_scope, b.indicators,
                    case when b.indicators & %d <> 0 then jsonb_strip_nulls(jsonb_build_object(%s)) end as evidence
                from asn_record r
                cross join lateral json_to_record(r.elements::json) as e (%s)
                cross join lateral json_to_record(r.internal::json) as i (%s)
                cross join lateral (select %s offset 0) d
                left join quality_performance rated on rated.no = r.no
                left join quality_nik shared_nik on shared_nik.nik = r.nik_lookup
                left join quality_nip shared_nip on shared_nip.nip = r.nip
                left join quality_jf_name functional on functional.name = upper(e."jabatanFungsionalUmumNama")
                left join quality_double doubled on doubled.unor = e."unorId" and doubled.position = e."jabatanStrukturalId"
                %s
                cross join lateral (select (%s)::bigint as indicators offset 0) b
                where not r.removed""".formatted(
                        table(run),
                        run.no(),
                        withEvidence,
                        evidence,
                        columns(ELEMENTS),
                        columns(INTERNAL),
                        String.join(
                                ", ",
                                day("e", "tmtCpns", "cpns"),
                                day("e", "tmtPns", "pns"),
                                day("e", "tmtPppk", "pppk"),
                                day("e", "tglLahir", "lahir"),
                                day("i", "tglAkhirCltn", "cltn"),
                                day("i", "tglAkhirKontrak", "kontrak")),
                        Scope.JOIN,
                        bits);
    }

    private static String columns(Set<String> names) {
        return names.stream().sorted().map(name -> '"' + name + "\" text").collect(Collectors.joining(", "));
    }

    /** {@code dd-MM-yyyy} as it is kept, to {@code yyyyMMdd}, whose order is that of time; no date is parsed five million times. */
    private static String day(String of, String field, String as) {
        String value = of + ".\"" + field + '"';
        return "right(" + value + ", 4) || substr(" + value + ", 4, 2) || left(" + value + ", 2) as " + as;
    }

    private static void count(Handle tx, Run run) {
        // Few different sets of bits stand for millions of records.
        tx.execute("""
                create unlogged table quality_sets as
                select agency, indicators, count(*) as total, count(*) filter (where in_scope) as in_scope
                from %s group by agency, indicators""".formatted(table(run)));
        tx.createUpdate("""
                        insert into quality_count (run, agency, indicator, total, in_scope)
                        select :run, agency, '', sum(total), sum(in_scope) from quality_sets group by agency
                        union all
                        select :run, s.agency, i.code, sum(s.total), sum(s.in_scope)
                        from quality_sets s join quality_indicator i on (s.indicators >> i.bit) & 1 = 1 group by s.agency, i.code""").bind("run", run.no()).execute();
    }

    private static String compact(LocalDate day) {
        return day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }
}
