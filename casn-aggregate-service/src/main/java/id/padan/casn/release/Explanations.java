package id.padan.casn.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.casn.protection.Explanation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Why cells are not shown as counted, a line each, compressed; for BKN's officers only. */
final class Explanations {
    private final ObjectMapper json;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final GZIPOutputStream lines;

    Explanations(ObjectMapper json) {
        this.json = json;
        try {
            this.lines = new GZIPOutputStream(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(long key, Explanation explanation) {
        try {
            lines.write((key + "\t" + json.writeValueAsString(explanation) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] end() {
        try {
            lines.close();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty for a cell that is shown as counted. */
    static Optional<Explanation> find(ObjectMapper json, byte[] stored, long key) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
            String prefix = key + "\t";
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.startsWith(prefix)) {
                    return Optional.of(json.readValue(line.substring(prefix.length()), Explanation.class));
                }
            }
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what we wrote is JSON");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
