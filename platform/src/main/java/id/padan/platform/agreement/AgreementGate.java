package id.padan.platform.agreement;

import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** The one place that says whether data may go out. */
@ApplicationScoped
public class AgreementGate {

    /** Decides at an instant over what has been heard up to now; changes nothing. */
    public Decision decide(AccessRequest request, Instant at) {
        return new Refused(
                PlatformProblem.POLICY_UNKNOWN,
                null,
                "No agreement has been heard yet.",
                "Belum ada perjanjian yang diterima.");
    }

    /** @throws id.padan.platform.problem.ProblemException if the gate is closed now */
    public Allowed require(AccessRequest request) {
        return require(request, Instant.now());
    }

    /** @throws id.padan.platform.problem.ProblemException if the gate is closed at that instant */
    public Allowed require(AccessRequest request, Instant at) {
        return switch (decide(request, at)) {
            case Allowed allowed -> allowed;
            case Refused refused -> throw refused.toProblem();
        };
    }

    /**
     * The holder's own operation on its own dataset, which needs no clause.
     *
     * @return the policy in force that names the caller's party as the dataset's holder
     * @throws id.padan.platform.problem.ProblemException PARTY_MISMATCH for another party; POLICY_UNKNOWN or POLICY_STALE while no policy
     *     is confirmed
     */
    public PolicyRef requireHolder(Caller caller, String dataset) {
        throw new Refused(
                        PlatformProblem.POLICY_UNKNOWN,
                        null,
                        "No agreement has been heard yet.",
                        "Belum ada perjanjian yang diterima.")
                .toProblem();
    }
}
