package id.padan.platform.proof;

import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.LogViews.CounterSignatureView;
import id.padan.platform.proof.LogViews.HeadView;
import id.padan.platform.proof.LogViews.ProofView;
import id.padan.proof.Head;
import id.padan.proof.LogExport;
import id.padan.proof.ProofFault;
import id.padan.proof.SignedHead;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who may read this service's log, and what they get. */
@ApplicationScoped
public class LogReading {
    private static final String[] ANY_ROLE = {"operator", "verifier", "approver", "auditor", "dpo", "admin", "system"};

    /** Who at the holder watches over the log beside auditor and dpo. */
    private static final List<String> HOLDERS_WATCHERS = List.of("operator", "admin", "system");

    private final Callers callers;
    private final AgreementGate gate;
    private final ProofLog log;
    private final CounterSignatures counterSignatures;
    private final Optional<String> holder;

    LogReading(
            Callers callers,
            AgreementGate gate,
            ProofLog log,
            CounterSignatures counterSignatures,
            @ConfigProperty(name = "padan.log.holder") Optional<String> holder) {
        this.callers = callers;
        this.gate = gate;
        this.log = log;
        this.counterSignatures = counterSignatures;
        this.holder = holder;
    }

    /** @param size null for the last head */
    HeadView head(Long size) {
        requireParty();
        var state = log.head();
        if (size == null && state.head().isEmpty()) {
            return new HeadView(log.key().name(), 0, null, null, log.key().toString());
        }
        var head = size == null
                ? state.head()
                : log.findHead(size)
                        .orElseThrow(() -> ProblemException.of(
                                PlatformProblem.NOT_FOUND,
                                "The log has given no head of this size.",
                                "Log tidak pernah menerbitkan kepala dengan ukuran ini."));
        var signed = counterSignatures.signedBy(head);
        var parsed = parse(head);
        return new HeadView(
                log.key().name(),
                parsed.size(),
                parsed.at().toString(),
                signed,
                log.key().toString());
    }

    /** The last head that another party has counter-signed. */
    HeadView counterSigned() {
        requireParty();
        return head(counterSignatures
                .findLastSize()
                .orElseThrow(() -> ProblemException.of(
                        PlatformProblem.NOT_FOUND,
                        "No head of this log has been counter-signed.",
                        "Belum ada kepala log yang ditandatangani lawan.")));
    }

    ProofView proof(String leaf, Long index, Long size, Long from, Long to) {
        requireParty();
        long now = log.head().size();
        if (from != null) {
            long until = to == null ? now : to;
            requireRange(from >= 0 && from <= until && until <= now, "from");
            return new ProofView(
                    null,
                    null,
                    null,
                    null,
                    from,
                    until,
                    base64(log.consistencyPath(from, until)),
                    log.findHead(from).orElse(null),
                    log.findHead(until).orElse(null));
        }
        Optional<Receipt> found = leaf != null
                ? id(leaf).flatMap(log::find)
                : index != null ? log.find(index) : LogReading.<Optional<Receipt>>invalid("leaf");
        var receipt = found.orElseThrow(() -> ProblemException.of(
                PlatformProblem.NOT_FOUND, "There is no such leaf.", "Tidak ada entri log demikian."));
        long at = size == null ? now : size;
        requireRange(receipt.logIndex() < at && at <= now, "size");
        return new ProofView(
                receipt.logIndex(),
                at,
                receipt.id().toString(),
                HexFormat.of().formatHex(receipt.leafHash()),
                null,
                null,
                base64(log.inclusionPath(receipt.logIndex(), at)),
                null,
                log.findHead(at).orElse(null));
    }

    /** Refuses who may not export the log; leaves name no subject, but they do name officers. */
    void requireExporter() {
        var caller = requireParty();
        boolean watches = caller.has("auditor")
                || caller.has("dpo")
                || isHolder(caller) && HOLDERS_WATCHERS.stream().anyMatch(caller::has);
        if (!watches) {
            throw ProblemException.of(
                            PlatformProblem.ROLE_MISSING,
                            "One of these roles is needed: auditor, dpo.",
                            "Diperlukan salah satu peran: auditor, dpo.")
                    .with("roles", List.of("auditor", "dpo"));
        }
    }

    /** Writes the log's groups from the one that holds a leaf, as they were when the writing began, and the closing line. */
    void export(long from, OutputStream out) throws IOException {
        long size = log.head().size();
        long next = from;
        if (next == 0) {
            line(out, LogExport.header(log.key().name(), log.key()));
        }
        while (next < size) {
            for (var group : log.listGroups(next)) {
                if (next < size) {
                    line(out, LogExport.group(group.first(), group.leaves(), group.head()));
                    next = group.first() + group.leaves().size();
                }
            }
        }
        line(out, LogExport.end(Math.max(size, next)));
    }

    CounterSignatureView counterSign(long size, String note) {
        var caller = callers.require("auditor", "approver", "dpo", "system");
        requireParty();
        var at = counterSignatures.add(caller, size, note);
        return new CounterSignatureView(size, caller.party(), at.toString());
    }

    private Caller requireParty() {
        var caller = callers.require(ANY_ROLE);
        boolean party = isHolder(caller)
                || gate.policies().stream()
                        .anyMatch(policy -> policy.party(caller.party()).isPresent());
        if (!party) {
            throw ProblemException.of(
                    PlatformProblem.PARTY_MISMATCH,
                    "The log is open to the parties of the agreement.",
                    "Log terbuka bagi para pihak dalam perjanjian.");
        }
        return caller;
    }

    private boolean isHolder(Caller caller) {
        return holder.filter(caller.party()::equals).isPresent();
    }

    private static void line(OutputStream out, String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    private static Head parse(String note) {
        try {
            return SignedHead.parse(note).head();
        } catch (ProofFault e) {
            throw new IllegalStateException("the log's store holds a head that is none: " + e.getMessage());
        }
    }

    static List<String> base64(List<byte[]> path) {
        return path.stream().map(Base64.getEncoder()::encodeToString).toList();
    }

    private static Optional<UUID> id(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    private static void requireRange(boolean good, String field) {
        if (!good) {
            invalid(field);
        }
    }

    private static <T> T invalid(String field) {
        throw ProblemException.of(
                        PlatformProblem.INVALID,
                        "Ask for a leaf (leaf or index, optionally size) or for from and to, within the log's size.",
                        "Mintalah satu entri (leaf atau index, opsional size) atau from dan to, dalam ukuran log.")
                .with("field", field);
    }
}
