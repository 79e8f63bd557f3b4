package id.padan.directory.access;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Whom a party may see: its own staff, and holders of functional positions whose group it guides ({@code pembinaId}). Both are data, in
 * {@code party_agency} and {@code position_group}; whoever changes them makes the rules' revision rise, and all records are looked at anew.
 */
@ApplicationScoped
class PersonScope {

    /** Why a party sees a person; of its own staff it sees all positions held before, of others those that it guides. */
    enum Ground {
        STAFF,
        GUIDED
    }

    /** A functional position: its group, the agency that guides the group, the level. */
    record Position(String group, String guide, String level) {}

    /** The rules as of one revision. */
    record Rules(long revision, Map<String, List<String>> parties, Map<String, Position> positions) {

        /** The parties that see this person; hardly anybody is in a party's scope. */
        Map<String, Ground> grounds(Person person) {
            Map<String, Ground> grounds = Map.of();
            Optional<Position> position = position(person.position());
            if (position.isPresent()) {
                grounds = with(grounds, position.get().guide(), Ground.GUIDED);
            }
            grounds = with(grounds, person.homeAgency(), Ground.STAFF);
            return with(grounds, person.agency(), Ground.STAFF);
        }

        Optional<Position> position(String id) {
            return id == null ? Optional.empty() : Optional.ofNullable(positions.get(id));
        }

        private Map<String, Ground> with(Map<String, Ground> grounds, String agency, Ground ground) {
            List<String> seeing = agency == null ? null : parties.get(agency);
            if (seeing == null) {
                return grounds;
            }
            var more = new HashMap<>(grounds);
            seeing.forEach(party -> more.put(party, ground));
            return more;
        }
    }

    private volatile Rules held = new Rules(0, Map.of(), Map.of());

    /** The rules in force; they do not change before the transaction ends. */
    Rules shared(Handle tx) {
        long revision = tx.createQuery("select revision from access_rules for share")
                .mapTo(long.class)
                .one();
        Rules known = held;
        if (known.revision() == revision) {
            return known;
        }
        var parties = new HashMap<String, List<String>>();
        tx.createQuery("select party, instansi_id from party_agency")
                .map((row, context) -> parties.computeIfAbsent(row.getString(2), agency -> new ArrayList<>())
                        .add(row.getString(1)))
                .forEach(unused -> {});
        var positions = new HashMap<String, Position>();
        tx.createQuery("select jabatan_id, kelompok_id, pembina_id, jenjang from position_group")
                .map((row, context) -> positions.put(
                        row.getString(1), new Position(row.getString(2), row.getString(3), row.getString(4))))
                .forEach(unused -> {});
        var read = new Rules(revision, parties, positions);
        held = read;
        return read;
    }
}
