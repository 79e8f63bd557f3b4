package id.padan.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receipts and exported logs as the services write them: they hold, and with any bit flipped they do not. */
class ReceiptFileTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ORIGIN = "padan/test/verification";
    private static final String NIK = "3273010101909991";
    private static final Instant AT = Instant.parse("2026-11-24T10:00:00.000001Z");
    private static final String ID = "0193a000-0000-7000-8000-000000000001";
    private static final String BATCH = "0193a000-0000-7000-8000-00000000000b";

    private final TreeHash hash = new TreeHash();

    @TempDir
    Path folder;

    private LogSigner signer;

    @BeforeEach
    void key() throws Exception {
        var file = folder.resolve("key.json");
        LogSigner.generate(file);
        signer = LogSigner.load(file, ORIGIN, LogKey.Use.HEADS);
    }

    private static TreeMap<String, Object> leaf(String kind, byte[] commitment) {
        return new TreeMap<>(Map.of(
                "agreement",
                "kemnaker-bkn-2024",
                "at",
                AT.toString(),
                "clause",
                "Ps 3(1)b",
                "commitment",
                HexFormat.of().formatHex(commitment),
                "id",
                ID,
                "kind",
                kind,
                "mappingVersion",
                "2024-1",
                "version",
                "1.0"));
    }

    /** A log of 300 leaves, of which this is number 137. */
    private ObjectNode receipt(TreeMap<String, Object> leaf, String href) {
        var content = CanonicalJson.write(leaf);
        var hashes = new ArrayList<byte[]>();
        for (int i = 0; i < 300; i++) {
            hashes.add(hash.leaf(i == 137 ? content : "other " + i));
        }
        var growth = Growth.of(0, List.of(), hashes, hash);
        var receipt = JSON.createObjectNode()
                .put("format", "padan-receipt/1")
                .put("id", ID)
                .put("logIndex", 137)
                .put("at", AT.toString())
                .put("leafHash", HexFormat.of().formatHex(hash.leaf(content)))
                .put("leaf", content);
        var path = receipt.putArray("path");
        growth.path(137).forEach(node -> path.add(Base64.getEncoder().encodeToString(node)));
        receipt.put(
                "head",
                signer.sign(new Head(ORIGIN, 300, growth.root(), new byte[TreeHash.BYTES], AT))
                        .note());
        return receipt.put("href", "/api/verification/v1/" + href);
    }

    private ObjectNode check() {
        var salt = hash.leaf("salt");
        var subject = CheckCommitment.subject(salt, NIK);
        var commitment = CheckCommitment.of(
                salt, "ACTIVE", "2026-11-24", ID, "2026-11-01", "2024-1", "ANSWERED", subject, List.of("NIK_SHARED"));
        var answer = JSON.createObjectNode()
                .put("checkId", ID)
                .put("status", "ANSWERED")
                .put("answer", "ACTIVE")
                .put("statement", "tercatat sebagai ASN aktif")
                .put("asOf", "2026-11-24")
                .put("dataTime", "2026-11-01")
                .put("mappingVersion", "2024-1");
        answer.putObject("agreement")
                .put("id", "kemnaker-bkn-2024")
                .put("version", "1.0")
                .put("clause", "Ps 3(1)b");
        answer.putArray("warnings").add("NIK_SHARED");
        var receipt = receipt(leaf("CHECK", commitment), "receipts/" + ID);
        receipt.put("salt", HexFormat.of().formatHex(salt)).put("subject", subject);
        answer.set("receipt", receipt);
        return answer;
    }

    /** Row 131 of a part of 130 rows that begins with row 101: group 0, place 30, of three groups. */
    private ObjectNode row() {
        var salt = new byte[16];
        var own = hash.sha256(ByteBuffer.allocate(35)
                .put((byte) 2)
                .put(salt)
                .putLong(131)
                .put((byte) 0)
                .put((byte) 2)
                .putLong(Long.parseLong(NIK))
                .array());
        var others = ByteBuffer.allocate(63 * 32);
        for (int i = 0; i < 63; i++) {
            others.put(hash.leaf("row " + i));
        }
        var all = ByteBuffer.allocate(1 + 64 * 32)
                .put((byte) 0)
                .put(others.array(), 0, 30 * 32)
                .put(own)
                .put(others.array(), 30 * 32, 33 * 32);
        var second = hash.leaf("second group");
        var third = hash.leaf("third group");
        var root = hash.node(hash.node(hash.sha256(all.array()), second), third);
        var leaf = leaf("CHUNK", root);
        leaf.put("reference", "batches/" + BATCH + "/chunks/3");
        var receipt = receipt(leaf, "batches/" + BATCH + "/results/131/receipt");
        var row = receipt.putObject("row")
                .put("batch", BATCH)
                .put("chunk", 3)
                .put("number", 131)
                .put("nik", NIK)
                .put("status", "ANSWERED")
                .put("answer", "RETIRED")
                .put("salt", HexFormat.of().formatHex(salt))
                .put("place", 30)
                .put("group", Base64.getEncoder().encodeToString(others.array()));
        row.putArray("path")
                .add("R" + Base64.getEncoder().encodeToString(second))
                .add("R" + Base64.getEncoder().encodeToString(third));
        return receipt;
    }

    private ObjectNode batch() {
        var facts = CanonicalJson.write(new TreeMap<>(Map.of("batch", BATCH, "received", "131", "active", "7")));
        var leaf = leaf("BATCH", ReceiptFile.batchCommitment(facts));
        leaf.put("reference", "batches/" + BATCH);
        return receipt(leaf, "batches/" + BATCH + "/receipt").put("batch", facts);
    }

    @Test
    void provesTheAnswerAndForWhoKnowsTheNikWhomItWasAbout() throws Exception {
        var answer = check().toPrettyString();

        var without = ReceiptFile.verify(answer, signer.key(), null);
        assertThat(without.opened()).containsEntry("answer", "ACTIVE");
        assertThat(without.subjectChecked()).isFalse();
        assertThat(ReceiptFile.verify(answer, signer.key(), NIK).subjectChecked())
                .isTrue();
        assertThatThrownBy(() -> ReceiptFile.verify(answer, signer.key(), "3273010101909992"))
                .isInstanceOf(ProofFault.class)
                .hasMessageContaining("another NIK")
                .hasMessageNotContaining("3273");
        assertThat(answer).doesNotContain(NIK);
    }

    @Test
    void provesARowAndAWholeList() throws Exception {
        assertThat(ReceiptFile.verify(row().toString(), signer.key(), NIK).opened())
                .containsEntry("answer", "RETIRED")
                .containsEntry("row", "131");
        assertThat(ReceiptFile.verify(batch().toString(), signer.key(), null).opened())
                .containsEntry("received", "131");
    }

    @Test
    void anotherLogsKeyProvesNothing() throws Exception {
        var file = folder.resolve("other.json");
        LogSigner.generate(file);
        var other = LogSigner.load(file, ORIGIN, LogKey.Use.HEADS).key();

        assertThatThrownBy(() -> ReceiptFile.verify(check().toString(), other, null))
                .isInstanceOf(ProofFault.class)
                .hasMessageContaining("is not signed with key");
    }

    @Test
    void noFlippedBitOfAnAnswerWithItsReceiptIsAccepted() {
        everyFlipIsRefused(check().toString());
        everyFlipIsRefused(check().toPrettyString());
    }

    @Test
    void noFlippedBitOfARowsReceiptIsAccepted() {
        everyFlipIsRefused(row().toString());
    }

    @Test
    void noFlippedBitOfAListsReceiptIsAccepted() {
        everyFlipIsRefused(batch().toString());
        everyFlipIsRefused(
                receipt(leaf("CHECK", hash.leaf("unopened")), "receipts/" + ID).toString());
    }

    @Test
    void noFlippedBitOfAnExportedLogIsAccepted() throws Exception {
        // As small as a log of several groups can be: its bits times its length is what this costs.
        var export = export(1, 2, 1);
        assertThat(LogExport.verify(new StringReader(export), signer.key()).size())
                .isEqualTo(4);

        var bytes = export.getBytes(StandardCharsets.UTF_8);
        IntStream.range(0, bytes.length * 8).parallel().forEach(bit -> {
            var flipped = flipped(bytes, bit);
            assertThatThrownBy(() -> LogExport.verify(new StringReader(flipped), signer.key()))
                    .as("bit %d", bit)
                    .isInstanceOf(ProofFault.class)
                    .hasMessageMatching("(?s).{10,}");
        });
    }

    @Test
    void anExportThatLacksItsEndOrAGroupIsRefusedWithTheReason() {
        var lines = export().lines().toList();

        assertThatThrownBy(() ->
                        LogExport.verify(new StringReader(String.join("\n", lines.subList(0, 3)) + "\n"), signer.key()))
                .hasMessageContaining("breaks off after leaf");
        assertThatThrownBy(() -> LogExport.verify(
                        new StringReader(lines.get(0) + "\n" + lines.get(2) + "\n" + lines.get(4) + "\n"),
                        signer.key()))
                .hasMessageContaining("leaf 0 is missing");
    }

    private String export() {
        return export(2, 4, 3);
    }

    private String export(int... groups) {
        var export = new StringBuilder(LogExport.header(ORIGIN, signer.key())).append('\n');
        var peaks = List.<byte[]>of();
        var previous = new byte[TreeHash.BYTES];
        long size = 0;
        for (int group : groups) {
            var leaves = new ArrayList<String>();
            for (int i = 0; i < group; i++) {
                var leaf = leaf("CHECK", hash.leaf("commitment " + size + i));
                leaf.put("at", AT.plusSeconds(size).toString());
                leaves.add(CanonicalJson.write(leaf));
            }
            var growth = Growth.of(size, peaks, leaves.stream().map(hash::leaf).toList(), hash);
            var head = new Head(ORIGIN, growth.size(), growth.root(), previous, AT.plusSeconds(size));
            export.append(LogExport.group(size, leaves, signer.sign(head).note()))
                    .append('\n');
            previous = head.hash();
            peaks = growth.peaks();
            size = growth.size();
        }
        return export.append(LogExport.end(size)).append('\n').toString();
    }

    private void everyFlipIsRefused(String file) {
        var bytes = file.getBytes(StandardCharsets.UTF_8);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            var flipped = flipped(bytes, bit);
            assertThatThrownBy(() -> ReceiptFile.verify(flipped, signer.key(), null))
                    .as("bit %d: %s", bit, flipped)
                    .isInstanceOf(ProofFault.class)
                    .hasMessageMatching("(?s).{10,}");
        }
    }

    private static String flipped(byte[] bytes, int bit) {
        var flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return new String(flipped, StandardCharsets.UTF_8);
    }
}
