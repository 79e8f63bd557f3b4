package id.padan.agreement.casework;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a case is at one moment. Each register has a sealed interface of it, whose records have the legal transitions as methods. */
public interface CaseState {

    /** The wire value of the state, and what tells the records of one register apart in JSON. */
    @JsonProperty("state")
    String state();
}
