package id.padan.agreement.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.agreement.inputs.RecordKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * {@code agreement.record.v1}, key the record's id: its state after a step. The duty of Ps 3(2)f is met by {@code RECEIVED} and by nothing
 * before it.
 *
 * @param party that drafted it and owes it
 * @param periodFrom of a report, both days inclusive; absent for a berita acara
 * @param fileSha256 of the file as it stood after the step
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecordEvent(
        String type,
        UUID recordId,
        String agreementId,
        RecordKind kind,
        int version,
        String state,
        String party,
        LocalDate documentDate,
        LocalDate periodFrom,
        LocalDate periodUntil,
        String fileSha256,
        Instant at) {
    static final String TYPE = "agreement.record";
}
