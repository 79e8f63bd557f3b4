package id.padan.agreement.difference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import id.padan.agreement.archive.Attached;
import id.padan.agreement.casework.CaseState;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A difference of interpretation: OPEN, DISCUSSED when both readings are there, PROPOSED, then AGREED (Ps 11(1)) or NOT_REACHED (Ps 11(2)). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Difference.Open.class, name = "OPEN"),
    @JsonSubTypes.Type(value = Difference.Discussed.class, name = "DISCUSSED"),
    @JsonSubTypes.Type(value = Difference.Proposed.class, name = "PROPOSED"),
    @JsonSubTypes.Type(value = Difference.Agreed.class, name = "AGREED"),
    @JsonSubTypes.Type(value = Difference.NotReached.class, name = "NOT_REACHED")
})
sealed interface Difference extends CaseState {

    Question question();

    /** @param reading how the party that opened it reads the clause */
    record Question(String clause, String subject, String reading) {}

    /** @param minutes of the talk, or null */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Talk(LocalDate on, String note, Attached minutes) {}

    record Open(Question question) implements Difference {
        @Override
        public String state() {
            return "OPEN";
        }

        Discussed read(String otherReading) {
            return new Discussed(question, otherReading, List.of());
        }
    }

    record Discussed(Question question, String otherReading, List<Talk> talks) implements Difference {
        public Discussed {
            talks = List.copyOf(talks);
        }

        @Override
        public String state() {
            return "DISCUSSED";
        }

        Discussed talked(Talk talk) {
            List<Talk> more = new ArrayList<>(talks);
            more.add(talk);
            return new Discussed(question, otherReading, more);
        }

        Proposed propose(String text, String party) {
            return new Proposed(question, otherReading, talks, text, party);
        }

        NotReached fail(String reason, Instant at) {
            return new NotReached(question, otherReading, talks, reason, at);
        }
    }

    /** @param by the party that proposed the text; the other one decides */
    record Proposed(Question question, String otherReading, List<Talk> talks, String text, String by)
            implements Difference {
        @Override
        public String state() {
            return "PROPOSED";
        }

        Agreed accept(Instant at) {
            return new Agreed(question, otherReading, talks, text, at);
        }

        Discussed reject() {
            return new Discussed(question, otherReading, talks);
        }
    }

    /** Musyawarah untuk mufakat has found a text. */
    record Agreed(Question question, String otherReading, List<Talk> talks, String text, Instant at)
            implements Difference {
        @Override
        public String state() {
            return "AGREED";
        }
    }

    /** It goes on by law, outside the software (Ps 11(2)). */
    record NotReached(Question question, String otherReading, List<Talk> talks, String reason, Instant at)
            implements Difference {
        @Override
        public String state() {
            return "NOT_REACHED";
        }
    }
}
