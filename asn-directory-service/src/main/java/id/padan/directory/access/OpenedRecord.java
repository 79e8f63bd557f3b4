package id.padan.directory.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import id.padan.platform.agreement.OpenElements;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What the annex opens of a stored record, member by member by its names; a name that the annex does not have cannot pass. A-50 is made
 * here: its hash may only be of what is shown, since a hash over more would let everything else be guessed.
 */
final class OpenedRecord {

    private static final JsonFactory JSON = new JsonFactory();
    /** */
    private static final String UPDATED = "diperbaruiPada";

    private OpenedRecord() {}

    /** JSON in UTF-8. Of a record that is gone only the keys by which a reader finds it again. */
    static byte[] json(LimitedRecord row, OpenElements open) {
        var out = new ByteArrayOutputStream(2048);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            if (row.gone()) {
                key(json, open, "idAsn", row.id());
                key(json, open, "nip", row.nip());
            } else {
                copy(json, open, row.content());
                if (open.names().contains(UPDATED)) {
                    json.flush();
                    updated(json, row, sha256(out.toByteArray()));
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            // No cause: it may quote the record.
            throw new IllegalStateException("a stored record is not JSON");
        }
        return out.toByteArray();
    }

    private static void key(JsonGenerator json, OpenElements open, String name, String value) throws IOException {
        if (open.names().contains(name)) {
            json.writeStringField(name, value);
        }
    }

    private static void copy(JsonGenerator json, OpenElements open, String content) throws IOException {
        try (JsonParser parser = JSON.createParser(content)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                // A-50 is no part of stored content.
                if (open.names().contains(name) && !name.equals(UPDATED)) {
                    json.writeFieldName(name);
                    json.copyCurrentStructure(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }
    }

    private static void updated(JsonGenerator json, LimitedRecord row, byte[] hash) throws IOException {
        json.writeObjectFieldStart(UPDATED);
        json.writeStringField("pada", row.changedAt().toString());
        json.writeNumberField("versi", row.version());
        json.writeStringField("hash", hex(hash));
        json.writeEndObject();
    }

    /** A strong entity tag over what is shown. */
    static String tag(byte[] shown) {
        return hex(sha256(shown));
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(Arrays.copyOf(hash, 16));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
