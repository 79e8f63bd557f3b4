package id.padan.agreement.casework;

import com.fasterxml.jackson.annotation.JsonProperty;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.Words;

/** What a case is at one moment. Each register has a sealed interface of it, whose records have the legal transitions as methods. */
public interface CaseState {

    /** The wire value of the state, and what tells the records of one register apart in JSON. */
    @JsonProperty("state")
    String state();

    /** A step that this state does not know. */
    default ProblemException refusal() {
        return Words.conflict(
                        "This cannot be done in state " + state() + ".",
                        "Tidak dapat dilakukan pada keadaan " + state() + ".")
                .with("state", state());
    }
}
