package id.padan.proof;

import java.util.ArrayList;
import java.util.List;

/**
 * A log that has just grown by some leaves: its new root and peaks, and the path of each new leaf, made from the old peaks and the new
 * leaves alone.
 *
 * <p>Peaks are the roots of the full subtrees that a tree's size is made of, one for each bit of it, the largest first.
 */
public final class Growth {
    private final long from;
    private final long size;
    private final byte[][] oldPeaks;
    private final List<byte[][]> levels = new ArrayList<>();

    private Growth(long from, byte[][] oldPeaks, List<byte[]> leafHashes, TreeHash hash) {
        this.from = from;
        this.size = from + leafHashes.size();
        this.oldPeaks = oldPeaks;
        grow(leafHashes, hash);
    }

    /**
     * @param from size before
     * @param peaks the peaks of that size, largest first
     * @param leafHashes of the new leaves, at least one
     */
    public static Growth of(long from, List<byte[]> peaks, List<byte[]> leafHashes, TreeHash hash) {
        if (leafHashes.isEmpty() || Long.bitCount(from) != peaks.size()) {
            throw new IllegalArgumentException("a log grows by leaves, from as many peaks as its size has bits");
        }
        var byLevel = new byte[Long.SIZE][];
        int next = 0;
        for (int level = Long.SIZE - 1; level >= 0; level--) {
            if ((from >>> level & 1) == 1) {
                byLevel[level] = peaks.get(next++);
            }
        }
        return new Growth(from, byLevel, leafHashes, hash);
    }

    private void grow(List<byte[]> leafHashes, TreeHash hash) {
        var nodes = leafHashes.toArray(byte[][]::new);
        levels.add(nodes);
        long first = from;
        long count = size;
        for (int level = 0; count > 1; level++) {
            long above = first >> 1;
            var parents = new byte[(int) (((count + 1) >> 1) - above)][];
            for (int i = 0; i < parents.length; i++) {
                long left = (above + i) << 1;
                var l = left < first ? oldPeaks[level] : nodes[(int) (left - first)];
                // Without a right neighbour it goes up as it is: the ragged edge of RFC 9162.
                parents[i] = left + 1 < count ? hash.node(l, nodes[(int) (left + 1 - first)]) : l;
            }
            nodes = parents;
            levels.add(nodes);
            first = above;
            count = (count + 1) >> 1;
        }
    }

    public long from() {
        return from;
    }

    public long size() {
        return size;
    }

    public byte[] root() {
        return levels.getLast()[0].clone();
    }

    /** Largest first. */
    public List<byte[]> peaks() {
        var peaks = new ArrayList<byte[]>(Long.bitCount(size));
        for (int level = Long.SIZE - 1; level >= 0; level--) {
            if ((size >>> level & 1) == 1) {
                long index = (size >>> level) - 1;
                peaks.add(index < from >> level ? oldPeaks[level] : levels.get(level)[(int) (index - (from >> level))]);
            }
        }
        return peaks;
    }

    /** The path from a new leaf to the new root (RFC 9162 2.1.3.1). */
    public List<byte[]> path(long index) {
        if (index < from || index >= size) {
            throw new IllegalArgumentException("leaf " + index + " is not one of the new ones");
        }
        var path = new ArrayList<byte[]>(levels.size());
        long i = index;
        long count = size;
        for (int level = 0; count > 1; level++) {
            long sibling = i ^ 1;
            if (sibling < count) {
                path.add(
                        sibling < from >> level
                                ? oldPeaks[level]
                                : levels.get(level)[(int) (sibling - (from >> level))]);
            }
            i >>= 1;
            count = (count + 1) >> 1;
        }
        return path;
    }

    /** The root of a full subtree that has become full by this growth: the {@code index}-th of {@code 2^level} leaves. */
    public byte[] node(int level, long index) {
        return levels.get(level)[(int) (index - (from >> level))];
    }
}
