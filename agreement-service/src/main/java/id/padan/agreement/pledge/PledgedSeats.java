package id.padan.agreement.pledge;

import id.padan.agreement.acting.Seat;
import id.padan.agreement.acting.Seats;
import id.padan.platform.pledge.Pledges;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Seats for what shows or moves data: a person needs a pledge. The agreement itself can be read without one, because it must be read before
 * it is signed. This service asks its own table, so a pledge that ended counts at once.
 */
@ApplicationScoped
public class PledgedSeats {
    private final Seats seats;
    private final PledgeStore store;

    PledgedSeats(Seats seats, PledgeStore store) {
        this.seats = seats;
        this.store = store;
    }

    /** As {@link Seats#require}, and PLEDGE_MISSING for a person without a valid pledge. */
    public Seat require(String agreementId, String... anyRole) {
        Seat seat = seats.require(agreementId, anyRole);
        return seat.caller().isPerson() ? pledged(seat) : seat;
    }

    /** As {@link Seats#person}, and PLEDGE_MISSING without a valid pledge. */
    public Seat person(String agreementId, String... anyRole) {
        return pledged(seats.person(agreementId, anyRole));
    }

    private Seat pledged(Seat seat) {
        if (!store.isPledged(seat.agreementId(), seat.party(), seat.actor())) {
            throw Pledges.missing();
        }
        return seat;
    }
}
