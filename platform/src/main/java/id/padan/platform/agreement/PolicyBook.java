package id.padan.platform.agreement;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All policies heard so far and when each was last confirmed. A heartbeat confirms an agreement only if we hold the revision it names:
 * one that reached us while the change itself got stuck must not keep an old policy alive. Who knows that a change is missing closes
 * after {@link #PATIENCE}, since it may be a suspension.
 *
 * <p>Immutable, so that a decision sees one state.
 */
record PolicyBook(Map<String, Entry> entries, Instant lastHeard) {

    static final PolicyBook EMPTY = new PolicyBook(Map.of(), null);

    /** Longer than a change is usually behind the heartbeat that names it, short enough for the brake (4 s from the act). */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /**
     * @param confirmedAt never later than our own clock when we heard it
     * @param behindSince when a heartbeat first named a revision that we lack; null while we lack none
     */
    record Entry(Policy policy, Instant confirmedAt, Instant behindSince) {}

    PolicyBook {
        entries = Map.copyOf(entries);
    }

    PolicyBook withPolicy(Policy policy, Instant recordTime, Instant now) {
        Entry held = entries.get(policy.agreementId());
        Instant heard = earlier(recordTime, now);
        if (held != null && held.policy().revision() > policy.revision()) {
            return new PolicyBook(entries, later(lastHeard, heard));
        }
        Map<String, Entry> next = new TreeMap<>(entries);
        next.put(policy.agreementId(), new Entry(policy, later(held == null ? null : held.confirmedAt(), heard), null));
        return new PolicyBook(next, later(lastHeard, heard));
    }

    PolicyBook without(String agreementId) {
        Map<String, Entry> next = new TreeMap<>(entries);
        next.remove(agreementId);
        return new PolicyBook(next, lastHeard);
    }

    PolicyBook withHeartbeat(Heartbeat heartbeat, Instant now) {
        Instant heard = earlier(heartbeat.at(), now);
        Map<String, Entry> next = new LinkedHashMap<>(entries);
        for (Heartbeat.Confirmed confirmed : heartbeat.agreements()) {
            Entry held = next.get(confirmed.agreementId());
            if (held == null) {
                continue;
            }
            if (held.policy().revision() >= confirmed.revision()) {
                next.put(confirmed.agreementId(), new Entry(held.policy(), later(held.confirmedAt(), heard), null));
            } else if (held.behindSince() == null) {
                next.put(confirmed.agreementId(), new Entry(held.policy(), held.confirmedAt(), now));
            }
        }
        return new PolicyBook(next, later(lastHeard, heard));
    }

    /** Policies whose lease is not over at {@code now}, and of which no change is missing for longer than our patience. */
    List<Policy> confirmed(Instant now, Duration lease) {
        return entries.values().stream()
                .filter(entry -> !now.isAfter(entry.confirmedAt().plus(lease)))
                .filter(entry -> entry.behindSince() == null
                        || !now.isAfter(entry.behindSince().plus(PATIENCE)))
                .map(Entry::policy)
                .toList();
    }

    Collection<Policy> policies() {
        return entries.values().stream().map(Entry::policy).toList();
    }

    /** How long nothing has been heard at all; empty if never. */
    Optional<Duration> silence(Instant now) {
        return Optional.ofNullable(lastHeard).map(heard -> Duration.between(heard, now));
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a == null || b.isAfter(a) ? b : a;
    }
}
