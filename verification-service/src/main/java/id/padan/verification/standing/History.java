package id.padan.verification.standing;

import id.padan.verification.projection.ChangedTokens.Drained;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What has changed since this instance began to listen, as far as some list still has to be compared with it. A list that was being
 * answered while tokens changed needs those changes too, so they are kept until no such list is left.
 */
final class History {
    /** More tokens than this are not told apart: everything is compared. */
    private static final int MOST = 2_000_000;

    private final Instant since;
    private final Deque<Change> changes = new ArrayDeque<>();

    History(Instant since) {
        this.since = since;
    }

    /** @param all whether any token may say something else: another mapping, day or epoch, or too many changes */
    private record Change(Instant at, Drained tokens, boolean all) {}

    void add(Instant at, Drained tokens, boolean all) {
        if (all || tokens.size() > 0) {
            changes.add(new Change(at, tokens, all || tokens.overflowed()));
        }
        if (changes.stream().mapToLong(change -> change.tokens().size()).sum() > MOST) {
            changes.clear();
            changes.add(new Change(at, Drained.NONE, true));
        }
    }

    /**
     * The tokens that changed after that instant; empty if any may have, because of what changed or because nobody listened then.
     */
    Optional<TokenSet> changedAfter(Instant instant) {
        if (instant.isBefore(since)) {
            return Optional.empty();
        }
        int most = 0;
        for (var change : changes) {
            if (change.at().isAfter(instant)) {
                if (change.all()) {
                    return Optional.empty();
                }
                most += change.tokens().size();
            }
        }
        var set = new TokenSet(most);
        for (var change : changes) {
            if (change.at().isAfter(instant)) {
                change.tokens().each(set::add);
            }
        }
        return Optional.of(set);
    }

    /** Nobody will ask for what changed up to that instant any more. */
    void forgetUntil(Instant instant) {
        while (!changes.isEmpty() && !changes.getFirst().at().isAfter(instant)) {
            changes.removeFirst();
        }
    }
}
