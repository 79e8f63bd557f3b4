package id.padan.agreement.kahar;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import id.padan.agreement.archive.Attached;
import id.padan.agreement.casework.CaseState;
import id.padan.platform.writing.Words;
import java.time.Instant;
import java.util.List;

/** A notice of force majeure: NOTIFIED, then ACCEPTED or CONTESTED by the other party, at last RESUMED. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ForceMajeure.Notified.class, name = "NOTIFIED"),
    @JsonSubTypes.Type(value = ForceMajeure.Accepted.class, name = "ACCEPTED"),
    @JsonSubTypes.Type(value = ForceMajeure.Contested.class, name = "CONTESTED"),
    @JsonSubTypes.Type(value = ForceMajeure.Resumed.class, name = "RESUMED")
})
sealed interface ForceMajeure extends CaseState {

    Notice notice();

    /**
     * What is notified.
     *
     * @param onset when it happened, or began
     * @param duties ids of duties' rules, or keys of single duties, whose clocks shall stand still
     * @param official who made the statement, with office: the authority that Ps 10(2) asks for
     * @param statement the official's written statement
     * @param late notified more than 14 calendar days after the onset
     */
    record Notice(
            String event,
            Instant onset,
            List<String> duties,
            String official,
            Attached statement,
            Instant notifiedAt,
            boolean late) {
        public Notice {
            duties = List.copyOf(duties);
        }
    }

    record Notified(Notice notice) implements ForceMajeure {
        @Override
        public String state() {
            return "NOTIFIED";
        }
    }

    /** @param whyLate why a late notice is accepted all the same; null for one in time */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Accepted(Notice notice, Instant at, String whyLate) implements ForceMajeure {
        @Override
        public String state() {
            return "ACCEPTED";
        }

        Resumed resume(Instant end) {
            if (end.isBefore(notice.onset())) {
                throw Words.invalid("endedAt", "It ended after it began.", "Berakhir setelah dimulai.");
            }
            return new Resumed(notice, at, whyLate, end);
        }
    }

    /** No clock stands still; what then is a difference of Ps 11. The other party can still accept it. */
    record Contested(Notice notice, Instant at, String reason) implements ForceMajeure {
        @Override
        public String state() {
            return "CONTESTED";
        }
    }

    /** It is over, and the duties run on (Ps 10(3)). */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Resumed(Notice notice, Instant at, String whyLate, Instant endedAt) implements ForceMajeure {
        @Override
        public String state() {
            return "RESUMED";
        }
    }

    /** The other party's consideration of what is notified or still contested. */
    static Accepted accept(ForceMajeure now, Instant at, String whyLate) {
        if (!(now instanceof Notified) && !(now instanceof Contested)) {
            throw now.refusal();
        }
        if (now.notice().late() && whyLate == null) {
            throw Words.conflict(
                            "The notice came later than 14 calendar days after the onset (Ps 10(2)). Say in whyLate why it is"
                                    + " accepted all the same, or contest it.",
                            "Pemberitahuan melewati 14 hari kalender sejak kejadian (Ps 10 ayat (2)). Sebutkan alasannya pada"
                                    + " whyLate, atau bantahlah.")
                    .with("field", "whyLate");
        }
        return new Accepted(now.notice(), at, now.notice().late() ? whyLate : null);
    }

    static Contested contest(ForceMajeure now, Instant at, String reason) {
        if (!(now instanceof Notified)) {
            throw now.refusal();
        }
        return new Contested(now.notice(), at, reason);
    }
}
