package id.padan.agreement.programme;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.agreement.version.PolicyAddition;
import id.padan.platform.agreement.Policy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Registered programmes; the approved ones join the policy under every version that still has their clause and purpose. */
@ApplicationScoped
class ProgrammeStore implements PolicyAddition {

    private final ObjectMapper json;

    ProgrammeStore(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public Policy add(Handle tx, Policy policy) {
        List<Registered> published = list(tx, policy.agreementId()).stream()
                .filter(Registered::isPublished)
                .toList();
        return policy.withVersions(policy.versions().stream()
                .map(version -> version.withProgrammes(joined(version, published)))
                .toList());
    }

    private static List<Policy.Programme> joined(Policy.Version version, List<Registered> published) {
        List<Policy.Programme> all = new ArrayList<>(version.programmes());
        for (Registered registered : published) {
            Policy.Programme programme = registered.toPolicy();
            boolean named =
                    version.programmes().stream().anyMatch(other -> other.code().equals(programme.code()));
            boolean carried = version.clauses().stream()
                    .anyMatch(clause -> clause.id().equals(programme.clause())
                            && clause.grantee().equals(registered.party())
                            && clause.purposes().contains(programme.purpose()));
            if (!named && carried) {
                all.add(programme);
            }
        }
        return all;
    }

    void insert(Handle tx, Registered programme) {
        tx.createUpdate("""
                        insert into programme (agreement_id, code, state, content, party, registered_by, registered_at)
                        values (:agreement, :code, :state, cast(:content as jsonb), :party, :by, :at)
                        on conflict (agreement_id, code) do update set
                            state = excluded.state, content = excluded.content, party = excluded.party,
                            registered_by = excluded.registered_by, registered_at = excluded.registered_at,
                            decided_by = null, decided_at = null
                        """)
                .bind("agreement", programme.agreementId())
                .bind("code", programme.content().code())
                .bind("state", programme.state().name())
                .bind("content", write(programme.content()))
                .bind("party", programme.party())
                .bind("by", programme.registeredBy())
                .bind("at", programme.registeredAt())
                .execute();
    }

    void decide(Handle tx, Registered programme, Registered.State state, String by, Instant at, Instant openFrom) {
        tx.createUpdate("""
                        update programme set state = :state, decided_by = :by, decided_at = :at, open_from = :open
                        where agreement_id = :agreement and code = :code
                        """)
                .bind("agreement", programme.agreementId())
                .bind("code", programme.content().code())
                .bind("state", state.name())
                .bind("by", by)
                .bind("at", at)
                .bind("open", openFrom)
                .execute();
    }

    void end(Handle tx, Registered programme, Instant endsAt) {
        tx.createUpdate("""
                        update programme set state = 'ENDED', ends_at = :end where agreement_id = :agreement and code = :code
                        """)
                .bind("agreement", programme.agreementId())
                .bind("code", programme.content().code())
                .bind("end", endsAt)
                .execute();
    }

    List<Registered> list(Handle tx, String agreementId) {
        return tx.createQuery("select *, content::text as text from programme where agreement_id = :id order by code")
                .bind("id", agreementId)
                .map(this::row)
                .list();
    }

    Optional<Registered> find(Handle tx, String agreementId, String code) {
        return tx.createQuery(
                        "select *, content::text as text from programme where agreement_id = :id and code = :code")
                .bind("id", agreementId)
                .bind("code", code)
                .map(this::row)
                .findOne();
    }

    private Registered row(ResultSet row, StatementContext context) throws SQLException {
        return new Registered(
                row.getString("agreement_id"),
                Registered.State.valueOf(row.getString("state")),
                read(row.getString("text")),
                row.getString("party"),
                row.getString("registered_by"),
                instant(row, "registered_at"),
                row.getString("decided_by"),
                instant(row, "decided_at"),
                instant(row, "open_from"),
                instant(row, "ends_at"));
    }

    private String write(Policy.Programme programme) {
        try {
            return json.writeValueAsString(programme);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a programme cannot be written as JSON", e);
        }
    }

    private Policy.Programme read(String text) {
        try {
            return json.readValue(text, Policy.Programme.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored programme cannot be read any more", e);
        }
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
