package id.padan.directory.rotation;

import id.padan.directory.vault.NikVault;
import id.padan.platform.events.EventProducer;
import id.padan.platform.events.OutboxExpander;
import id.padan.platform.events.OutboxRow;
import id.padan.platform.events.OutgoingRecord;
import id.padan.platform.events.Topics;
import id.padan.platform.token.NikToken;
import id.padan.platform.token.TokenKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/** Makes a rotation's own events: markers, one per partition of {@code asn.status.v1}, and tombstones of the old epoch's tokens. */
@ApplicationScoped
class TokenExpander implements OutboxExpander {

    /** Block to publish under the new epoch; the register's own expander knows how. */
    static final String ROTATE = "asn.rotation";
    /** Block whose tokens of the old epoch are emptied. */
    static final String RETIRE = "asn.retirement";

    static final String COMPLETE = "asn.epoch-complete";
    static final String RETIRING = "asn.epoch-retiring";
    static final String RETIRED = "asn.epoch-retired";

    private static final Map<String, String> PHASES =
            Map.of(COMPLETE, "COMPLETE", RETIRING, "RETIRING", RETIRED, "RETIRED");
    private static final String STATUS = "asn.status.v1";
    private static final String EPOCH = "asn.status-epoch.v1";

    private final Jdbi jdbi;
    private final TokenKeys keys;
    private final TokenRotations rotations;
    private final EventProducer producer;
    private final NikVault vault;

    TokenExpander(Jdbi jdbi, TokenKeys keys, TokenRotations rotations, EventProducer producer, NikVault vault) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.rotations = rotations;
        this.producer = producer;
        this.vault = vault;
    }

    @Override
    public boolean expands(String type) {
        return type.equals(RETIRE) || PHASES.containsKey(type);
    }

    @Override
    public void expand(OutboxRow row, Consumer<OutgoingRecord> out) {
        if (row.type().equals(RETIRE)) {
            empty(row.records(), out);
        } else {
            mark(PHASES.get(row.type()), (int) row.records()[0], out);
        }
    }

    private void mark(String phase, int epoch, Consumer<OutgoingRecord> out) {
        int partitions = producer.partitions(Topics.ASN_STATUS);
        for (int partition = 0; partition < partitions; partition++) {
            String value =
                    "{\"type\":\"asn.status-epoch\",\"epoch\":%d,\"phase\":\"%s\",\"partition\":%d,\"partitions\":%d}"
                            .formatted(epoch, phase, partition, partitions);
            out.accept(new OutgoingRecord(
                    Topics.ASN_STATUS,
                    "epoch-%d-%s-%d".formatted(epoch, phase, partition),
                    EPOCH,
                    value.getBytes(StandardCharsets.UTF_8),
                    partition));
        }
    }

    /** Every NIK that the records have or had, removed ones included: each may have a token of the old epoch. */
    private void empty(long[] records, Consumer<OutgoingRecord> out) {
        int old = rotations.latest().orElseThrow().from();
        rotations.requireKey(old);
        List<Long> found = jdbi.withHandle(handle -> handle.createQuery("""
                        select nik_sealed, id from asn_record where no = any(:records) and nik_sealed is not null
                        union all select f.nik_sealed, r.id from former_nik f join asn_record r using (no) where no = any(:records)
                        """)
                .bind("records", records)
                .map((row, context) -> vault.open(row.getBytes(1), row.getString(2)))
                .list());
        long[] niks = found.stream().mapToLong(Long::longValue).distinct().toArray();
        long[] hi = new long[niks.length];
        long[] lo = new long[niks.length];
        keys.tokens(old, niks, 0, niks.length, hi, lo);
        for (int i = 0; i < niks.length; i++) {
            out.accept(new OutgoingRecord(Topics.ASN_STATUS, new NikToken(hi[i], lo[i]).toKey(), STATUS, null));
        }
    }
}
