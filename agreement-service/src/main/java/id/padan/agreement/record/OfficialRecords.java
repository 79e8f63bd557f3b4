package id.padan.agreement.record;

import id.padan.agreement.acting.Seats;
import id.padan.agreement.document.AgreementFile;
import id.padan.agreement.drafting.PrintedText;
import id.padan.agreement.drafting.RecordRequest;
import id.padan.agreement.inputs.RecordKind;
import id.padan.agreement.obligation.Obligations;
import id.padan.agreement.record.MovingRecords.Act;
import id.padan.agreement.rendering.RecordRenderer;
import id.padan.agreement.signature.ElectronicSignatures;
import id.padan.agreement.signature.SignatureOutcome;
import id.padan.agreement.version.AgreementVersions;
import id.padan.agreement.version.StoredVersion;
import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Who may do what to a record: by the party's place in the agreement, never by its name. */
@ApplicationScoped
class OfficialRecords {
    private static final Logger LOG = Logger.getLogger(OfficialRecords.class);
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    /** The duty in {@code duties.json} that a half-year's report meets. */
    private static final String USAGE_REPORT = "usage-report";

    private final AgreementVersions versions;
    private final RecordStore store;
    private final RecordFiles files;
    private final MovingRecords moving;
    private final DraftingRecords drafting;
    private final ElectronicSignatures signatures;
    private final Seats seats;
    private final Obligations obligations;

    OfficialRecords(
            AgreementVersions versions,
            RecordStore store,
            RecordFiles files,
            MovingRecords moving,
            DraftingRecords drafting,
            ElectronicSignatures signatures,
            Seats seats,
            Obligations obligations) {
        this.versions = versions;
        this.store = store;
        this.files = files;
        this.moving = moving;
        this.drafting = drafting;
        this.signatures = signatures;
        this.seats = seats;
        this.obligations = obligations;
    }

    static ProblemException notFound() {
        return ProblemException.of(
                PlatformProblem.NOT_FOUND,
                "No record that the token's party may know of has this id.",
                "Tidak ada dokumen dengan id ini bagi pihak pada token.");
    }

    /** The version in force, or the last one there was: records outlive the term (Ps 9(10)). */
    StoredVersion agreement(Caller caller, String agreementId) {
        var stored = versions.listVersions(agreementId);
        if (stored.stream()
                .flatMap(version -> version.file().parties().stream())
                .noneMatch(party -> party.id().equals(caller.party()))) {
            throw ProblemException.of(
                    PlatformProblem.NOT_FOUND,
                    "No agreement of the token's party has this id.",
                    "Tidak ada perjanjian dengan id ini bagi pihak pada token.");
        }
        Instant now = versions.now();
        return stored.stream()
                .filter(version -> version.supersededAt() == null
                        && !version.effectiveFrom().isAfter(now))
                .max((a, b) -> a.effectiveFrom().compareTo(b.effectiveFrom()))
                .orElseGet(stored::getFirst);
    }

    OfficialRecord get(Caller caller, String agreementId, UUID id) {
        agreement(caller, agreementId);
        return store.find(agreementId, id)
                .filter(record -> record.isFor(caller.party()))
                .orElseThrow(OfficialRecords::notFound);
    }

    List<RecordViews.Summary> list(Caller caller, String agreementId, UUID before, int limit) {
        agreement(caller, agreementId);
        return store.list(agreementId, caller.party(), before, limit);
    }

    /** For a holder of the file, who knows the digest that is printed on it; empty for everybody else. */
    Optional<OfficialRecord> find(String agreementId, UUID id) {
        return store.find(agreementId, id);
    }

    OfficialRecord draft(Caller caller, String agreementId, RecordRequest request, String idempotencyKey) {
        var agreement = agreement(caller, agreementId);
        requireRole(agreement, caller, RecordKind.GIVES);
        var record = drafting.draft(caller, agreement, request);
        return moving.draft(record, idempotencyKey, caller, agreement);
    }

    OfficialRecord check(Caller caller, String agreementId, UUID id, int expected) {
        var agreement = agreement(caller, agreementId);
        var record = get(caller, agreementId, id);
        if (!record.kind().isSignedByBoth()) {
            requireRole(agreement, caller, RecordKind.GIVES);
        }
        return moving.move(
                agreementId,
                id,
                act("CHECKED", caller, expected, null, agreement),
                current -> current.state() instanceof RecordState.Draft draft
                        ? draft.check(caller.subject())
                        : illegal(current, "CHECKED"));
    }

    OfficialRecord send(Caller caller, String agreementId, UUID id, int expected) {
        var agreement = agreement(caller, agreementId);
        get(caller, agreementId, id);
        requireRole(agreement, caller, RecordKind.GIVES);
        return moving.move(
                agreementId,
                id,
                act("SENT", caller, expected, null, agreement),
                current -> current.state() instanceof RecordState.Signed signed
                        ? signed.send()
                        : illegal(current, "SENT"));
    }

    OfficialRecord receive(Caller caller, String agreementId, UUID id, int expected) {
        var agreement = agreement(caller, agreementId);
        var seat = seats.of(agreementId, caller);
        get(caller, agreementId, id);
        requireRole(agreement, caller, RecordKind.RECEIVES);
        return moving.move(
                agreementId,
                id,
                act("RECEIVED", caller, expected, null, agreement),
                current -> current.state() instanceof RecordState.Sent sent
                        ? sent.receive()
                        : illegal(current, "RECEIVED"),
                (tx, received) -> {
                    if (received.kind() == RecordKind.LAPORAN_PEMANFAATAN) {
                        obligations.meet(
                                tx,
                                seat,
                                USAGE_REPORT,
                                received.until(),
                                seat.now().atZone(JAKARTA).toLocalDate(),
                                received.party(),
                                "official-records/" + id);
                    }
                });
    }

    OfficialRecord refuse(Caller caller, String agreementId, UUID id, int expected, String reason) {
        var agreement = agreement(caller, agreementId);
        get(caller, agreementId, id);
        requireRole(agreement, caller, RecordKind.RECEIVES);
        return moving.move(
                agreementId,
                id,
                act("REFUSED", caller, expected, PrintedText.require(reason, "reason", 1000), agreement),
                current ->
                        current.state() instanceof RecordState.Sent sent ? sent.refuse() : illegal(current, "REFUSED"));
    }

    /** The official of the caller's party signs the file as it stands; the certification body is asked outside any transaction. */
    OfficialRecord sign(
            Caller caller, String agreementId, UUID id, int expected, String identifier, String passphrase) {
        var agreement = agreement(caller, agreementId);
        var record = get(caller, agreementId, id);
        var needed = signers(agreement, record.kind());
        if (!needed.contains(caller.party())) {
            throw mismatch(RecordKind.GIVES);
        }
        MovingRecords.requireVersion(record, expected);
        // Tried before anybody is asked for a signature that could not be kept.
        signedNext(record, caller, needed);
        var official = drafting.officialOf(record, caller.party());
        var outcome = signatures.sign(new ElectronicSignatures.Request(
                files.current(record),
                caller.party(),
                PrintedText.require(identifier, "identifier", 200),
                official.name(),
                passphrase == null ? "" : passphrase,
                "Menandatangani " + record.kind().words(),
                drafting.placeOf(record)));
        var pdf = require(outcome);
        return moving.move(
                agreementId,
                id,
                new Act(
                        "SIGNED",
                        caller,
                        expected,
                        null,
                        agreement,
                        new OfficialRecord.SignedFile(pdf, RecordRenderer.sha256(pdf))),
                current -> signedNext(current, caller, needed));
    }

    private static RecordState signedNext(OfficialRecord record, Caller caller, Set<String> needed) {
        if (!(record.state() instanceof RecordState.Checked checked)
                || checked.signed().contains(caller.party())) {
            return illegal(record, "SIGNED");
        }
        try {
            return checked.sign(caller.subject(), caller.party(), needed);
        } catch (RecordState.SameEyes same) {
            throw MovingRecords.samePerson();
        }
    }

    private static byte[] require(SignatureOutcome outcome) {
        return switch (outcome) {
            case SignatureOutcome.Signed signed -> signed.pdf();
            case SignatureOutcome.WrongPassphrase _ ->
                throw ProblemException.of(
                        RecordProblem.SIGNATURE_PASSPHRASE_WRONG,
                        "The passphrase does not open the signer's key. Nothing was signed.",
                        "Frasa sandi tidak membuka kunci penanda tangan. Tidak ada yang ditandatangani.");
            case SignatureOutcome.CertificateExpired _ ->
                throw ProblemException.of(
                        RecordProblem.SIGNATURE_CERTIFICATE_EXPIRED,
                        "Renew the official's certificate with the certification body, then sign again.",
                        "Perbarui sertifikat elektronik pejabat pada penyelenggara sertifikasi, lalu tandatangani kembali.");
            case SignatureOutcome.Refused refused -> {
                LOG.warnf("the certification body refused to sign, HTTP %d", refused.status());
                throw ProblemException.of(
                        RecordProblem.SIGNATURE_REFUSED,
                        "The certification body does not sign for this identifier. Check that the official is registered.",
                        "Penyelenggara sertifikasi menolak pengenal ini. Periksa pendaftaran pejabat yang bersangkutan.");
            }
            case SignatureOutcome.Unavailable unavailable -> {
                LOG.warnf("nothing was signed: %s", unavailable.why());
                throw ProblemException.of(
                                RecordProblem.SIGNATURE_UNAVAILABLE,
                                "The signing service could not be used. Nothing was signed; try again.",
                                "Layanan tanda tangan tidak dapat dipakai. Tidak ada yang ditandatangani; coba lagi.")
                        .retryAfter(Duration.ofSeconds(30));
            }
        };
    }

    /** Ids of the parties whose official signs. */
    static Set<String> signers(StoredVersion agreement, RecordKind kind) {
        return agreement.file().parties().stream()
                .filter(party -> kind.isSignedByBoth() || party.role().equals(RecordKind.GIVES))
                .map(AgreementFile.Party::id)
                .collect(Collectors.toSet());
    }

    private static Act act(String name, Caller caller, int expected, String reason, StoredVersion agreement) {
        return new Act(name, caller, expected, reason, agreement, null);
    }

    private static RecordState illegal(OfficialRecord record, String wanted) {
        throw ProblemException.of(
                        PlatformProblem.CONFLICT,
                        "A record that is " + record.state().name() + " cannot become " + wanted + " by this party.",
                        "Dokumen berstatus " + record.state().name() + " tidak dapat menjadi " + wanted
                                + " oleh pihak ini.")
                .with("state", record.state().name());
    }

    private static void requireRole(StoredVersion agreement, Caller caller, String role) {
        if (agreement.file().parties().stream()
                .noneMatch(party ->
                        party.id().equals(caller.party()) && party.role().equals(role))) {
            throw mismatch(role);
        }
    }

    private static ProblemException mismatch(String role) {
        return ProblemException.of(
                        PlatformProblem.PARTY_MISMATCH,
                        "Only " + role + " does this (Ps 3(2)f, 4(1)d).",
                        "Hanya " + role + " yang melakukan ini (Pasal 3 ayat (2) huruf f, Pasal 4 ayat (1) huruf d).")
                .with("clause", role.equals(RecordKind.GIVES) ? "Ps 3(2)f" : "Ps 4(1)d");
    }
}
