package id.padan.platform.proof;

import id.padan.proof.CanonicalJson;
import id.padan.proof.TreeHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Takes the leaves of the log's first form, the hash chain, over into the Merkle log: same bytes, same index, same leaf hash. */
final class FirstForm {
    private static final Logger LOG = Logger.getLogger(FirstForm.class);
    private static final int LARGEST_GROUP = 4_096;

    private final ProofLog log;

    FirstForm(ProofLog log) {
        this.log = log;
    }

    private record Row(UUID id, String content) {
        private Instant at() {
            return Instant.parse((String) CanonicalJson.read(content).get("at"));
        }
    }

    /** @throws IllegalStateException if the chain does not hold: then something was altered, and nothing is taken over */
    void takeOver(Jdbi jdbi) {
        jdbi.useTransaction(tx -> {
            var head = log.lockRow(tx);
            if (head.size() > 0) {
                return;
            }
            long taken = 0;
            var chain = new byte[TreeHash.BYTES];
            while (true) {
                var rows = read(tx, taken);
                if (rows.isEmpty()) {
                    break;
                }
                chain = extended(chain, rows);
                for (var group : byTime(rows)) {
                    head.takeOver(
                            group.getFirst().at(),
                            group.stream().map(Row::id).toList(),
                            group.stream().map(Row::content).toList());
                }
                taken += rows.size();
            }
            requireChain(tx, taken, chain);
            if (taken > 0) {
                LOG.infof("%d leaves of the log's first form were taken over into the Merkle log", taken);
            }
        });
    }

    private static List<Row> read(Handle tx, long from) {
        return tx.createQuery("""
                        select id, content from proof_leaf_first_form where log_index >= :from and log_index < :to order by log_index""")
                .bind("from", from)
                .bind("to", from + LARGEST_GROUP)
                .map((row, context) -> new Row(row.getObject(1, UUID.class), row.getString(2)))
                .list();
    }

    private static byte[] extended(byte[] chain, List<Row> rows) {
        var hash = new TreeHash();
        for (var row : rows) {
            var leaf = hash.leaf(row.content().getBytes(StandardCharsets.UTF_8));
            var both = new byte[2 * TreeHash.BYTES];
            System.arraycopy(chain, 0, both, 0, chain.length);
            System.arraycopy(leaf, 0, both, chain.length, leaf.length);
            chain = hash.sha256(both);
        }
        return chain;
    }

    /** A head has one time, so leaves of different times are different groups. */
    private static List<List<Row>> byTime(List<Row> rows) {
        var groups = new ArrayList<List<Row>>();
        Instant last = null;
        for (var row : rows) {
            if (!row.at().equals(last)) {
                groups.add(new ArrayList<>());
                last = row.at();
            }
            groups.getLast().add(row);
        }
        return groups;
    }

    private static void requireChain(Handle tx, long taken, byte[] chain) {
        boolean holds = tx.createQuery("select size, chain from proof_head_first_form where log = 1")
                .map((row, context) -> row.getLong(1) == taken && MessageDigest.isEqual(row.getBytes(2), chain))
                .one();
        if (!holds) {
            throw new IllegalStateException("the log's hash chain does not hold: a leaf was altered or is missing");
        }
    }
}
