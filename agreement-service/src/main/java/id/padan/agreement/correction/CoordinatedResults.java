package id.padan.agreement.correction;

import id.padan.agreement.inputs.MatchingInputs.Coordination;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** What is known of the coordination of lists' results, for the berita acara that cites it. */
@ApplicationScoped
public class CoordinatedResults {
    private final Jdbi jdbi;

    CoordinatedResults(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Of these lists, those whose coordination was heard of, in the order of the lists. */
    public List<Coordination> list(List<UUID> batches) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select c.* from unnest(:batches::uuid[]) with ordinality as wanted (id, place)
                        join coordination_case c on c.batch_id = wanted.id order by wanted.place""")
                .bindArray("batches", UUID.class, batches.toArray())
                .map((row, context) -> new Coordination(
                        row.getObject("batch_id", UUID.class),
                        row.getObject("coordination_id", UUID.class),
                        row.getString("state"),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .list());
    }
}
