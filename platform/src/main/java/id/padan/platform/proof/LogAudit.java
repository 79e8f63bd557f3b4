package id.padan.platform.proof;

import id.padan.proof.Growth;
import id.padan.proof.LogKey;
import id.padan.proof.LogWalk;
import id.padan.proof.ProofFault;
import id.padan.proof.TreeHash;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Recomputes a whole log from its leaves, in one snapshot: hashes, tiles, heads, signatures, times. */
final class LogAudit {
    private final Handle tx;
    private final LogWalk walk;
    private String lastHead = "";

    LogAudit(Handle tx, List<LogKey> keys) {
        this.tx = tx;
        this.walk = new LogWalk(keys);
    }

    /** What is wrong, or empty if nothing is. */
    Optional<String> fault() {
        var state = ProofLog.readState(tx);
        var fault = faultOfLeaves();
        if (fault.isPresent()) {
            return fault;
        }
        if (walk.size() != state.size() || !lastHead.equals(state.head())) {
            return Optional.of("the head counts " + state.size() + " leaves, there are " + walk.size());
        }
        return faultOfTiles().or(() -> faultOfTileCount(state.size()));
    }

    private Optional<String> faultOfLeaves() {
        try (var groups = tx
                .createQuery("select first_index, content, head from proof_group order by first_index")
                .setFetchSize(50)
                .map((row, context) -> fault(row.getLong(1), LeafLines.split(row.getString(2)), row.getString(3)))
                .stream()) {
            return groups.flatMap(Optional::stream).findFirst();
        }
    }

    private Optional<String> fault(long first, List<String> leaves, String head) {
        lastHead = head;
        try {
            walk.next(first, leaves, head);
            return Optional.empty();
        } catch (ProofFault fault) {
            return Optional.of(fault.getMessage());
        }
    }

    /** Tiles are made from leaves; an altered one would make proofs that prove nothing. */
    private Optional<String> faultOfTiles() {
        try (var wrong = tx
                .createQuery("""
                        select level, tile, hashes, root,
                               (select string_agg(below.root, ''::bytea order by below.tile) from proof_tile below
                                 where tile.level > 0 and below.level = tile.level - 1
                                   and below.tile between tile.tile * 256 and tile.tile * 256 + 255) as expected
                          from proof_tile tile""")
                .setFetchSize(100)
                .map((row, context) -> {
                    int level = row.getInt("level");
                    long tile = row.getLong("tile");
                    var hashes = row.getBytes("hashes");
                    var expected = level == 0
                            ? Tiles.join(new Tiles(tx).leafHashes(tile * Tiles.WIDTH))
                            : row.getBytes("expected");
                    var root = Growth.of(0, List.of(), Tiles.split(hashes), new TreeHash())
                            .root();
                    return MessageDigest.isEqual(hashes, expected) && MessageDigest.isEqual(root, row.getBytes("root"))
                            ? null
                            : "tile " + tile + " of level " + level + " was altered";
                })
                .stream()) {
            return wrong.filter(Objects::nonNull).findFirst();
        }
    }

    private Optional<String> faultOfTileCount(long size) {
        long tiles = 0;
        for (long n = size / Tiles.WIDTH; n > 0; n /= Tiles.WIDTH) {
            tiles += n;
        }
        long stored = tx.createQuery("select count(*) from proof_tile")
                .mapTo(Long.class)
                .one();
        return stored == tiles
                ? Optional.empty()
                : Optional.of("there should be " + tiles + " tiles, there are " + stored);
    }
}
