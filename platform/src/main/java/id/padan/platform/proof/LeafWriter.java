package id.padan.platform.proof;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Writes leaves as canonical JSON: keys in order, as {@link id.padan.proof.CanonicalJson} would, without a map for each leaf. The leaves of
 * a group mostly differ in id and commitment only, so what stands around those two is taken from the leaf before.
 */
final class LeafWriter {
    // Characters beyond 16 bits as they are, as in the canonical form; bytes would else be written otherwise than text.
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    private static final HexFormat HEX = HexFormat.of();
    private static final String COMMITMENT = "\"commitment\":\"";
    private static final String ID = "\"id\":\"";

    private final String at;
    private final ByteArrayBuilder buffer = new ByteArrayBuilder(1024);
    /** For all leaves of a group: a new one for each would cost as much as its writing. Holds memory only, so nothing closes it. */
    private final JsonGenerator json;

    private Leaf last;
    /** The last leaf's JSON up to its commitment, from there to its id, and from there to its end. */
    private byte[] head;

    private byte[] middle;
    private byte[] tail;

    LeafWriter(Instant at) {
        this.at = at.toString();
        try {
            json = FACTORY.createGenerator(buffer).setRootValueSeparator(null);
        } catch (IOException e) {
            throw new IllegalStateException("a generator over memory cannot fail", e);
        }
    }

    byte[] write(Leaf leaf) {
        var commitment = HEX.formatHex(leaf.commitment());
        var id = leaf.id().toString();
        if (last == null || !differsOnlyInIdAndCommitment(leaf, last)) {
            var whole = writeAll(leaf, commitment, id);
            remember(leaf, whole, commitment.length(), id.length());
            return whole;
        }
        var bytes = new byte[head.length + commitment.length() + middle.length + id.length() + tail.length];
        int end = put(bytes, 0, head);
        end = put(bytes, end, commitment);
        end = put(bytes, end, middle);
        end = put(bytes, end, id);
        put(bytes, end, tail);
        return bytes;
    }

    private static boolean differsOnlyInIdAndCommitment(Leaf leaf, Leaf other) {
        return leaf.policy().equals(other.policy())
                && leaf.kind().equals(other.kind())
                && leaf.party().equals(other.party())
                && leaf.actor().equals(other.actor())
                && Objects.equals(leaf.officer(), other.officer())
                && Objects.equals(leaf.asOf(), other.asOf())
                && Objects.equals(leaf.clause(), other.clause())
                && Objects.equals(leaf.purpose(), other.purpose())
                && Objects.equals(leaf.programme(), other.programme())
                && Objects.equals(leaf.mappingVersion(), other.mappingVersion())
                && Objects.equals(leaf.dataTime(), other.dataTime())
                && Objects.equals(leaf.reference(), other.reference());
    }

    /** Quotes inside a leaf's values are escaped, so these two are its members and nothing else. */
    private void remember(Leaf leaf, byte[] whole, int commitmentLength, int idLength) {
        // A byte a character, so that places in the text are places in the bytes.
        var text = new String(whole, StandardCharsets.ISO_8859_1);
        int commitment = text.indexOf(COMMITMENT) + COMMITMENT.length();
        int id = text.indexOf(ID, commitment) + ID.length();
        last = leaf;
        head = Arrays.copyOf(whole, commitment);
        middle = Arrays.copyOfRange(whole, commitment + commitmentLength, id);
        tail = Arrays.copyOfRange(whole, id + idLength, whole.length);
    }

    private static int put(byte[] bytes, int from, byte[] part) {
        System.arraycopy(part, 0, bytes, from, part.length);
        return from + part.length;
    }

    private static int put(byte[] bytes, int from, String ascii) {
        return put(bytes, from, ascii.getBytes(StandardCharsets.ISO_8859_1));
    }

    private byte[] writeAll(Leaf leaf, String commitment, String id) {
        buffer.reset();
        try {
            json.writeStartObject();
            put("actor", leaf.actor());
            put("agreement", leaf.policy().agreementId());
            put("asOf", leaf.asOf() == null ? null : leaf.asOf().toString());
            put("at", at);
            put("clause", leaf.clause());
            put("commitment", commitment);
            put("dataTime", leaf.dataTime() == null ? null : leaf.dataTime().toString());
            put("id", id);
            put("kind", leaf.kind());
            put("mappingVersion", leaf.mappingVersion());
            put("officer", leaf.officer());
            put("party", leaf.party());
            put("programme", leaf.programme());
            put("purpose", leaf.purpose());
            put("reference", leaf.reference());
            put("version", leaf.policy().version());
            json.writeEndObject();
            json.flush();
        } catch (IOException e) {
            throw new IllegalStateException("a leaf of strings cannot fail to be JSON", e);
        }
        return buffer.toByteArray();
    }

    private void put(String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
