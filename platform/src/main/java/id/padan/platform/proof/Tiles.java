package id.padan.platform.proof;

import id.padan.proof.Growth;
import id.padan.proof.Proofs;
import id.padan.proof.TreeHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The tree's stored nodes: full tiles of 256 hashes (8 levels of the tree), a row each. What is not yet a full tile is made from the
 * tiles below it, or from the leaves themselves.
 */
final class Tiles implements Proofs.Nodes {
    static final int WIDTH = 256;
    private static final int LEVELS = 8;

    private final Handle handle;
    private final TreeHash hash = new TreeHash();
    private final Map<Place, List<byte[]>> read = new HashMap<>();

    Tiles(Handle handle) {
        this.handle = handle;
    }

    private record Place(int level, long tile) {}

    /** A tile that has become full. */
    record Tile(int level, long index, byte[] hashes, byte[] root) {}

    @Override
    public byte[] node(int level, long index) {
        int below = level % LEVELS;
        long first = index << below;
        var hashes = read.computeIfAbsent(new Place(level / LEVELS, first / WIDTH), this::load);
        int from = (int) (first % WIDTH);
        return root(hashes, from, from + (1 << below));
    }

    private byte[] root(List<byte[]> hashes, int from, int to) {
        if (to - from == 1) {
            return hashes.get(from);
        }
        int half = from + (to - from) / 2;
        return hash.node(root(hashes, from, half), root(hashes, half, to));
    }

    private List<byte[]> load(Place place) {
        return handle.createQuery("select hashes from proof_tile where level = :level and tile = :tile")
                .bind("level", place.level())
                .bind("tile", place.tile())
                .mapTo(byte[].class)
                .findOne()
                .map(Tiles::split)
                .orElseGet(() -> place.level() == 0
                        ? leafHashes(place.tile() * WIDTH)
                        : roots(place.level() - 1, place.tile() * WIDTH));
    }

    /** The hashes of at most 256 leaves from one on, from the leaves themselves. */
    List<byte[]> leafHashes(long from) {
        var hashes = new ArrayList<byte[]>(WIDTH);
        handle.createQuery("""
                        select first_index, content from proof_group
                         where first_index + leaves > :from and first_index < :to order by first_index""")
                .bind("from", from)
                .bind("to", from + WIDTH)
                .map((row, context) -> {
                    long index = row.getLong(1);
                    for (var leaf : LeafLines.split(row.getString(2))) {
                        if (index >= from && index < from + WIDTH) {
                            hashes.add(hash.leaf(leaf));
                        }
                        index++;
                    }
                    return true;
                })
                .list();
        return hashes;
    }

    private List<byte[]> roots(int level, long from) {
        return handle.createQuery("""
                        select root from proof_tile where level = :level and tile >= :from and tile < :to order by tile""")
                .bind("level", level)
                .bind("from", from)
                .bind("to", from + WIDTH)
                .mapTo(byte[].class)
                .list();
    }

    /**
     * The tiles that a growth makes full.
     *
     * @param tail hashes of the leaves since the last full tile of level 0, before the growth
     * @param leafHashes of the new leaves
     */
    List<Tile> filled(Growth growth, List<byte[]> tail, List<byte[]> leafHashes) {
        var filled = new ArrayList<Tile>();
        long from = growth.from() / WIDTH;
        long to = growth.size() / WIDTH;
        for (long t = from; t < to; t++) {
            var hashes = new ArrayList<byte[]>(WIDTH);
            if (t == from) {
                hashes.addAll(tail);
            }
            int next = (int) (t * WIDTH + hashes.size() - growth.from());
            hashes.addAll(leafHashes.subList(next, next + WIDTH - hashes.size()));
            filled.add(new Tile(0, t, join(hashes), growth.node(LEVELS, t)));
        }
        for (int level = 1; to / WIDTH > 0; level++) {
            long firstNew = from;
            from /= WIDTH;
            to /= WIDTH;
            for (long t = from; t < to; t++) {
                var hashes = new ArrayList<byte[]>(WIDTH);
                if (t == from) {
                    hashes.addAll(roots(level - 1, t * WIDTH));
                    if (hashes.size() != firstNew - t * WIDTH) {
                        throw new IllegalStateException("the log's store lacks tiles of level " + (level - 1));
                    }
                }
                for (long i = t * WIDTH + hashes.size(); i < (t + 1) * WIDTH; i++) {
                    hashes.add(growth.node(LEVELS * level, i));
                }
                filled.add(new Tile(level, t, join(hashes), growth.node(LEVELS * (level + 1), t)));
            }
        }
        return filled;
    }

    static List<byte[]> split(byte[] hashes) {
        var split = new ArrayList<byte[]>(hashes.length / TreeHash.BYTES);
        for (int i = 0; i < hashes.length; i += TreeHash.BYTES) {
            split.add(Arrays.copyOfRange(hashes, i, i + TreeHash.BYTES));
        }
        return split;
    }

    static byte[] join(List<byte[]> hashes) {
        var joined = new byte[hashes.size() * TreeHash.BYTES];
        for (int i = 0; i < hashes.size(); i++) {
            System.arraycopy(hashes.get(i), 0, joined, i * TreeHash.BYTES, TreeHash.BYTES);
        }
        return joined;
    }
}
