package id.padan.verification.check;

import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
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
import id.padan.verification.quota.AskedDays;
import id.padan.verification.quota.Neighbours;
import id.padan.verification.quota.QuotaStanding;
import id.padan.verification.quota.RowQuotas;
import id.padan.verification.receipt.ReceiptView;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Answers one NIK: gate, rules of NIK, index, leaf; in this order, and found or not found by the same steps. Without an Idempotency-Key
 * nothing here waits, so checks live on the event loops: a thread for each, even a virtual one, costs more than the check.
 */
@Singleton
class Checking {
    private final AgreementGate gate;
    private final TokenKeys keys;
    private final StatusIndex index;
    private final RecordingChecks recording;
    private final CheckReplays replays;
    private final ProofLog log;
    private final Neighbours neighbours;
    private final RowQuotas quotas;
    private final AskedDays days;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Checking(
            AgreementGate gate,
            TokenKeys keys,
            StatusIndex index,
            RecordingChecks recording,
            CheckReplays replays,
            ProofLog log,
            Neighbours neighbours,
            RowQuotas quotas,
            AskedDays days) {
        this.gate = gate;
        this.keys = keys;
        this.index = index;
        this.recording = recording;
        this.replays = replays;
        this.log = log;
        this.neighbours = neighbours;
        this.quotas = quotas;
        this.days = days;
    }

    @PreDestroy
    void close() {
        threads.shutdown();
    }

    /**
     * Answers, or fails with the problem that says why not.
     *
     * @param idempotencyKey null if the caller sent none
     * @param quota is told how the quota stands, also of a check that is refused for it
     */
    Uni<CheckAnswer> check(Caller caller, CheckRequest request, String idempotencyKey, Consumer<QuotaStanding> quota) {
        var access = AccessRequest.of(caller, request.purpose(), request.programCode(), Datasets.NIK_CONFIRMATION);
        gate.require(access);
        var valid = valid(request);
        if (idempotencyKey == null) {
            var pending = add(caller, access, request, valid, null);
            return emitHere(outcome(pending)).map(outcome -> answer(pending, outcome, quota));
        }
        var replayKey = ReplayKey.of(caller, idempotencyKey, request);
        return Uni.createFrom()
                .item(() -> answerOnce(caller, access, request, valid, replayKey, quota))
                .runSubscriptionOn(threads);
    }

    /** Asks the store, so not on an event loop. */
    private CheckAnswer answerOnce(
            Caller caller,
            AccessRequest access,
            CheckRequest request,
            NikVerdict.Valid valid,
            ReplayKey replayKey,
            Consumer<QuotaStanding> quota) {
        var before = replays.find(replayKey);
        if (before.isPresent()) {
            // Nothing is counted twice.
            quota.accept(quotas.standing(new RowQuotas.Key(access.party(), access.programme())));
            return again(before.get(), valid.nik());
        }
        var pending = add(caller, access, request, valid, replayKey);
        return answer(pending, outcome(pending).await().indefinitely(), quota);
    }

    private PendingCheck add(
            Caller caller, AccessRequest access, CheckRequest request, NikVerdict.Valid valid, ReplayKey replayKey) {
        var pending = PendingCheck.of(
                access,
                Through.of(caller),
                find(request, valid),
                valid.nik(),
                neighbours.place(access.party(), access.client(), valid.nik()),
                replayKey);
        recording.add(pending);
        return pending;
    }

    private CheckAnswer answer(PendingCheck pending, Outcome outcome, Consumer<QuotaStanding> quota) {
        return switch (outcome) {
            case Recorded(Receipt receipt, Allowed opened, QuotaStanding standing) -> {
                quota.accept(standing);
                var agreement = new CheckAnswer.Agreement(
                        opened.policy().agreementId(), opened.policy().version(), opened.clause());
                yield answer(pending.checked(), agreement, pending.subject(), receipt);
            }
            case Refused(ProblemException problem, QuotaStanding standing) -> {
                if (standing != null) {
                    quota.accept(standing);
                }
                throw problem;
            }
            case AnsweredBefore() -> {
                var before = replays.find(pending.replayKey()).orElseThrow(RecordingChecks::unavailable);
                yield again(before, pending.nik());
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
        var epoch = index.now();
        var token = keys.token(epoch.number(), valid.nik());
        var found = request.asOf() == null
                ? epoch.find(token)
                : epoch.find(token, days.require(request.programCode(), request.asOf()));
        var register = found.register();
        return new Checked(
                ProofLog.newId(),
                CheckAnswer.Status.valueOf(found.finding().status().name()),
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

    /** Always comes, late ones as UNAVAILABLE. */
    private static Uni<Outcome> outcome(PendingCheck pending) {
        return Uni.createFrom().completionStage(pending.outcome());
    }

    /** Back on the event loop that asks: the recorder, of which there is one, must not write everybody's answer. */
    private static <T> Uni<T> emitHere(Uni<T> later) {
        var here = Vertx.currentContext();
        return here == null ? later : later.emitOn(task -> here.runOnContext(now -> task.run()));
    }

    /** What was answered before, under what its leaf says. */
    private CheckAnswer again(Checked checked, Nik nik) {
        var receipt = log.find(checked.checkId()).orElseThrow(RecordingChecks::unavailable);
        var leaf = CanonicalJson.read(receipt.content());
        var agreement = new CheckAnswer.Agreement(
                (String) leaf.get("agreement"), (String) leaf.get("version"), (String) leaf.get("clause"));
        return answer(checked, agreement, checked.subject(nik), receipt);
    }

    private static CheckAnswer answer(
            Checked checked, CheckAnswer.Agreement agreement, String subject, Receipt receipt) {
        Answer answer = checked.answer();
        return new CheckAnswer(
                checked.checkId(),
                checked.status(),
                answer,
                answer == null ? null : answer.statement(),
                checked.asOf(),
                checked.dataTime(),
                checked.mappingVersion(),
                agreement,
                checked.warnings(),
                new CheckReceipt(ReceiptView.of(receipt), checked.salt(), subject));
    }
}
