package id.padan.correction.known;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Reads what was shown. */
@ApplicationScoped
public class KnownRecords {

    /** Which records: those of the ASN register that Kemnaker was told of, or Kemnaker's functional positions, which BKN may read. */
    public enum Dataset {
        ASN,
        FUNCTIONAL_POSITION;

        /** The dataset in which an element of the annex stands. */
        public static Dataset of(String element) {
            return element.startsWith("C") ? FUNCTIONAL_POSITION : ASN;
        }
    }

    private final ObjectMapper json;

    KnownRecords(ObjectMapper json) {
        this.json = json;
    }

    /** Records by NIP, of those that were shown. */
    public Map<String, JsonNode> find(Handle handle, Dataset dataset, Collection<String> nips) {
        var found = new HashMap<String, JsonNode>();
        if (nips.isEmpty()) {
            return found;
        }
        handle.createQuery("select nip, record from known_record where dataset = :dataset and nip = any(:nips)")
                .bind("dataset", dataset.name())
                .bind("nips", nips.toArray(String[]::new))
                .map((row, context) -> Map.entry(row.getString("nip"), tree(row.getString("record"))))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    private JsonNode tree(String record) {
        try {
            return json.readTree(record);
        } catch (JsonProcessingException e) {
            // No cause: it may quote the record.
            throw new IllegalStateException("a kept record is not JSON");
        }
    }
}
