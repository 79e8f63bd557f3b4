package id.padan.directory.reference;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads a table as its source writes it: a JSON array, an object that has one in {@code data} or {@code rows}, or a JSON object a line; member
 * names in any of SIASN's spellings. One row after the other, so that a large table needs no memory of its own.
 */
final class ReferenceReader implements AutoCloseable {

    /** Why a row is kept aside. */
    enum Reason {
        NOT_AN_OBJECT,
        CODE_INVALID,
        DUPLICATE_CODE,
        DATE_INVALID,
        ROW_TOO_LARGE,
        /** The code had ended and comes back with another name: it would mean something else to whoever kept it. */
        CODE_REUSED
    }

    sealed interface Read {
        int number();
    }

    /** @param name by which a code that had ended is known again; null for none */
    record Accepted(int number, ReferenceRow row, String name) implements Read {}

    record Refused(int number, String kode, String field, Reason reason, String data) implements Read {}

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern CODE = Pattern.compile("\\S{1,42}");
    private static final int LARGEST_ROW = 64 * 1024;
    private static final int SHOWN = 2000;
    private static final DateTimeFormatter INDONESIAN =
            DateTimeFormatter.ofPattern("dd-MM-uuuu", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private final ReferenceTable table;
    private final Map<String, String> given;
    private final JsonParser parser;
    private final Set<String> seen = new HashSet<>();
    private boolean inArray;
    private ObjectNode first;
    private int number;

    /** @param name the table's key or the name of one of its files */
    ReferenceReader(ReferenceTable table, String name, InputStream body) throws IOException {
        this.table = table;
        this.given = table.givenBy(name);
        this.parser = JSON.createParser(body);
        try {
            begin();
        } catch (JsonProcessingException e) {
            throw malformed();
        }
    }

    private void begin() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_ARRAY) {
            inArray = true;
        } else if (token == JsonToken.START_OBJECT) {
            // An envelope, or the first of several lines.
            first = JSON.createObjectNode();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String member = parser.currentName();
                if (parser.nextToken() == JsonToken.START_ARRAY && (member.equals("data") || member.equals("rows"))) {
                    inArray = true;
                    first = null;
                    return;
                }
                first.set(member, parser.readValueAsTree());
            }
        } else if (token != null) {
            throw malformed();
        }
    }

    /** @throws ProblemException INVALID if the body is not JSON from here on: nothing of it is taken then */
    Optional<Read> next() throws IOException {
        try {
            if (first != null) {
                JsonNode row = first;
                first = null;
                return Optional.of(read(row));
            }
            JsonToken token = parser.nextToken();
            if (token == null && inArray) {
                throw malformed();
            }
            if (token == null || token == JsonToken.END_ARRAY) {
                return Optional.empty();
            }
            return Optional.of(read(parser.readValueAsTree()));
        } catch (JsonProcessingException e) {
            // Without the parser's words: they quote what was sent.
            throw malformed();
        }
    }

    private Read read(JsonNode node) throws JsonProcessingException {
        number++;
        if (!(node instanceof ObjectNode object)) {
            return refused(null, null, Reason.NOT_AN_OBJECT, node);
        }
        var members = new TreeMap<String, JsonNode>();
        given.forEach((name, value) -> members.put(name, TextNode.valueOf(value)));
        object.properties().forEach(member -> members.put(spelling(member.getKey()), clean(member.getValue())));
        table.drop().forEach(members::remove);
        String kode = code(members);
        if (kode == null) {
            return refused(null, table.code().getLast(), Reason.CODE_INVALID, node);
        }
        LocalDate from;
        LocalDate to;
        String field = "berlakuDari";
        try {
            from = date(members.remove("berlakuDari"));
            field = "berlakuSampai";
            to = date(members.remove("berlakuSampai"));
        } catch (DateTimeParseException e) {
            return refused(kode, field, Reason.DATE_INVALID, node);
        }
        if (from != null && to != null && !from.isBefore(to)) {
            return refused(kode, field, Reason.DATE_INVALID, node);
        }
        String successor = text(members.remove("penggantiId"));
        boolean ended = "O".equalsIgnoreCase(text(members.get("status")));
        String data = JSON.writeValueAsString(members);
        if (data.length() > LARGEST_ROW) {
            return refused(kode, null, Reason.ROW_TOO_LARGE, node);
        }
        if (!seen.add(kode)) {
            return refused(kode, table.code().getLast(), Reason.DUPLICATE_CODE, node);
        }
        return new Accepted(
                number, new ReferenceRow(kode, ended, from, to, successor, data), text(members.get("nama")));
    }

    /** A sealed list of codes would not do: SIASN has ids of one letter, of 32 hexadecimal digits and of 36. */
    private String code(Map<String, JsonNode> members) {
        var code = new StringBuilder();
        for (String member : table.code()) {
            String part = text(members.get(member));
            if (part == null && !table.isComposite()) {
                continue;
            }
            if (part != null && part.length() < table.pad() && part.chars().allMatch(Character::isDigit)) {
                part = "0".repeat(table.pad() - part.length()) + part;
            }
            if (part == null || !CODE.matcher(part).matches()) {
                return null;
            }
            code.append(code.isEmpty() ? "" : ":").append(part);
            if (!table.isComposite()) {
                break;
            }
        }
        return code.isEmpty() ? null : code.toString();
    }

    private Refused refused(String kode, String field, Reason reason, JsonNode node) {
        String data = node.toString();
        return new Refused(number, kode, field, reason, data.length() > SHOWN ? data.substring(0, SHOWN) : data);
    }

    /** Member names as the annex spells them: {@code InstansiId}, {@code instansi_id} and {@code ID} are SIASN's other ways. */
    static String spelling(String name) {
        if (name.indexOf(' ') >= 0 || name.isEmpty()) {
            return name;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (name.equals(name.toUpperCase(Locale.ROOT)) && !name.equals(lower)) {
            return spelling(lower);
        }
        var text = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_' && i + 1 < name.length() && !text.isEmpty()) {
                text.append(Character.toUpperCase(name.charAt(++i)));
            } else {
                text.append(text.isEmpty() ? Character.toLowerCase(c) : c);
            }
        }
        return text.toString();
    }

    /** Without byte order marks, control characters and blanks around. */
    private static JsonNode clean(JsonNode value) {
        if (!value.isTextual()) {
            return value;
        }
        return TextNode.valueOf(
                value.textValue().replaceAll("[\\p{Cntrl}\\x{FEFF}]+", " ").strip());
    }

    private static String text(JsonNode value) {
        if (value == null || value.isNull() || value.isContainerNode()) {
            return null;
        }
        String text = value.asText().strip();
        return text.isEmpty() ? null : text;
    }

    private static LocalDate date(JsonNode value) {
        String text = text(value);
        if (text == null) {
            return null;
        }
        return text.indexOf('-') == 2 ? LocalDate.parse(text, INDONESIAN) : LocalDate.parse(text);
    }

    private ProblemException malformed() {
        return ProblemException.of(
                        PlatformProblem.INVALID,
                        "The body is not a JSON array of rows, or JSON objects one a line; nothing of it was taken.",
                        "Isi bukan larik JSON berisi baris, atau satu objek JSON per baris; tidak ada yang diambil.")
                .with("row", number + 1);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
