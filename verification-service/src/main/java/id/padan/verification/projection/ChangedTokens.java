package id.padan.verification.projection;

import id.padan.verification.projection.StatusIndex.Change;
import java.util.Arrays;
import java.util.List;

/** Remembers which tokens the index has been told something new of, while somebody wants to know. */
public final class ChangedTokens {
    private static final int MOST = 1_000_000;

    private boolean listening;
    private boolean overflowed;
    private long[] hi = new long[0];
    private long[] lo = new long[0];
    private int size;

    ChangedTokens() {}

    /**
     * What changed since the last time.
     *
     * @param overflowed more than are told apart: any token may have changed
     */
    public record Drained(long[] hi, long[] lo, int size, boolean overflowed) {
        public static final Drained NONE = new Drained(new long[0], new long[0], 0, false);

        /** Receives one token. */
        public interface Token {
            void token(long hi, long lo);
        }

        public void each(Token receiver) {
            for (int i = 0; i < size; i++) {
                receiver.token(hi[i], lo[i]);
            }
        }
    }

    /** Begins to remember, or ceases and forgets. */
    public synchronized void listen(boolean on) {
        listening = on;
        drain();
    }

    /** Hands over what was remembered and begins anew. */
    public synchronized Drained drain() {
        var drained = size == 0 && !overflowed ? Drained.NONE : new Drained(hi, lo, size, overflowed);
        hi = new long[0];
        lo = new long[0];
        size = 0;
        overflowed = false;
        return drained;
    }

    /** Called when the index has been told, so that whoever drains a token finds what is new of it. */
    synchronized void heard(List<Change> changes) {
        if (!listening || overflowed) {
            return;
        }
        if (size + changes.size() > MOST) {
            drain();
            overflowed = true;
            return;
        }
        if (size + changes.size() > hi.length) {
            int capacity = Math.max(1024, Math.max(hi.length * 2, size + changes.size()));
            hi = Arrays.copyOf(hi, capacity);
            lo = Arrays.copyOf(lo, capacity);
        }
        for (var change : changes) {
            hi[size] = change.token().hi();
            lo[size++] = change.token().lo();
        }
    }
}
