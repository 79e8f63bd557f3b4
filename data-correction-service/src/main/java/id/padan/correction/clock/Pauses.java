package id.padan.correction.clock;

import id.padan.platform.clock.Pause;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Force majeure that agreement-service has accepted, as far as it stops the clocks of corrections (Ps 10(3)). */
@ApplicationScoped
public class Pauses {

    /** Duties of agreement-service's list under which corrections are answered. */
    private static final String DUTIES = "^(data-problems|correction)";

    /** The pauses of the party whose clock runs. */
    public List<Pause> list(Handle handle, String agreementId, String party) {
        return handle.createQuery("""
                        select * from clock_pause
                        where agreement_id = :agreement and party = :party
                          and exists (select from unnest(duties) duty where duty ~ :duties)
                        order by from_at""")
                .bind("agreement", agreementId)
                .bind("party", party)
                .bind("duties", DUTIES)
                .map((row, context) -> {
                    OffsetDateTime until = row.getObject("until_at", OffsetDateTime.class);
                    return new Pause(
                            row.getObject("from_at", OffsetDateTime.class).toInstant(),
                            until == null ? null : until.toInstant(),
                            row.getString("id"));
                })
                .list();
    }
}
