package id.padan.platform.proof;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;

/** Writes leaves as canonical JSON: keys in order, as {@link id.padan.proof.CanonicalJson} would, without a map for each leaf. */
final class LeafWriter {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final HexFormat HEX = HexFormat.of();

    private final String at;
    private final ByteArrayBuilder buffer = new ByteArrayBuilder(1024);

    LeafWriter(Instant at) {
        this.at = at.toString();
    }

    byte[] write(Leaf leaf) {
        buffer.reset();
        try (var json = FACTORY.createGenerator(buffer)) {
            json.writeStartObject();
            put(json, "actor", leaf.actor());
            put(json, "agreement", leaf.policy().agreementId());
            put(json, "at", at);
            put(json, "clause", leaf.clause());
            put(json, "commitment", HEX.formatHex(leaf.commitment()));
            put(
                    json,
                    "dataTime",
                    leaf.dataTime() == null ? null : leaf.dataTime().toString());
            put(json, "id", leaf.id().toString());
            put(json, "kind", leaf.kind());
            put(json, "mappingVersion", leaf.mappingVersion());
            put(json, "officer", leaf.officer());
            put(json, "party", leaf.party());
            put(json, "programme", leaf.programme());
            put(json, "purpose", leaf.purpose());
            put(json, "reference", leaf.reference());
            put(json, "version", leaf.policy().version());
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("a leaf of strings cannot fail to be JSON", e);
        }
        return buffer.toByteArray();
    }

    private static void put(JsonGenerator json, String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
