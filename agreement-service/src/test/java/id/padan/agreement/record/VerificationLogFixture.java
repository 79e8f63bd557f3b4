package id.padan.agreement.record;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.platform.json.StrictJson;
import id.padan.proof.CanonicalJson;
import id.padan.proof.Head;
import id.padan.proof.LogKey;
import id.padan.proof.LogSigner;
import id.padan.proof.ReceiptFile;
import id.padan.proof.TreeHash;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A log of verification's of its own: gives its verifier key to the service, and signs receipts of lists as verification does. */
public final class VerificationLogFixture implements QuarkusTestResourceLifecycleManager {

    private static final String FOLDER = "padan.test.verification-log";
    private static final String ORIGIN = "padan/kemnaker-bkn/verification";
    private static final ObjectMapper JSON = StrictJson.mapper();

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("padan-test-verification-log");
            System.setProperty(FOLDER, folder.toString());
            LogSigner.main(new String[] {
                folder.resolve("log.json").toString(),
                ORIGIN,
                folder.resolve("keys.txt").toString()
            });
            LogSigner.generate(folder.resolve("stranger.json"));
            return Map.of(
                    "padan.records.verification-log-keys",
                    folder.resolve("keys.txt").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try (var files = Files.walk(Path.of(System.getProperty(FOLDER)))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Counts of a list; {@code received} is free, so that it can be wrong. */
    record ProvenList(UUID batch, String party, String programme, long received, long active, long notFound) {}

    static ObjectNode receipt(ProvenList list) {
        return receipt(list, "log.json");
    }

    /** Right in everything but the key. */
    static ObjectNode forged(ProvenList list) {
        return receipt(list, "stranger.json");
    }

    private static ObjectNode receipt(ProvenList list, String keyset) {
        try {
            var signer = LogSigner.load(Path.of(System.getProperty(FOLDER)).resolve(keyset), ORIGIN, LogKey.Use.HEADS);
            var facts = new TreeMap<String, Object>();
            facts.put("agreementVersions", "1");
            facts.put("answerActive", Long.toString(list.active()));
            facts.put("answerInactive", "30");
            facts.put("answerNotFound", Long.toString(list.notFound()));
            facts.put("answerRetired", "20");
            facts.put("asOf", "2025-04-30");
            facts.put("attempt", "1");
            facts.put("batch", list.batch().toString());
            facts.put("chunks", "1");
            facts.put("coverageCountedAt", "2026-11-20T18:00:00Z");
            facts.put("coverageRecords", "5000000");
            facts.put("coverageValidNik", "4950000");
            facts.put("dataTimeNewest", "2026-11-20");
            facts.put("dataTimeOldest", "2026-11-19");
            facts.put("duplicates", "5");
            facts.put("fileBytes", "17000");
            facts.put("fileSha256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
            facts.put("leaves", "0:019ab0c2-7d1e-7b33-9c1d-6f1f2a3b4c5d:7");
            facts.put("mappingVersions", "2024-1");
            facts.put("received", Long.toString(list.received()));
            facts.put("rejectedDate", "1");
            facts.put("rejectedFormat", "2");
            facts.put("rejectedImpossible", "0");
            facts.put("rejectedSpreadsheetDamage", "0");
            facts.put("state", "COMPLETED");
            facts.put("unmapped", "1");
            facts.put("unprocessed", "0");
            var text = CanonicalJson.write(facts);
            var id = UUID.randomUUID();
            var at = Instant.parse("2026-11-25T03:11:09.123456Z");
            var leaf = new TreeMap<String, Object>();
            leaf.put("actor", "petugas.kemnaker");
            leaf.put("agreement", "kemnaker-bkn-2024");
            leaf.put("at", at.toString());
            leaf.put("clause", "Ps 3(1)b");
            leaf.put("commitment", HexFormat.of().formatHex(ReceiptFile.batchCommitment(text)));
            leaf.put("id", id.toString());
            leaf.put("kind", "BATCH");
            leaf.put("party", list.party());
            leaf.put("programme", list.programme());
            leaf.put("purpose", "AID_VERIFICATION");
            leaf.put("reference", "batches/" + list.batch());
            leaf.put("version", "1");
            var hash = new TreeHash();
            var content = CanonicalJson.write(leaf);
            var leafHash = hash.leaf(content);
            var sibling = hash.leaf("the leaf before");
            var head = signer.sign(new Head(ORIGIN, 2, hash.node(sibling, leafHash), new byte[32], at));
            var receipt = JSON.createObjectNode()
                    .put("format", "padan-receipt/1")
                    .put("id", id.toString())
                    .put("logIndex", 1)
                    .put("at", at.toString())
                    .put("leafHash", HexFormat.of().formatHex(leafHash))
                    .put("leaf", content);
            receipt.putArray("path").add(Base64.getEncoder().encodeToString(sibling));
            return receipt.put("head", head.note())
                    .put("href", "/api/verification/v1/batches/" + list.batch() + "/receipt")
                    .put("batch", text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
