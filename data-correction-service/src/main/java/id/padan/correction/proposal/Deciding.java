package id.padan.correction.proposal;

import id.padan.correction.clock.CorrectionClocks;
import id.padan.correction.clock.Pauses;
import id.padan.correction.life.Effect;
import id.padan.correction.life.ProposalState;
import id.padan.correction.life.ProposalState.IllegalMoveException;
import id.padan.correction.life.ProposalState.InSiasn;
import id.padan.correction.life.ProposalState.NotCompetent;
import id.padan.correction.life.ProposalState.Received;
import id.padan.correction.life.ProposalState.Returned;
import id.padan.correction.life.ProposalState.Submitted;
import id.padan.correction.life.ProposalState.UnderReview;
import id.padan.correction.life.ProposalState.Wire;
import id.padan.correction.life.Reason;
import id.padan.correction.life.Usul;
import id.padan.correction.log.RecordingSteps;
import id.padan.correction.log.RecordingSteps.Own;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.Words;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Takes a step in a proposal's life: who may, from which state, and what it leaves behind (history, leaf, clock, event). */
@ApplicationScoped
public class Deciding {

    private static final int LONGEST_REMARK = 1_000;
    private static final int LONGEST_NUMBER = 100;
    private static final int LONGEST_AGENCY = 200;
    private static final String SERVICE = "data-correction-service";

    private final Jdbi jdbi;
    private final Proposals proposals;
    private final AgreementGate gate;
    private final CorrectionClocks clocks;
    private final Pauses pauses;
    private final RecordingSteps recording;

    Deciding(
            Jdbi jdbi,
            Proposals proposals,
            AgreementGate gate,
            CorrectionClocks clocks,
            Pauses pauses,
            RecordingSteps recording) {
        this.jdbi = jdbi;
        this.proposals = proposals;
        this.gate = gate;
        this.clocks = clocks;
        this.pauses = pauses;
        this.recording = recording;
    }

    /**
     * A step that somebody asks for.
     *
     * @param to the state it should come to, on the wire; COMPLETED is the decision, which the record then has to show. Null where SIASN's
     *     status says it
     * @param reason SIASN's code, for RETURNED and REFUSED
     * @param remark why, in words; never a NIK or NIP
     * @param usulNumber number of the procedure in SIASN
     * @param usulStatus SIASN's status, 1 to 67 or 99
     * @param agency the agency that owns the record, for NOT_COMPETENT
     * @param proposed another value, with which the proposer answers what was returned; null if it stays
     */
    public record Step(
            Wire to,
            String reason,
            String remark,
            String usulNumber,
            Integer usulStatus,
            String agency,
            String proposed) {
        @Override
        public String toString() {
            return "Step[" + to + "]";
        }
    }

    /** Where a step leads, and which fields beside the state it sets. */
    private record Move(
            ProposalState state, String name, String reasonText, String resolver, boolean answers, Values changed) {
        static Move to(ProposalState state, String name, String reasonText) {
            return new Move(state, name, reasonText, null, false, null);
        }
    }

    /**
     * @param ifMatch the version that the caller has read; null if it does not say
     * @throws ProblemException STALE_VERSION, ILLEGAL_STEP, or who may not
     */
    public Proposal take(Caller caller, UUID id, Integer ifMatch, Step step) {
        PolicyRef policy = gate.requireHolder(caller, Datasets.CORRECTION_LIST);
        return jdbi.inTransaction(tx -> {
            Proposal proposal = proposals.lock(tx, caller.party(), id);
            if (ifMatch != null && ifMatch != proposal.version()) {
                throw ProblemException.of(
                                PlatformProblem.STALE_VERSION,
                                "The proposal is at version " + proposal.version() + " now. Read it again.",
                                "Usulan kini pada versi " + proposal.version() + ". Baca kembali.")
                        .with("version", proposal.version());
            }
            Move move = move(tx, caller, proposal, checked(step));
            UUID leaf = recording.own(
                    tx,
                    "CORRECTION",
                    new Own(
                            policy,
                            caller.party(),
                            caller.subject(),
                            caller.officer(),
                            commitment(proposal, move),
                            "proposals/" + id));
            var by = new By(caller.party(), caller.subject(), caller.officer(), leaf);
            keep(tx, List.of(new Taken(proposal, move, by)));
            return proposals.lock(tx, List.of(id)).get(id);
        });
    }

    /** What the record showed after a decision. */
    public sealed interface Seen {}

    /** @param found what it shows now; null if it is empty */
    public record Reread(String found) implements Seen {}

    /** @param reason a stable code of the record's holder */
    public record NotApplied(String reason) implements Seen {}

    /** A decided proposal, with what its record showed after that attempt. */
    public record Shown(UUID proposal, int attempt, Seen seen) {}

    /** Closes or reopens decided proposals by what their records show; what belongs to another attempt, or came before, changes nothing. */
    public void settle(Handle tx, List<Shown> shown) {
        var held = proposals.lock(tx, shown.stream().map(Shown::proposal).toList());
        var moves = new LinkedHashMap<Proposal, Move>();
        var rows = tx.prepareBatch(
                "update proposal set reread = :reread, effect_reason = :reason, sealed = :sealed where id = :id");
        for (Shown one : shown) {
            Proposal proposal = held.get(one.proposal());
            if (proposal == null
                    || proposal.attempt() != one.attempt()
                    || moves.containsKey(proposal)
                    || !(proposal.state() instanceof InSiasn decided && decided.decided())) {
                continue;
            }
            Values values = proposals.values(proposal);
            Move move =
                    switch (one.seen()) {
                        case Reread(String found)
                        when values.isShownBy(proposal.element(), proposal.field(), found) ->
                            Move.to(decided.complete(), "SEEN_APPLIED", null);
                        case Reread(String found) -> Move.to(decided.reopen(Effect.DIFFERENT), "SEEN_DIFFERENT", null);
                        case NotApplied(String reason) ->
                            Move.to(decided.reopen(Effect.REFUSED), "REFUSED_BY_RECORD", null);
                    };
            boolean isShown = move.state().wire() == Wire.COMPLETED;
            rows.bind("id", proposal.id())
                    .bind("reread", isShown)
                    .bind("reason", one.seen() instanceof NotApplied(String reason) ? reason : null)
                    .bind(
                            "sealed",
                            one.seen() instanceof Reread(String found) && !isShown
                                    ? proposals.seal(proposal.id(), values.withFound(found))
                                    : proposal.sealed())
                    .add();
            moves.put(proposal, move);
        }
        if (moves.isEmpty()) {
            return;
        }
        rows.execute();
        var leaves = recording.own(
                tx,
                "CORRECTION",
                moves.entrySet().stream()
                        .map(one -> new Own(
                                one.getKey().policy(),
                                one.getKey().holder(),
                                SERVICE,
                                null,
                                commitment(one.getKey(), one.getValue()),
                                "proposals/" + one.getKey().id()))
                        .toList());
        var steps = new ArrayList<Taken>();
        moves.forEach((proposal, move) -> steps.add(
                new Taken(proposal, move, new By(proposal.holder(), SERVICE, null, leaves.get(steps.size())))));
        keep(tx, steps);
    }

    private static Step checked(Step step) {
        if (step == null || step.to() == null && step.usulStatus() == null) {
            throw Words.invalid("to", "Name the state to come to.", "Sebutkan keadaan yang dituju.");
        }
        if (step.usulStatus() != null && !Usul.isKnown(step.usulStatus())) {
            throw Words.invalid(
                    "usulStatus",
                    "usulStatus is SIASN's, 1 to 67, or 99.",
                    "usulStatus dari SIASN, 1 sampai 67, atau 99.");
        }
        return new Step(
                step.to(),
                step.reason(),
                blank(Words.optional("remark", step.remark(), LONGEST_REMARK)),
                blank(Words.optional("usulNumber", step.usulNumber(), LONGEST_NUMBER)),
                step.usulStatus(),
                blank(Words.optional("agency", step.agency(), LONGEST_AGENCY)),
                blank(step.proposed()));
    }

    private static String blank(String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private Move move(Handle tx, Caller caller, Proposal proposal, Step step) {
        Wire to = step.to();
        if (step.usulStatus() != null && (to == null || to == Wire.PROPOSED_TO_SIASN)) {
            // SIASN's own words decide where it leads.
            to = switch (Usul.meaning(step.usulStatus())) {
                case UNDER_WAY -> Wire.PROPOSED_TO_SIASN;
                case RETURNED -> Wire.RETURNED;
                case REFUSED -> Wire.REFUSED;
                case DONE -> Wire.COMPLETED;
                case WITHDRAWN -> Wire.WITHDRAWN;
            };
        }
        if (step.proposed() != null && to != Wire.SUBMITTED) {
            throw Words.invalid(
                    "proposed",
                    "Another value is only for what was returned, with SUBMITTED.",
                    "Nilai lain hanya untuk usulan yang dikembalikan, dengan SUBMITTED.");
        }
        try {
            return switch (to) {
                case RECEIVED -> receive(caller, proposal);
                case UNDER_REVIEW -> review(caller, proposal);
                case PROPOSED_TO_SIASN -> propose(tx, caller, proposal, step);
                case COMPLETED -> decide(caller, proposal, step);
                case RETURNED -> giveBack(caller, proposal, step);
                case REFUSED -> refuse(caller, proposal, step);
                case NOT_COMPETENT -> forward(caller, proposal, step);
                case WITHDRAWN -> withdraw(caller, proposal, step);
                case SUBMITTED -> resubmit(caller, proposal, step);
            };
        } catch (IllegalMoveException decided) {
            throw illegal(proposal, to);
        }
    }

    private static Move receive(Caller caller, Proposal proposal) {
        requireParty(caller, proposal.receiver());
        requireRole(caller, "operator", "verifier", "approver", "system");
        return switch (proposal.state()) {
            case Submitted submitted -> Move.to(submitted.receive(), "RECEIVE", null);
            default -> throw illegal(proposal, Wire.RECEIVED);
        };
    }

    private static Move review(Caller caller, Proposal proposal) {
        requireParty(caller, proposal.receiver());
        requireRole(caller, "operator", "verifier", "approver");
        return switch (proposal.state()) {
            case Received received -> Move.to(received.review(), "REVIEW", null);
            case NotCompetent forwarded -> Move.to(forwarded.review(), "REVIEW", null);
            default -> throw illegal(proposal, Wire.UNDER_REVIEW);
        };
    }

    private static Move propose(Handle tx, Caller caller, Proposal proposal, Step step) {
        requireRole(caller, "operator", "verifier", "approver", "system");
        var told = new Usul(step.usulNumber(), step.usulStatus());
        return switch (proposal.state()) {
            case UnderReview reviewed -> {
                requireParty(caller, proposal.receiver());
                requireMine(proposal);
                if (step.usulNumber() == null) {
                    throw Words.invalid("usulNumber", "Name the number in SIASN.", "Sebutkan nomor usul pada SIASN.");
                }
                if (!proposal.receiver().equals(proposal.holder()) && !hasEvidence(tx, proposal, caller.party())) {
                    throw problem(ProposalProblem.EVIDENCE_NEEDED);
                }
                yield new Move(reviewed.propose(told), "PROPOSE", step.remark(), null, true, null);
            }
            case InSiasn under -> {
                if (!caller.party().equals(proposal.receiver())) {
                    requireParty(caller, proposal.holder());
                }
                yield Move.to(under.report(told), "REPORT", step.remark());
            }
            default -> throw illegal(proposal, Wire.PROPOSED_TO_SIASN);
        };
    }

    private Move decide(Caller caller, Proposal proposal, Step step) {
        requireDecider(caller, proposal);
        return switch (proposal.state()) {
            case UnderReview reviewed -> {
                if (!proposal.receiver().equals(proposal.decider())) {
                    // On an item of the decider's own list the receiver speaks first.
                    throw problem(ProposalProblem.ANSWER_NEEDED);
                }
                yield Move.to(with(reviewed.decide(), step), "DECIDE", step.remark());
            }
            case InSiasn answered -> Move.to(with(answered.decide(), step), "DECIDE", step.remark());
            default -> throw illegal(proposal, Wire.COMPLETED);
        };
    }

    private static InSiasn with(InSiasn decided, Step step) {
        if (step.usulNumber() == null && step.usulStatus() == null) {
            return decided;
        }
        var told = new Usul(step.usulNumber(), step.usulStatus());
        return new InSiasn(decided.usul() == null ? told : decided.usul().then(told), true);
    }

    private static Move giveBack(Caller caller, Proposal proposal, Step step) {
        if (!caller.party().equals(proposal.receiver())) {
            requireParty(caller, Objects.requireNonNullElse(proposal.decider(), proposal.receiver()));
        }
        requireRole(caller, "verifier", "approver");
        Reason reason = reason(step, true);
        return switch (proposal.state()) {
            case UnderReview reviewed -> Move.to(reviewed.giveBack(reason), "RETURN", step.remark());
            case InSiasn answered -> Move.to(answered.giveBack(reason), "RETURN", step.remark());
            default -> throw illegal(proposal, Wire.RETURNED);
        };
    }

    private Move refuse(Caller caller, Proposal proposal, Step step) {
        requireDecider(caller, proposal);
        Reason reason = reason(step, false);
        return switch (proposal.state()) {
            case UnderReview reviewed -> Move.to(reviewed.refuse(reason), "REFUSE", step.remark());
            case InSiasn answered -> Move.to(answered.refuse(reason), "REFUSE", step.remark());
            default -> throw illegal(proposal, Wire.REFUSED);
        };
    }

    private static Move forward(Caller caller, Proposal proposal, Step step) {
        requireParty(caller, proposal.receiver());
        requireRole(caller, "verifier", "approver");
        if (step.agency() == null) {
            throw Words.invalid("agency", "Name the agency that owns the record.", "Sebutkan instansi pemilik data.");
        }
        ProposalState forwarded =
                switch (proposal.state()) {
                    case Received received -> received.forward();
                    case UnderReview reviewed -> reviewed.forward();
                    default -> throw illegal(proposal, Wire.NOT_COMPETENT);
                };
        return new Move(forwarded, "FORWARD", step.remark(), step.agency(), false, null);
    }

    private static Move withdraw(Caller caller, Proposal proposal, Step step) {
        if (step.usulStatus() == null) {
            requireParty(caller, proposal.proposer());
            requireRole(caller, "operator", "approver", "system");
        } else {
            // SIASN says that the usul was deleted.
            requireParty(caller, proposal.receiver());
            requireRole(caller, "operator", "verifier", "approver", "system");
        }
        ProposalState withdrawn =
                switch (proposal.state()) {
                    case Submitted submitted -> submitted.withdraw();
                    case Received received -> received.withdraw();
                    case UnderReview reviewed -> reviewed.withdraw();
                    case InSiasn answered -> answered.withdraw();
                    case Returned returned -> returned.withdraw();
                    case NotCompetent forwarded -> forwarded.withdraw();
                    default -> throw illegal(proposal, Wire.WITHDRAWN);
                };
        return Move.to(withdrawn, "WITHDRAW", step.remark());
    }

    private Move resubmit(Caller caller, Proposal proposal, Step step) {
        requireParty(caller, proposal.proposer());
        requireRole(caller, "operator", "approver", "system");
        return switch (proposal.state()) {
            case Returned returned
            when step.proposed() == null -> Move.to(returned.resubmit(), "RESUBMIT", step.remark());
            case Returned returned ->
                new Move(
                        returned.resubmit(),
                        "RESUBMIT_VALUE",
                        step.remark(),
                        null,
                        false,
                        changed(proposal, step.proposed()));
            default -> throw illegal(proposal, Wire.SUBMITTED);
        };
    }

    private Values changed(Proposal proposal, String proposed) {
        String value = Values.normal(proposal.element(), proposal.field(), proposed);
        if (value == null) {
            throw problem(ProposalProblem.VALUE_INVALID).with("field", "proposed");
        }
        String present = proposals.values(proposal).present();
        if (value.equals(present)) {
            throw problem(ProposalProblem.NOTHING_TO_CORRECT).with("field", "proposed");
        }
        return new Values(present, value, null);
    }

    /** SIASN's code, or the usual one where SIASN's status says no more. */
    private static Reason reason(Step step, boolean returnable) {
        String code = step.reason();
        if (code == null && step.usulStatus() != null) {
            code = step.usulStatus() == 67 ? "67" : returnable ? "50" : "60";
        }
        return Reason.find(code)
                .filter(reason -> reason.isReturnable() == returnable)
                .orElseThrow(() -> {
                    String codes = String.join(", ", Reason.codes(returnable));
                    return Words.invalid(
                            "reason",
                            "reason is one of SIASN's codes " + codes + " (" + (returnable ? "BTS" : "TMS") + ").",
                            "reason adalah salah satu kode SIASN " + codes + " (" + (returnable ? "BTS" : "TMS")
                                    + ").");
                });
    }

    private static boolean hasEvidence(Handle tx, Proposal proposal, String party) {
        return tx.createQuery("select exists (select from evidence where proposal = :id and party = :party)")
                .bind("id", proposal.id())
                .bind("party", party)
                .mapTo(Boolean.class)
                .one();
    }

    private static void requireMine(Proposal proposal) {
        if (proposal.decider() == null) {
            throw problem(ProposalProblem.THIRD_AGENCY);
        }
    }

    /** The party by the table, and in it a person who neither proposed nor answered. */
    private static void requireDecider(Caller caller, Proposal proposal) {
        requireMine(proposal);
        if (!caller.party().equals(proposal.decider())) {
            throw problem(ProposalProblem.NOT_COMPETENT_TO_DECIDE).with("decider", proposal.decider());
        }
        requireRole(caller, "approver");
        if (caller.isMachine()) {
            throw problem(ProposalProblem.PERSON_NEEDED);
        }
        if (caller.subject().equals(proposal.submittedBy()) || caller.subject().equals(proposal.answeredBy())) {
            throw problem(ProposalProblem.FOUR_EYES);
        }
    }

    private static void requireParty(Caller caller, String party) {
        if (!caller.party().equals(party)) {
            throw ProblemException.of(
                    PlatformProblem.PARTY_MISMATCH,
                    "This is for " + party + " to do.",
                    "Hal ini wewenang " + party + ".");
        }
    }

    private static void requireRole(Caller caller, String... anyRole) {
        for (String role : anyRole) {
            if (caller.has(role)) {
                return;
            }
        }
        throw ProblemException.of(
                        PlatformProblem.ROLE_MISSING,
                        "One of these roles is needed: " + String.join(", ", anyRole) + ".",
                        "Diperlukan salah satu peran: " + String.join(", ", anyRole) + ".")
                .with("roles", List.of(anyRole));
    }

    private static ProblemException problem(ProposalProblem code) {
        return ProblemException.of(code, code.titleEn() + ".", code.titleId() + ".");
    }

    private static ProblemException illegal(Proposal proposal, Wire to) {
        Wire now = proposal.state().wire();
        String why = proposal.state().effect() == Effect.AWAITED
                ? ", decided and waiting for the record"
                : now.isClosed() ? ", which is closed" : "";
        return ProblemException.of(
                        ProposalProblem.ILLEGAL_STEP,
                        "The proposal is " + now + why + "; from there it cannot come to " + to + ".",
                        "Usulan berada pada " + now + "; dari keadaan itu tidak dapat menuju " + to + ".")
                .with("state", now)
                .with("version", proposal.version());
    }

    private record By(String party, String actor, String officer, UUID leaf) {}

    private record Taken(Proposal before, Move move, By by) {}

    private void keep(Handle tx, List<Taken> taken) {
        Instant now = Proposals.now(tx);
        var rows = tx.prepareBatch("""
                update proposal set version = version + 1, state = :state, usul_number = :usulNumber,
                    usul_status = :usulStatus, reason = :reason, reason_text = :reasonText, resolver = :resolver,
                    effect = :effect, attempt = :attempt, answered_by = :answeredBy, decided_by = :decidedBy,
                    opened_at = :openedAt, changed_at = :now, due_at = :dueAt, paused_at = :pausedAt, closed_at = :closedAt,
                    sealed = coalesce(:sealed, sealed), proposed_hash = coalesce(:proposedHash, proposed_hash)
                where id = :id""");
        var steps = tx.prepareBatch("""
                insert into proposal_step (proposal, version, at, party, actor, officer, move, from_state, to_state,
                    reason, remark, leaf)
                values (:id, :version, :now, :party, :actor, :officer, :move, :from, :to, :reason, :remark, :leaf)""");
        for (Taken one : taken) {
            bind(tx, rows, steps, one, now);
        }
        rows.execute();
        steps.execute();
        proposals.announce(tx, taken.stream().map(one -> one.before().no()).toList());
    }

    private void bind(Handle tx, PreparedBatch rows, PreparedBatch steps, Taken taken, Instant now) {
        Proposal before = taken.before();
        Move move = taken.move();
        By by = taken.by();
        ProposalState state = move.state();
        boolean decides = state.effect() == Effect.AWAITED;
        Clock clock = clock(tx, before, state, now);
        Usul usul = usul(state);
        rows.bind("id", before.id())
                .bind("state", state.wire().name())
                .bind("usulNumber", usul == null ? null : usul.number())
                .bind("usulStatus", usul == null ? null : usul.status())
                .bind("reason", state.reason() == null ? null : state.reason().code())
                .bind("reasonText", move.reasonText())
                .bind("resolver", move.resolver() == null ? before.resolver() : move.resolver())
                .bind("effect", state.effect().name())
                .bind("attempt", decides ? before.attempt() + 1 : before.attempt())
                .bind("answeredBy", move.answers() ? by.actor() : before.answeredBy())
                .bind("decidedBy", decides ? by.actor() : before.decidedBy())
                .bind("openedAt", Proposals.utc(clock.opened()))
                .bind("now", Proposals.utc(now))
                .bind("dueAt", Proposals.utc(clock.due()))
                .bind("pausedAt", Proposals.utc(clock.paused()))
                .bind("closedAt", state.wire().isClosed() ? Proposals.utc(now) : null)
                .bind("sealed", move.changed() == null ? null : proposals.seal(before.id(), move.changed()))
                .bind("proposedHash", changedHash(before, move))
                .add();
        steps.bind("id", before.id())
                .bind("version", before.version() + 1)
                .bind("now", Proposals.utc(now))
                .bind("party", by.party())
                .bind("actor", by.actor())
                .bind("officer", by.officer())
                .bind("move", move.name())
                .bind("from", before.state().wire().name())
                .bind("to", state.wire().name())
                .bind("reason", state.reason() == null ? null : state.reason().code())
                .bind("remark", move.reasonText())
                .bind("leaf", by.leaf())
                .add();
    }

    private static Usul usul(ProposalState state) {
        return switch (state) {
            case UnderReview reviewed -> reviewed.usul();
            case InSiasn answered -> answered.usul();
            case Returned returned -> returned.usul();
            case ProposalState.Refused refused -> refused.usul();
            case ProposalState.Completed completed -> completed.usul();
            case ProposalState.Withdrawn withdrawn -> withdrawn.usul();
            case Submitted submitted -> null;
            case Received received -> null;
            case NotCompetent forwarded -> null;
        };
    }

    private record Clock(Instant opened, Instant due, Instant paused) {}

    /** At the sender or at a third agency no clock of the receiver runs; it begins anew when the item is the receiver's again. */
    private Clock clock(Handle tx, Proposal before, ProposalState state, Instant now) {
        Wire from = before.state().wire();
        Wire to = state.wire();
        if (to == Wire.RETURNED || to == Wire.NOT_COMPETENT) {
            return new Clock(before.openedAt(), null, now);
        }
        if (from != Wire.RETURNED && from != Wire.NOT_COMPETENT || to.isClosed()) {
            return new Clock(before.openedAt(), before.dueAt(), before.pausedAt());
        }
        Instant due = clocks.due(
                        now,
                        before.subjectRequest(),
                        before.aidImpact(),
                        pauses.list(tx, before.policy().agreementId(), before.receiver()))
                .orElse(null);
        return new Clock(now, due, due == null ? now : null);
    }

    private static byte[] changedHash(Proposal before, Move move) {
        return move.changed() == null
                ? null
                : Proposals.hash(before.salt(), move.changed().proposed());
    }

    private static byte[] commitment(Proposal before, Move move) {
        ProposalState state = move.state();
        byte[] changed = changedHash(before, move);
        return RecordingSteps.salted(
                before.salt(),
                before.id() + "\n" + (before.version() + 1) + '\n' + state.wire() + '\n' + state.effect() + '\n'
                        + (state.reason() == null ? "" : state.reason().code()) + '\n'
                        + (move.reasonText() == null ? "" : move.reasonText())
                        + (changed == null ? "" : '\n' + HexFormat.of().formatHex(changed)));
    }
}
