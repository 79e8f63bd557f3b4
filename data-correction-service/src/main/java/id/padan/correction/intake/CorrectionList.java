package id.padan.correction.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * A list as it is now. received = accepted + duplicates + the sum of rejected.
 *
 * @param states how many of the accepted are in which state
 * @param dueAt when the next open one is due; absent if none is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CorrectionList(
        UUID id,
        String party,
        String state,
        String format,
        String purpose,
        Counts counts,
        Map<String, Integer> states,
        Instant dueAt,
        int overdue,
        String submittedBy,
        Instant submittedAt,
        UUID leaf) {

    static final String DUPLICATE = "DUPLICATE";

    record Counts(int received, int accepted, int duplicates, Map<String, Integer> rejected) {}

    /**
     * A row that made no proposal.
     *
     * @param field in the names of the API; null for the whole row
     * @param proposal the open proposal that a duplicate is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Reject(int row, String field, String code, UUID proposal) {}

    @ApplicationScoped
    static class Store {
        private final Jdbi jdbi;
        private final ObjectMapper json;

        Store(Jdbi jdbi, ObjectMapper json) {
            this.jdbi = jdbi;
            this.json = json;
        }

        Optional<CorrectionList> find(UUID id) {
            return jdbi.withHandle(handle -> handle.createQuery("select * from correction_list where id = :id")
                    .bind("id", id)
                    .map((row, context) -> id)
                    .findOne()
                    .map(found -> read(handle, found)));
        }

        /** Newest first. */
        List<CorrectionList> list(int limit) {
            return jdbi.withHandle(handle -> handle
                    .createQuery("select id from correction_list order by no desc limit :limit")
                    .bind("limit", limit)
                    .mapTo(UUID.class)
                    .list()
                    .stream()
                    .map(id -> read(handle, id))
                    .toList());
        }

        private CorrectionList read(Handle handle, UUID id) {
            Map<String, Integer> states = new TreeMap<>();
            handle.createQuery("select state, count(*) as n from proposal where list_id = :id group by state")
                    .bind("id", id)
                    .map((row, context) -> Map.entry(row.getString("state"), row.getInt("n")))
                    .forEach(entry -> states.put(entry.getKey(), entry.getValue()));
            return handle.createQuery("""
                            select l.*, o.due, o.late from correction_list l, lateral (
                                select min(due_at) as due, count(*) filter (where due_at <= now()) as late
                                from proposal where list_id = l.id and closed_at is null) o
                            where l.id = :id""")
                    .bind("id", id)
                    .map((row, context) -> new CorrectionList(
                            id,
                            row.getString("party"),
                            "COMPLETED",
                            row.getString("format"),
                            row.getString("purpose"),
                            new Counts(
                                    row.getInt("received"),
                                    row.getInt("accepted"),
                                    row.getInt("duplicates"),
                                    counts(row.getString("rejected"))),
                            states,
                            instant(row.getObject("due", OffsetDateTime.class)),
                            row.getInt("late"),
                            row.getString("submitted_by"),
                            instant(row.getObject("submitted_at", OffsetDateTime.class)),
                            row.getObject("leaf", UUID.class)))
                    .one();
        }

        List<Reject> rejects(UUID id, int after, int limit) {
            return jdbi.withHandle(handle -> handle.createQuery(
                            "select * from list_reject where list_id = :id and row > :after order by row limit :limit")
                    .bind("id", id)
                    .bind("after", after)
                    .bind("limit", limit)
                    .map((row, context) -> new Reject(
                            row.getInt("row"),
                            row.getString("field"),
                            row.getString("code"),
                            row.getObject("proposal", UUID.class)))
                    .list());
        }

        private static Instant instant(OffsetDateTime at) {
            return at == null ? null : at.toInstant();
        }

        private Map<String, Integer> counts(String text) {
            try {
                return json.readValue(text, new TypeReference<TreeMap<String, Integer>>() {});
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("counts cannot be read", e);
            }
        }
    }
}
