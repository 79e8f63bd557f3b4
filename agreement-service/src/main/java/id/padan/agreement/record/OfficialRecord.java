package id.padan.agreement.record;

import id.padan.agreement.inputs.RecordKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * A record as it is stored.
 *
 * @param party that drafted it
 * @param inputs text of the inputs, see {@link id.padan.agreement.inputs.RecordInputs}
 * @param steps in their order, at least the draft
 * @param signed the signed file as it stands; null while nobody has signed
 */
record OfficialRecord(
        UUID id,
        String agreementId,
        RecordKind kind,
        String party,
        String requestSha256,
        int version,
        RecordState state,
        LocalDate documentDate,
        LocalDate from,
        LocalDate until,
        String inputs,
        String inputsSha256,
        String unsignedSha256,
        List<Step> steps,
        SignedFile signed) {

    /** @param act what was done: DRAFTED, CHECKED, SIGNED, SENT, RECEIVED, REFUSED */
    record Step(
            int version,
            String state,
            String act,
            String party,
            String actor,
            Instant at,
            String reason,
            String fileSha256,
            UUID leaf,
            long logIndex) {}

    record SignedFile(byte[] pdf, String sha256) {}

    /** Of the file as it stands. */
    String fileSha256() {
        return signed == null ? unsignedSha256 : signed.sha256();
    }

    /** Until it is sent, a report is its drafters' own paper; a berita acara belongs to both from the start. */
    boolean isFor(String caller) {
        return kind.isSignedByBoth()
                || party.equals(caller)
                || state instanceof RecordState.Sent
                || state instanceof RecordState.Received
                || state instanceof RecordState.Refused;
    }
}
