package id.padan.agreement.obligation;

import id.padan.agreement.acting.Seat;
import id.padan.platform.clock.Pause;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Who lets clocks stand still. */
public interface PauseSource {

    List<PauseOf> pauses(Handle handle, Seat table);

    /**
     * A pause of some clocks.
     *
     * @param party whose duties
     * @param duties ids of rules, or keys of single duties
     */
    record PauseOf(String party, List<String> duties, Pause pause) {
        boolean holds(String theParty, String rule, String key) {
            return party.equals(theParty) && (duties.contains(rule) || duties.contains(key));
        }
    }
}
