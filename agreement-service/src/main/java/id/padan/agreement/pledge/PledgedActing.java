package id.padan.agreement.pledge;

import id.padan.agreement.acting.Act;
import id.padan.agreement.acting.Acting;
import id.padan.platform.pledge.Pledges;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Acting for what shows or moves data: a person needs a pledge. The agreement itself can be read without one, because it must be read before
 * it is signed. This service asks its own table, so a pledge that ended counts at once.
 */
@ApplicationScoped
public class PledgedActing {
    private final Acting acting;
    private final PledgeStore store;

    PledgedActing(Acting acting, PledgeStore store) {
        this.acting = acting;
        this.store = store;
    }

    /** As {@link Acting#require}, and PLEDGE_MISSING for a person without a valid pledge. */
    public Act require(String agreementId, String... anyRole) {
        Act act = acting.require(agreementId, anyRole);
        if (act.caller().isPerson() && !store.isPledged(act.agreementId(), act.party(), act.actor())) {
            throw Pledges.missing();
        }
        return act;
    }
}
