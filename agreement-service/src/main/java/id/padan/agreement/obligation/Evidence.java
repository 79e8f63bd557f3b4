package id.padan.agreement.obligation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import id.padan.agreement.archive.Attached;
import id.padan.agreement.casework.CaseState;
import java.time.LocalDate;
import java.util.List;

/** What shows that a duty was met. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Evidence.Delivered.class, name = "DELIVERED"),
    @JsonSubTypes.Type(value = Evidence.Met.class, name = "MET"),
    @JsonSubTypes.Type(value = Evidence.Refused.class, name = "REFUSED")
})
public sealed interface Evidence extends CaseState {

    Proof proof();

    /**
     * What is handed in.
     *
     * @param obligation key of the duty
     * @param metOn the day on which it was done, in Jakarta
     * @param reference a letter's number, an official record or a meeting; null if documents say it all
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Proof(String obligation, LocalDate metOn, String reference, String note, List<Attached> documents) {
        public Proof {
            documents = documents == null ? List.of() : List.copyOf(documents);
        }
    }

    /** Waits for the other party's word that it has received it. */
    record Delivered(Proof proof) implements Evidence {
        @Override
        public String state() {
            return "DELIVERED";
        }

        Met receive() {
            return new Met(proof);
        }

        Refused refuse(String reason) {
            return new Refused(proof, reason);
        }
    }

    record Met(Proof proof) implements Evidence {
        @Override
        public String state() {
            return "MET";
        }
    }

    /** The other party says why it does not count; it can be handed in again. */
    record Refused(Proof proof, String reason) implements Evidence {
        @Override
        public String state() {
            return "REFUSED";
        }
    }
}
