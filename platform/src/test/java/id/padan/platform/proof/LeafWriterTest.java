package id.padan.platform.proof;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.PolicyRef;
import id.padan.proof.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LeafWriterTest {
    private static final Instant AT = Instant.parse("2026-11-26T01:02:03.456789Z");

    /** One writer makes all leaves of a group: each must be what the map of its members would be. */
    @Test
    void everyLeafOfAGroupIsItsCanonicalJson() {
        var writer = new LeafWriter(AT);
        var leaves = List.of(
                leaf("kemnaker", Instant.parse("2026-10-31T17:00:00Z"), "Ps 3(1)b"),
                leaf("\",\"commitment\":\"00\",\"id\":\"", null, "\"id\":\""),
                leaf("kutip \" dan \\ dan é \u2028 \uD83D\uDE00", Instant.parse("2026-11-01T17:00:00Z"), null),
                leaf("k".repeat(20_000), null, "Ps 3(1)b"),
                leaf("kemnaker", Instant.parse("2026-10-31T17:00:00Z"), "Ps 3(1)b"));

        for (var leaf : leaves) {
            for (int i = 0; i < 3; i++) {
                var another = another(leaf, i);
                assertThat(new String(writer.write(another), StandardCharsets.UTF_8))
                        .isEqualTo(canonical(another));
            }
        }
    }

    /** As its neighbours in a group: only id and commitment are its own. */
    private static Leaf another(Leaf leaf, int number) {
        return new Leaf(
                ProofLog.newId(),
                leaf.kind(),
                leaf.policy(),
                leaf.clause(),
                leaf.purpose(),
                leaf.programme(),
                leaf.party(),
                leaf.actor(),
                leaf.mappingVersion(),
                leaf.dataTime(),
                new byte[32 + number],
                leaf.reference(),
                leaf.officer(),
                leaf.asOf());
    }

    private static Leaf leaf(String actor, Instant dataTime, String clause) {
        return Leaf.opened(
                        ProofLog.newId(),
                        "CHECK",
                        new Allowed(new PolicyRef("kemnaker-bkn-2024", "1.0"), clause, "AID_VERIFICATION", "BSU-2025"),
                        "kemnaker",
                        actor,
                        new byte[] {0, 1, (byte) 0xff})
                .withData("2024-1", dataTime)
                .withReference("batches/1/chunks/2");
    }

    private static String canonical(Leaf leaf) {
        var values = new TreeMap<String, Object>();
        values.put("actor", leaf.actor());
        values.put("agreement", leaf.policy().agreementId());
        values.put("at", AT.toString());
        values.put("clause", leaf.clause());
        values.put("commitment", HexFormat.of().formatHex(leaf.commitment()));
        values.put("dataTime", leaf.dataTime() == null ? null : leaf.dataTime().toString());
        values.put("id", leaf.id().toString());
        values.put("kind", leaf.kind());
        values.put("mappingVersion", leaf.mappingVersion());
        values.put("party", leaf.party());
        values.put("programme", leaf.programme());
        values.put("purpose", leaf.purpose());
        values.put("reference", leaf.reference());
        values.put("version", leaf.policy().version());
        values.values().removeIf(value -> value == null);
        return CanonicalJson.write(values);
    }
}
