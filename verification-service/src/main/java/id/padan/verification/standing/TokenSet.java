package id.padan.verification.standing;

/** A set of 128-bit tokens, for asking millions of times whether a row's token is among the changed ones. */
final class TokenSet {
    private final long[] hi;
    private final long[] lo;
    private boolean hasZero;
    private int size;

    /** @param most tokens that will be added */
    TokenSet(int most) {
        int capacity = Integer.highestOneBit(Math.max(8, most)) << 2;
        hi = new long[capacity];
        lo = new long[capacity];
    }

    void add(long tokenHi, long tokenLo) {
        if (tokenHi == 0 && tokenLo == 0) {
            hasZero = true;
            return;
        }
        int slot = slot(tokenHi);
        while (hi[slot] != 0 || lo[slot] != 0) {
            if (hi[slot] == tokenHi && lo[slot] == tokenLo) {
                return;
            }
            slot = slot + 1 & hi.length - 1;
        }
        hi[slot] = tokenHi;
        lo[slot] = tokenLo;
        size++;
    }

    boolean contains(long tokenHi, long tokenLo) {
        if (tokenHi == 0 && tokenLo == 0) {
            return hasZero;
        }
        for (int slot = slot(tokenHi); hi[slot] != 0 || lo[slot] != 0; slot = slot + 1 & hi.length - 1) {
            if (hi[slot] == tokenHi && lo[slot] == tokenLo) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return size == 0 && !hasZero;
    }

    private int slot(long tokenHi) {
        // Tokens are AES output: their bits need no further hashing.
        return (int) (tokenHi >>> 32) & hi.length - 1;
    }
}
