package id.padan.platform.agreement;

import id.padan.platform.caller.Brake;
import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The one place that says whether data may go out. It holds what {@link PolicyReader} heard and decides by the clock; it refuses
 * everything until a policy has been heard, and again when agreement-service has been silent for longer than the lease.
 */
@ApplicationScoped
public class AgreementGate implements Brake {

    private final AtomicReference<PolicyBook> book = new AtomicReference<>(PolicyBook.EMPTY);
    private final Duration lease;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private volatile OpenDecisions decisions = OpenDecisions.NONE;
    private volatile boolean caughtUp;

    @Inject
    AgreementGate(@ConfigProperty(name = "padan.agreement.lease") Duration lease, MeterRegistry meters) {
        this(lease, Clock.systemUTC(), meters);
    }

    /** For rules that are tested without a container: a gate with its own clock. */
    AgreementGate(Duration lease, Clock clock, MeterRegistry meters) {
        this.lease = lease;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Decides as of an instant over what has been heard up to now; changes nothing. The lease is always judged by the present: nobody may
     * read today with a policy that is no longer confirmed.
     */
    public Decision decide(AccessRequest request, Instant at) {
        PolicyBook now = book.get();
        if (now.entries().isEmpty()) {
            return AccessRules.unknown(request.dataset());
        }
        List<Policy> confirmed = now.confirmed(clock.instant(), lease);
        if (confirmed.isEmpty()) {
            return stale(request.dataset());
        }
        OpenDecisions known = decisions;
        if (!known.areOf(confirmed)) {
            known = new OpenDecisions(confirmed);
            decisions = known;
        }
        return known.decide(request, at);
    }

    /** @throws id.padan.platform.problem.ProblemException if the gate is closed now; it names the clause that would be needed */
    public Allowed require(AccessRequest request) {
        return require(request, clock.instant());
    }

    /** @throws id.padan.platform.problem.ProblemException if the gate is closed at that instant */
    public Allowed require(AccessRequest request, Instant at) {
        return switch (decide(request, at)) {
            case Allowed allowed -> {
                count("ALLOWED");
                yield allowed;
            }
            case Refused refused -> {
                count(refused.code().name());
                throw refused.toProblem();
            }
        };
    }

    /** What the policy that allowed opens of the annex; empty once that version is no longer heard of. */
    public OpenElements elements(Allowed allowed) {
        return book.get().policies().stream()
                .filter(policy -> policy.agreementId().equals(allowed.policy().agreementId()))
                .flatMap(policy -> policy.versions().stream())
                .filter(version -> version.version().equals(allowed.policy().version()))
                .findFirst()
                .map(version -> OpenElements.of(version, allowed.clause(), allowed.purpose()))
                .orElseGet(() -> new OpenElements(Set.of(), Set.of()));
    }

    /**
     * Asks again for somebody who wants what another of its party was allowed: a suspension that names the caller, its client or its
     * party closes for it too (Ps 9(2)).
     *
     * @throws id.padan.platform.problem.ProblemException SUSPENDED
     */
    @Override
    public void requireNotSuspended(Caller caller) {
        if (isSuspended(caller, suspension -> true)) {
            throw suspended().toProblem();
        }
    }

    /**
     * For acts that need no clause, the holder's own and those of the agreement itself: only its own party, or the agreement, keeps a
     * person or client from them.
     *
     * @throws id.padan.platform.problem.ProblemException SUSPENDED
     */
    @Override
    public void requireInOffice(Caller caller) {
        if (isSuspended(
                caller,
                suspension -> suspension.isPersonal()
                        && (suspension.by() == null || suspension.by().equals(caller.party())))) {
            throw suspended().toProblem();
        }
    }

    private boolean isSuspended(Caller caller, Predicate<Policy.Suspension> counts) {
        Instant now = clock.instant();
        // Hardly ever is there one, and every request asks.
        return book.get().entries().values().stream()
                .map(PolicyBook.Entry::policy)
                .filter(policy -> !policy.suspensions().isEmpty()
                        && policy.party(caller.party()).isPresent())
                .flatMap(policy -> policy.suspensions().stream())
                .anyMatch(suspension -> counts.test(suspension) && suspension.names(caller, now));
    }

    private static Refused suspended() {
        return new Refused(
                PlatformProblem.SUSPENDED,
                null,
                "This person or client is suspended (Ps 9(2)); an approver of the party that suspended may resume.",
                "Orang atau klien ini sedang ditangguhkan (Ps 9(2)); pejabat penyetuju pihak yang menangguhkan dapat memulihkan.");
    }

    /** Parties that a legal hold keeps from destroying what they hold, under whatever agreement. */
    public Set<String> partiesOnHold() {
        Instant now = clock.instant();
        return book.get().policies().stream()
                .flatMap(policy -> policy.holds().stream())
                .filter(hold -> Policy.isOpen(hold.from(), hold.until(), now))
                .map(Policy.Hold::party)
                .collect(Collectors.toSet());
    }

    /**
     * The holder's own operation on its own dataset, which needs no clause and outlives the term, since the data stays the holder's.
     *
     * @return the policy that names the caller's party as the dataset's holder
     * @throws id.padan.platform.problem.ProblemException PARTY_MISMATCH for another party; otherwise as {@link #findHolder}
     */
    public PolicyRef requireHolder(Caller caller, String dataset) {
        return findHolder(caller, dataset)
                .orElseThrow(() -> new Refused(
                                PlatformProblem.PARTY_MISMATCH,
                                null,
                                "Only the party that holds this data may do this.",
                                "Hanya pihak pemegang data ini yang boleh melakukannya.")
                        .toProblem());
    }

    /**
     * As {@link #requireHolder} for what another party may do too, under a clause.
     *
     * @return empty for another party
     * @throws id.padan.platform.problem.ProblemException POLICY_UNKNOWN or POLICY_STALE while no policy is confirmed; SUSPENDED if the
     *     holder has suspended this person or client
     */
    public Optional<PolicyRef> findHolder(Caller caller, String dataset) {
        PolicyBook held = book.get();
        Instant now = clock.instant();
        if (held.entries().isEmpty()) {
            throw AccessRules.unknown(dataset).toProblem();
        }
        List<Policy> confirmed = held.confirmed(now, lease);
        if (confirmed.isEmpty()) {
            throw stale(dataset).toProblem();
        }
        for (Policy policy : confirmed) {
            Optional<Policy.Version> version =
                    policy.versionAt(now).or(() -> policy.versions().stream().findFirst());
            if (version.isPresent() && isHolder(policy, version.get(), caller.party(), dataset)) {
                requireInOffice(caller);
                return Optional.of(
                        new PolicyRef(policy.agreementId(), version.get().version()));
            }
        }
        return Optional.empty();
    }

    /** A programme of the policies in force now, for its name, legal basis and cut-off dates. */
    public Optional<Policy.Programme> findProgramme(String code) {
        Instant now = clock.instant();
        return book.get().policies().stream()
                .flatMap(policy -> policy.versionAt(now).stream())
                .flatMap(version -> version.programmes().stream())
                .filter(programme -> programme.code().equals(code))
                .findFirst();
    }

    /** All policies heard, whatever their state. */
    public Collection<Policy> policies() {
        return book.get().policies();
    }

    public GateStatus status() {
        PolicyBook held = book.get();
        Instant now = clock.instant();
        List<GateStatus.AgreementStatus> agreements = held.entries().values().stream()
                .map(entry -> new GateStatus.AgreementStatus(
                        entry.policy().agreementId(),
                        entry.policy().revision(),
                        entry.policy()
                                .versionAt(now)
                                .map(Policy.Version::version)
                                .orElse(null),
                        entry.policy().versions().stream()
                                .map(Policy.Version::effectiveFrom)
                                .filter(from -> from.isAfter(now))
                                .findFirst()
                                .orElse(null),
                        entry.confirmedAt()))
                .toList();
        return new GateStatus(
                caughtUp, held.lastHeard(), !held.confirmed(now, lease).isEmpty(), agreements);
    }

    void hear(UnaryOperator<PolicyBook> change) {
        book.updateAndGet(change);
    }

    void caughtUp() {
        caughtUp = true;
    }

    /** How long agreement-service has been silent; empty if it was never heard. */
    Optional<Duration> silence() {
        return book.get().silence(clock.instant());
    }

    private Refused stale(String dataset) {
        return new Refused(
                PlatformProblem.POLICY_STALE,
                Datasets.clauseOf(dataset),
                "agreement-service has not confirmed the agreement within the lease of " + lease.toSeconds()
                        + " s, or a change of it has not arrived yet, so everything is closed until it is heard again.",
                "agreement-service tidak mengonfirmasi perjanjian selama " + lease.toSeconds()
                        + " detik, atau perubahannya belum diterima, sehingga semua akses tertutup sampai terdengar kembali.");
    }

    private static boolean isHolder(Policy policy, Policy.Version version, String party, String dataset) {
        return version.datasets().stream()
                .anyMatch(held -> held.id().equals(dataset)
                        && (held.holder().equals(party)
                                || (held.holder().equals(Policy.Dataset.BOTH)
                                        && policy.party(party).isPresent())));
    }

    private void count(String outcome) {
        // The registry would make the meter's whole name to find it.
        counters.computeIfAbsent(outcome, name -> meters.counter("padan.gate.decisions", "outcome", name))
                .increment();
    }
}
