package id.padan.agreement.guidance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import id.padan.agreement.archive.Attached;
import id.padan.agreement.casework.CaseState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A request for guidance: OPEN, ASSIGNED, ANSWERED, CLOSED; an answer that does not help brings it back to ASSIGNED. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Guidance.Open.class, name = "OPEN"),
    @JsonSubTypes.Type(value = Guidance.Assigned.class, name = "ASSIGNED"),
    @JsonSubTypes.Type(value = Guidance.Answered.class, name = "ANSWERED"),
    @JsonSubTypes.Type(value = Guidance.Closed.class, name = "CLOSED")
})
sealed interface Guidance extends CaseState {

    String subject();

    List<Turn> turns();

    /**
     * One question or answer.
     *
     * @param hours that the answer took, such as a training of 6.5; null for a question
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Turn(Instant at, String text, List<Attached> material, BigDecimal hours) {
        public Turn {
            material = List.copyOf(material);
        }

        boolean isAnswer() {
            return hours != null;
        }
    }

    record Open(String subject, List<Turn> turns) implements Guidance {
        public Open {
            turns = List.copyOf(turns);
        }

        @Override
        public String state() {
            return "OPEN";
        }
    }

    /** @param assignee the officer of PIHAK KEDUA who answers */
    record Assigned(String subject, List<Turn> turns, String assignee) implements Guidance {
        public Assigned {
            turns = List.copyOf(turns);
        }

        @Override
        public String state() {
            return "ASSIGNED";
        }

        Answered answer(Turn turn) {
            return new Answered(subject, and(turns, turn), assignee);
        }
    }

    record Answered(String subject, List<Turn> turns, String assignee) implements Guidance {
        public Answered {
            turns = List.copyOf(turns);
        }

        @Override
        public String state() {
            return "ANSWERED";
        }

        Closed close(Instant at, String result) {
            return new Closed(subject, turns, assignee, at, result);
        }

        Assigned askAgain(Turn turn) {
            return new Assigned(subject, and(turns, turn), assignee);
        }
    }

    /** @param result what the asker says of it */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Closed(String subject, List<Turn> turns, String assignee, Instant closedAt, String result)
            implements Guidance {
        public Closed {
            turns = List.copyOf(turns);
        }

        @Override
        public String state() {
            return "CLOSED";
        }
    }

    private static List<Turn> and(List<Turn> turns, Turn turn) {
        List<Turn> more = new ArrayList<>(turns);
        more.add(turn);
        return more;
    }
}
