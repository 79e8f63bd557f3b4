package id.padan.agreement.addendum;

import id.padan.agreement.addendum.Addendum.Stage;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The stored addenda. */
@ApplicationScoped
class AddendumStore {

    void insert(Handle tx, Addendum addendum) {
        tx.createUpdate("""
                        insert into addendum (id, agreement_id, state, title, document, sha256, version, base_version,
                                              effective_from, party, drafted_by, drafted_at)
                        values (:id, :agreement, 'DRAFT', :title, cast(:document as json), :sha256, :version, :base,
                                :effective, :party, :by, :at)
                        on conflict (id) do update set
                            title = excluded.title, document = excluded.document, sha256 = excluded.sha256,
                            version = excluded.version, base_version = excluded.base_version,
                            effective_from = excluded.effective_from, drafted_by = excluded.drafted_by,
                            drafted_at = excluded.drafted_at
                        """)
                .bind("id", addendum.id())
                .bind("agreement", addendum.agreementId())
                .bind("title", addendum.title())
                .bind("document", addendum.document())
                .bind("sha256", addendum.sha256())
                .bind("version", addendum.version())
                .bind("base", addendum.baseVersion())
                .bind("effective", addendum.effectiveFrom())
                .bind("party", addendum.party())
                .bind("by", addendum.draftedBy())
                .bind("at", addendum.draftedAt())
                .execute();
    }

    void move(Handle tx, UUID id, Stage stage) {
        var update = tx.createUpdate(
                "update addendum set state = :state, submitted_at = :submitted, ended_at = :ended where id = :id");
        update.bind("id", id);
        switch (stage) {
            case Stage.Draft() -> bind(update, "DRAFT", null, null);
            case Stage.InReview(Instant since) -> bind(update, "IN_REVIEW", since, null);
            case Stage.Agreed(Instant at) -> bind(update, "AGREED", at, at);
            case Stage.Withdrawn(Instant at) -> bind(update, "WITHDRAWN", null, at);
        }
        update.execute();
    }

    private static void bind(org.jdbi.v3.core.statement.Update update, String state, Instant submitted, Instant ended) {
        update.bind("state", state).bind("submitted", submitted).bind("ended", ended);
    }

    List<Addendum> list(Handle handle, String agreementId) {
        return handle.createQuery(
                        "select *, document::text as text from addendum where agreement_id = :id order by drafted_at desc, id")
                .bind("id", agreementId)
                .map(AddendumStore::row)
                .list();
    }

    Optional<Addendum> find(Handle handle, String agreementId, UUID id) {
        return handle.createQuery(
                        "select *, document::text as text from addendum where agreement_id = :agreement and id = :id")
                .bind("agreement", agreementId)
                .bind("id", id)
                .map(AddendumStore::row)
                .findOne();
    }

    private static Addendum row(ResultSet row, StatementContext context) throws SQLException {
        Instant submitted = instant(row, "submitted_at");
        Instant ended = instant(row, "ended_at");
        Stage stage =
                switch (row.getString("state")) {
                    case "DRAFT" -> new Stage.Draft();
                    case "IN_REVIEW" -> new Stage.InReview(submitted);
                    case "AGREED" -> new Stage.Agreed(ended);
                    default -> new Stage.Withdrawn(ended);
                };
        return new Addendum(
                row.getObject("id", UUID.class),
                row.getString("agreement_id"),
                stage,
                row.getString("title"),
                row.getString("text"),
                row.getString("sha256"),
                row.getString("version"),
                row.getString("base_version"),
                instant(row, "effective_from"),
                row.getString("party"),
                row.getString("drafted_by"),
                instant(row, "drafted_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
