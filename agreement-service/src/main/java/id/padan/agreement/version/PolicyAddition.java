package id.padan.agreement.version;

import id.padan.platform.agreement.Policy;
import org.jdbi.v3.core.Handle;

/** What belongs into the policy beside the versions: suspensions, registered programmes, legal holds. */
public interface PolicyAddition {

    /** The policy with what this feature has to add; it takes nothing of what is there away. */
    Policy add(Handle tx, Policy policy);
}
