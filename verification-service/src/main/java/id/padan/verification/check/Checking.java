package id.padan.verification.check;

import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.caller.Caller;
import id.padan.platform.disclosure.Disclosure.Through;
import id.padan.platform.nik.Nik;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.ProofLog;
import id.padan.platform.proof.Receipt;
import id.padan.platform.token.TokenKeys;
import id.padan.proof.CanonicalJson;
import id.padan.verification.answer.Answer;
import id.padan.verification.check.CheckAnswer.CheckReceipt;
import id.padan.verification.check.PendingCheck.AnsweredBefore;
import id.padan.verification.check.PendingCheck.Outcome;
import id.padan.verification.check.PendingCheck.Recorded;
import id.padan.verification.check.PendingCheck.Refused;
import id.padan.verification.list.NikRules;
import id.padan.verification.list.NikVerdict;
import id.padan.verification.list.RowWarning;
import id.padan.verification.projection.StatusIndex;
import id.padan.verification.quota.Neighbours;
import id.padan.verification.quota.QuotaStanding;
import id.padan.verification.quota.RowQuotas;
import id.padan.verification.receipt.ReceiptView;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Answers one NIK: gate, rules of NIK, index, leaf; in this order, and found or not found by the same steps. */
@Singleton
class Checking {
    private static final long LONGEST_WAIT_SECONDS = 15;

    private final AgreementGate gate;
    private final TokenKeys keys;
    private final StatusIndex index;
    private final RecordingChecks recording;
    private final CheckReplays replays;
    private final ProofLog log;
    private final Neighbours neighbours;
    private final RowQuotas quotas;

    Checking(
            AgreementGate gate,
            TokenKeys keys,
            StatusIndex index,
            RecordingChecks recording,
            CheckReplays replays,
            ProofLog log,
            Neighbours neighbours,
            RowQuotas quotas) {
        this.gate = gate;
        this.keys = keys;
        this.index = index;
        this.recording = recording;
        this.replays = replays;
        this.log = log;
        this.neighbours = neighbours;
        this.quotas = quotas;
    }

    /**
     * Answers, or throws the problem that says why not.
     *
     * @param idempotencyKey null if the caller sent none
     * @param quota is told how the quota stands, also of a check that is refused for it
     */
    CheckAnswer check(Caller caller, CheckRequest request, String idempotencyKey, Consumer<QuotaStanding> quota) {
        var access = AccessRequest.of(caller, request.purpose(), request.programCode(), Datasets.NIK_CONFIRMATION);
        gate.require(access);
        var valid = valid(request);
        var replayKey = idempotencyKey == null ? null : ReplayKey.of(caller, idempotencyKey, request);
        if (replayKey != null) {
            var before = replays.find(replayKey);
            if (before.isPresent()) {
                // Nothing is counted twice.
                quota.accept(quotas.standing(new RowQuotas.Key(access.party(), access.programme())));
                return answer(before.get(), valid.nik(), receiptOf(before.get()));
            }
        }
        var checked = find(request, valid);
        var pending = PendingCheck.of(
                access,
                Through.of(caller),
                checked,
                valid.nik(),
                neighbours.place(access.party(), access.client(), valid.nik()),
                replayKey);
        recording.add(pending);
        return switch (await(pending)) {
            case Recorded(Receipt receipt, QuotaStanding standing) -> {
                quota.accept(standing);
                yield answer(checked, valid.nik(), receipt);
            }
            case Refused(ProblemException problem, QuotaStanding standing) -> {
                if (standing != null) {
                    quota.accept(standing);
                }
                throw problem;
            }
            case AnsweredBefore() -> {
                var before = replays.find(replayKey).orElseThrow(RecordingChecks::unavailable);
                yield answer(before, valid.nik(), receiptOf(before));
            }
        };
    }

    private static NikVerdict.Valid valid(CheckRequest request) {
        if (request.nik() == null) {
            throw ProblemException.of(PlatformProblem.INVALID, "The field nik is missing.", "Kolom nik belum ada.")
                    .with("field", "nik");
        }
        return switch (NikRules.check(request.nik())) {
            case NikVerdict.Valid valid -> valid;
            case NikVerdict.Broken broken -> throw NikProblem.of(broken);
        };
    }

    private Checked find(CheckRequest request, NikVerdict.Valid valid) {
        var found = index.find(keys.token(valid.nik()));
        var register = found.register();
        if (request.asOf() != null && !request.asOf().equals(register.day())) {
            throw ProblemException.of(
                            PlatformProblem.AS_OF_UNSUPPORTED,
                            "Only today (Asia/Jakarta) can be asked for now: " + register.day() + ".",
                            "Saat ini hanya hari ini (WIB) yang dapat ditanyakan: " + register.day() + ".")
                    .with("field", "asOf");
        }
        return new Checked(
                ProofLog.newId(),
                found.finding().mapped(),
                register.day(),
                register.dataTime(),
                register.mappingVersion(),
                warnings(valid, found.finding().shared(), found.finding().notValidated()),
                Checked.newSalt());
    }

    private static List<RowWarning> warnings(NikVerdict.Valid valid, boolean shared, boolean notValidated) {
        var warnings = new ArrayList<>(valid.warnings());
        if (notValidated) {
            warnings.add(RowWarning.NIK_NOT_VALIDATED);
        }
        if (shared) {
            warnings.add(RowWarning.NIK_SHARED);
        }
        warnings.sort(null);
        return warnings;
    }

    private static Outcome await(PendingCheck pending) {
        try {
            return pending.outcome().get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RecordingChecks.unavailable();
        } catch (ExecutionException | TimeoutException e) {
            throw RecordingChecks.unavailable();
        }
    }

    private Receipt receiptOf(Checked checked) {
        return log.find(checked.checkId()).orElseThrow(RecordingChecks::unavailable);
    }

    private static CheckAnswer answer(Checked checked, Nik nik, Receipt receipt) {
        Answer answer = checked.answer();
        var leaf = CanonicalJson.read(receipt.content());
        return new CheckAnswer(
                checked.checkId(),
                checked.status(),
                answer,
                answer == null ? null : answer.statement(),
                checked.asOf(),
                checked.dataTime(),
                checked.mappingVersion(),
                new CheckAnswer.Agreement(
                        (String) leaf.get("agreement"), (String) leaf.get("version"), (String) leaf.get("clause")),
                checked.warnings(),
                new CheckReceipt(ReceiptView.of(receipt), checked.salt(), checked.subject(nik)));
    }
}
