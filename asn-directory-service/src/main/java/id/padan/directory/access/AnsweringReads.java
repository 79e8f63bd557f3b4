package id.padan.directory.access;

import id.padan.directory.disclosure.RecordingReads;
import id.padan.directory.disclosure.RecordingReads.Opened;
import id.padan.directory.status.StatusMappings;
import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Decision;
import id.padan.platform.agreement.OpenElements;
import id.padan.platform.agreement.Refused;
import id.padan.platform.caller.Caller;
import id.padan.platform.database.Trip;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.GroupCommit;
import id.padan.platform.proof.ProofLog;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Answers single reads in groups: while one group's leaves are being made durable the next gathers. Somebody out of scope and nobody at all
 * take the same way: the same query, the same lock, no leaf.
 */
@Singleton
class AnsweringReads {
    private static final int LARGEST_GROUP = 256;
    private static final int MOST_WAITING = 5_000;

    private final Jdbi jdbi;
    private final AgreementGate gate;
    private final ProofLog log;
    private final RecordingReads reads;
    private final StatusMappings mappings;
    private final GroupCommit<Pending> groups = new GroupCommit<>(
            "read-recorder", LARGEST_GROUP, MOST_WAITING, this::answer, Pending::answer, AnsweringReads::unavailable);

    AnsweringReads(Jdbi jdbi, AgreementGate gate, ProofLog log, RecordingReads reads, StatusMappings mappings) {
        this.jdbi = jdbi;
        this.gate = gate;
        this.log = log;
        this.reads = reads;
        this.mappings = mappings;
    }

    void start(@Observes StartupEvent event) {
        groups.start();
    }

    @PreDestroy
    void close() {
        groups.close();
    }

    private record Pending(Caller caller, AccessRequest request, String nip, CompletableFuture<LimitedAnswer> answer) {}

    private record Asked(String party, String nip) {}

    /**
     * Completes when the leaf is durable, or with the reason why there is no answer: the gate's refusal, or NOT_FOUND.
     *
     * @throws ProblemException UNAVAILABLE if too many wait already
     */
    CompletableFuture<LimitedAnswer> read(Caller caller, AccessRequest request, String nip) {
        var pending = new Pending(caller, request, nip, new CompletableFuture<>());
        groups.add(pending);
        return pending.answer();
    }

    private static ProblemException unavailable() {
        return ProblemException.of(
                        PlatformProblem.UNAVAILABLE,
                        "The read could not be recorded, so it is not answered. Try again.",
                        "Pembacaan tidak dapat dicatat sehingga tidak dijawab. Coba lagi.")
                .retryAfter(Duration.ofSeconds(2));
    }

    static ProblemException notFound() {
        return ProblemException.of(
                PlatformProblem.NOT_FOUND,
                "There is no record with this NIP in your scope.",
                "Tidak ada data dengan NIP tersebut dalam cakupan Anda.");
    }

    private void answer(List<Pending> group) {
        var refusals = new HashMap<Pending, ProblemException>();
        var answers = new HashMap<Pending, LimitedAnswer>();
        jdbi.useTransaction(tx -> record(tx, group, answers, refusals));
        // Only now, after the commit.
        answers.forEach((pending, answer) -> pending.answer().complete(answer));
        refusals.forEach((pending, problem) -> pending.answer().completeExceptionally(problem));
    }

    private void record(
            Handle tx,
            List<Pending> group,
            Map<Pending, LimitedAnswer> answers,
            Map<Pending, ProblemException> refusals) {
        var trip = new Trip(tx);
        Map<Asked, List<LimitedRecord>> rows = rows(trip, group);
        var asked = LimitedAnswer.Standing.of(trip, mappings);
        var head = log.lock(tx, trip);
        LimitedAnswer.Standing standing = asked.get();
        var opened = new LinkedHashMap<Pending, Opened>();
        var shown = new HashMap<Pending, byte[]>();
        // A crowd asks the same: one decision for all of one caller, and one look at the annex.
        var decided = new HashMap<AccessRequest, Decision>();
        var elements = new HashMap<Allowed, OpenElements>();
        for (Pending pending : group) {
            switch (decided.computeIfAbsent(pending.request(), request -> gate.decide(request, head.at()))) {
                case Refused refused -> refusals.put(pending, refused.toProblem());
                case Allowed allowed -> {
                    List<LimitedRecord> found =
                            rows.get(new Asked(pending.caller().party(), pending.nip()));
                    if (found == null) {
                        refusals.put(pending, notFound());
                    } else {
                        LimitedRecord last = found.getFirst();
                        shown.put(pending, OpenedRecord.json(last, elements.computeIfAbsent(allowed, gate::elements)));
                        opened.put(
                                pending,
                                new Opened(
                                        allowed,
                                        pending.caller(),
                                        standing.mapping(),
                                        standing.dataTime(),
                                        LimitedReads.seen(List.of(last))));
                    }
                }
            }
        }
        List<RecordingReads.Recorded> leaves = reads.opened(trip, head, List.copyOf(opened.values()));
        int i = 0;
        for (Map.Entry<Pending, Opened> entry : opened.entrySet()) {
            Pending pending = entry.getKey();
            boolean shared =
                    rows.get(new Asked(pending.caller().party(), pending.nip())).size() > 1;
            answers.put(
                    pending,
                    LimitedAnswer.record(
                            shown.get(pending), shared, entry.getValue().allowed(), standing, leaves.get(i++)));
        }
        trip.commit();
    }

    /** Known when the trip is over; of several records with one NIP the one changed last comes first. */
    private static Map<Asked, List<LimitedRecord>> rows(Trip trip, List<Pending> group) {
        List<Asked> asked = group.stream()
                .map(pending -> new Asked(pending.caller().party(), pending.nip()))
                .distinct()
                .toList();
        var rows = new HashMap<Asked, List<LimitedRecord>>();
        trip.ask(
                "select party, " + LimitedRecord.COLUMNS
                        + " from limited_record where (party, nip) in (select * from unnest(?, ?)) and not gone order by seq desc",
                row -> rows.computeIfAbsent(
                                new Asked(row.getString("party"), row.getString("nip")), key -> new ArrayList<>())
                        .add(LimitedRecord.of(row)),
                asked.stream().map(Asked::party).toArray(String[]::new),
                asked.stream().map(Asked::nip).toArray(String[]::new));
        return rows;
    }
}
