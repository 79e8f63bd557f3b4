package id.padan.agreement.casework;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.agreement.acting.RecordingActs;
import id.padan.agreement.acting.Seat;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.ProofLog;
import id.padan.platform.writing.Words;
import id.padan.proof.CanonicalJson;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * One register: opens, changes and reads its case files. A step is one transaction: the case's row, the step with its content, whatever
 * belongs to it, and the leaf, last.
 */
public final class Register<T extends CaseState> {
    /** Longest page of a register. */
    public static final int LONGEST_PAGE = 200;

    private static final Pattern VERSION = Pattern.compile("\"(\\d{1,9})\"");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final CaseKind kind;
    private final Class<T> states;
    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final ProofLog log;

    Register(CaseKind kind, Class<T> states, Jdbi jdbi, ObjectMapper json, ProofLog log) {
        this.kind = kind;
        this.states = states;
        this.jdbi = jdbi;
        this.json = json;
        this.log = log;
    }

    /** Opens a case. */
    public CaseFile<T> open(Seat seat, String act, Draft<T> draft) {
        return open(seat, act, draft, (tx, id) -> {});
    }

    /** As above, with what must be written in the same transaction, before the leaf. */
    public CaseFile<T> open(Seat seat, String act, Draft<T> draft, BiConsumer<Handle, UUID> beside) {
        return jdbi.inTransaction(tx -> {
            UUID id = ProofLog.newId();
            insert(tx, seat, id, draft);
            beside.accept(tx, id);
            step(tx, seat, id, 1, act, draft.content());
            return read(tx, seat, id);
        });
    }

    /** Takes one step, if the caller has read the present version. */
    public CaseFile<T> change(Seat seat, CaseStep step, String act, Function<CaseFile<T>, Draft<T>> move) {
        return change(seat, step, act, move, (tx, file) -> {});
    }

    /**
     * As above.
     *
     * @param beside is given the case as it then is, before the leaf is written
     * @throws ProblemException NOT_FOUND also for a case that the caller may not know of; INVALID without If-Match; STALE_VERSION
     */
    public CaseFile<T> change(
            Seat seat,
            CaseStep step,
            String act,
            Function<CaseFile<T>, Draft<T>> move,
            BiConsumer<Handle, CaseFile<T>> beside) {
        return jdbi.inTransaction(tx -> {
            UUID caseId = uuid(step.file());
            tx.execute("select 1 from case_file where id = ? for update", caseId);
            CaseFile<T> file = read(tx, seat, caseId);
            requireVersion(step.ifMatch(), file.version());
            write(tx, seat, file, act, move.apply(file), beside);
            return read(tx, seat, caseId);
        });
    }

    /** Takes one step on a case whose row the transaction has locked and whose version it has compared. */
    public void change(Handle tx, Seat seat, CaseFile<T> file, String act, Draft<T> draft) {
        write(tx, seat, file, act, draft, (same, changed) -> {});
    }

    /** Opens the case with a natural key, or takes a step on it, inside a transaction that does more. */
    public void put(Handle tx, Seat seat, String act, Draft<T> draft) {
        Optional<CaseFile<T>> file = findBySubject(tx, seat.agreementId(), draft.subject());
        if (file.isPresent()) {
            change(tx, seat, file.get(), act, draft);
            return;
        }
        UUID id = ProofLog.newId();
        insert(tx, seat, id, draft);
        step(tx, seat, id, 1, act, draft.content());
    }

    private void write(
            Handle tx,
            Seat seat,
            CaseFile<T> file,
            String act,
            Draft<T> draft,
            BiConsumer<Handle, CaseFile<T>> beside) {
        int version = file.version() + 1;
        tx.createUpdate("""
                        update case_file set state = :state, version = :version, changed_at = clock_timestamp(), due_at = :due,
                               confidential = :confidential, content = cast(:content as json)
                         where id = :id""")
                .bind("id", file.id())
                .bind("state", draft.content().state())
                .bind("version", version)
                .bind("due", draft.due())
                .bind("confidential", draft.confidential())
                .bind("content", text(draft.content()))
                .execute();
        beside.accept(
                tx,
                new CaseFile<>(
                        file.id(),
                        file.agreementId(),
                        file.party(),
                        draft.confidential(),
                        version,
                        file.openedAt(),
                        seat.now(),
                        draft.due(),
                        draft.content(),
                        List.of()));
        step(tx, seat, file.id(), version, act, draft.content());
    }

    /** @throws ProblemException NOT_FOUND also for a case that the caller may not know of */
    public CaseFile<T> get(Seat seat, String id) {
        return jdbi.withHandle(handle -> read(handle, seat, uuid(id)));
    }

    /** A page of what the caller may know of, oldest first. */
    public CaseFile.Page<T> list(Seat seat, String after, Integer limit) {
        int size = limit == null ? 50 : Math.clamp(limit, 1, LONGEST_PAGE);
        UUID from = after == null ? new UUID(0, 0) : uuid(after);
        List<CaseFile<T>> found = jdbi.withHandle(handle -> handle.createQuery("""
                        select * from case_file where agreement_id = :agreement and kind = :kind and id > :after
                           and (party = :party or not confidential) order by id limit :limit""")
                .bind("agreement", seat.agreementId())
                .bind("kind", kind.name())
                .bind("party", seat.party())
                .bind("after", from)
                .bind("limit", size + 1)
                .map((row, context) -> file(row, List.of()))
                .list());
        return found.size() > size
                ? new CaseFile.Page<>(
                        found.subList(0, size), found.get(size - 1).id())
                : new CaseFile.Page<>(found, null);
    }

    /** Every case, whoever may see it: for clocks and counts, never for an answer as it is. */
    public List<CaseFile<T>> listAll(Handle handle, String agreementId) {
        return handle.createQuery(
                        "select * from case_file where agreement_id = :agreement and kind = :kind order by id")
                .bind("agreement", agreementId)
                .bind("kind", kind.name())
                .map((row, context) -> file(row, List.of()))
                .list();
    }

    /** The case with a natural key, locked until the transaction ends if it is one. */
    public Optional<CaseFile<T>> findBySubject(Handle handle, String agreementId, String subject) {
        return handle.createQuery("select * from case_file where agreement_id = :agreement and kind = :kind"
                        + " and subject = :subject" + (handle.isInTransaction() ? " for update" : ""))
                .bind("agreement", agreementId)
                .bind("kind", kind.name())
                .bind("subject", subject)
                .map((row, context) -> file(row, List.of()))
                .findOne();
    }

    /** The steps of a case, oldest first. */
    public List<CaseFile.Step> steps(Handle handle, UUID id) {
        return handle.createQuery("select * from case_step where case_id = :id order by version")
                .bind("id", id)
                .map((row, context) -> new CaseFile.Step(
                        row.getInt("version"),
                        row.getString("act"),
                        row.getString("state"),
                        row.getString("party"),
                        row.getString("actor"),
                        instant(row, "at"),
                        row.getObject("leaf", UUID.class),
                        row.getLong("log_index")))
                .list();
    }

    /**
     * Compares what the caller has read with what is stored.
     *
     * @throws ProblemException INVALID if the header is missing or malformed, STALE_VERSION if it names another version
     */
    public static void requireVersion(String ifMatch, int stored) {
        Matcher matcher = VERSION.matcher(ifMatch == null ? "" : ifMatch.strip());
        if (!matcher.matches()) {
            throw Words.invalid(
                    "If-Match",
                    "Send If-Match with the version you read, in quotes, as ETag gave it.",
                    "Sertakan If-Match dengan versi yang Anda baca, dalam tanda kutip seperti pada ETag.");
        }
        if (Integer.parseInt(matcher.group(1)) != stored) {
            throw ProblemException.of(
                            PlatformProblem.STALE_VERSION,
                            "The record has another version. Read it again.",
                            "Versi data sudah lain. Baca ulang datanya.")
                    .with("version", stored);
        }
    }

    private CaseFile<T> read(Handle handle, Seat seat, UUID id) {
        return handle.createQuery("""
                        select * from case_file where id = :id and agreement_id = :agreement and kind = :kind
                           and (party = :party or not confidential)""")
                .bind("id", id)
                .bind("agreement", seat.agreementId())
                .bind("kind", kind.name())
                .bind("party", seat.party())
                .map((row, context) -> file(row, steps(handle, id)))
                .findOne()
                .orElseThrow(Register::notFound);
    }

    private void insert(Handle tx, Seat seat, UUID id, Draft<T> draft) {
        tx.createUpdate("""
                        insert into case_file (id, agreement_id, kind, party, confidential, subject, state, version, opened_at,
                                               changed_at, due_at, content)
                        values (:id, :agreement, :kind, :party, :confidential, :subject, :state, 1, :now, :now, :due,
                                cast(:content as json))""")
                .bind("id", id)
                .bind("agreement", seat.agreementId())
                .bind("kind", kind.name())
                .bind("party", seat.party())
                .bind("confidential", draft.confidential())
                .bind("subject", draft.subject())
                .bind("state", draft.content().state())
                .bind("now", seat.now())
                .bind("due", draft.due())
                .bind("content", text(draft.content()))
                .execute();
    }

    /** Salted, unlike other acts: a case's content has few possible values, and its leaf is read by both parties. */
    private void step(Handle tx, Seat seat, UUID id, int version, String act, CaseState content) {
        String text = text(content);
        String reference = "agreements/" + seat.agreementId() + "/" + kind.path() + "/" + id;
        ProofLog.Locked head = log.lock(tx);
        PolicyRef policy = head.inForce(seat.agreementId())
                .orElseThrow(() -> ProblemException.of(
                                PlatformProblem.UNAVAILABLE,
                                "The log does not know the agreement yet. Try again.",
                                "Log belum mengenal perjanjian ini. Coba lagi.")
                        .retryAfter(Duration.ofSeconds(2)));
        UUID leaf = ProofLog.newId();
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        var values = new TreeMap<String, String>();
        values.put("act", act);
        values.put("actor", seat.actor());
        values.put("at", head.at().toString());
        values.put("content", HexFormat.of().formatHex(RecordingActs.sha256(text)));
        values.put("id", leaf.toString());
        values.put("party", seat.party());
        values.put("reference", reference);
        values.put("salt", HexFormat.of().formatHex(salt));
        values.put("state", content.state());
        values.put("version", Integer.toString(version));
        String record = CanonicalJson.write(values);
        var written = Leaf.own(kind.name(), policy, seat.party(), seat.actor(), RecordingActs.sha256(record), reference)
                .withId(leaf)
                .withOfficer(seat.caller().officer());
        long index = head.append(policy, List.of(written)).getFirst().logIndex();
        tx.createUpdate("""
                        insert into case_step (case_id, version, act, state, party, actor, at, content, record, leaf, log_index)
                        values (:id, :version, :act, :state, :party, :actor, :at, cast(:content as json), :record, :leaf, :index)""")
                .bind("id", id)
                .bind("version", version)
                .bind("act", act)
                .bind("state", content.state())
                .bind("party", seat.party())
                .bind("actor", seat.actor())
                .bind("at", head.at())
                .bind("content", text)
                .bind("record", record)
                .bind("leaf", leaf)
                .bind("index", index)
                .execute();
    }

    private CaseFile<T> file(ResultSet row, List<CaseFile.Step> steps) throws SQLException {
        return new CaseFile<>(
                row.getObject("id", UUID.class),
                row.getString("agreement_id"),
                row.getString("party"),
                row.getBoolean("confidential"),
                row.getInt("version"),
                instant(row, "opened_at"),
                instant(row, "changed_at"),
                instant(row, "due_at"),
                content(row.getString("content")),
                steps);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException malformed) {
            throw notFound();
        }
    }

    private static ProblemException notFound() {
        return ProblemException.of(
                PlatformProblem.NOT_FOUND,
                "There is no such case for the token's party.",
                "Tidak ada perkara tersebut bagi pihak pada token.");
    }

    private String text(CaseState content) {
        try {
            return json.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            // No cause: its message may quote a value.
            throw new IllegalStateException("a case cannot be written as JSON");
        }
    }

    private T content(String text) {
        try {
            return json.readValue(text, states);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored case cannot be read any more");
        }
    }
}
