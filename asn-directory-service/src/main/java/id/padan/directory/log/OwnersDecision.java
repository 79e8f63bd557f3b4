package id.padan.directory.log;

import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;

/**
 * Who at the register's holder decided something about it.
 *
 * @param officer who acted through a machine, or answers for it; null for a person, or a clock
 * @param policy the agreement that names the holder; an owner's own operation needs no clause of it
 */
public record OwnersDecision(String party, String actor, String officer, PolicyRef policy) {
    public static OwnersDecision of(Caller caller, PolicyRef policy) {
        return new OwnersDecision(caller.party(), caller.subject(), caller.officer(), policy);
    }
}
