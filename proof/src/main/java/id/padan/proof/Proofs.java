package id.padan.proof;

import java.util.ArrayList;
import java.util.List;

/** Makes inclusion and consistency proofs (RFC 9162 2.1.3.1, 2.1.4.1) from stored nodes. */
public final class Proofs {
    /** Where the roots of full subtrees come from. */
    @FunctionalInterface
    public interface Nodes {
        /** The root over leaves {@code index * 2^level} to {@code (index + 1) * 2^level - 1}, all of which are in the log. */
        byte[] node(int level, long index);
    }

    private final Nodes nodes;
    private final TreeHash hash = new TreeHash();

    public Proofs(Nodes nodes) {
        this.nodes = nodes;
    }

    public byte[] root(long size) {
        return size == 0 ? hash.empty() : root(0, size);
    }

    /** The path from a leaf to the root of the log's first {@code size} leaves. */
    public List<byte[]> inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("leaf " + index + " is not among the first " + size);
        }
        var path = new ArrayList<byte[]>();
        inclusion(index, 0, size, path);
        return path;
    }

    /** The path that proves that the log of the first {@code from} leaves is the beginning of that of the first {@code to}. */
    public List<byte[]> consistency(long from, long to) {
        if (from < 0 || from > to) {
            throw new IllegalArgumentException(from + " leaves are not the beginning of " + to);
        }
        var path = new ArrayList<byte[]>();
        if (from > 0 && from < to) {
            consistency(from, 0, to, true, path);
        }
        return path;
    }

    private void inclusion(long index, long from, long to, List<byte[]> path) {
        if (to - from == 1) {
            return;
        }
        long half = from + half(to - from);
        if (index < half) {
            inclusion(index, from, half, path);
            path.add(root(half, to));
        } else {
            inclusion(index, half, to, path);
            path.add(root(from, half));
        }
    }

    private void consistency(long m, long from, long to, boolean whole, List<byte[]> path) {
        if (m == to) {
            if (!whole) {
                path.add(root(from, to));
            }
            return;
        }
        long half = from + half(to - from);
        if (m <= half) {
            consistency(m, from, half, whole, path);
            path.add(root(half, to));
        } else {
            consistency(m, half, to, false, path);
            path.add(root(from, half));
        }
    }

    private byte[] root(long from, long to) {
        long n = to - from;
        if (Long.bitCount(n) == 1) {
            int level = Long.numberOfTrailingZeros(n);
            return nodes.node(level, from >> level);
        }
        long half = from + half(n);
        return hash.node(root(from, half), root(half, to));
    }

    /** The largest power of two below n. */
    private static long half(long n) {
        return Long.highestOneBit(n - 1);
    }
}
