package id.padan.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.SortedMap;

/**
 * One way only to write what is hashed: keys sorted, no white space, values strings (or objects of strings), UTF-8. What is absent
 * is left out, not null.
 */
public final class CanonicalJson {
    // Own mapper: no module or setting of the application may ever change what is hashed.
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private CanonicalJson() {}

    public static String write(SortedMap<String, ?> values) {
        try {
            return MAPPER.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a leaf of strings cannot fail to be JSON", e);
        }
    }

    public static Map<?, ?> read(String content) {
        try {
            return MAPPER.readValue(content, Map.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the log holds a leaf that is no JSON");
        }
    }
}
