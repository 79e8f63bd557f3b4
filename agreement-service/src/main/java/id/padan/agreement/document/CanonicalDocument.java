package id.padan.agreement.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.TreeMap;

/**
 * The one way in which an agreement file that came through the API is written, so that both parties see one hash: members sorted, none
 * null, no white space, UTF-8.
 */
public final class CanonicalDocument {

    // Own mapper: no setting of the application may change what was agreed.
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private CanonicalDocument() {}

    public static byte[] write(JsonNode document) {
        try {
            return MAPPER.writeValueAsString(sorted(document)).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree cannot fail to be JSON", e);
        }
    }

    /** Hex. */
    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Object sorted(JsonNode node) {
        if (node.isObject()) {
            var members = new TreeMap<String, Object>();
            for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                if (!node.get(name).isNull()) {
                    members.put(name, sorted(node.get(name)));
                }
            }
            return members;
        }
        if (node.isArray()) {
            var items = new java.util.ArrayList<Object>(node.size());
            node.forEach(item -> items.add(sorted(item)));
            return items;
        }
        return node;
    }
}
