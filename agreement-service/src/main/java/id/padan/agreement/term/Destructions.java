package id.padan.agreement.term;

import id.padan.agreement.acting.Act;
import id.padan.agreement.acting.AgreementProblem;
import id.padan.agreement.acting.RecordingActs;
import id.padan.agreement.version.Revisions;
import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.Words;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The berita acara pemusnahan of each party, due 30 days after the end. Log, receipts and records are not among what goes (Ps 9(10)). */
@ApplicationScoped
class Destructions {

    static final int DAYS = 30;

    private final Jdbi jdbi;
    private final Revisions revisions;
    private final LegalHolds holds;
    private final RecordingActs acts;

    Destructions(Jdbi jdbi, Revisions revisions, LegalHolds holds, RecordingActs acts) {
        this.jdbi = jdbi;
        this.revisions = revisions;
        this.holds = holds;
        this.acts = acts;
    }

    enum Method {
        RETURNED,
        DESTROYED
    }

    enum State {
        /** The agreement has not ended. */
        NOT_DUE,
        DUE,
        OVERDUE,
        /** A legal hold stops it. */
        HELD,
        SIGNED
    }

    /**
     * @param scope what was returned or destroyed, and what stays and why
     * @param leaf in the log of agreement-service
     */
    record Signed(
            Method method,
            String scope,
            String documentNumber,
            String documentSha256,
            String signedBy,
            Instant signedAt,
            UUID leaf) {}

    /** @param dueOn null while the term runs */
    record OfParty(String party, State state, LocalDate dueOn, Signed signed) {}

    List<OfParty> list(String agreementId) {
        return jdbi.withHandle(handle -> list(handle, revisions.peek(handle, agreementId)));
    }

    private List<OfParty> list(Handle tx, Revisions.Locked agreement) {
        Instant until = until(agreement);
        return agreement.parties().stream()
                .map(party -> ofParty(tx, agreement, until, party))
                .toList();
    }

    OfParty sign(Caller caller, String agreementId, Method method, String scope, String documentNumber, String sha256) {
        String what = Words.require("scope", scope, 10, 2000);
        String number = Words.require("documentNumber", documentNumber, 1, 100);
        Words.requireSha256("documentSha256", sha256);
        return jdbi.inTransaction(tx -> {
            Revisions.Locked agreement = revisions.lock(tx, agreementId);
            Instant until = until(agreement);
            if (!agreement.parties().contains(caller.party())) {
                throw ProblemException.of(
                        PlatformProblem.PARTY_MISMATCH,
                        "Only a party to the agreement signs.",
                        "Hanya pihak perjanjian yang menandatangani.");
            }
            switch (ofParty(tx, agreement, until, caller.party()).state()) {
                case NOT_DUE ->
                    throw ProblemException.of(
                            AgreementProblem.TERM_RUNNING,
                            "Data is returned or destroyed after the end, on " + LegalDays.lastDay(until) + ".",
                            "Data dikembalikan atau dimusnahkan setelah perjanjian berakhir pada "
                                    + LegalDays.lastDay(until) + ".");
                case HELD ->
                    throw ProblemException.of(
                            PlatformProblem.LEGAL_HOLD,
                            "A legal hold is on; nothing may be destroyed until it is lifted.",
                            "Penahanan hukum masih berlaku; tidak ada yang boleh dimusnahkan sampai dicabut.");
                case SIGNED ->
                    throw ProblemException.of(
                            PlatformProblem.CONFLICT,
                            "Your party has signed already.",
                            "Pihak Anda sudah menandatangani.");
                case DUE, OVERDUE -> {
                    // Signed late is signed, and shown with its day.
                }
            }
            var said = new TreeMap<String, String>();
            said.put("at", agreement.now().toString());
            said.put("documentNumber", number);
            said.put("documentSha256", sha256);
            said.put("method", method.name());
            said.put("scope", what);
            UUID leaf = acts.record(
                    tx,
                    new Act(
                            "DESTRUCTION_SIGNED",
                            agreement.policy(),
                            caller.party(),
                            caller.subject(),
                            "destruction",
                            said,
                            agreement.othersThan(caller.party())),
                    agreement.now());
            tx.createUpdate("""
                            insert into destruction (agreement_id, party, term_until, method, scope, document_number,
                                                     document_sha256, signed_by, signed_at, leaf)
                            values (:id, :party, :until, :method, :scope, :number, :sha256, :by, :at, :leaf)
                            """)
                    .bind("id", agreementId)
                    .bind("party", caller.party())
                    .bind("until", until)
                    .bind("method", method.name())
                    .bind("scope", what)
                    .bind("number", number)
                    .bind("sha256", sha256)
                    .bind("by", caller.subject())
                    .bind("at", agreement.now())
                    .bind("leaf", leaf)
                    .execute();
            return ofParty(tx, agreement, until, caller.party());
        });
    }

    private OfParty ofParty(Handle tx, Revisions.Locked agreement, Instant until, String party) {
        boolean ended = !agreement.now().isBefore(until);
        LocalDate dueOn = ended ? LegalDays.lastDay(until).plusDays(DAYS) : null;
        Signed signed = tx.createQuery("""
                        select * from destruction where agreement_id = :id and party = :party and term_until = :until
                        """)
                .bind("id", agreement.agreementId())
                .bind("party", party)
                .bind("until", until)
                .map((row, context) -> new Signed(
                        Method.valueOf(row.getString("method")),
                        row.getString("scope"),
                        row.getString("document_number"),
                        row.getString("document_sha256"),
                        row.getString("signed_by"),
                        row.getObject("signed_at", OffsetDateTime.class).toInstant(),
                        row.getObject("leaf", UUID.class)))
                .findOne()
                .orElse(null);
        boolean held = holds.findOn(tx, agreement.agreementId(), party).isPresent();
        return new OfParty(party, state(agreement.now(), ended, signed != null, held, dueOn), dueOn, signed);
    }

    static State state(Instant now, boolean ended, boolean signed, boolean held, LocalDate dueOn) {
        if (!ended) {
            return State.NOT_DUE;
        }
        if (signed) {
            return State.SIGNED;
        }
        if (held) {
            return State.HELD;
        }
        return LegalDays.of(now).isAfter(dueOn) ? State.OVERDUE : State.DUE;
    }

    private static Instant until(Revisions.Locked agreement) {
        return agreement.shown().file().term().until().toInstant();
    }
}
