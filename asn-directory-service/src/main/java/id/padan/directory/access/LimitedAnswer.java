package id.padan.directory.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import id.padan.directory.disclosure.RecordingReads;
import id.padan.directory.status.StatusMappings;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.database.Trip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * An answer as it leaves.
 *
 * @param tag strong entity tag over what is shown of persons, the same as long as that is the same
 */
record LimitedAnswer(byte[] body, String tag) {

    private static final JsonFactory JSON = new JsonFactory();

    enum Form {
        RECORD,
        LIST,
        FEED
    }

    /**
     * What every answer says of its data.
     *
     * @param dataTime extraction date of the latest complete import; null before the first
     */
    record Standing(String mapping, LocalDate dataTime) {
        /** Known when the trip is over. */
        static Supplier<Standing> of(Trip trip, StatusMappings mappings) {
            var asked = new ArrayList<Standing>(1);
            mappings.standing(trip, (mapping, dataTime) -> asked.add(new Standing(mapping, dataTime)));
            return asked::getFirst;
        }

        boolean isStale() {
            return dataTime != null && StatusMappings.isStale(dataTime);
        }
    }

    static LimitedAnswer page(
            Form form,
            List<LimitedRecord> rows,
            List<byte[]> shown,
            String next,
            boolean more,
            Allowed allowed,
            Standing standing,
            RecordingReads.Recorded leaf) {
        var items = new ByteArrayOutputStream(
                64 + shown.stream().mapToInt(one -> one.length + 24).sum());
        for (int i = 0; i < rows.size(); i++) {
            items.writeBytes(OpenedRecord.utf8(i == 0 ? "" : ","));
            items.writeBytes(OpenedRecord.utf8(
                    form == Form.FEED ? "{\"gone\":" + rows.get(i).gone() + ",\"record\":" : "{\"record\":"));
            items.writeBytes(shown.get(i));
            items.write('}');
        }
        byte[] persons = items.toByteArray();
        var body = new ByteArrayOutputStream(persons.length + 512);
        body.writeBytes(OpenedRecord.utf8("{\"items\":["));
        body.writeBytes(persons);
        body.writeBytes(OpenedRecord.utf8("],"));
        body.writeBytes(said(allowed, standing, leaf, json -> {
            if (next != null) {
                json.writeStringField("next", next);
            }
            if (form == Form.FEED) {
                json.writeBooleanField("more", more);
            }
        }));
        var tagged = new ByteArrayOutputStream(persons.length + 64);
        tagged.writeBytes(persons);
        tagged.writeBytes(OpenedRecord.utf8(next + more));
        return new LimitedAnswer(body.toByteArray(), OpenedRecord.tag(tagged.toByteArray()));
    }

    /** @param shared whether the party sees another record with this NIP */
    static LimitedAnswer record(
            byte[] shown, boolean shared, Allowed allowed, Standing standing, RecordingReads.Recorded leaf) {
        var body = new ByteArrayOutputStream(shown.length + 512);
        body.writeBytes(OpenedRecord.utf8("{\"record\":"));
        body.writeBytes(shown);
        body.write(',');
        body.writeBytes(said(allowed, standing, leaf, json -> {
            if (shared) {
                json.writeBooleanField("nipShared", true);
            }
        }));
        return new LimitedAnswer(body.toByteArray(), OpenedRecord.tag(shown));
    }

    private interface More {
        void write(JsonGenerator json) throws IOException;
    }

    /** The rest of an object that has been begun, without its opening brace. */
    private static byte[] said(Allowed allowed, Standing standing, RecordingReads.Recorded leaf, More more) {
        var out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            more.write(json);
            json.writeObjectFieldStart("agreement");
            json.writeStringField("id", allowed.policy().agreementId());
            json.writeStringField("version", allowed.policy().version());
            json.writeStringField("clause", allowed.clause());
            json.writeStringField("purpose", allowed.purpose());
            json.writeEndObject();
            json.writeStringField("mappingVersion", standing.mapping());
            json.writeStringField(
                    "dataTime",
                    standing.dataTime() == null ? null : standing.dataTime().toString());
            json.writeArrayFieldStart("warnings");
            if (standing.isStale()) {
                json.writeString("STALE_SOURCE");
            }
            json.writeEndArray();
            if (leaf != null) {
                json.writeStringField("leaf", leaf.id().toString());
                json.writeStringField("salt", leaf.salt());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] object = out.toByteArray();
        return Arrays.copyOfRange(object, 1, object.length);
    }
}
