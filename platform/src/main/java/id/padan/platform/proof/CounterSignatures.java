package id.padan.platform.proof;

import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.proof.LogKey;
import id.padan.proof.ProofFault;
import id.padan.proof.SignedHead;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Other parties' signatures under heads of this log. A party signs a head after it has found it consistent with the last one it saw; here
 * it is checked that what it signed is a head that this log has given, to the last byte.
 */
@ApplicationScoped
class CounterSignatures {
    private static final Logger LOG = Logger.getLogger(CounterSignatures.class);

    private final Jdbi jdbi;
    private final ProofLog log;
    private final MeterRegistry meters;
    private final Optional<Path> partyKeys;

    /** @param partyKeys file with a line {@code party verifier-key} for each party that counter-signs */
    CounterSignatures(
            Jdbi jdbi,
            ProofLog log,
            MeterRegistry meters,
            @ConfigProperty(name = "padan.log.party-keys") Optional<Path> partyKeys) {
        this.jdbi = jdbi;
        this.log = log;
        this.meters = meters;
        this.partyKeys = partyKeys;
    }

    /**
     * Keeps a counter-signature; the same one again changes nothing.
     *
     * @param note the head as this log gave it, with the party's signature line (C2SP tlog-cosignature)
     * @return when it was given, as its signer says
     */
    Instant add(Caller caller, long size, String note) {
        var key = keyOf(caller.party())
                .orElseThrow(() -> ProblemException.of(
                        PlatformProblem.LOG_KEY_UNKNOWN,
                        "No key of party " + caller.party()
                                + " is registered with this log. Hand its verifier key to the" + " log's operator.",
                        "Kunci pihak " + caller.party() + " belum terdaftar pada log ini. Serahkan kunci verifikasinya"
                                + " kepada operator log."));
        var given = log.findHead(size)
                .orElseThrow(() -> ProblemException.of(
                        PlatformProblem.NOT_FOUND,
                        "The log has given no head of this size.",
                        "Log tidak pernah menerbitkan kepala dengan ukuran ini."));
        SignedHead signed;
        try {
            signed = SignedHead.parse(note);
            if (!signed.head().text().equals(parse(given).head().text())) {
                throw inconsistent(signed, size);
            }
            key.requireOn(signed);
        } catch (ProofFault fault) {
            throw ProblemException.of(
                    PlatformProblem.INVALID,
                    "The counter-signature does not hold: " + fault.getMessage() + ".",
                    "Tanda tangan lawan tidak sah: " + fault.getMessage() + ".");
        }
        store(caller, size, lineOf(key, signed));
        return key.timeOn(signed);
    }

    private ProblemException inconsistent(SignedHead signed, long size) {
        meters.counter("padan.log.inconsistent").increment();
        boolean ours = log.keys().stream().anyMatch(key -> holds(key, signed));
        if (ours) {
            LOG.errorf(
                    "a party holds a head of size %d that our key has signed and our log does not have: two histories. "
                            + "Stop this service and compare its store with its backups and its log-head topic.",
                    signed.head().size());
        } else {
            LOG.warnf("a party counter-signed a head of size %d that this log has not given", size);
        }
        return ProblemException.of(
                        PlatformProblem.LOG_INCONSISTENT,
                        "The head that was signed is not the one this log gave at this size.",
                        "Kepala yang ditandatangani bukan yang diterbitkan log ini pada ukuran tersebut.")
                .with("signedByThisLog", ours);
    }

    private static boolean holds(LogKey key, SignedHead signed) {
        try {
            key.requireOn(signed);
            return true;
        } catch (ProofFault notSigned) {
            return false;
        }
    }

    private void store(Caller caller, long size, String line) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into proof_counter_signature (size, party, actor, line) values (:size, :party, :actor, :line)
                        on conflict (size, party) do nothing""")
                .bind("size", size)
                .bind("party", caller.party())
                .bind("actor", caller.subject())
                .bind("line", line)
                .execute());
    }

    /** A head with what other parties have signed under it. */
    String signedBy(String head) {
        try {
            long size = parse(head).head().size();
            var lines = jdbi.withHandle(handle -> handle.createQuery(
                            "select line from proof_counter_signature where size = :size order by party")
                    .bind("size", size)
                    .mapTo(String.class)
                    .list());
            return head + String.join("", lines);
        } catch (ProofFault e) {
            throw new IllegalStateException("the log's store holds no head: " + e.getMessage());
        }
    }

    /** The largest size that a party has counter-signed. */
    Optional<Long> findLastSize() {
        return jdbi.withHandle(handle -> handle.createQuery("select max(size) from proof_counter_signature")
                .mapTo(Long.class)
                .findOne());
    }

    private Optional<LogKey> keyOf(String party) {
        if (partyKeys.isEmpty()) {
            return Optional.empty();
        }
        try {
            for (var line : Files.readAllLines(partyKeys.get())) {
                var words = List.of(line.strip().split("\\s+"));
                if (words.size() == 2 && words.getFirst().equals(party)) {
                    var key = LogKey.parse(words.getLast());
                    return Optional.of(key).filter(known -> known.use() == LogKey.Use.COUNTERSIGNATURES);
                }
            }
            return Optional.empty();
        } catch (IOException | IllegalArgumentException unusable) {
            LOG.errorf("the parties' log keys cannot be read from %s: %s", partyKeys.get(), unusable.getMessage());
            return Optional.empty();
        }
    }

    private static String lineOf(LogKey key, SignedHead signed) {
        return signed.signatures().stream()
                .filter(signature ->
                        signature.keyId() == key.id() && signature.name().equals(key.name()))
                .findFirst()
                .orElseThrow()
                .line();
    }

    private static SignedHead parse(String note) throws ProofFault {
        return SignedHead.parse(note);
    }
}
