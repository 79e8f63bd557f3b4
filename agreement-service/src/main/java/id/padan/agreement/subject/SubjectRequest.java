package id.padan.agreement.subject;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import id.padan.agreement.archive.Attached;
import id.padan.agreement.casework.CaseState;
import java.time.Instant;
import java.util.List;

/** A person's request: RECEIVED, then ANSWERED or REFUSED. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SubjectRequest.Received.class, name = "RECEIVED"),
    @JsonSubTypes.Type(value = SubjectRequest.Answered.class, name = "ANSWERED"),
    @JsonSubTypes.Type(value = SubjectRequest.Refused.class, name = "REFUSED")
})
sealed interface SubjectRequest extends CaseState {

    Request request();

    /**
     * What was asked.
     *
     * @param law where the right stands
     * @param receivedAt when it reached the party, by whatever way: from then the clock runs
     * @param fileNumber where the officer's own file says who it is; never a NIK
     * @param summary what is asked, without naming anybody
     */
    record Request(
            RequestKind kind, String law, Instant receivedAt, String channel, String fileNumber, String summary) {}

    record Received(Request request) implements SubjectRequest {
        @Override
        public String state() {
            return "RECEIVED";
        }
    }

    /**
     * Done, wholly or in part.
     *
     * @param measures what was done, and where (a correction's proposal, a destroyed list)
     * @param letters what the person was told
     */
    record Answered(Request request, boolean inPart, String measures, List<Attached> letters, Instant at)
            implements SubjectRequest {
        public Answered {
            letters = List.copyOf(letters);
        }

        @Override
        public String state() {
            return "ANSWERED";
        }
    }

    /** @param law the ground's place in the law, as the person must be told */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Refused(Request request, Ground ground, String law, String explanation, List<Attached> letters, Instant at)
            implements SubjectRequest {
        public Refused {
            letters = List.copyOf(letters);
        }

        @Override
        public String state() {
            return "REFUSED";
        }
    }
}
