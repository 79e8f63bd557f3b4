package id.padan.agreement.pledge;

import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import id.padan.platform.pledge.Pledge;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The tables of pledges. Whatever changes one publishes it in the same transaction. */
@ApplicationScoped
public class PledgeStore {
    static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    /** The last pledge of each person is the one that counts. */
    private static final String CURRENT = """
            select distinct on (p.agreement_id, p.party, p.person) p.*, o.name as organisation_name
              from pledge p left join pledge_organisation o on o.id = p.organisation
             where true %s order by p.agreement_id, p.party, p.person, p.version desc""";

    private final Jdbi jdbi;
    private final Outbox outbox;

    PledgeStore(Jdbi jdbi, Outbox outbox) {
        this.jdbi = jdbi;
        this.outbox = outbox;
    }

    /** A pledge as it is kept. */
    public record Kept(
            UUID id,
            long version,
            String agreementId,
            String party,
            String person,
            UUID organisationId,
            String organisation,
            String documentSha256,
            LocalDate signedOn,
            Instant validUntil,
            String recordedBy,
            Instant recordedAt,
            Instant revokedAt,
            String reason) {
        public boolean holdsAt(Instant at) {
            return revokedAt == null && at.isBefore(validUntil);
        }
    }

    /** An affiliate organisation. */
    record Organisation(
            UUID id,
            String agreementId,
            String party,
            String name,
            String documentSha256,
            String contractNumber,
            LocalDate contractEnds,
            LocalDate signedOn,
            Instant validUntil,
            String recordedBy,
            Instant recordedAt,
            Instant revokedAt) {
        /** Its pledge for a year, and never beyond the contract. */
        Instant holdsUntil() {
            Instant contract = contractEnds.plusDays(1).atStartOfDay(JAKARTA).toInstant();
            return contract.isBefore(validUntil) ? contract : validUntil;
        }

        boolean holdsAt(Instant at) {
            return revokedAt == null && at.isBefore(holdsUntil());
        }
    }

    /** The begin of the day a year after the signature. */
    static Instant yearAfter(LocalDate signedOn) {
        return signedOn.plusYears(1).atStartOfDay(JAKARTA).toInstant();
    }

    boolean isPledged(String agreementId, String party, String person) {
        return jdbi.withHandle(handle -> handle
                .createQuery(CURRENT.formatted(
                        "and p.agreement_id = :agreement and p.party = :party and p.person = :person"))
                .bind("agreement", agreementId)
                .bind("party", party)
                .bind("person", person)
                .map((row, context) -> kept(row))
                .list()
                .stream()
                .anyMatch(pledge -> pledge.holdsAt(Instant.now())));
    }

    /** The pledges that count, by person. */
    public List<Kept> listCurrent(String agreementId, String party) {
        return jdbi.withHandle(
                handle -> handle.createQuery(CURRENT.formatted("and p.agreement_id = :agreement and p.party = :party"))
                        .bind("agreement", agreementId)
                        .bind("party", party)
                        .map((row, context) -> kept(row))
                        .list());
    }

    List<Organisation> listOrganisations(String agreementId, String party) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from pledge_organisation where agreement_id = :agreement and party = :party order by name, id")
                .bind("agreement", agreementId)
                .bind("party", party)
                .map((row, context) -> organisation(row))
                .list());
    }

    Optional<Organisation> findOrganisation(Handle tx, String agreementId, String party, UUID id) {
        return tx.createQuery("select * from pledge_organisation where id = :id and agreement_id = :agreement"
                        + " and party = :party for update")
                .bind("id", id)
                .bind("agreement", agreementId)
                .bind("party", party)
                .map((row, context) -> organisation(row))
                .findOne();
    }

    /** The pledge that counts of one person, locked so that two changes of it have an order. */
    public Optional<Kept> findCurrent(Handle tx, String agreementId, String party, String person) {
        tx.execute(
                "select pg_advisory_xact_lock(hashtextextended(?, 161))", agreementId + '\n' + party + '\n' + person);
        return tx.createQuery(CURRENT.formatted(
                        "and p.agreement_id = :agreement and p.party = :party and p.person = :person"))
                .bind("agreement", agreementId)
                .bind("party", party)
                .bind("person", person)
                .map((row, context) -> kept(row))
                .findOne();
    }

    Optional<Kept> find(Handle tx, String agreementId, String party, UUID id) {
        return tx.createQuery("select p.*, o.name as organisation_name from pledge p"
                        + " left join pledge_organisation o on o.id = p.organisation"
                        + " where p.id = :id and p.agreement_id = :agreement and p.party = :party")
                .bind("id", id)
                .bind("agreement", agreementId)
                .bind("party", party)
                .map((row, context) -> kept(row))
                .findOne();
    }

    Kept add(
            Handle tx,
            String agreementId,
            String party,
            String person,
            Organisation organisation,
            String sha256,
            LocalDate signedOn,
            String by) {
        Instant until = yearAfter(signedOn);
        if (organisation != null && organisation.holdsUntil().isBefore(until)) {
            until = organisation.holdsUntil();
        }
        UUID id = UUID.randomUUID();
        tx.createUpdate("""
                        insert into pledge (id, agreement_id, party, person, organisation, document_sha256, signed_on, valid_until,
                                            recorded_by, recorded_at)
                        values (:id, :agreement, :party, :person, :organisation, :sha256, :signed, :until, :by, clock_timestamp())""")
                .bind("id", id)
                .bind("agreement", agreementId)
                .bind("party", party)
                .bind("person", person)
                .bind("organisation", organisation == null ? null : organisation.id())
                .bind("sha256", sha256)
                .bind("signed", signedOn)
                .bind("until", until.atOffset(ZoneOffset.UTC))
                .bind("by", by)
                .execute();
        return publish(tx, find(tx, agreementId, party, id).orElseThrow());
    }

    /** Takes the pledge away; every gate refuses the person as soon as it has heard of it. */
    public Kept revoke(Handle tx, Kept pledge, String by, String reason) {
        tx.createUpdate("""
                        update pledge set revoked_at = clock_timestamp(), revoked_by = :by, reason = :reason,
                               version = nextval('pledge_version') where id = :id and revoked_at is null""")
                .bind("id", pledge.id())
                .bind("by", by)
                .bind("reason", reason)
                .execute();
        return publish(
                tx, find(tx, pledge.agreementId(), pledge.party(), pledge.id()).orElseThrow());
    }

    Organisation add(
            Handle tx,
            String agreementId,
            String party,
            String name,
            String sha256,
            String contract,
            LocalDate contractEnds,
            LocalDate signedOn,
            String by) {
        UUID id = UUID.randomUUID();
        tx.createUpdate("""
                        insert into pledge_organisation (id, agreement_id, party, name, document_sha256, contract_number, contract_ends,
                                                         signed_on, valid_until, recorded_by, recorded_at)
                        values (:id, :agreement, :party, :name, :sha256, :contract, :ends, :signed, :until, :by, clock_timestamp())""")
                .bind("id", id)
                .bind("agreement", agreementId)
                .bind("party", party)
                .bind("name", name)
                .bind("sha256", sha256)
                .bind("contract", contract)
                .bind("ends", contractEnds)
                .bind("signed", signedOn)
                .bind("until", yearAfter(signedOn).atOffset(ZoneOffset.UTC))
                .bind("by", by)
                .execute();
        return findOrganisation(tx, agreementId, party, id).orElseThrow();
    }

    /** Ends an affiliate: its own pledge and those of all its persons. */
    Organisation revoke(Handle tx, Organisation organisation, String by, String reason) {
        tx.execute(
                "update pledge_organisation set revoked_at = clock_timestamp() where id = ? and revoked_at is null",
                organisation.id());
        tx
                .createQuery(CURRENT.formatted("and p.agreement_id = :agreement and p.party = :party"))
                .bind("agreement", organisation.agreementId())
                .bind("party", organisation.party())
                .map((row, context) -> kept(row))
                .list()
                .stream()
                .filter(pledge -> organisation.id().equals(pledge.organisationId()) && pledge.revokedAt() == null)
                .forEach(pledge -> revoke(tx, pledge, by, reason));
        return findOrganisation(tx, organisation.agreementId(), organisation.party(), organisation.id())
                .orElseThrow();
    }

    private Kept publish(Handle tx, Kept kept) {
        var event = new Pledge(
                Pledge.TYPE,
                kept.id(),
                kept.version(),
                kept.agreementId(),
                kept.party(),
                kept.person(),
                kept.organisation(),
                kept.signedOn(),
                kept.validUntil(),
                kept.revokedAt());
        outbox.append(tx, OutboxEvent.of(Topics.AGREEMENT_PLEDGE, event.key(), Topics.AGREEMENT_PLEDGE, event));
        return kept;
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                row.getObject("id", UUID.class),
                row.getLong("version"),
                row.getString("agreement_id"),
                row.getString("party"),
                row.getString("person"),
                row.getObject("organisation", UUID.class),
                row.getString("organisation_name"),
                row.getString("document_sha256"),
                row.getObject("signed_on", LocalDate.class),
                instant(row, "valid_until"),
                row.getString("recorded_by"),
                instant(row, "recorded_at"),
                instant(row, "revoked_at"),
                row.getString("reason"));
    }

    private static Organisation organisation(ResultSet row) throws SQLException {
        return new Organisation(
                row.getObject("id", UUID.class),
                row.getString("agreement_id"),
                row.getString("party"),
                row.getString("name"),
                row.getString("document_sha256"),
                row.getString("contract_number"),
                row.getObject("contract_ends", LocalDate.class),
                row.getObject("signed_on", LocalDate.class),
                instant(row, "valid_until"),
                row.getString("recorded_by"),
                instant(row, "recorded_at"),
                instant(row, "revoked_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
