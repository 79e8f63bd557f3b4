package id.padan.agreement.acting;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The event agreement.act.v1. Persons and reasons are not in it: whoever may know reads them at {@code reference}.
 *
 * @param type always {@value #TYPE}
 * @param id of the leaf in the log of agreement-service
 * @param party whose act it is
 * @param parties that are told
 * @param reference path of the thing below the API of agreements
 */
public record ActEvent(
        @JsonProperty("type") String type,
        UUID id,
        String agreementId,
        String kind,
        String party,
        List<String> parties,
        String reference,
        Instant at) {

    public static final String TYPE = "agreement.act";

    public ActEvent {
        parties = parties == null ? List.of() : List.copyOf(parties);
        type = TYPE;
    }
}
