package id.padan.directory.rotation;

import id.padan.directory.log.OwnersDecision;
import id.padan.directory.log.RecordingDecisions;
import id.padan.directory.rotation.Rotation.State;
import id.padan.directory.rotation.Rotation.Step;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.token.TokenKeys;
import id.padan.proof.CanonicalJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The rotations, and what they mean for whoever makes tokens. */
@ApplicationScoped
public class TokenRotations {

    private final Jdbi jdbi;
    private final TokenKeys keys;
    private final RecordingDecisions decisions;

    TokenRotations(Jdbi jdbi, TokenKeys keys, RecordingDecisions decisions) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.decisions = decisions;
    }

    /**
     * The epochs under which a change is published as of this transaction, the newest last: two during a rotation, else one.
     *
     * @throws IllegalStateException if a key is not in the keyset file: nothing may be published without it
     */
    public List<Integer> epochs(Handle handle) {
        List<Integer> epochs = latest(handle)
                .map(rotation -> switch (rotation.state()) {
                    case PUBLISHING, PUBLISHED -> List.of(rotation.from(), rotation.to());
                    case RETIRING, ENDED -> List.of(rotation.to());
                })
                .orElseGet(() -> List.of(keys.current()));
        keys.refresh(epochs.getLast());
        for (int epoch : epochs) {
            requireKey(epoch);
        }
        return epochs;
    }

    /** The key of this epoch is in the keyset file. */
    public void requireKey(int epoch) {
        if (!keys.has(epoch)) {
            throw new IllegalStateException(
                    "the token keyset has no key of epoch " + epoch + ", which is being published");
        }
    }

    /** @throws ProblemException CONFLICT if a rotation is under way or the keyset has no newer key */
    Rotation start(OwnersDecision by) {
        return jdbi.inTransaction(handle -> {
            handle.execute("select pg_advisory_xact_lock(hashtextextended('padan.rotation', 0))");
            Optional<Rotation> last = latest(handle);
            if (last.isPresent() && last.get().state() != State.ENDED) {
                throw ProblemException.of(
                                PlatformProblem.CONFLICT, "A rotation is under way.", "Rotasi kunci sedang berjalan.")
                        .with("state", last.get().state());
            }
            int from = last.map(Rotation::to).orElseGet(keys::current);
            keys.refresh(from);
            int to = keys.epochs().stream().mapToInt(Integer::intValue).max().orElse(from);
            if (to <= from) {
                throw ProblemException.of(
                        PlatformProblem.CONFLICT,
                        "The keyset has no key newer than epoch " + from + ". Add one first.",
                        "Keyset belum memiliki kunci yang lebih baru daripada epoch " + from + ". Tambahkan dahulu.");
            }
            handle.execute(
                    "insert into token_rotation (to_epoch, from_epoch, state, step, started_by) values (?, ?, 'PUBLISHING', 'BLOCKS', ?)",
                    to,
                    from,
                    by.actor());
            return recorded(handle, by, latest(handle).orElseThrow());
        });
    }

    /** @throws ProblemException NOT_FOUND; CONFLICT unless it is PUBLISHED */
    Rotation retire(int to, OwnersDecision by) {
        return jdbi.inTransaction(handle -> {
            int changed = handle.execute("""
                    update token_rotation set state = 'RETIRING', step = 'ANNOUNCE', after_no = 0, records = 0, retired_by = ?
                    where to_epoch = ? and state = 'PUBLISHED'
                    """, by.actor(), to);
            Rotation rotation = latest(handle)
                    .filter(found -> found.to() == to)
                    .orElseThrow(() -> ProblemException.of(
                            PlatformProblem.NOT_FOUND, "There is no such rotation.", "Rotasi tersebut tidak ada."));
            if (changed == 0) {
                throw ProblemException.of(
                                PlatformProblem.CONFLICT,
                                "Old tokens can be retired once the rotation is PUBLISHED.",
                                "Token lama baru dapat ditarik setelah rotasi PUBLISHED.")
                        .with("state", rotation.state());
            }
            return recorded(handle, by, rotation);
        });
    }

    /** Last in the transaction: the log's head is held from here. */
    private Rotation recorded(Handle handle, OwnersDecision by, Rotation rotation) {
        var said = CanonicalJson.write(new TreeMap<>(Map.of(
                "from", Integer.toString(rotation.from()),
                "state", rotation.state().name(),
                "to", Integer.toString(rotation.to()))));
        var unused = decisions.record(handle, by, "ROTATION", sha256(said), "rotation/" + rotation.to());
        return rotation;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** What is shown before the first one. */
    Rotation none() {
        return new Rotation(keys.current(), keys.current(), State.ENDED, Step.NONE, 0, 0, null, null, null, null, null);
    }

    Optional<Rotation> latest() {
        return jdbi.withHandle(this::latest);
    }

    Optional<Rotation> latest(Handle handle) {
        return handle.createQuery("select * from token_rotation order by to_epoch desc limit 1")
                .map((result, context) -> rotation(result))
                .findOne();
    }

    private static Rotation rotation(ResultSet result) throws SQLException {
        return new Rotation(
                result.getInt("from_epoch"),
                result.getInt("to_epoch"),
                State.valueOf(result.getString("state")),
                Step.valueOf(result.getString("step")),
                result.getLong("after_no"),
                result.getLong("records"),
                result.getString("started_by"),
                instant(result, "started_at"),
                instant(result, "published_at"),
                result.getString("retired_by"),
                instant(result, "ended_at"));
    }

    private static Instant instant(ResultSet result, String column) throws SQLException {
        OffsetDateTime time = result.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
