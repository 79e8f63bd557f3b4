package id.padan.agreement.rendering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.agreement.inputs.MatchingInputs;
import id.padan.agreement.inputs.RecordInputs;
import id.padan.agreement.inputs.UsageInputs;
import id.padan.platform.json.StrictJson;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes the unsigned file of a record out of the text of its inputs. Nothing else goes in: no clock, no random number, no name of a
 * machine; the same text gives the same bytes.
 */
public final class RecordRenderer {

    /** Version of the form that new records take. A change of a form's wording is a new version; old ones stay. */
    public static final int TEMPLATE = 1;

    private static final List<String> PARTS =
            List.of("kop", "numbers", "officials", "balance", "chart", "secrecy", "log", "signs", "qr");

    private final ObjectMapper json = StrictJson.mapper();
    private final Template matching;
    private final Template usage;
    private final String css;
    private final RecordPdf pdf = new RecordPdf();

    public RecordRenderer() {
        var engine = Engine.builder()
                .addDefaults()
                .addValueResolver(new ReflectionValueResolver())
                .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                .build();
        for (var part : PARTS) {
            engine.putTemplate(part, parse(engine, "part/" + part));
        }
        matching = parse(engine, "matching");
        usage = parse(engine, "usage");
        css = read("record.css");
    }

    private static Template parse(Engine engine, String name) {
        return engine.parse(read(name + ".html").strip(), Variant.forContentType(Variant.TEXT_HTML), name);
    }

    /** The inputs as they are stored, hashed and attached. */
    public String write(RecordInputs inputs) {
        try {
            return json.writeValueAsString(inputs);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("inputs of a record cannot fail to be JSON", e);
        }
    }

    /** A berita acara from the text of its {@link MatchingInputs}. @throws UnbalancedRecord */
    public byte[] matchingRecord(String inputs) {
        var parsed = read(inputs, MatchingInputs.class);
        return make(parsed, MatchingPage.of(parsed, css, sha256(inputs)), matching, inputs);
    }

    /** A laporan from the text of its {@link UsageInputs}. @throws UnbalancedRecord */
    public byte[] usageReport(String inputs) {
        var parsed = read(inputs, UsageInputs.class);
        return make(parsed, UsagePage.of(parsed, css, sha256(inputs)), usage, inputs);
    }

    private byte[] make(RecordInputs parsed, Page page, Template template, String inputs) {
        parsed.requireBalance();
        if (parsed.heading().template() != TEMPLATE) {
            throw new IllegalArgumentException(
                    "no form of version " + parsed.heading().template() + " is known here");
        }
        return pdf.make(template.data("v", page).render(), page.title(), page.subject(), parsed, inputs);
    }

    private <T> T read(String inputs, Class<T> type) {
        try {
            return json.readValue(inputs, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds inputs of a record that cannot be read");
        }
    }

    /** Lower-case hexadecimal. */
    public static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Lower-case hexadecimal. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String read(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    static byte[] bytes(String name) {
        try (InputStream file = RecordRenderer.class.getResourceAsStream("/records/" + name)) {
            if (file == null) {
                throw new IllegalStateException("/records/" + name + " is not packaged");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
