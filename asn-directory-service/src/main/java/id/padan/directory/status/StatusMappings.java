package id.padan.directory.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.directory.log.OwnersDecision;
import id.padan.directory.log.RecordingDecisions;
import id.padan.directory.reference.PublishingReferences;
import id.padan.directory.worklist.Worklist;
import id.padan.platform.database.Trip;
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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
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
    private final PublishingReferences references;
    private volatile StatusMapping current = NONE;

    StatusMappings(
            Jdbi jdbi,
            Outbox outbox,
            ObjectMapper json,
            ProductionSafety safety,
            Worklist worklist,
            RecordingDecisions decisions,
            PublishingReferences references) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.json = json;
        this.safety = safety;
        this.worklist = worklist;
        this.decisions = decisions;
        this.references = references;
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
            installPackaged();
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

    /** How a version came to be what it is. */
    enum State {
        PROPOSED,
        APPROVED,
        REFUSED
    }

    /**
     * A version with its history.
     *
     * @param approved by whom its meaning was decided: {@code bkn}, or {@code synthetic} for nobody
     * @param inForce whether answers are given by it now
     * @param hash of the rows as they stand; an approval names it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            String version,
            boolean synthetic,
            String approved,
            State state,
            boolean inForce,
            String proposedBy,
            Instant proposedAt,
            String decidedBy,
            Instant decidedAt,
            String hash,
            List<StatusMapping.Row> rows) {}

    Optional<View> findInForce() {
        return jdbi.withHandle(handle -> views(handle, "current")).stream().findFirst();
    }

    Optional<View> find(String version) {
        return jdbi.withHandle(handle -> views(handle, "true")).stream()
                .filter(view -> view.version().equals(version))
                .findFirst();
    }

    /** All versions, the last proposed first. */
    List<View> list() {
        return jdbi.withHandle(handle -> views(handle, "true"));
    }

    private List<View> views(Handle handle, String condition) {
        return handle.createQuery("select * from status_mapping where " + condition + " order by installed_at desc")
                .map((result, context) -> {
                    var mapping = new StatusMapping(
                            result.getString("version"),
                            result.getBoolean("synthetic"),
                            rows(handle, result.getString("version")));
                    return new View(
                            mapping.version(),
                            mapping.synthetic(),
                            mapping.synthetic() ? "synthetic" : "bkn",
                            State.valueOf(result.getString("state")),
                            result.getBoolean("current"),
                            result.getString("installed_by"),
                            instant(result.getObject("installed_at", OffsetDateTime.class)),
                            result.getString("decided_by"),
                            instant(result.getObject("decided_at", OffsetDateTime.class)),
                            HexFormat.of().formatHex(commitment(mapping)),
                            mapping.rows());
                })
                .list();
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /**
     * Keeps a new version until another officer has decided about it; it changes no answer.
     *
     * @param officer who proposes it, behind a machine too
     * @throws ProblemException INVALID with row and field; CONFLICT if the version does not rise or another proposal waits
     */
    View propose(StatusMapping mapping, OwnersDecision by, String officer) {
        mapping.check();
        requireOurs(mapping);
        jdbi.useTransaction(handle -> {
            lock(handle);
            mapping.checkApprovals(load(handle).orElse(NONE));
            requireNew(handle, mapping);
            store(handle, mapping, State.PROPOSED, officer);
            var unused = decisions.record(
                    handle, by, "MAPPING_PROPOSED", commitment(mapping), "status-mappings/" + mapping.version());
        });
        return find(mapping.version()).orElseThrow();
    }

    /**
     * Puts a proposal in force, publishes it, and has the events of all records made anew whose codes it treats otherwise.
     *
     * @param hash of the rows that the officer has read
     * @throws ProblemException NOT_FOUND, CONFLICT if it is no proposal any more or another one than was read; SECOND_PERSON_NEEDED for who
     *     proposed it
     */
    View approve(String version, String hash, OwnersDecision by) {
        jdbi.useTransaction(handle -> {
            lock(handle);
            View proposal = requireProposal(handle, version);
            if (proposal.proposedBy().equals(by.actor())) {
                throw ProblemException.of(
                        StatusProblem.SECOND_PERSON_NEEDED,
                        "Another officer than the one who proposed the mapping approves it.",
                        "Pemetaan disetujui oleh petugas lain daripada pengusulnya.");
            }
            if (!proposal.hash().equals(hash)) {
                throw ProblemException.of(
                                PlatformProblem.CONFLICT,
                                "hash is not that of the proposal: read it again.",
                                "hash bukan hash usulan ini: baca kembali usulannya.")
                        .with("field", "hash");
            }
            var mapping =
                    new StatusMapping(version, proposal.synthetic(), proposal.rows()).approved(LocalDate.now(JAKARTA));
            requireOurs(mapping);
            handle.execute(
                    "update status_mapping_row set disetujui_oleh_bkn_pada = ?"
                            + " where version = ? and disetujui_oleh_bkn_pada is null and not tinjau and not ?",
                    LocalDate.now(JAKARTA),
                    version,
                    mapping.synthetic());
            decide(handle, version, State.APPROVED, by);
            putInForce(handle, mapping, by.actor());
            var unused = decisions.record(handle, by, "MAPPING", commitment(mapping), "status-mappings/" + version);
        });
        LOG.infof("status mapping %s is in force", version);
        return find(version).orElseThrow();
    }

    /** Ends a proposal without effect; its proposer may do that too. */
    View refuse(String version, OwnersDecision by) {
        jdbi.useTransaction(handle -> {
            lock(handle);
            View proposal = requireProposal(handle, version);
            decide(handle, version, State.REFUSED, by);
            var unused = decisions.record(
                    handle,
                    by,
                    "MAPPING_REFUSED",
                    HexFormat.of().parseHex(proposal.hash()),
                    "status-mappings/" + version);
        });
        return find(version).orElseThrow();
    }

    /** The synthetic mapping that the local profile brings along: nobody has decided it, so it is no leaf. */
    private void installPackaged() {
        StatusMapping mapping = packaged();
        mapping.check();
        jdbi.useTransaction(handle -> {
            lock(handle);
            if (load(handle).isEmpty()) {
                store(handle, mapping, State.APPROVED, "padan");
                putInForce(handle, mapping, "padan");
            }
        });
        LOG.infof("status mapping %s is in force", mapping.version());
    }

    private static void lock(Handle handle) {
        handle.execute("select pg_advisory_xact_lock(hashtextextended('padan.status-mapping', 0))");
    }

    private void requireOurs(StatusMapping mapping) {
        if (mapping.synthetic() && safety.isProduction()) {
            throw ProblemException.of(
                    PlatformProblem.INVALID,
                    "A synthetic mapping is accepted in the local profile only.",
                    "Pemetaan sintetis hanya diterima pada profil lokal.");
        }
    }

    private void requireNew(Handle handle, StatusMapping mapping) {
        for (View known : views(handle, "true")) {
            if (!mapping.isNewerThan(known.version())) {
                throw ProblemException.of(
                                PlatformProblem.CONFLICT,
                                "The version must be higher than every one before it.",
                                "Versi harus lebih tinggi daripada semua versi sebelumnya.")
                        .with("version", known.version());
            }
            if (known.state() == State.PROPOSED) {
                throw ProblemException.of(
                                PlatformProblem.CONFLICT,
                                "Another proposal waits for a decision.",
                                "Masih ada usulan lain yang menunggu keputusan.")
                        .with("version", known.version());
            }
        }
    }

    private View requireProposal(Handle handle, String version) {
        View view = views(handle, "true").stream()
                .filter(one -> one.version().equals(version))
                .findFirst()
                .orElseThrow(() -> ProblemException.of(
                        PlatformProblem.NOT_FOUND, "There is no such mapping.", "Pemetaan tersebut tidak ada."));
        if (view.state() != State.PROPOSED) {
            throw ProblemException.of(
                            PlatformProblem.CONFLICT,
                            "The mapping is decided already.",
                            "Pemetaan ini sudah diputuskan.")
                    .with("state", view.state());
        }
        return view;
    }

    private static void decide(Handle handle, String version, State state, OwnersDecision by) {
        handle.execute(
                "update status_mapping set state = ?, decided_by = ?, decided_at = clock_timestamp() where version = ?",
                state.name(),
                by.actor(),
                version);
    }

    private static void store(Handle handle, StatusMapping mapping, State state, String by) {
        handle.execute(
                "insert into status_mapping (version, synthetic, installed_by, current, state) values (?, ?, ?, false, ?)",
                mapping.version(),
                mapping.synthetic(),
                by,
                state.name());
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
    }

    private void putInForce(Handle handle, StatusMapping mapping, String actor) {
        StatusMapping before = load(handle).orElse(NONE);
        handle.execute("update status_mapping set current = false where current");
        handle.execute("update status_mapping set current = true where version = ?", mapping.version());
        publish(handle, mapping);
        references.follow(handle, "jawabanKedudukanHukum", LocalDate.now(JAKARTA), answers(mapping), actor);
        List<String> codes = mapping.codesThatDiffer(before);
        worklist.resolveKnown(handle, codes.stream().filter(mapping::knows).toList());
        worklist.raise(
                handle,
                used(handle, codes.stream().filter(code -> !mapping.knows(code)).toList()).stream()
                        .map(code -> new Worklist.Finding(Worklist.Kind.UNKNOWN_STATUS_CODE, code))
                        .toList());
        republishRecordsOf(handle, codes);
    }

    /** Of these codes those that some record has. */
    private static List<String> used(Handle handle, List<String> codes) {
        return handle.createQuery(
                        "select distinct status_code from asn_record where status_code = any(:codes) and not removed")
                .bindArray("codes", String.class, codes)
                .mapTo(String.class)
                .list();
    }

    /** What each code answers, as the reference table that the other party may read (Lampiran 10.D). */
    private InputStream answers(StatusMapping mapping) {
        var rows = new ArrayList<Map<String, Object>>();
        for (StatusMapping.Row row : mapping.answering()) {
            var members = new LinkedHashMap<String, Object>();
            members.put(
                    "kode",
                    row.kode()
                            + (row.meninggal() ? "+meninggal" : "")
                            + (row.berlakuDari() == null ? "" : "@" + row.berlakuDari()));
            members.put("kedudukanHukumId", row.kode());
            members.put("meninggal", row.meninggal());
            members.put("nama", row.nama());
            members.put("jawaban", row.jawaban());
            members.put("berlakuDari", row.berlakuDari());
            members.put("berlakuSampai", row.berlakuSampai());
            members.put("sintetis", mapping.synthetic());
            rows.add(members);
        }
        try {
            return new ByteArrayInputStream(json.writeValueAsBytes(rows));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
                        row.getObject(3, OffsetDateTime.class).toInstant()))
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

    /** The version in force and {@link #dataTime}, null before the first import, as statements of a trip. */
    public void standing(Trip trip, BiConsumer<String, LocalDate> standing) {
        trip.ask("""
                        select coalesce((select version from status_mapping where current), ?),
                            (select max(data_date) from import_job where state = 'COMPLETED' and rows = 'data-utama')""", row -> standing.accept(row.getString(1), row.getObject(2, LocalDate.class)), NONE.version());
    }

    private void publish(Handle handle, StatusMapping mapping) {
        var rows = new ArrayList<Published.Row>();
        for (StatusMapping.Row row : mapping.answering()) {
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
                .createQuery("""
                        select no from asn_record where status_code = any(:codes) and not removed
                        union select no from status_interval where status_code = any(:codes) and known_to is null
                        """)
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
