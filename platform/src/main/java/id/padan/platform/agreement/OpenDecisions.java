package id.padan.platform.agreement;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What these policies were found to open, remembered until one of the instants that they name: every rule compares the moment with such an
 * instant, so between two of them the same request is decided in the same way (ADR 0080). Refusals are not remembered: whoever asks for what
 * is closed can ask for anything.
 */
final class OpenDecisions {

    static final OpenDecisions NONE = new OpenDecisions(List.of());

    private static final int MOST = 10_000;

    private final List<Policy> policies;
    private final TreeSet<Instant> turns = new TreeSet<>();
    private volatile Stretch stretch = new Stretch(Instant.MAX, Instant.MIN);

    OpenDecisions(List<Policy> policies) {
        this.policies = policies;
        turns.add(Instant.MIN);
        turns.add(Instant.MAX);
        policies.forEach(policy -> turns(policy).forEach(turns::add));
    }

    /** A part of time in which nothing turns, and what is open in it; {@code until} is outside. */
    private record Stretch(Instant from, Instant until, Map<AccessRequest, Allowed> open) {
        Stretch(Instant from, Instant until) {
            this(from, until, new ConcurrentHashMap<>());
        }

        boolean has(Instant at) {
            return !at.isBefore(from) && at.isBefore(until);
        }
    }

    /** Whether it is about these policies; mostly they are the very same objects, which is found out at once. */
    boolean areOf(List<Policy> others) {
        return policies.equals(others);
    }

    /** As {@link AccessRules#decide}. */
    Decision decide(AccessRequest request, Instant at) {
        var now = stretch;
        if (!now.has(at)) {
            now = new Stretch(turns.floor(at), turns.higher(at));
            stretch = now;
        }
        Decision known = now.open().get(request);
        if (known != null) {
            return known;
        }
        Decision decision = AccessRules.decide(policies, request, at);
        if (decision instanceof Allowed allowed && now.open().size() < MOST) {
            now.open().put(request, allowed);
        }
        return decision;
    }

    private static Stream<Instant> turns(Policy policy) {
        return Stream.concat(
                        policy.versions().stream().flatMap(OpenDecisions::turns),
                        policy.suspensions().stream()
                                .flatMap(suspension -> Stream.of(suspension.from(), suspension.until())))
                .filter(Objects::nonNull);
    }

    private static Stream<Instant> turns(Policy.Version version) {
        return Stream.of(
                        Stream.of(
                                version.effectiveFrom(),
                                version.term().from(),
                                version.term().until()),
                        version.clauses().stream().flatMap(clause -> Stream.of(clause.from(), clause.until())),
                        version.programmes().stream()
                                .flatMap(programme -> Stream.of(programme.from(), programme.until())))
                .flatMap(instants -> instants);
    }
}
