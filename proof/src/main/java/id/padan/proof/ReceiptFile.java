package id.padan.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Checks a receipt, or an answer with its receipt, without any service (docs/formats/receipt.md). Every member is bound by the leaf, by
 * its path to a signed head or by its commitment; what is bound by nothing is refused, so that no bit of the file is free.
 */
public final class ReceiptFile {
    static final String FORMAT = "padan-receipt/1";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final HexFormat HEX = HexFormat.of();
    /** What a check says where there is no answer. */
    private static final Set<String> NO_ANSWER = Set.of("STATUS_UNMAPPED", "AS_OF_UNKNOWN");

    private static final Pattern HEX_16 = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern HEX_32 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NIK = Pattern.compile("[0-9]{16}");
    private static final int GROUP = 64;

    /** The four sentences of Ps 3(1)b; the order is the number in a row's hash. */
    private static final List<String> ANSWERS = List.of("ACTIVE", "INACTIVE", "RETIRED", "NOT_FOUND");

    private static final Map<String, String> STATEMENTS = Map.of(
            "ACTIVE", "tercatat sebagai ASN aktif",
            "INACTIVE", "tercatat sebagai ASN tidak aktif",
            "RETIRED", "tercatat sebagai ASN pensiun",
            "NOT_FOUND", "tidak ditemukan");

    /** The order is the number in a row's hash. */
    private static final List<String> ROW_STATUSES = List.of(
            "ANSWERED",
            "NIK_SPREADSHEET_DAMAGE",
            "NIK_FORMAT",
            "NIK_IMPOSSIBLE",
            "NIK_DATE",
            "DUPLICATE",
            "STATUS_UNMAPPED",
            "AS_OF_UNKNOWN",
            "NOT_PROCESSED");

    private static final Set<String> PLACE =
            Set.of("format", "id", "logIndex", "at", "leafHash", "leaf", "path", "head", "href");

    private final LogKey key;
    private final TreeHash hash = new TreeHash();

    private ReceiptFile(LogKey key) {
        this.key = key;
    }

    /**
     * What has been proven.
     *
     * @param opened what the commitment holds, for people: answer, row or counts; empty if the file opens nothing
     */
    public record Verified(
            String origin,
            long index,
            Instant at,
            String kind,
            Map<String, String> leaf,
            Map<String, String> opened,
            boolean subjectChecked) {}

    /**
     * @param file a receipt as JSON, or an answer with the member {@code receipt}
     * @param key the log's public key, from elsewhere than the file
     * @param nik whom it should be about, 16 digits; null to leave that open
     * @throws ProofFault with the first thing that is wrong
     */
    public static Verified verify(String file, LogKey key, String nik) throws ProofFault {
        return new ReceiptFile(key).verify(parse(file), nik);
    }

    private static JsonNode parse(String file) throws ProofFault {
        try {
            var json = MAPPER.readTree(file);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException notJson) {
            throw new ProofFault("the file is not JSON");
        }
        throw new ProofFault("the file holds no JSON object");
    }

    private Verified verify(JsonNode file, String nik) throws ProofFault {
        if (file.has("receipt")) {
            return check(file, nik);
        }
        var leaf = place(file);
        if (file.has("row")) {
            requireMembers(file, PLACE, Set.of("row"));
            return row(file, leaf, nik);
        }
        if (file.has("batch")) {
            requireMembers(file, PLACE, Set.of("batch"));
            return batch(file, leaf);
        }
        requireMembers(file, PLACE, Set.of());
        requireHref(file, "receipts/" + text(file, "id"));
        return verified(file, leaf, Map.of(), false);
    }

    /** The leaf, its path and its head. */
    private Map<String, String> place(JsonNode receipt) throws ProofFault {
        require(FORMAT.equals(text(receipt, "format")), "it is not of format " + FORMAT);
        var content = text(receipt, "leaf");
        var leaf = strings(content);
        var leafHash = hash.leaf(content);
        require(
                HEX.formatHex(leafHash).equals(text(receipt, "leafHash")),
                "the leaf was altered: it does not hash to its leafHash");
        require(text(receipt, "id").equals(leaf.get("id")), "the id is not the leaf's");
        require(text(receipt, "at").equals(leaf.get("at")), "the time is not the leaf's");
        var index = receipt.path("logIndex");
        require(index.isIntegralNumber() && index.canConvertToLong(), "logIndex is no number");
        var path = new ArrayList<byte[]>();
        require(receipt.path("path").isArray(), "the path is missing");
        for (var node : receipt.path("path")) {
            path.add(base64(node, TreeHash.BYTES));
        }
        var signed = SignedHead.parse(text(receipt, "head"));
        require(signed.signatures().size() == 1, "a receipt's head has one signature");
        key.requireOn(signed);
        require(signed.head().at().toString().equals(leaf.get("at")), "the head bears another time than the leaf");
        var root = hash.root(leafHash, index.longValue(), signed.head().size(), path);
        require(
                MessageDigest.isEqual(root, signed.head().root()),
                "the path does not lead from the leaf to the signed head");
        return leaf;
    }

    private Verified check(JsonNode answer, String nik) throws ProofFault {
        var receipt = answer.path("receipt");
        requireMembers(
                answer,
                Set.of("checkId", "status", "asOf", "dataTime", "mappingVersion", "agreement", "warnings", "receipt"),
                Set.of("answer", "statement"));
        requireMembers(receipt, PLACE, Set.of("salt", "subject"));
        var leaf = place(receipt);
        requireHref(receipt, "receipts/" + text(receipt, "id"));
        require("CHECK".equals(leaf.get("kind")), "the leaf is not that of a check");
        require(text(answer, "checkId").equals(leaf.get("id")), "the leaf is that of another check");
        require(text(answer, "mappingVersion").equals(leaf.get("mappingVersion")), "the mapping is not the leaf's");
        var agreement = answer.path("agreement");
        requireMembers(agreement, Set.of("id", "version"), Set.of("clause"));
        require(
                text(agreement, "id").equals(leaf.get("agreement"))
                        && text(agreement, "version").equals(leaf.get("version"))
                        && Objects.equals(optional(agreement, "clause"), leaf.get("clause")),
                "the agreement is not the leaf's");
        // Leaves of before 2026-11-26 do not say the day; the commitment always has.
        require(leaf.get("asOf") == null || leaf.get("asOf").equals(text(answer, "asOf")), "the day is not the leaf's");
        var given = optional(answer, "answer");
        require(
                given == null
                        ? NO_ANSWER.contains(text(answer, "status")) && optional(answer, "statement") == null
                        : "ANSWERED".equals(text(answer, "status"))
                                && text(answer, "statement").equals(STATEMENTS.get(given)),
                "status, answer and statement do not belong together");
        var warnings = new ArrayList<String>();
        require(answer.path("warnings").isArray(), "the warnings are missing");
        for (var warning : answer.path("warnings")) {
            require(warning.isTextual() && warning.textValue().matches("[A-Z_]+"), "a warning is no code");
            warnings.add(warning.textValue());
        }
        var salt = hex(receipt, "salt", HEX_32);
        var subject = text(receipt, "subject");
        var commitment = CheckCommitment.of(
                salt,
                given,
                text(answer, "asOf"),
                text(answer, "checkId"),
                text(answer, "dataTime"),
                text(answer, "mappingVersion"),
                text(answer, "status"),
                subject,
                warnings);
        require(
                HEX.formatHex(commitment).equals(leaf.get("commitment")),
                "the answer is not the one that the leaf commits to");
        require(
                nik == null || CheckCommitment.subject(salt, nik).equals(subject),
                "the answer is about another NIK than the one given");
        return verified(
                receipt,
                leaf,
                given == null
                        ? Map.of("status", text(answer, "status"), "asOf", text(answer, "asOf"))
                        : Map.of("answer", given, "statement", STATEMENTS.get(given), "asOf", text(answer, "asOf")),
                nik != null);
    }

    private Verified row(JsonNode receipt, Map<String, String> leaf, String nik) throws ProofFault {
        var row = receipt.path("row");
        requireMembers(
                row,
                Set.of("batch", "chunk", "number", "status", "salt", "place", "group", "path"),
                Set.of("nik", "cell", "answer"));
        require("CHUNK".equals(leaf.get("kind")), "the leaf is not that of a part of a list");
        var batch = text(row, "batch");
        require(row.path("chunk").isInt() && row.path("place").isInt(), "chunk or place is no number");
        require(
                ("batches/" + batch + "/chunks/" + row.path("chunk").intValue()).equals(leaf.get("reference")),
                "the leaf is that of another list or part");
        require(row.path("number").isIntegralNumber(), "the row's number is missing");
        long number = row.path("number").longValue();
        requireHref(receipt, "batches/" + batch + "/results/" + number + "/receipt");
        int status = ROW_STATUSES.indexOf(text(row, "status"));
        require(status >= 0, "the row's status is unknown");
        var given = optional(row, "answer");
        require((given == null) == (status != 0), "status and answer do not belong together");
        int answer = given == null ? 0xff : ANSWERS.indexOf(given);
        require(answer >= 0, "the row's answer is unknown");
        var digits = optional(row, "nik");
        var cell = optional(row, "cell");
        require(digits == null || cell == null && NIK.matcher(digits).matches(), "the row has no NIK of 16 digits");
        var content = digits == null
                ? cell == null ? new byte[0] : cell.getBytes(StandardCharsets.UTF_8)
                : ByteBuffer.allocate(Long.BYTES)
                        .putLong(Long.parseLong(digits))
                        .array();
        var own = hash.sha256(ByteBuffer.allocate(1 + 16 + Long.BYTES + 2 + content.length)
                .put((byte) 2)
                .put(hex(row, "salt", HEX_16))
                .putLong(number)
                .put((byte) status)
                .put((byte) answer)
                .put(content)
                .array());
        var root = group(own, row);
        for (var step : row.path("path")) {
            var side = step.isTextual() && step.textValue().length() > 1 ? step.textValue() : " ";
            require(side.charAt(0) == 'L' || side.charAt(0) == 'R', "a step of the row's path is not written as one");
            var sibling = base64(side.substring(1), TreeHash.BYTES);
            root = side.charAt(0) == 'L' ? hash.node(sibling, root) : hash.node(root, sibling);
        }
        require(HEX.formatHex(root).equals(leaf.get("commitment")), "the row is not one of those the leaf commits to");
        require(nik == null || nik.equals(digits), "the row is about another NIK than the one given");
        return verified(
                receipt,
                leaf,
                given == null
                        ? Map.of("row", Long.toString(number), "batch", batch, "status", ROW_STATUSES.get(status))
                        : Map.of(
                                "row",
                                Long.toString(number),
                                "batch",
                                batch,
                                "answer",
                                given,
                                "statement",
                                STATEMENTS.get(given)),
                nik != null);
    }

    /** Rows are hashed in groups of 64; the file brings the other hashes of the row's group. */
    private byte[] group(byte[] own, JsonNode row) throws ProofFault {
        var others = base64(row.path("group"), -1);
        int place = row.path("place").intValue();
        int count = others.length / TreeHash.BYTES;
        require(
                others.length % TreeHash.BYTES == 0 && count < GROUP && place >= 0 && place <= count,
                "the row's group is not written as one");
        require(row.path("path").isArray(), "the row's path is missing");
        int before = place * TreeHash.BYTES;
        return hash.sha256(ByteBuffer.allocate(1 + others.length + own.length)
                .put((byte) 0)
                .put(others, 0, before)
                .put(own)
                .put(others, before, others.length - before)
                .array());
    }

    private Verified batch(JsonNode receipt, Map<String, String> leaf) throws ProofFault {
        require("BATCH".equals(leaf.get("kind")), "the leaf is not that of a list");
        var content = text(receipt, "batch");
        var facts = strings(content);
        require(
                HEX.formatHex(batchCommitment(content)).equals(leaf.get("commitment")),
                "the list's facts are not those the leaf commits to");
        require(("batches/" + facts.get("batch")).equals(leaf.get("reference")), "the leaf is that of another list");
        requireHref(receipt, "batches/" + facts.get("batch") + "/receipt");
        return verified(receipt, leaf, facts, false);
    }

    /** SHA-256(0x03 || the list's facts): what the leaf of a whole list commits to. */
    public static byte[] batchCommitment(String facts) {
        var bytes = facts.getBytes(StandardCharsets.UTF_8);
        return new TreeHash()
                .sha256(ByteBuffer.allocate(1 + bytes.length)
                        .put((byte) 3)
                        .put(bytes)
                        .array());
    }

    private Verified verified(
            JsonNode receipt, Map<String, String> leaf, Map<String, String> opened, boolean subjectChecked) {
        return new Verified(
                key.name(),
                receipt.path("logIndex").longValue(),
                Instant.parse(leaf.get("at")),
                leaf.getOrDefault("kind", ""),
                leaf,
                opened,
                subjectChecked);
    }

    /** The address in the receipt is not signed, but it follows from what is. */
    private void requireHref(JsonNode receipt, String path) throws ProofFault {
        var context = key.name().substring(key.name().lastIndexOf('/') + 1);
        require(
                ("/api/" + context + "/v1/" + path).equals(text(receipt, "href")),
                "the address is not that of this receipt");
    }

    private static void requireMembers(JsonNode object, Set<String> needed, Set<String> allowed) throws ProofFault {
        require(object.isObject(), "a part of the receipt is missing");
        for (var names = object.fieldNames(); names.hasNext(); ) {
            var name = names.next();
            require(needed.contains(name) || allowed.contains(name), "a member is not one of a receipt's");
        }
        for (var name : needed) {
            require(object.has(name), name + " is missing");
        }
    }

    private static Map<String, String> strings(String content) throws ProofFault {
        var values = new TreeMap<String, String>();
        var object = parse(content);
        for (var fields = object.fields(); fields.hasNext(); ) {
            var field = fields.next();
            require(field.getValue().isTextual(), "the leaf is not written as a leaf");
            values.put(field.getKey(), field.getValue().textValue());
        }
        return values;
    }

    private static String text(JsonNode object, String name) throws ProofFault {
        var node = object.path(name);
        require(node.isTextual(), name + " is missing or no text");
        return node.textValue();
    }

    private static String optional(JsonNode object, String name) throws ProofFault {
        return object.has(name) ? text(object, name) : null;
    }

    private static byte[] hex(JsonNode object, String name, Pattern form) throws ProofFault {
        var text = text(object, name);
        require(form.matcher(text).matches(), name + " is not written in lower-case hexadecimal");
        return HEX.parseHex(text);
    }

    private static byte[] base64(JsonNode node, int length) throws ProofFault {
        require(node.isTextual(), "a hash is missing");
        return base64(node.textValue(), length);
    }

    private static byte[] base64(String text, int length) throws ProofFault {
        try {
            var bytes = Base64.getDecoder().decode(text);
            if ((length < 0 || bytes.length == length)
                    && Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            throw new ProofFault("a hash is not written in base64");
        }
        throw new ProofFault("a hash is not written in base64");
    }

    private static void require(boolean holds, String fault) throws ProofFault {
        if (!holds) {
            throw new ProofFault(fault);
        }
    }
}
