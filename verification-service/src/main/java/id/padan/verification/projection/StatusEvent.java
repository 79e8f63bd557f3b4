package id.padan.verification.projection;

import com.fasterxml.jackson.databind.ObjectReader;
import id.padan.platform.json.StrictJson;
import id.padan.platform.token.NikToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * One record of {@code asn.status.v1}: the full state of a token over all ASN records with that NIK.
 *
 * @param state null for a tombstone: the token is gone
 */
record StatusEvent(NikToken token, int epoch, long version, LocalDate dataTime, StatusState state) {
    private static final ObjectReader READER = StrictJson.mapper().readerFor(Body.class);

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
        return value == null
                ? new StatusEvent(token, 0, 0, null, null)
                : body(value).toEvent(token);
    }

    private static Body body(byte[] value) throws BadEvent {
        try {
            Body body = READER.readValue(value);
            if (body == null) {
                throw new BadEvent("the value is JSON null; a removed token has no value at all");
            }
            return body;
        } catch (IOException notThis) {
            // Parsers quote what they read: the class of the fault is all that may travel.
            throw new BadEvent("the value is not an asn.status object: "
                    + notThis.getClass().getSimpleName());
        }
    }

    private record Body(
            String type,
            Integer epoch,
            Long version,
            LocalDate dataTime,
            Boolean shared,
            Boolean validated,
            List<AsnRecord> records) {
        StatusEvent toEvent(NikToken token) throws BadEvent {
            if (!"asn.status".equals(type)) {
                throw new BadEvent("type is not asn.status");
            }
            if (epoch == null || epoch < 1 || epoch > Short.MAX_VALUE) {
                throw new BadEvent("epoch is not 1 to " + Short.MAX_VALUE);
            }
            if (version == null || version < 1) {
                throw new BadEvent("version is not a positive number");
            }
            if (dataTime == null) {
                throw new BadEvent("dataTime is missing");
            }
            if (records == null) {
                throw new BadEvent("records are missing");
            }
            var intervals = new ArrayList<StatusState.Interval>();
            for (var record : records) {
                if (record == null || record.intervals == null) {
                    throw new BadEvent("a record has no intervals");
                }
                for (var interval : record.intervals) {
                    if (interval == null) {
                        throw new BadEvent("an interval is null");
                    }
                    try {
                        intervals.add(new StatusState.Interval(interval.mappingRow, interval.from, interval.to));
                    } catch (IllegalArgumentException broken) {
                        throw new BadEvent(broken.getMessage());
                    }
                }
            }
            return new StatusEvent(
                    token,
                    epoch,
                    version,
                    dataTime,
                    new StatusState(Boolean.TRUE.equals(shared), Boolean.FALSE.equals(validated), intervals));
        }
    }

    private record AsnRecord(List<Span> intervals) {}

    private record Span(String mappingRow, LocalDate from, LocalDate to) {}
}
