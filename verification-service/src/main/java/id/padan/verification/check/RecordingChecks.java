package id.padan.verification.check;

import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.agreement.Decision;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.database.Trip;
import id.padan.platform.disclosure.Disclosure;
import id.padan.platform.disclosure.Disclosure.LogRange;
import id.padan.platform.disclosure.Disclosure.Through;
import id.padan.platform.disclosure.Disclosures;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.GroupCommit;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.PolicySupersededException;
import id.padan.platform.proof.ProofLog;
import id.padan.platform.proof.Receipt;
import id.padan.verification.check.PendingCheck.AnsweredBefore;
import id.padan.verification.check.PendingCheck.Outcome;
import id.padan.verification.check.PendingCheck.Recorded;
import id.padan.verification.check.PendingCheck.Refused;
import id.padan.verification.evidence.CheckEvidence;
import id.padan.verification.list.RowStatus;
import id.padan.verification.projection.StatusIndex;
import id.padan.verification.quota.Neighbours;
import id.padan.verification.quota.RowQuotas;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Records checks in groups: while one group's transaction is being made durable the next one gathers, so a lone check does not wait and a
 * crowd shares the cost. The gate is asked again at the log's own time, inside the transaction that writes the leaves.
 */
@Singleton
class RecordingChecks {
    private static final Logger LOG = Logger.getLogger(RecordingChecks.class);
    private static final int LARGEST_GROUP = 4096;
    private static final int MOST_WAITING = 20_000;
    private static final Duration CLEANING = Duration.ofMinutes(10);

    private final Jdbi jdbi;
    private final ProofLog log;
    private final AgreementGate gate;
    private final CheckReplays replays;
    private final RowQuotas quotas;
    private final Neighbours neighbours;
    private final CheckEvidence evidence;
    private final Disclosures disclosures;
    private final DistributionSummary groupSizes;
    private final GroupCommit<PendingCheck> groups = new GroupCommit<>(
            "check-recorder",
            LARGEST_GROUP,
            MOST_WAITING,
            this::answer,
            PendingCheck::outcome,
            RecordingChecks::unavailable);
    private long cleaned = System.nanoTime();

    RecordingChecks(
            Jdbi jdbi,
            ProofLog log,
            AgreementGate gate,
            CheckReplays replays,
            RowQuotas quotas,
            Neighbours neighbours,
            CheckEvidence evidence,
            Disclosures disclosures,
            MeterRegistry meters) {
        this.jdbi = jdbi;
        this.log = log;
        this.gate = gate;
        this.replays = replays;
        this.quotas = quotas;
        this.neighbours = neighbours;
        this.evidence = evidence;
        this.disclosures = disclosures;
        this.groupSizes = DistributionSummary.builder("padan.check.group.size")
                .description("single checks that shared one transaction")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        groups.start();
    }

    @PreDestroy
    void close() {
        groups.close();
    }

    /**
     * Queues a check; its outcome completes when its leaf is durable or will never be.
     *
     * @throws ProblemException UNAVAILABLE if too many wait already
     */
    void add(PendingCheck check) {
        groups.add(check);
    }

    static ProblemException unavailable() {
        return ProblemException.of(
                        PlatformProblem.UNAVAILABLE,
                        "The answer could not be recorded, so it is not given. Try again.",
                        "Jawaban tidak dapat dicatat sehingga tidak diberikan. Coba lagi.")
                .retryAfter(Duration.ofSeconds(2));
    }

    private void answer(List<PendingCheck> group) {
        groupSizes.record(group.size());
        try {
            var outcomes = jdbi.inTransaction(tx -> record(tx, group));
            // Only now, after the commit.
            outcomes.forEach((check, outcome) -> check.outcome().complete(outcome));
        } catch (PolicySupersededException newerPolicy) {
            LOG.info("checks were decided under a policy that the log has left; they are refused for the moment");
        }
        if (System.nanoTime() - cleaned > CLEANING.toNanos()) {
            cleaned = System.nanoTime();
            replays.removeOld();
        }
    }

    private Map<PendingCheck, Outcome> record(Handle tx, List<PendingCheck> group) {
        var outcomes = new IdentityHashMap<PendingCheck, Outcome>();
        var fresh = claim(tx, group, outcomes);
        if (fresh.isEmpty()) {
            return outcomes;
        }
        var sealed = seal(fresh);
        // Quota first: its row also makes two instances look at one client's neighbours one after the other. The log's
        // head last.
        var trip = new Trip(tx);
        var counts = quotas.take(trip, byQuota(fresh));
        var known = neighbours.remember(
                trip, fresh.stream().map(PendingCheck::place).toList());
        var head = log.lock(tx, trip);
        var granted = grant(tx, fresh, counts, known, outcomes);
        var allowed = new LinkedHashMap<PolicyRef, List<PendingCheck>>();
        var decisions = new IdentityHashMap<PendingCheck, Allowed>();
        // A crowd asks the same: one decision for all of one caller.
        var decided = new HashMap<AccessRequest, Decision>();
        for (var check : granted) {
            switch (decided.computeIfAbsent(check.request(), request -> gate.decide(request, head.at()))) {
                case Allowed open -> {
                    decisions.put(check, open);
                    allowed.computeIfAbsent(open.policy(), policy -> new ArrayList<>())
                            .add(check);
                }
                case id.padan.platform.agreement.Refused refused ->
                    outcomes.put(check, new Refused(refused.toProblem(), null));
            }
        }
        allowed.forEach((policy, mixed) -> {
            // There is hardly ever a second one.
            trip.go();
            var checks = together(mixed, decisions);
            var leaves = checks.stream()
                    .map(check -> leaf(check, decisions.get(check)))
                    .toList();
            var receipts = head.append(policy, leaves, trip);
            report(trip, head.at(), checks, decisions, receipts);
            for (int i = 0; i < receipts.size(); i++) {
                var check = checks.get(i);
                outcomes.put(
                        check,
                        new Recorded(
                                receipts.get(i),
                                decisions.get(check),
                                counts.get(quota(check)).standing()));
            }
        });
        if (!decisions.isEmpty()) {
            (decisions.size() == fresh.size() ? sealed : seal(List.copyOf(decisions.keySet()))).keep(trip);
        }
        var refused = fresh.stream()
                .filter(check -> outcomes.get(check) instanceof Refused)
                .toList();
        if (!refused.isEmpty()) {
            quotas.giveBack(tx, byQuota(refused));
            replays.release(
                    tx,
                    refused.stream()
                            .filter(check -> check.replayKey() != null)
                            .map(PendingCheck::replayKey)
                            .toList());
        }
        trip.commit();
        return outcomes;
    }

    /** Checks that one disclosure covers: asked by the same token for the same thing. */
    private record Series(Allowed allowed, String party, Through through) {}

    private static Series series(PendingCheck check, Map<PendingCheck, Allowed> decisions) {
        return new Series(decisions.get(check), check.request().party(), check.through());
    }

    /** In an order in which each series stands together, so that a range of leaves says exactly which they are. */
    private static List<PendingCheck> together(List<PendingCheck> checks, Map<PendingCheck, Allowed> decisions) {
        var series = new LinkedHashMap<Series, List<PendingCheck>>();
        checks.forEach(check -> series.computeIfAbsent(series(check, decisions), first -> new ArrayList<>())
                .add(check));
        return series.size() == 1
                ? checks
                : series.values().stream().flatMap(List::stream).toList();
    }

    /** One row for each party in the group, and there is hardly ever more than one: its cost does not grow with the checks. */
    private void report(
            Trip trip,
            Instant at,
            List<PendingCheck> checks,
            Map<PendingCheck, Allowed> decisions,
            List<Receipt> receipts) {
        var byParty = new LinkedHashMap<String, List<Disclosure>>();
        for (int from = 0, to; from < checks.size(); from = to) {
            var series = series(checks.get(from), decisions);
            to = from + 1;
            while (to < checks.size() && series(checks.get(to), decisions).equals(series)) {
                to++;
            }
            byParty.computeIfAbsent(series.party(), party -> new ArrayList<>())
                    .add(disclosures
                            .opened(
                                    receipts.get(from).id(),
                                    "CHECKS",
                                    series.allowed(),
                                    Datasets.NIK_CONFIRMATION,
                                    series.through(),
                                    to - from,
                                    new LogRange(
                                            receipts.get(from).logIndex(),
                                            receipts.get(to - 1).logIndex()),
                                    null)
                            .withAnswers(answers(checks.subList(from, to))));
        }
        byParty.forEach((party, given) -> disclosures.record(trip, party, at, given));
    }

    private static Map<String, Long> answers(List<PendingCheck> checks) {
        var counts = new HashMap<String, Long>();
        for (var check : checks) {
            var answer = check.checked().answer();
            counts.merge(answer == null ? Disclosure.UNMAPPED : answer.name(), 1L, Long::sum);
        }
        return counts;
    }

    /** Those that neither quota nor neighbours refuse. */
    private List<PendingCheck> grant(
            Handle tx,
            List<PendingCheck> fresh,
            Map<RowQuotas.Key, RowQuotas.Taken> counts,
            Neighbours.Known known,
            Map<PendingCheck, Outcome> outcomes) {
        var left = new HashMap<RowQuotas.Key, Long>();
        var paid = new ArrayList<PendingCheck>(fresh.size());
        for (var check : fresh) {
            var taken = counts.get(quota(check));
            if (left.merge(quota(check), 1L, Long::sum) <= taken.granted()) {
                paid.add(check);
            } else {
                outcomes.put(check, new Refused(RowQuotas.exhausted(taken.standing()), taken.standing()));
            }
        }
        var places = paid.stream().map(PendingCheck::place).toList();
        for (int tooMany : neighbours.tooMany(tx, known, places)) {
            var check = paid.get(tooMany);
            outcomes.put(
                    check,
                    new Refused(neighbours.refusal(), counts.get(quota(check)).standing()));
        }
        return paid.stream().filter(check -> !outcomes.containsKey(check)).toList();
    }

    private static SortedMap<RowQuotas.Key, Long> byQuota(List<PendingCheck> checks) {
        var rows = new TreeMap<RowQuotas.Key, Long>();
        checks.forEach(check -> rows.merge(quota(check), 1L, Long::sum));
        return rows;
    }

    private static RowQuotas.Key quota(PendingCheck check) {
        return new RowQuotas.Key(check.request().party(), check.request().programme());
    }

    private CheckEvidence.Sealed seal(List<PendingCheck> checks) {
        return evidence.seal(checks.stream()
                .map(check -> new CheckEvidence.Entry(
                        check.checked().checkId(),
                        check.request().party(),
                        check.nik(),
                        RowStatus.valueOf(check.checked().status().name()),
                        check.checked().answer()))
                .toList());
    }

    private List<PendingCheck> claim(Handle tx, List<PendingCheck> group, Map<PendingCheck, Outcome> outcomes) {
        var keyed = group.stream().filter(check -> check.replayKey() != null).toList();
        if (keyed.isEmpty()) {
            return group;
        }
        var claimed = replays.claim(tx, keyed);
        var fresh = new ArrayList<PendingCheck>(group.size());
        for (var check : group) {
            // Of two with one key in one group, the first takes the claim.
            if (check.replayKey() == null || claimed.remove(check.replayKey().lookup())) {
                fresh.add(check);
            } else {
                outcomes.put(check, new AnsweredBefore());
            }
        }
        return fresh;
    }

    private static Leaf leaf(PendingCheck check, Allowed allowed) {
        var request = check.request();
        var checked = check.checked();
        return Leaf.opened(checked.checkId(), "CHECK", allowed, request.party(), request.subject(), check.commitment())
                .withData(
                        checked.mappingVersion(),
                        checked.dataTime().atStartOfDay(StatusIndex.JAKARTA).toInstant())
                .withOfficer(check.through().officer())
                .withAsOf(checked.asOf());
    }
}
