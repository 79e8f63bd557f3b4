package id.padan.agreement.incident;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The tables of incidents and their notices. */
@ApplicationScoped
class IncidentStore {

    void add(Handle tx, Incident incident) {
        tx.createUpdate("""
                        insert into incident (id, agreement_id, party, title, description, drill, source_party, detected_at, recorded_at,
                                              recorded_by)
                        values (:id, :agreement, :party, :title, :description, :drill, :source, :detected, clock_timestamp(), :by)""")
                .bind("id", incident.id())
                .bind("agreement", incident.agreementId())
                .bind("party", incident.party())
                .bind("title", incident.title())
                .bind("description", incident.description())
                .bind("drill", incident.drill())
                .bind("source", incident.sourceParty())
                .bind("detected", incident.detectedAt().atOffset(ZoneOffset.UTC))
                .bind("by", incident.recordedBy())
                .execute();
    }

    List<Incident> list(Handle handle, String agreementId, String party) {
        return handle.createQuery(
                        "select *, cast(radius as text) as radius_text from incident where agreement_id = :agreement"
                                + " and (party = :party or told_at is not null) order by detected_at desc, id")
                .bind("agreement", agreementId)
                .bind("party", party)
                .map((row, context) -> incident(row))
                .list();
    }

    /** Locked, so that two acts on it have an order; empty also if the party may not know of it. */
    Optional<Incident> lock(Handle tx, String agreementId, String party, UUID id) {
        return tx.createQuery("select *, cast(radius as text) as radius_text from incident"
                        + " where id = :id and agreement_id = :agreement for update")
                .bind("id", id)
                .bind("agreement", agreementId)
                .map((row, context) -> incident(row))
                .findOne()
                .filter(incident -> incident.isVisibleTo(party));
    }

    /** Those of which the other party should be told by now. */
    List<Incident> listUntold(Handle handle, Instant detectedBefore) {
        return handle.createQuery(
                        "select *, cast(radius as text) as radius_text from incident"
                                + " where told_at is null and closed_at is null and detected_at <= :before order by detected_at")
                .bind("before", detectedBefore.atOffset(ZoneOffset.UTC))
                .map((row, context) -> incident(row))
                .list();
    }

    /** Open incidents of which persons and authority have not both been told and whose 3x24 hours are over. */
    long countOverdue(Handle handle) {
        return handle.createQuery("""
                        select count(*) from incident i where not drill and closed_at is null
                           and detected_at < clock_timestamp() - interval '72 hours'
                           and (select count(distinct recipient) from incident_notice n
                                 where n.incident = i.id and recipient in ('AUTHORITY', 'SUBJECTS')) < 2""").mapTo(Long.class).one();
    }

    void told(Handle tx, UUID id, Instant at) {
        tx.execute("update incident set told_at = ? where id = ? and told_at is null", at.atOffset(ZoneOffset.UTC), id);
    }

    void close(Handle tx, UUID id, String by, String conclusion) {
        tx.execute(
                "update incident set closed_at = clock_timestamp(), closed_by = ?, conclusion = ? where id = ?",
                by,
                conclusion,
                id);
    }

    void radius(Handle tx, UUID id, String json) {
        tx.execute("update incident set radius = cast(? as jsonb) where id = ?", json, id);
    }

    void add(Handle tx, UUID incident, Notice notice) {
        tx.createUpdate("""
                        insert into incident_notice (id, incident, recipient, addressee, contact, text_id, text_en, sent_at, sent_by, late, leaf)
                        values (:id, :incident, :recipient, :addressee, :contact, :textId, :textEn, :at, :by, :late, :leaf)""")
                .bind("id", notice.id())
                .bind("incident", incident)
                .bind("recipient", notice.recipient().name())
                .bind("addressee", notice.addressee())
                .bind("contact", notice.contact())
                .bind("textId", notice.textId())
                .bind("textEn", notice.textEn())
                .bind("at", notice.sentAt().atOffset(ZoneOffset.UTC))
                .bind("by", notice.sentBy())
                .bind("late", notice.late())
                .bind("leaf", notice.leaf())
                .execute();
    }

    List<Notice> listNotices(Handle handle, UUID incident) {
        return handle.createQuery("select * from incident_notice where incident = :incident order by sent_at, id")
                .bind("incident", incident)
                .map((row, context) -> new Notice(
                        row.getObject("id", UUID.class),
                        Notice.Recipient.valueOf(row.getString("recipient")),
                        row.getString("addressee"),
                        row.getString("contact"),
                        row.getString("text_id"),
                        row.getString("text_en"),
                        instant(row, "sent_at"),
                        row.getString("sent_by"),
                        row.getBoolean("late"),
                        row.getObject("leaf", UUID.class)))
                .list();
    }

    private static Incident incident(ResultSet row) throws SQLException {
        return new Incident(
                row.getObject("id", UUID.class),
                row.getString("agreement_id"),
                row.getString("party"),
                row.getString("title"),
                row.getString("description"),
                row.getBoolean("drill"),
                row.getString("source_party"),
                instant(row, "detected_at"),
                instant(row, "recorded_at"),
                row.getString("recorded_by"),
                instant(row, "told_at"),
                instant(row, "closed_at"),
                row.getString("conclusion"),
                row.getString("radius_text"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
