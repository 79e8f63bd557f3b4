package id.padan.directory.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.directory.log.OwnersDecision;
import id.padan.directory.log.RecordingDecisions;
import id.padan.directory.worklist.Worklist;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.safety.ProductionSafety;
import id.padan.proof.TreeHash;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The versions of the mapping: the one in force, and the way to a new one. */
@ApplicationScoped
public class StatusMappings {

    /** Its only key in {@code asn.status-mapping.v1}. */
    private static final String KEY = "kedudukanHukum";

    private static final String TYPE = "asn.status-mapping.v1";
    private static final String PACKAGED = "/status-mappings/2024-1.json";
    private static final int BLOCK = 5000;
    private static final Logger LOG = Logger.getLogger(StatusMappings.class);
    /** Data older than this is said to be old. */
    public static final int STALE_DAYS = 7;

    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final StatusMapping NONE = new StatusMapping("0000-0", false, List.of());

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final ObjectMapper json;
    private final ProductionSafety safety;
    private final Worklist worklist;
    private final RecordingDecisions decisions;
    private volatile StatusMapping current = NONE;

    StatusMappings(
            Jdbi jdbi,
            Outbox outbox,
            ObjectMapper json,
            ProductionSafety safety,
            Worklist worklist,
            RecordingDecisions decisions) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.json = json;
        this.safety = safety;
        this.worklist = worklist;
        this.decisions = decisions;
    }

    /** After the outbox is ready, before the first request. */
    void start(@Observes @Priority(100) StartupEvent event) {
        Optional<StatusMapping> installed = jdbi.withHandle(this::load);
        if (installed.isPresent() && installed.get().synthetic() && safety.isProduction()) {
            throw new IllegalStateException(
                    "The status mapping " + installed.get().version()
                            + " is synthetic and accepted in the local profile only. Install the one that BKN approved.");
        }
        if (installed.isEmpty() && safety.isProduction()) {
            LOG.warn("no status mapping is installed: no record has an answer until BKN puts one");
        } else if (installed.isEmpty()) {
            install(packaged(), "padan", null);
        }
    }

    /** The mapping in force; without any, one that knows no code. */
    public StatusMapping current(Handle handle) {
        String version = handle.createQuery("select version from status_mapping where current")
                .mapTo(String.class)
                .findOne()
                .orElse(NONE.version());
        StatusMapping held = current;
        if (!held.version().equals(version)) {
            held = load(handle).orElse(NONE);
            current = held;
        }
        return held;
    }

    Optional<StatusMapping> find() {
        return jdbi.withHandle(this::load);
    }

    /**
     * Puts a new version in force, publishes it, and has the events of all records made anew whose codes it treats otherwise.
     *
     * @throws ProblemException INVALID with row and field; CONFLICT if the version does not rise
     */
    StatusMapping install(StatusMapping mapping, OwnersDecision by) {
        return install(mapping, by.actor(), by);
    }

    /** @param by null for the synthetic mapping that the local profile brings along: nobody has decided it, so it is no leaf */
    private StatusMapping install(StatusMapping mapping, String actor, OwnersDecision by) {
        mapping.check();
        if (mapping.synthetic() && safety.isProduction()) {
            throw ProblemException.of(
                    PlatformProblem.INVALID,
                    "A synthetic mapping is accepted in the local profile only.",
                    "Pemetaan sintetis hanya diterima pada profil lokal.");
        }
        jdbi.useTransaction(handle -> {
            handle.execute("select pg_advisory_xact_lock(hashtextextended('padan.status-mapping', 0))");
            StatusMapping before = load(handle).orElse(NONE);
            if (!mapping.isNewerThan(before.version())) {
                throw ProblemException.of(
                                PlatformProblem.CONFLICT,
                                "The version must be higher than the one in force.",
                                "Versi harus lebih tinggi daripada yang berlaku.")
                        .with("inForce", before.version());
            }
            handle.execute("update status_mapping set current = false where current");
            handle.execute(
                    "insert into status_mapping (version, synthetic, installed_by, current) values (?, ?, ?, true)",
                    mapping.version(),
                    mapping.synthetic(),
                    actor);
            var batch = handle.prepareBatch("""
                    insert into status_mapping_row (version, id, kode, meninggal, nama, jawaban, berlaku_dari, berlaku_sampai, dasar,
                        disetujui_oleh_bkn_pada, tinjau)
                    values (:version, :id, :kode, :meninggal, :nama, :jawaban, :berlakuDari, :berlakuSampai, :dasar,
                        :disetujuiOlehBknPada, :tinjau)
                    """);
            for (StatusMapping.Row row : mapping.rows()) {
                batch.bind("version", mapping.version())
                        .bindMethods(row)
                        .bind("jawaban", row.jawaban().name())
                        .add();
            }
            batch.execute();
            publish(handle, mapping);
            List<String> codes = mapping.codesThatDiffer(before);
            worklist.resolveKnown(handle, codes.stream().filter(mapping::knows).toList());
            republishRecordsOf(handle, codes);
            if (by != null) {
                var unused = decisions.record(
                        handle, by, "MAPPING", commitment(mapping), "status-mappings/" + mapping.version());
            }
        });
        LOG.infof("status mapping %s is in force", mapping.version());
        return mapping;
    }

    private byte[] commitment(StatusMapping mapping) {
        try {
            return new TreeHash().sha256(json.writeValueAsBytes(mapping));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Publishes the mapping again, with the date of the register's data: an import that changed no record makes no other event, and yet
     * all answers are newer by it.
     */
    public void publishAgain(Handle handle) {
        publish(handle, load(handle).orElse(NONE));
    }

    /** Publishes the mapping again with the coverage just counted: every list is then shown with it. */
    public void cover(Handle handle, Coverage coverage) {
        handle.createUpdate("""
                        insert into register_coverage (records, valid_nik, counted_at) values (:records, :valid, :at)
                        on conflict (one_row) do update
                            set records = excluded.records, valid_nik = excluded.valid_nik, counted_at = excluded.counted_at""")
                .bind("records", coverage.records())
                .bind("valid", coverage.validNik())
                .bind("at", coverage.countedAt())
                .execute();
        publishAgain(handle);
    }

    private static Coverage coverage(Handle handle) {
        return handle.createQuery("select records, valid_nik, counted_at from register_coverage")
                .map((row, context) -> new Coverage(
                        row.getLong(1),
                        row.getLong(2),
                        row.getObject(3, java.time.OffsetDateTime.class).toInstant()))
                .findOne()
                .orElse(null);
    }

    /** Whether answers from data of this day say {@code STALE_SOURCE}. */
    public static boolean isStale(LocalDate dataTime) {
        return dataTime.isBefore(LocalDate.now(JAKARTA).minusDays(STALE_DAYS));
    }

    /** Extraction date of the latest complete import; empty before the first. */
    public Optional<LocalDate> dataTime(Handle handle) {
        return handle.createQuery(
                        "select max(data_date) from import_job where state = 'COMPLETED' and rows = 'data-utama'")
                .mapTo(LocalDate.class)
                .findOne();
    }

    private void publish(Handle handle, StatusMapping mapping) {
        var rows = new ArrayList<Published.Row>();
        for (StatusMapping.Row row : mapping.rows()) {
            rows.add(new Published.Row(row.id(), row.jawaban(), row.berlakuDari(), row.berlakuSampai()));
        }
        LocalDate dataTime = dataTime(handle).orElse(null);
        outbox.append(
                handle,
                OutboxEvent.of(
                        Topics.ASN_STATUS_MAPPING,
                        KEY,
                        TYPE,
                        new Published(
                                "asn.status-mapping",
                                mapping.version(),
                                mapping.synthetic(),
                                dataTime,
                                rows,
                                coverage(handle))));
    }

    private void republishRecordsOf(Handle handle, List<String> codes) {
        var block = new ArrayList<Long>();
        try (var records = handle
                .createQuery("select no from asn_record where status_code = any(:codes) and not removed")
                .bindArray("codes", String.class, codes)
                .setFetchSize(10_000)
                .mapTo(Long.class)
                .stream()) {
            records.forEach(no -> {
                block.add(no);
                if (block.size() == BLOCK) {
                    appendBlock(handle, block);
                }
            });
        }
        appendBlock(handle, block);
    }

    private void appendBlock(Handle handle, List<Long> block) {
        if (!block.isEmpty()) {
            long[] records = block.stream().mapToLong(Long::longValue).toArray();
            outbox.append(handle, OutboxEvent.block(Topics.ASN_RECORD, "block", "asn.block", records));
            block.clear();
        }
    }

    private Optional<StatusMapping> load(Handle handle) {
        return handle.createQuery("select version, synthetic from status_mapping where current")
                .map((result, context) -> new StatusMapping(
                        result.getString("version"),
                        result.getBoolean("synthetic"),
                        rows(handle, result.getString("version"))))
                .findOne();
    }

    private static List<StatusMapping.Row> rows(Handle handle, String version) {
        return handle.createQuery(
                        "select * from status_mapping_row where version = :version order by kode, meninggal, berlaku_dari")
                .bind("version", version)
                .map((result, context) -> new StatusMapping.Row(
                        result.getString("id"),
                        result.getString("kode"),
                        result.getBoolean("meninggal"),
                        result.getString("nama"),
                        StatusMapping.Answer.valueOf(result.getString("jawaban")),
                        result.getObject("berlaku_dari", LocalDate.class),
                        result.getObject("berlaku_sampai", LocalDate.class),
                        result.getString("dasar"),
                        result.getObject("disetujui_oleh_bkn_pada", LocalDate.class),
                        result.getBoolean("tinjau")))
                .list();
    }

    private StatusMapping packaged() {
        try (InputStream file = StatusMappings.class.getResourceAsStream(PACKAGED)) {
            return json.readValue(file, StatusMapping.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code asn.status-mapping.v1}: opaque row ids and answers, no code. */
    record Published(
            String type,
            String version,
            boolean synthetic,
            LocalDate dataTime,
            List<Row> rows,
            @JsonInclude(JsonInclude.Include.NON_NULL) Coverage coverage) {
        record Row(String id, StatusMapping.Answer answer, LocalDate from, LocalDate to) {}
    }
}
