package id.padan.casn.sdmx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;

/**
 * The reader of SDMX-JSON of the Pacific Community (sdmx-json-parser), which knows nothing of Padan: what it sees in a message is what others
 * will see. It is JavaScript and asks the network for a message; here it is handed one.
 */
final class SpcReader implements AutoCloseable {
    private static final String ASKING = """
            let message, seen, trouble;
            function fetch() { return Promise.resolve({status: 200, text: () => Promise.resolve(message)}); }
            function read(text) {
                message = text;
                seen = trouble = null;
                const reader = new parser.SDMXParser();
                reader.getDatasets('https://padan.example/data?').then(all => {
                    const observations = reader.getObservations();
                    seen = JSON.stringify({
                        name: reader.getName(),
                        names: all.data.structures[0].names,
                        dimensions: reader.getDimensions(),
                        active: reader.getActiveDimensions().map(one => one.id),
                        attributes: reader.getAttributes(),
                        keys: Object.keys(observations),
                        values: Object.values(observations),
                        rows: reader.getData()
                    });
                }).catch(error => { trouble = String(error); });
            }""";

    private final ObjectMapper json = new ObjectMapper();
    private final Context javascript = Context.newBuilder("js")
            .allowExperimentalOptions(true)
            .option("engine.WarnInterpreterOnly", "false")
            .option("js.text-encoding", "true")
            .build();

    SpcReader() throws IOException {
        try (Reader code = new InputStreamReader(
                SpcReader.class.getResourceAsStream("/sdmx-json-parser/parser.js"), StandardCharsets.UTF_8)) {
            javascript.eval(Source.newBuilder("js", code, "parser.js").build());
        }
        javascript.eval("js", ASKING);
    }

    /**
     * What the reader makes of a message: name, dimensions, attributes, and per observation {@code keys} and {@code values} as they stand and
     * {@code rows} with the names it has found.
     *
     * @throws IllegalArgumentException if it cannot read it
     */
    JsonNode read(String message) throws IOException {
        javascript.getBindings("js").getMember("read").executeVoid(message);
        String seen = javascript.eval("js", "seen").asString();
        if (seen == null) {
            throw new IllegalArgumentException(javascript.eval("js", "trouble").asString());
        }
        return json.readTree(seen);
    }

    @Override
    public void close() {
        javascript.close();
    }
}
