package id.padan.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole log as a file (docs/formats/receipt.md): one JSON object a line; first the log's name and key, then each group of leaves with
 * its head, last how many leaves there are. Lines are written in one way only, so that no bit of the file is free.
 */
public final class LogExport {
    static final String FORMAT = "padan-log/1";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private LogExport() {}

    /** The first line, without its end. */
    public static String header(String origin, LogKey key) {
        return MAPPER.createObjectNode()
                .put("format", FORMAT)
                .put("key", key.toString())
                .put("origin", origin)
                .toString();
    }

    /** A group's line, without its end. */
    public static String group(long first, List<String> leaves, String head) {
        var line = MAPPER.createObjectNode().put("first", first).put("head", head);
        var array = line.putArray("leaves");
        leaves.forEach(array::add);
        return line.toString();
    }

    /** The last line, without its end. */
    public static String end(long size) {
        return MAPPER.createObjectNode().put("end", size).toString();
    }

    /**
     * What a verified file holds.
     *
     * @param head the last head; null if the log is empty
     */
    public record Verified(String origin, long size, long heads, SignedHead head) {}

    /**
     * Checks a whole file: that every leaf, head, signature and time is what was written.
     *
     * @param key the log's public key, from elsewhere than the file
     * @throws ProofFault with the first thing that is wrong
     */
    public static Verified verify(Reader file, LogKey key) throws IOException, ProofFault {
        var lines = new Lines(file);
        var header = lines.next();
        if (header == null || !header.equals(header(key.name(), key))) {
            throw new ProofFault("the file does not begin as the log " + key.name() + " with key " + key
                    + ", so it is of another log or key, or no exported log");
        }
        var walk = new LogWalk(List.of(key));
        SignedHead last = null;
        long heads = 0;
        while (true) {
            var line = lines.next();
            if (line == null) {
                throw new ProofFault("the file breaks off after leaf " + (walk.size() - 1));
            }
            var json = object(line, walk.size());
            if (json.has("end")) {
                if (!line.equals(end(walk.size())) || lines.next() != null) {
                    throw new ProofFault("the file's end does not count the " + walk.size() + " leaves that are in it");
                }
                return new Verified(key.name(), walk.size(), heads, last);
            }
            long first = json.path("first").asLong(-1);
            var note = json.path("head").asText();
            var leaves = new ArrayList<String>();
            json.path("leaves").forEach(leaf -> leaves.add(leaf.asText()));
            if (!line.equals(group(first, leaves, note))) {
                throw new ProofFault(
                        "the line after leaf " + (walk.size() - 1) + " is not written as a group of leaves");
            }
            walk.next(first, leaves, note);
            last = SignedHead.parse(note);
            heads++;
        }
    }

    private static JsonNode object(String line, long size) throws ProofFault {
        try {
            return MAPPER.readTree(line);
        } catch (JsonProcessingException notJson) {
            throw new ProofFault("the line after leaf " + (size - 1) + " is not JSON");
        }
    }

    /** Lines that end with a line feed and with nothing else: a reader that also took a carriage return would leave bits free. */
    private static final class Lines {
        private final BufferedReader in;

        private Lines(Reader in) {
            this.in = new BufferedReader(in, 1 << 16);
        }

        private String next() throws IOException, ProofFault {
            var line = new StringBuilder(512);
            int c;
            while ((c = in.read()) >= 0) {
                if (c == '\n') {
                    return line.toString();
                }
                line.append((char) c);
            }
            if (!line.isEmpty()) {
                throw new ProofFault("the file breaks off in the middle of a line");
            }
            return null;
        }
    }
}
