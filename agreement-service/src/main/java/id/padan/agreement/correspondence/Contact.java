package id.padan.agreement.correspondence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import id.padan.agreement.casework.CaseState;
import id.padan.platform.writing.Words;
import java.time.Instant;

/** A party's representative for correspondence (Ps 8): proposed by one officer, put in force by another of the same party. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Contact.Proposed.class, name = "PROPOSED"),
    @JsonSubTypes.Type(value = Contact.InForce.class, name = "IN_FORCE"),
    @JsonSubTypes.Type(value = Contact.Replaced.class, name = "REPLACED"),
    @JsonSubTypes.Type(value = Contact.Declined.class, name = "DECLINED")
})
sealed interface Contact extends CaseState {

    Card card();

    /**
     * Where a party is reached.
     *
     * @param address the street address; null if only mail and phone are named
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Card(String unit, String address, String phone, String email) {}

    /** @param by the officer who proposed it, who cannot put it in force too */
    record Proposed(Card card, String by) implements Contact {
        @Override
        public String state() {
            return "PROPOSED";
        }

        InForce accept(String officer, Instant at) {
            if (officer.equals(by)) {
                throw Words.conflict(
                        "Another officer than the one who proposed it puts a contact in force.",
                        "Kontak ditetapkan oleh pejabat lain dari yang mengusulkannya.");
            }
            return new InForce(card, at);
        }

        Declined decline(String reason) {
            return new Declined(card, reason);
        }
    }

    record InForce(Card card, Instant from) implements Contact {
        @Override
        public String state() {
            return "IN_FORCE";
        }

        Replaced replace(Instant at) {
            return new Replaced(card, from, at);
        }
    }

    record Replaced(Card card, Instant from, Instant until) implements Contact {
        @Override
        public String state() {
            return "REPLACED";
        }
    }

    record Declined(Card card, String reason) implements Contact {
        @Override
        public String state() {
            return "DECLINED";
        }
    }
}
