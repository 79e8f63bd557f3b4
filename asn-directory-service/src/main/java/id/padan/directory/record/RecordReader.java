package id.padan.directory.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Reads records in SIASN names: tolerant of names, types and unknown fields, strict about what a wrong answer could come from. Class X
 * values are dropped here, at the door; they only count, and become flags where the domain says so. One reader per import, on one thread.
 */
public final class RecordReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(50).build())
            .build();

    private static final Element[] ELEMENTS = Element.values();
    private static final Set<String> ALIVE = Set.of("", "1", "h", "y", "true");
    private static final Set<String> TRUE = Set.of("true", "1", "y", "t", "ya");
    private static final Set<String> FALSE = Set.of("false", "0", "n", "f", "tidak");

    /** What a field name means here; null entries do not exist, so an unknown name is asked once. */
    private sealed interface Meaning {
        record Kept(Element element) implements Meaning {}

        record Dropped(boolean email, boolean phone) implements Meaning {}

        record Ignored() implements Meaning {}
    }

    private final Map<String, Meaning> meanings = new HashMap<>();
    private final FieldCounts counts = new FieldCounts();
    private final String[] values = new String[ELEMENTS.length];
    private final LocalDate[] dates = new LocalDate[ELEMENTS.length];
    private final StringBuilder text = new StringBuilder(2048);
    private final MessageDigest sha256 = sha256();
    private boolean hasEmail;
    private boolean hasPhone;
    private Element notAValue;

    public FieldCounts counts() {
        return counts;
    }

    /** Reads one JSON object, flat or wrapped in {@code data}. */
    public ReadRow readJson(byte[] line, int from, int length) {
        clear();
        try (JsonParser parser = JSON.createParser(line, from, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new ReadRow.Refused(RowRefusal.NOT_JSON, null, 1, null);
            }
            readObject(parser, true);
            if (parser.nextToken() != null) {
                return notJson(parser);
            }
        } catch (IOException malformed) {
            int position = malformed instanceof com.fasterxml.jackson.core.JacksonException e && e.getLocation() != null
                    ? e.getLocation().getColumnNr()
                    : 1;
            return new ReadRow.Refused(RowRefusal.NOT_JSON, null, position, values[Element.ID.ordinal()]);
        }
        return finish();
    }

    /** Reads one row of a table; shorter rows than the header miss their last fields. */
    public ReadRow readFields(String[] header, java.util.List<String> fields) {
        clear();
        for (int i = 0; i < fields.size() && i < header.length; i++) {
            take(header[i], fields.get(i));
        }
        if (fields.size() > header.length) {
            return new ReadRow.Refused(RowRefusal.COLUMN_COUNT, null, null, values[Element.ID.ordinal()]);
        }
        return finish();
    }

    /** Whether a table's header has what every record needs. */
    public static boolean hasKey(String[] header) {
        return Arrays.stream(header).anyMatch(name -> Element.find(name) == Element.ID)
                && Arrays.stream(header).anyMatch(name -> Element.find(name) == Element.NIP);
    }

    private void clear() {
        Arrays.fill(values, null);
        Arrays.fill(dates, null);
        hasEmail = false;
        hasPhone = false;
        notAValue = null;
    }

    private static ReadRow notJson(JsonParser parser) {
        return new ReadRow.Refused(
                RowRefusal.NOT_JSON, null, parser.currentLocation().getColumnNr(), null);
    }

    private void readObject(JsonParser parser, boolean outer) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new com.fasterxml.jackson.core.io.JsonEOFException(parser, null, "end of line");
            }
            if (token == JsonToken.START_OBJECT && outer && name.equals("data")) {
                readObject(parser, false);
            } else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                boolean empty = skip(parser);
                if (meaning(name) instanceof Meaning.Kept kept && notAValue == null) {
                    notAValue = kept.element();
                } else if (!empty) {
                    take(name, "…");
                }
            } else {
                take(name, token == JsonToken.VALUE_NULL ? null : parser.getText());
            }
        }
    }

    private static boolean skip(JsonParser parser) throws IOException {
        boolean empty = true;
        int depth = 1;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new com.fasterxml.jackson.core.io.JsonEOFException(parser, null, "end of line");
            }
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
            empty &= depth == 0;
        }
        return empty;
    }

    private void take(String name, String raw) {
        switch (meaning(name)) {
            case Meaning.Kept(Element element) -> {
                // The first of two spellings that has a value counts.
                if (raw != null && values[element.ordinal()] == null) {
                    String value = raw.strip();
                    if (!value.isEmpty()) {
                        values[element.ordinal()] = value;
                    }
                }
            }
            case Meaning.Dropped(boolean email, boolean phone) -> {
                if (raw != null && !raw.isBlank()) {
                    counts.drop(name);
                    hasEmail |= email;
                    hasPhone |= phone;
                }
            }
            case Meaning.Ignored() -> {}
        }
    }

    private Meaning meaning(String name) {
        Meaning known = meanings.get(name);
        if (known != null) {
            return known;
        }
        Meaning made;
        Element element = Element.find(name);
        if (element != null) {
            made = new Meaning.Kept(element);
        } else if (Element.isExcluded(name)) {
            String lower = name.toLowerCase(Locale.ROOT).replace("_", "");
            made = new Meaning.Dropped(lower.equals("email"), lower.equals("nohp") || lower.equals("notelp"));
        } else {
            counts.ignore(name);
            made = new Meaning.Ignored();
        }
        if (meanings.size() < 1000) {
            meanings.put(name, made);
        }
        return made;
    }

    private ReadRow finish() {
        String id = values[Element.ID.ordinal()];
        if (id == null) {
            return refused(RowRefusal.MISSING, Element.ID);
        }
        if (notAValue != null) {
            return refused(RowRefusal.NOT_A_VALUE, notAValue);
        }
        for (Element element : ELEMENTS) {
            String value = values[element.ordinal()];
            if (value == null) {
                continue;
            }
            if (element.kind.isDate()) {
                LocalDate date = date(value);
                if (date == null) {
                    return refused(RowRefusal.NOT_A_DATE, element);
                }
                dates[element.ordinal()] = date;
                values[element.ordinal()] = formatted(date);
            } else if (value.length() > element.maxLength && element != Element.NIK && element != Element.NIP) {
                return refused(RowRefusal.TOO_LONG, element);
            } else if (value.indexOf('\0') >= 0 || hasLoneSurrogate(value)) {
                return refused(RowRefusal.BAD_CHARACTER, element);
            }
        }
        String nip = values[Element.NIP.ordinal()];
        if (!digits(nip, 18)) {
            return refused(RowRefusal.NIP_FORMAT, Element.NIP);
        }
        String nik = values[Element.NIK.ordinal()];
        if (nik != null && !digits(nik, 16)) {
            return refused(RowRefusal.NIK_FORMAT, Element.NIK);
        }
        return new ReadRow.Accepted(record(id, nip, nik));
    }

    private AsnRecord record(String id, String nip, String nik) {
        String code = values[Element.KEDUDUKAN_ID.ordinal()];
        if (code != null && code.length() == 1 && code.charAt(0) >= '0' && code.charAt(0) <= '9') {
            code = "0" + code;
            values[Element.KEDUDUKAN_ID.ordinal()] = code;
        }
        Boolean nikValid = flag(values[Element.NIK_VALID.ordinal()]);
        values[Element.NIK_VALID.ordinal()] = nikValid == null ? null : nikValid.toString();
        String alive = values[Element.STATUS_HIDUP.ordinal()];
        boolean deceased = dates[Element.TGL_MENINGGAL.ordinal()] != null
                || alive != null && !ALIVE.contains(alive.toLowerCase(Locale.ROOT));
        String elements = json(false);
        String internal = json(true);
        String name = values[Element.NAMA.ordinal()];
        return new AsnRecord(
                id,
                nip,
                nik == null ? AsnRecord.NO_NIK : Long.parseLong(nik),
                nikValid,
                name == null ? "" : name,
                dates[Element.TGL_LAHIR.ordinal()],
                code,
                deceased,
                dates[Element.TMT_PENSIUN.ordinal()],
                elements,
                internal,
                hasEmail,
                hasPhone,
                values[Element.INSTANSI_KERJA_ID.ordinal()],
                values[Element.INSTANSI_INDUK_ID.ordinal()],
                values[Element.JABATAN_FUNGSIONAL_ID.ordinal()],
                hash(sha256, elements, internal, id, nip, nikValid, hasEmail, hasPhone));
    }

    /** Of all but the NIK: it could be tried on a hash that has it. */
    static UUID hash(
            String elements,
            String internal,
            String id,
            String nip,
            Boolean nikValid,
            boolean hasEmail,
            boolean hasPhone) {
        return hash(sha256(), elements, internal, id, nip, nikValid, hasEmail, hasPhone);
    }

    private static UUID hash(
            MessageDigest sha256,
            String elements,
            String internal,
            String id,
            String nip,
            Boolean nikValid,
            boolean hasEmail,
            boolean hasPhone) {
        sha256.update(elements.getBytes(StandardCharsets.UTF_8));
        sha256.update(internal.getBytes(StandardCharsets.UTF_8));
        sha256.update((id + '\n' + nip + '\n' + nikValid + '\n' + hasEmail + '\n' + hasPhone)
                .getBytes(StandardCharsets.UTF_8));
        ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
        return new UUID(hash.getLong(), hash.getLong());
    }

    private String json(boolean internal) {
        text.setLength(0);
        text.append('{');
        for (Element element : ELEMENTS) {
            String value = values[element.ordinal()];
            if (value == null || element.kind == Element.Kind.KEY || element.kind.isInternal() != internal) {
                continue;
            }
            if (text.length() > 1) {
                text.append(',');
            }
            text.append('"').append(element.siasn).append("\":");
            if (element.kind == Element.Kind.FLAG) {
                text.append(value);
            } else {
                text.append('"');
                JsonStringEncoder.getInstance().quoteAsString(value, text);
                text.append('"');
            }
        }
        return text.append('}').toString();
    }

    private ReadRow refused(RowRefusal reason, Element element) {
        String id = values[Element.ID.ordinal()];
        boolean usable = id != null && id.length() <= Element.ID.maxLength && id.indexOf('\0') < 0;
        return new ReadRow.Refused(reason, element.siasn, null, usable ? id : null);
    }

    private static Boolean flag(String value) {
        if (value == null) {
            return null;
        }
        String lower = value.toLowerCase(Locale.ROOT);
        return TRUE.contains(lower) ? Boolean.TRUE : FALSE.contains(lower) ? Boolean.FALSE : null;
    }

    /** {@code dd-MM-yyyy}, or ISO with or without a time; null if it is neither or no day of the calendar. */
    public static LocalDate date(String value) {
        try {
            if (value.length() == 10 && value.charAt(2) == '-' && value.charAt(5) == '-') {
                return LocalDate.of(number(value, 6, 10), number(value, 3, 5), number(value, 0, 2));
            }
            if (value.length() >= 10
                    && value.charAt(4) == '-'
                    && value.charAt(7) == '-'
                    && (value.length() == 10 || value.charAt(10) == 'T' || value.charAt(10) == ' ')) {
                return LocalDate.of(number(value, 0, 4), number(value, 5, 7), number(value, 8, 10));
            }
            return null;
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }

    private static int number(String value, int from, int to) {
        int result = 0;
        for (int i = from; i < to; i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                throw new DateTimeException("not a number");
            }
            result = result * 10 + c - '0';
        }
        // A year 0000 is how some exports write "none", and no ASN was born before 1900.
        if (to - from == 4 && result < 1900) {
            throw new DateTimeException("not a year");
        }
        return result;
    }

    private static String formatted(LocalDate date) {
        char[] out = new char[10];
        put(out, 0, date.getDayOfMonth(), 2);
        out[2] = '-';
        put(out, 3, date.getMonthValue(), 2);
        out[5] = '-';
        put(out, 6, date.getYear(), 4);
        return new String(out);
    }

    private static void put(char[] out, int at, int value, int width) {
        int rest = value;
        for (int i = width - 1; i >= 0; i--) {
            out[at + i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static boolean digits(String value, int length) {
        if (value == null || value.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean hasLoneSurrogate(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else {
                return true;
            }
        }
        return false;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
