package id.padan.correction.finding;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The tables of this package. */
@ApplicationScoped
class Findings {
    private final Jdbi jdbi;

    Findings(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** What was found of one record; none found is said too. */
    record OfRecord(String asnId, String nip, List<FindingRules.Found> found) {}

    /** Puts what is found of these records now in the place of what was; a finding that stays keeps its id and its proposal. */
    static void replace(Handle tx, String party, Collection<OfRecord> records, Long run) {
        var ids = new ArrayList<String>();
        var nips = new ArrayList<String>();
        var kinds = new ArrayList<String>();
        var scores = new ArrayList<Integer>();
        var evidence = new ArrayList<String>();
        var days = new ArrayList<LocalDate>();
        for (var record : records) {
            for (var one : record.found()) {
                ids.add(record.asnId());
                nips.add(record.nip());
                kinds.add(one.kind().name());
                scores.add(one.kind().score);
                evidence.add(one.evidence().toString());
                days.add(one.from());
            }
        }
        tx.createUpdate("""
                        delete from finding f where party = :party and asn_id = any(:records)
                           and not exists (select from unnest(:ids::text[], :kinds::text[]) t (id, kind) where t.id = f.asn_id and t.kind = f.kind)""")
                .bind("party", party)
                .bindArray(
                        "records",
                        String.class,
                        records.stream().map(OfRecord::asnId).toArray())
                .bindArray("ids", String.class, ids.toArray())
                .bindArray("kinds", String.class, kinds.toArray())
                .execute();
        if (ids.isEmpty()) {
            return;
        }
        tx.createUpdate("""
                        insert into finding (id, party, asn_id, nip, kind, score, evidence, from_day, run)
                        select uuidv7(), :party, t.id, t.nip, t.kind, t.score, cast(t.evidence as jsonb), cast(t.day as date), :run
                          from unnest(:ids::text[], :nips::text[], :kinds::text[], :scores::int[], :evidence::text[], :days::text[])
                               t (id, nip, kind, score, evidence, day)
                        on conflict (party, asn_id, kind) do update
                        set nip = excluded.nip, score = excluded.score, evidence = excluded.evidence, from_day = excluded.from_day,
                            run = excluded.run""")
                .bind("party", party)
                .bind("run", run)
                .bindArray("ids", String.class, ids.toArray())
                .bindArray("nips", String.class, nips.toArray())
                .bindArray("kinds", String.class, kinds.toArray())
                .bindArray("scores", Integer.class, scores.toArray())
                .bindArray("evidence", String.class, evidence.toArray())
                .bindArray(
                        "days",
                        String.class,
                        days.stream().map(LocalDate::toString).toArray())
                .execute();
    }

    /** A run of the register has been heard to its end: what it did not name is no finding any more. */
    static void ended(Handle tx, String party, long run) {
        tx.execute("delete from finding where party = ? and run < ?", party, run);
        tx.execute("""
                insert into finding_run (run) values (?)
                on conflict (one_row) do update set run = greatest(finding_run.run, excluded.run), heard_at = clock_timestamp()""", run);
    }

    static Optional<Long> lastRun(Handle tx) {
        return tx.createQuery("select run from finding_run").mapTo(Long.class).findOne();
    }

    /** @param proposal that a human made of it; null until then */
    record Finding(UUID id, String nip, FindingKind kind, int score, String evidence, Instant foundAt, UUID proposal) {
        static Finding read(ResultSet row) throws SQLException {
            return new Finding(
                    row.getObject("id", UUID.class),
                    row.getString("nip"),
                    FindingKind.valueOf(row.getString("kind")),
                    row.getInt("score"),
                    row.getString("evidence"),
                    row.getObject("found_at", OffsetDateTime.class).toInstant(),
                    row.getObject("proposal_id", UUID.class));
        }

        /** Never the content. */
        @Override
        public String toString() {
            return "Finding[" + id + "]";
        }
    }

    /** What a page shows: kinds that are open, and where it begins. */
    record Page(List<String> kinds, boolean withProposal, Integer belowScore, UUID afterId, int limit) {}

    static List<Finding> page(Handle tx, String party, LocalDate today, Page page) {
        return tx.createQuery("""
                        select * from finding
                         where party = :party and kind = any(:kinds) and from_day <= :today and (:withProposal or proposal_id is null)
                           and (:score::int is null or score < :score or score = :score and id > :id)
                         order by score desc, id limit :limit""")
                .bind("party", party)
                .bindArray("kinds", String.class, page.kinds().toArray())
                .bind("today", today)
                .bind("withProposal", page.withProposal())
                .bind("score", page.belowScore())
                .bind("id", page.afterId())
                .bind("limit", page.limit())
                .map((row, context) -> Finding.read(row))
                .list();
    }

    static Map<UUID, Finding> lock(Handle tx, String party, LocalDate today, Collection<UUID> ids) {
        var found = new HashMap<UUID, Finding>();
        tx.createQuery(
                        "select * from finding where party = :party and from_day <= :today and id = any(:ids) order by id for update")
                .bind("party", party)
                .bind("today", today)
                .bindArray("ids", UUID.class, ids.toArray())
                .map((row, context) -> Finding.read(row))
                .forEach(one -> found.put(one.id(), one));
        return found;
    }

    static void proposed(Handle tx, UUID finding, UUID proposal) {
        tx.execute("update finding set proposal_id = ? where id = ?", proposal, finding);
    }

    Map<TopicPartition, Long> places(String topic) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from finding_place where topic = :topic")
                .bind("topic", topic)
                .reduceRows(new HashMap<TopicPartition, Long>(), (places, row) -> {
                    places.put(
                            new TopicPartition(topic, row.getColumn("partition", Integer.class)),
                            row.getColumn("next_offset", Long.class));
                    return places;
                }));
    }

    static void place(Handle tx, String topic, int partition, long next) {
        tx.execute("""
                insert into finding_place (topic, partition, next_offset) values (?, ?, ?)
                on conflict (topic, partition) do update set next_offset = greatest(finding_place.next_offset, excluded.next_offset)""", topic, partition, next);
    }
}
