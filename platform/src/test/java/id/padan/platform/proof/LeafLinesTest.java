package id.padan.platform.proof;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.PolicyRef;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeafLinesTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String POLICY_LEAF = "{\"agreement\":\"kemnaker-bkn-2024\",\"id\":\"x\",\"kind\":\"POLICY\"}";

    @Test
    void everyLeafComesBackAsItWasHashed() {
        var leaves = new ArrayList<String>();
        leaves.add(POLICY_LEAF);
        leaves.addAll(leaves(20, "kemnaker-system", 32));
        leaves.add(POLICY_LEAF);
        leaves.addAll(leaves(20, "\",\"commitment\":\"00\",\"id\":\" é \uD83D\uDE00", 32));
        leaves.addAll(leaves(2, "kemnaker-system", 3));
        leaves.add("{" + " ".repeat(98) + "}");
        leaves.addAll(leaves(20, "bkn-system", 40));

        var content = LeafLines.join(leaves);

        assertThat(LeafLines.split(content)).isEqualTo(leaves);
        assertThat(content.split("\n")).hasSize(leaves.size());
    }

    @Test
    void aCrowdTakesAThirdOfItsPlaceAtMost() {
        var leaves = leaves(100, "kemnaker-system", 32);

        assertThat(LeafLines.join(leaves).length())
                .isLessThan(String.join("\n", leaves).length() / 3);
    }

    @Test
    void aSmallGroupIsReadable() {
        var leaves = leaves(15, "kemnaker-system", 32);

        assertThat(LeafLines.join(leaves)).isEqualTo(String.join("\n", leaves));
    }

    @Test
    void aLineThatIsAlteredIsAnotherLeaf() {
        var leaves = leaves(16, "kemnaker-system", 32);
        var lines = new ArrayList<>(List.of(LeafLines.join(leaves).split("\n")));
        lines.set(3, lines.get(3).substring(1));
        lines.set(4, "0".repeat(64) + lines.get(4).substring(64));

        var read = LeafLines.split(String.join("\n", lines));

        assertThat(read).hasSize(16);
        assertThat(read.get(3)).isNotEqualTo(leaves.get(3));
        assertThat(read.get(4))
                .isNotEqualTo(leaves.get(4))
                .contains(leaves.get(4).substring(leaves.get(4).indexOf("\"id\"")));
    }

    private static List<String> leaves(int count, String actor, int commitmentBytes) {
        var writer = new LeafWriter(Instant.parse("2026-11-26T01:02:03.456789Z"));
        var leaves = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            var commitment = new byte[commitmentBytes];
            RANDOM.nextBytes(commitment);
            leaves.add(new String(
                    writer.write(Leaf.opened(
                            ProofLog.newId(),
                            "CHECK",
                            new Allowed(
                                    new PolicyRef("kemnaker-bkn-2024", "1.0"),
                                    "Ps 3(1)b",
                                    "AID_VERIFICATION",
                                    "BSU-2025"),
                            "kemnaker",
                            actor,
                            commitment)),
                    StandardCharsets.UTF_8));
        }
        return leaves;
    }
}
