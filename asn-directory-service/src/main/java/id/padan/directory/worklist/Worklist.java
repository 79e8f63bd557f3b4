package id.padan.directory.worklist;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Raises entries in bulk and in the transaction of what they are about; raising one twice is raising it once. */
@ApplicationScoped
public class Worklist {

    /** What an entry is about; its subject is a code for the first two, else an ASN id if nothing else is said. */
    public enum Kind {
        /** The mapping does not know the code: its records have no answer. */
        UNKNOWN_STATUS_CODE,
        /** The mapping's answer for the code is a default that BKN has to review. */
        MAPPING_REVIEW,
        /** Two records of different persons have this NIK (IKD: NIK ganda). */
        NIK_SHARED,
        /** The record says deceased and has a code that maps to active. */
        DECEASED_ACTIVE,
        /** Code 01 and {@code tmtPensiun} is past (IKD: TIM_5). */
        PAST_RETIREMENT,
        /** Code 02 or 13 and the end of CLTN is past (IKD: TIM_6). */
        CLTN_OVER,
        /** Code 71 and the end of the contract is past. */
        CONTRACT_OVER,
        /** A full import no longer has some records; its subject is the import's id. */
        REMOVAL_APPROVAL,
        /** The register's data is too old: answers say so. */
        STALE_SOURCE
    }

    /** An entry to raise. */
    public record Finding(Kind kind, String subject) {}

    /** An entry as it is shown. */
    public record Entry(long no, Kind kind, String subject, OffsetDateTime raisedAt) {}

    private final Jdbi jdbi;

    Worklist(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public void raise(Handle handle, Collection<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        insert into worklist (kind, subject)
                        select distinct * from unnest(:kinds, :subjects)
                        on conflict (kind, subject) do update set resolved_at = null, raised_at = clock_timestamp()
                            where worklist.resolved_at is not null
                        """)
                .bindArray(
                        "kinds",
                        String.class,
                        findings.stream().map(finding -> finding.kind().name()).toList())
                .bindArray(
                        "subjects",
                        String.class,
                        findings.stream().map(Finding::subject).toList())
                .execute();
    }

    /** Closes open entries about these records that their new state no longer gives reason for. */
    public void settle(Handle handle, Collection<String> asnIds, Collection<Finding> stillTrue) {
        handle.createUpdate("""
                        update worklist w set resolved_at = clock_timestamp()
                        where w.resolved_at is null and w.subject = any(:ids)
                            and w.kind not in ('UNKNOWN_STATUS_CODE', 'MAPPING_REVIEW', 'REMOVAL_APPROVAL', 'STALE_SOURCE')
                            and not exists (
                                select from unnest(:kinds, :subjects) t (kind, subject)
                                where t.kind = w.kind and t.subject = w.subject)
                        """)
                .bindArray("ids", String.class, asnIds)
                .bindArray(
                        "kinds",
                        String.class,
                        stillTrue.stream().map(finding -> finding.kind().name()).toList())
                .bindArray(
                        "subjects",
                        String.class,
                        stillTrue.stream().map(Finding::subject).toList())
                .execute();
    }

    /** Closes one entry, if it is open. */
    public void close(Handle handle, Kind kind, String subject) {
        handle.execute(
                "update worklist set resolved_at = clock_timestamp() where resolved_at is null and kind = ? and subject = ?",
                kind.name(),
                subject);
    }

    /** Closes what was open about codes that the mapping now knows. */
    public void resolveKnown(Handle handle, Collection<String> codes) {
        handle.createUpdate("""
                        update worklist set resolved_at = clock_timestamp()
                        where resolved_at is null and kind = 'UNKNOWN_STATUS_CODE' and subject = any(:codes)
                        """).bindArray("codes", String.class, codes).execute();
    }

    /** Open entries by number, after {@code after}; kind null for all. */
    List<Entry> open(Kind kind, long after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select no, kind, subject, raised_at from worklist
                        where resolved_at is null and no > :after and (:kind::text is null or kind = :kind)
                        order by no limit :limit
                        """)
                .bind("after", after)
                .bind("kind", kind == null ? null : kind.name())
                .bind("limit", limit)
                .map((result, context) -> new Entry(
                        result.getLong("no"),
                        Kind.valueOf(result.getString("kind")),
                        result.getString("subject"),
                        result.getObject("raised_at", OffsetDateTime.class)))
                .list());
    }
}
