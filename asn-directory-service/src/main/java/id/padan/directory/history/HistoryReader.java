package id.padan.directory.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import id.padan.directory.history.HistoryRow.Read;
import id.padan.directory.record.FieldCounts;
import id.padan.directory.record.RecordReader;
import id.padan.directory.record.RowRefusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads rows of one history in SIASN names, tolerant of names, types and unknown fields. One reader per import, on one thread. */
public final class HistoryReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST = 1000;
    private static final int LONGEST_ID = 42;
    /** How the histories name their person. */
    private static final Set<String> PERSON = Set.of("idpns", "pns", "pnsid", "pnsorang", "pnsorangid", "pnsdinilaiid");

    private static final Set<String> NIP = Set.of("nipbaru", "nip");

    /** Names are looked at once; a hostile file could have a new one in each row. */
    private static final int MOST_NAMES = 1000;

    private static final DateTimeFormatter SIASN_DATE = DateTimeFormatter.ofPattern("dd-MM-uuuu");

    private enum Place {
        ID,
        PERSON,
        NIP,
        KEPT,
        IGNORED
    }

    /** @param field null unless it is kept */
    private record Member(Place place, HistoryKind.Field field) {}

    private final HistoryKind kind;
    private final FieldCounts counts;
    private final Map<String, Member> members = new HashMap<>();

    public HistoryReader(HistoryKind kind, FieldCounts counts) {
        this.kind = kind;
        this.counts = counts;
    }

    /** Reads one JSON object, flat or wrapped in {@code data}. */
    public Read readJson(byte[] line, int length) {
        return readJson(line, length, null);
    }

    /** @param asked id of the person whose history was asked for: a row that names nobody is that person's */
    public Read readJson(byte[] line, int length, String asked) {
        var values = new LinkedHashMap<String, String>();
        try (JsonParser json = JSON.createParser(line, 0, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return new Read.Refused(RowRefusal.NOT_JSON, null);
            }
            members(json, values);
        } catch (IOException notJson) {
            return new Read.Refused(RowRefusal.NOT_JSON, null);
        }
        return read(values, asked);
    }

    /** What the object's members hold, a number as it is written; null for nothing and for what is not one value. */
    private static void members(JsonParser json, Map<String, String> values) throws IOException {
        boolean wrapped = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_OBJECT && name.equals("data")) {
                wrapped = true;
                values.clear();
                members(json, values);
            } else if (!wrapped) {
                values.put(name, value.isScalarValue() && value != JsonToken.VALUE_NULL ? json.getText() : null);
            }
            json.skipChildren();
        }
    }

    /** Reads one row of a table. */
    public Read readFields(String[] header, List<String> fields) {
        if (fields.size() > header.length) {
            return new Read.Refused(RowRefusal.COLUMN_COUNT, null);
        }
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < fields.size(); i++) {
            values.put(header[i], fields.get(i));
        }
        return read(values, null);
    }

    private Read read(Map<String, String> values, String asked) {
        String id = null;
        String person = null;
        String nip = null;
        var kept = new LinkedHashMap<String, String>();
        for (Map.Entry<String, String> entry : values.entrySet()) {
            Member member = member(entry.getKey());
            String value = entry.getValue() == null ? "" : entry.getValue().strip();
            if (value.indexOf('\0') >= 0) {
                return new Read.Refused(RowRefusal.BAD_CHARACTER, name(member));
            }
            switch (member.place()) {
                case ID -> id = value.isEmpty() ? null : value;
                case PERSON -> person = value.isEmpty() ? person : value;
                case NIP -> nip = value.isEmpty() ? nip : value;
                case KEPT -> {
                    RowRefusal refusal = value.isEmpty() ? null : keep(kept, member.field(), value);
                    if (refusal != null) {
                        return new Read.Refused(refusal, name(member));
                    }
                }
                case IGNORED -> {
                    // Counted with its name.
                }
            }
        }
        if (person == null && nip == null) {
            person = asked;
        }
        if (person == null && nip == null) {
            return new Read.Refused(RowRefusal.MISSING, "idPns");
        }
        if (id != null && id.length() > LONGEST_ID || person != null && person.length() > LONGEST_ID) {
            return new Read.Refused(RowRefusal.TOO_LONG, id != null && id.length() > LONGEST_ID ? "id" : "idPns");
        }
        String json = json(kept);
        UUID hash = hash(json);
        return new Read.Accepted(new HistoryRow(person, nip, id == null ? hash.toString() : id, json, hash));
    }

    private static String json(Map<String, String> kept) {
        var json = new StringBuilder("{");
        kept.forEach((name, value) -> {
            json.append(json.length() > 1 ? ",\"" : "\"").append(name).append("\":\"");
            JsonStringEncoder.getInstance().quoteAsString(value, json);
            json.append('"');
        });
        return json.append('}').toString();
    }

    private static RowRefusal keep(Map<String, String> kept, HistoryKind.Field field, String value) {
        if (field.date()) {
            LocalDate date = RecordReader.date(value);
            if (date == null) {
                return RowRefusal.NOT_A_DATE;
            }
            kept.put(field.name(), SIASN_DATE.format(date));
        } else if (value.length() > LONGEST) {
            return RowRefusal.TOO_LONG;
        } else {
            kept.put(field.name(), value);
        }
        return null;
    }

    /** Only names of ours are shown: another may be a value in the wrong place. */
    private static String name(Member member) {
        return member.field() == null ? null : member.field().name();
    }

    private Member member(String name) {
        Member known = members.get(name);
        if (known == null) {
            known = meaning(name);
            if (members.size() < MOST_NAMES) {
                members.put(name, known);
            }
        }
        return known;
    }

    private Member meaning(String name) {
        String normal = HistoryKind.normal(name);
        Optional<HistoryKind.Field> field = kind.field(normal);
        if (normal.equals("id")) {
            return new Member(Place.ID, null);
        } else if (PERSON.contains(normal)) {
            return new Member(Place.PERSON, null);
        } else if (NIP.contains(normal)) {
            return new Member(Place.NIP, null);
        } else if (field.isPresent()) {
            return new Member(Place.KEPT, field.get());
        }
        counts.ignore(name);
        return new Member(Place.IGNORED, null);
    }

    private static UUID hash(String json) {
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8)));
            return new UUID(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
