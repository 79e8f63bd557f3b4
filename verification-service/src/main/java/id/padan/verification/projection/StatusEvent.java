package id.padan.verification.projection;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import id.padan.platform.token.NikToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;

/**
 * One record of {@code asn.status.v1}: the full state of a token over all ASN records with that NIK. Read member by member, without a
 * mapper: an import is millions of them, and each instance reads them twice.
 *
 * @param state canonical text of the {@link StatusState}; null for a tombstone: the token is gone
 */
record StatusEvent(NikToken token, int epoch, long version, LocalDate dataTime, String state) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    boolean isTombstone() {
        return state == null;
    }

    /** @throws BadEvent if it breaks the contract {@code asn.status.v1.schema.json} */
    static StatusEvent parse(byte[] key, byte[] value) throws BadEvent {
        if (key == null) {
            throw new BadEvent("no key");
        }
        NikToken token;
        try {
            token = NikToken.of(new String(key, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException notAToken) {
            throw new BadEvent("the key is not a token");
        }
        if (value == null) {
            return new StatusEvent(token, 0, 0, null, null);
        }
        try (JsonParser json = JSON.createParser(value)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new BadEvent("the value is not an object; a removed token has no value at all");
            }
            var event = new Reading().event(json, token);
            if (json.nextToken() != null) {
                throw new BadEvent("something follows the object");
            }
            return event;
        } catch (IOException notThis) {
            // Parsers quote what they read: the class of the fault is all that may travel.
            throw new BadEvent("the value is not an asn.status object: "
                    + notThis.getClass().getSimpleName());
        }
    }

    /** The members read so far. */
    private static final class Reading {
        private String type;
        private long epoch;
        private long version;
        private LocalDate dataTime;
        private boolean shared;
        private boolean notValidated;
        private ArrayList<StatusState.Interval> intervals;

        StatusEvent event(JsonParser json, NikToken token) throws IOException, BadEvent {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken at = json.nextToken();
                switch (name) {
                    case "type" -> type = text(json, at);
                    case "epoch" -> epoch = number(json, at);
                    case "version" -> version = number(json, at);
                    case "dataTime" -> dataTime = day(json, at);
                    case "shared" -> shared = flag(at, false);
                    case "validated" -> notValidated = !flag(at, true);
                    case "records" -> records(json, at);
                    default -> json.skipChildren();
                }
            }
            if (!"asn.status".equals(type)) {
                throw new BadEvent("type is not asn.status");
            }
            if (epoch < 1 || epoch > Short.MAX_VALUE) {
                throw new BadEvent("epoch is not 1 to " + Short.MAX_VALUE);
            }
            if (version < 1) {
                throw new BadEvent("version is not a positive number");
            }
            if (dataTime == null) {
                throw new BadEvent("dataTime is missing");
            }
            if (intervals == null) {
                throw new BadEvent("records are missing");
            }
            return new StatusEvent(
                    token, (int) epoch, version, dataTime, new StatusState(shared, notValidated, intervals).text());
        }

        private void records(JsonParser json, JsonToken at) throws IOException, BadEvent {
            if (at == JsonToken.VALUE_NULL) {
                return;
            }
            require(at == JsonToken.START_ARRAY, "records are no array");
            intervals = new ArrayList<>(1);
            while (json.nextToken() != JsonToken.END_ARRAY) {
                require(json.currentToken() == JsonToken.START_OBJECT, "a record has no intervals");
                boolean any = false;
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    boolean wanted = json.currentName().equals("intervals");
                    JsonToken value = json.nextToken();
                    if (wanted) {
                        require(value == JsonToken.START_ARRAY, "a record has no intervals");
                        any = true;
                        while (json.nextToken() != JsonToken.END_ARRAY) {
                            intervals.add(interval(json));
                        }
                    } else {
                        json.skipChildren();
                    }
                }
                require(any, "a record has no intervals");
            }
        }

        private static StatusState.Interval interval(JsonParser json) throws IOException, BadEvent {
            require(json.currentToken() == JsonToken.START_OBJECT, "an interval is no object");
            String row = null;
            LocalDate from = null;
            LocalDate to = null;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken at = json.nextToken();
                switch (name) {
                    case "mappingRow" -> row = text(json, at);
                    case "from" -> from = day(json, at);
                    case "to" -> to = day(json, at);
                    default -> json.skipChildren();
                }
            }
            try {
                return new StatusState.Interval(row, from, to);
            } catch (IllegalArgumentException broken) {
                throw new BadEvent(broken.getMessage());
            }
        }

        private static String text(JsonParser json, JsonToken at) throws IOException, BadEvent {
            require(at == JsonToken.VALUE_STRING || at == JsonToken.VALUE_NULL, "a text is none");
            return at == JsonToken.VALUE_NULL ? null : json.getText();
        }

        private static long number(JsonParser json, JsonToken at) throws IOException, BadEvent {
            require(at == JsonToken.VALUE_NUMBER_INT, "a number is no integer");
            return json.getLongValue();
        }

        private static boolean flag(JsonToken at, boolean otherwise) throws BadEvent {
            require(at.isBoolean() || at == JsonToken.VALUE_NULL, "a flag is neither true nor false");
            return at == JsonToken.VALUE_NULL ? otherwise : at == JsonToken.VALUE_TRUE;
        }

        private static LocalDate day(JsonParser json, JsonToken at) throws IOException, BadEvent {
            String text = text(json, at);
            try {
                return text == null ? null : StatusState.day(text);
            } catch (DateTimeException noDay) {
                throw new BadEvent("a date is not yyyy-MM-dd");
            }
        }

        private static void require(boolean kept, String otherwise) throws BadEvent {
            if (!kept) {
                throw new BadEvent(otherwise);
            }
        }
    }
}
