package id.padan.agreement.addendum;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.agreement.acting.Act;
import id.padan.agreement.acting.AgreementProblem;
import id.padan.agreement.acting.RecordingActs;
import id.padan.agreement.acting.Seats;
import id.padan.agreement.addendum.Addendum.Stage;
import id.padan.agreement.approval.Approval;
import id.padan.agreement.approval.Approvals;
import id.padan.agreement.document.AgreementChecker;
import id.padan.agreement.document.AgreementFile;
import id.padan.agreement.document.CanonicalDocument;
import id.padan.agreement.document.Change;
import id.padan.agreement.document.CheckedFile;
import id.padan.agreement.document.Finding;
import id.padan.agreement.document.VersionDifference;
import id.padan.agreement.version.Revisions;
import id.padan.agreement.version.StoredVersion;
import id.padan.agreement.version.Storing;
import id.padan.agreement.version.StoringVersion;
import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.Words;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The life of an addendum; each step is a leaf, and the last approval stores the version in its own transaction. */
@ApplicationScoped
class Amending {

    private final Jdbi jdbi;
    private final Revisions revisions;
    private final AddendumStore store;
    private final Approvals approvals;
    private final AgreementChecker checker;
    private final VersionDifference difference;
    private final StoringVersion storing;
    private final RecordingActs acts;

    Amending(
            Jdbi jdbi,
            Revisions revisions,
            AddendumStore store,
            Approvals approvals,
            AgreementChecker checker,
            VersionDifference difference,
            StoringVersion storing,
            RecordingActs acts) {
        this.jdbi = jdbi;
        this.revisions = revisions;
        this.store = store;
        this.approvals = approvals;
        this.checker = checker;
        this.difference = difference;
        this.storing = storing;
        this.acts = acts;
    }

    /** @param changes against the version it was written over */
    record Shown(Addendum addendum, List<Approval> approvals, List<Change> changes) {}

    List<Shown> list(String agreementId, List<StoredVersion> versions) {
        return jdbi.withHandle(handle -> store.list(handle, agreementId).stream()
                .map(addendum -> shown(handle, addendum, versions))
                .toList());
    }

    Shown get(String agreementId, String id, List<StoredVersion> versions) {
        return jdbi.withHandle(handle -> shown(handle, find(handle, agreementId, id), versions));
    }

    /** @param id of the draft to replace, null for a new one */
    Shown draft(Caller caller, String agreementId, String id, String title, JsonNode document) {
        String name = Words.require("title", title, 3, 300);
        if (document == null || !document.isObject()) {
            throw Words.invalid(
                    "document",
                    "document is the whole next agreement file as a JSON object.",
                    "document adalah seluruh berkas perjanjian berikutnya sebagai objek JSON.");
        }
        byte[] content = CanonicalDocument.write(document);
        AgreementFile file = sound(content);
        return jdbi.inTransaction(tx -> {
            Revisions.Locked agreement = revisions.lock(tx, agreementId);
            requireSuccessor(agreement, file);
            UUID of = UUID.randomUUID();
            if (id != null) {
                Addendum before = find(tx, agreementId, id);
                requireOwn(caller, before);
                if (!(before.stage() instanceof Stage.Draft)) {
                    throw conflict(before, agreement.now());
                }
                of = before.id();
            }
            Addendum addendum = new Addendum(
                    of,
                    agreementId,
                    new Stage.Draft(),
                    name,
                    new String(content, StandardCharsets.UTF_8),
                    CanonicalDocument.sha256(content),
                    file.version(),
                    agreement.versions().getLast().version(),
                    file.effectiveFrom().toInstant(),
                    caller.party(),
                    caller.subject(),
                    agreement.now());
            store.insert(tx, addendum);
            // A draft is its party's own until it is submitted.
            var unused = record(tx, "ADDENDUM_DRAFTED", caller, agreement, addendum, List.of(caller.party()));
            return shown(tx, addendum, agreement.versions());
        });
    }

    Shown submit(Caller caller, String agreementId, String id) {
        return step(agreementId, id, (tx, agreement, addendum) -> {
            requireOwn(caller, addendum);
            if (!(addendum.stage() instanceof Stage.Draft)) {
                throw conflict(addendum, agreement.now());
            }
            requireSuccessor(agreement, sound(bytes(addendum)));
            requireBase(agreement, addendum);
            store.move(tx, addendum.id(), new Stage.InReview(agreement.now()));
            var unused = record(tx, "ADDENDUM_SUBMITTED", caller, agreement, addendum, others(agreement, caller));
        });
    }

    /** Either party finds that it has to be written anew; what was approved is void. */
    Shown giveBack(Caller caller, String agreementId, String id) {
        return step(agreementId, id, (tx, agreement, addendum) -> {
            if (!(addendum.stage() instanceof Stage.InReview)) {
                throw conflict(addendum, agreement.now());
            }
            approvals.forget(tx, addendum.id());
            store.move(tx, addendum.id(), new Stage.Draft());
            var unused = record(tx, "ADDENDUM_RETURNED", caller, agreement, addendum, agreement.parties());
        });
    }

    Shown withdraw(Caller caller, String agreementId, String id) {
        return step(agreementId, id, (tx, agreement, addendum) -> {
            requireOwn(caller, addendum);
            if (!(addendum.stage() instanceof Stage.Draft || addendum.stage() instanceof Stage.InReview)) {
                throw conflict(addendum, agreement.now());
            }
            store.move(tx, addendum.id(), new Stage.Withdrawn(agreement.now()));
            var unused = record(tx, "ADDENDUM_WITHDRAWN", caller, agreement, addendum, others(agreement, caller));
        });
    }

    /** @param sha256 of what the approver has read */
    Shown approve(Caller caller, String agreementId, String id, String sha256) {
        Words.requireSha256("sha256", sha256);
        return step(agreementId, id, (tx, agreement, addendum) -> {
            if (!(addendum.stage() instanceof Stage.InReview)) {
                throw conflict(addendum, agreement.now());
            }
            if (!addendum.sha256().equals(sha256)) {
                throw ProblemException.of(
                                PlatformProblem.STALE_VERSION,
                                "The addendum has another hash than the one you approve; read it again.",
                                "Hash adendum berbeda dari yang Anda setujui; baca kembali.")
                        .with("sha256", addendum.sha256());
            }
            approvals.requireOpen(tx, addendum.id(), agreement.parties(), caller);
            Seats.requireAnother(caller, addendum.draftedBy());
            AgreementFile file = sound(bytes(addendum));
            requireSuccessor(agreement, file);
            requireBase(agreement, addendum);
            UUID leaf = record(tx, "ADDENDUM_APPROVED", caller, agreement, addendum, others(agreement, caller));
            if (approvals.add(tx, addendum.id(), agreement.parties(), caller, agreement.now(), leaf)) {
                effect(tx, agreement, addendum, file);
            }
        });
    }

    private void effect(Handle tx, Revisions.Locked agreement, Addendum addendum, AgreementFile file) {
        Storing stored = storing.store(
                tx, agreement, file, bytes(addendum), addendum.sha256(), "addenda/" + addendum.id(), "addendum");
        if (stored instanceof Storing.NotNewer(List<Finding> findings)) {
            throw overlaps().with("findings", findings);
        }
        store.move(tx, addendum.id(), new Stage.Agreed(agreement.now()));
    }

    private interface Step {
        void take(Handle tx, Revisions.Locked agreement, Addendum addendum);
    }

    private Shown step(String agreementId, String id, Step step) {
        return jdbi.inTransaction(tx -> {
            Revisions.Locked agreement = revisions.lock(tx, agreementId);
            step.take(tx, agreement, find(tx, agreementId, id));
            return shown(tx, find(tx, agreementId, id), agreement.versions());
        });
    }

    private AgreementFile sound(byte[] content) {
        return switch (checker.check(content)) {
            case CheckedFile.Sound(AgreementFile file) -> file;
            case CheckedFile.Faulty(String id, List<Finding> findings) -> throw invalid(findings);
        };
    }

    private static ProblemException invalid(List<Finding> findings) {
        return ProblemException.of(
                        AgreementProblem.ADDENDUM_INVALID,
                        "findings says what is wrong, where, and what to do.",
                        "findings menyebut apa yang salah, di mana, dan cara memperbaikinya.")
                .with("findings", findings);
    }

    /** That it is a version of this agreement, between these parties, that can still take effect on its date. */
    private static void requireSuccessor(Revisions.Locked agreement, AgreementFile file) {
        if (!agreement.now().isBefore(agreement.shown().file().term().until().toInstant())) {
            throw ProblemException.of(
                    PlatformProblem.TERM_ENDED,
                    "The agreement has ended; what has ended is not amended but agreed anew.",
                    "Perjanjian sudah berakhir; tidak dapat diubah, hanya dibuat baru.");
        }
        if (!file.id().equals(agreement.agreementId())) {
            throw invalid(List.of(
                    new Finding("/id", "It is of another agreement.", "Name " + agreement.agreementId() + ".")));
        }
        Set<String> parties =
                file.parties().stream().map(AgreementFile.Party::id).collect(Collectors.toSet());
        if (!parties.equals(Set.copyOf(agreement.parties()))) {
            throw invalid(List.of(new Finding(
                    "/parties",
                    "An addendum is agreed by the parties that there are; who joins or leaves needs an agreement of its own.",
                    "Name " + String.join(", ", agreement.parties()) + ".")));
        }
        if (agreement.versions().stream().anyMatch(version -> version.version().equals(file.version()))) {
            throw overlaps().with("version", file.version());
        }
        Instant effective = file.effectiveFrom().toInstant();
        if (effective.isBefore(agreement.earliest())) {
            throw ProblemException.of(
                    AgreementProblem.ADDENDUM_PAST,
                    "effectiveFrom must be in the future when the last party approves.",
                    "effectiveFrom harus di masa depan ketika pihak terakhir menyetujui.");
        }
        boolean later = agreement.versions().stream()
                .anyMatch(version -> version.supersededAt() == null
                        && !version.effectiveFrom().isBefore(effective));
        if (later) {
            throw overlaps();
        }
    }

    private static void requireBase(Revisions.Locked agreement, Addendum addendum) {
        if (!agreement.versions().getLast().version().equals(addendum.baseVersion())) {
            throw overlaps();
        }
    }

    private static ProblemException overlaps() {
        return ProblemException.of(
                AgreementProblem.ADDENDUM_OVERLAPS,
                "A version is stored meanwhile, has this number, or takes effect later; write the addendum over the last version.",
                "Ada versi yang tersimpan sementara itu, bernomor sama, atau berlaku kemudian; susun adendum atas versi terakhir.");
    }

    private static void requireOwn(Caller caller, Addendum addendum) {
        if (!addendum.party().equals(caller.party())) {
            throw ProblemException.of(
                    PlatformProblem.PARTY_MISMATCH,
                    "Only the party that drafted the addendum may do this.",
                    "Hanya pihak penyusun adendum yang dapat melakukannya.");
        }
    }

    private Shown shown(Handle handle, Addendum addendum, List<StoredVersion> versions) {
        List<Change> changes = versions.stream()
                .filter(version -> version.version().equals(addendum.baseVersion()))
                .findFirst()
                .map(base -> difference.words(base.file(), sound(bytes(addendum))))
                .orElse(List.of());
        return new Shown(addendum, approvals.list(handle, addendum.id()), changes);
    }

    private Addendum find(Handle handle, String agreementId, String id) {
        try {
            return store.find(handle, agreementId, UUID.fromString(id)).orElseThrow(Amending::notFound);
        } catch (IllegalArgumentException noId) {
            throw notFound();
        }
    }

    private UUID record(
            Handle tx, String kind, Caller caller, Revisions.Locked agreement, Addendum addendum, List<String> tell) {
        var said = new TreeMap<String, String>();
        said.put("addendum", addendum.id().toString());
        said.put("at", agreement.now().toString());
        said.put("effectiveFrom", addendum.effectiveFrom().toString());
        said.put("sha256", addendum.sha256());
        said.put("version", addendum.version());
        return acts.record(
                tx,
                new Act(
                        kind,
                        agreement.policy(),
                        caller.party(),
                        caller.subject(),
                        "addenda/" + addendum.id(),
                        said,
                        tell),
                agreement.now());
    }

    private static List<String> others(Revisions.Locked agreement, Caller caller) {
        return agreement.othersThan(caller.party());
    }

    private static byte[] bytes(Addendum addendum) {
        return addendum.document().getBytes(StandardCharsets.UTF_8);
    }

    private static ProblemException conflict(Addendum addendum, Instant now) {
        return ProblemException.of(
                        PlatformProblem.CONFLICT,
                        "The addendum is " + addendum.state(now) + ".",
                        "Adendum berstatus " + addendum.state(now) + ".")
                .with("state", addendum.state(now));
    }

    private static ProblemException notFound() {
        return ProblemException.of(
                PlatformProblem.NOT_FOUND, "There is no such addendum.", "Adendum tersebut tidak ada.");
    }
}
