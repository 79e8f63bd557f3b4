package id.padan.agreement.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A notice that was sent.
 *
 * @param addressee a party's id for OTHER_PARTY, else who it went to in words
 * @param contact where it went
 * @param late whether its clock had run out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "IncidentNotice")
record Notice(
        UUID id,
        Recipient recipient,
        String addressee,
        String contact,
        String textId,
        String textEn,
        Instant sentAt,
        String sentBy,
        boolean late,
        UUID leaf) {

    /** Who must be told. */
    enum Recipient {
        /** The other party at its contact of Ps 8. */
        OTHER_PARTY,
        /** The authority for personal data, UU 27/2022 Art. 46(1)b. */
        AUTHORITY,
        /** The persons whose data they are, Art. 46(1)a. */
        SUBJECTS
    }
}
