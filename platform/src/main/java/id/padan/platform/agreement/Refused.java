package id.padan.platform.agreement;

import id.padan.platform.problem.ProblemCode;
import id.padan.platform.problem.ProblemException;

/**
 * Access is closed.
 *
 * @param clauseNeeded the clause that would have to open it, null if no agreement known here has one
 */
public record Refused(ProblemCode code, String clauseNeeded, String detailEn, String detailId) implements Decision {

    public ProblemException toProblem() {
        return ProblemException.of(code, detailEn, detailId).with("clause", clauseNeeded);
    }
}
