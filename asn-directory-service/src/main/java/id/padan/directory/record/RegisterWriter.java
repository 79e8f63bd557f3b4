package id.padan.directory.record;

import id.padan.directory.status.StatusMapping;
import id.padan.directory.status.StatusMappings;
import id.padan.directory.worklist.Worklist;
import id.padan.directory.worklist.Worklist.Finding;
import id.padan.directory.worklist.Worklist.Kind;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;

/**
 * Writes a block of records with its outbox entry and its worklist entries, in the caller's transaction: COPY into a temporary table, one
 * upsert, one claim check. Unchanged records change nothing and make no event.
 */
@ApplicationScoped
public class RegisterWriter {

    /** Records per outbox entry at most. */
    public static final int BLOCK = 5000;

    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    private static final String COLUMNS =
            "id, nip, nik, nik_valid, name, birth_date, status_code, deceased, retirement_date, elements,"
                    + " internal, has_email, has_phone, hash";

    private final Outbox outbox;
    private final StatusMappings mappings;
    private final Worklist worklist;

    RegisterWriter(Outbox outbox, StatusMappings mappings, Worklist worklist) {
        this.outbox = outbox;
        this.mappings = mappings;
        this.worklist = worklist;
    }

    /**
     * Stores the records, which have different ids.
     *
     * @return how many changed or are new
     */
    public int write(Handle handle, Collection<AsnRecord> records, LocalDate dataDate) {
        if (records.isEmpty()) {
            return 0;
        }
        copy(handle, records);
        long[] written = toLongs(handle.createQuery("""
                        with written as (
                            insert into asn_record (id, nip, nik, nik_valid, name, birth_date, status_code, deceased, retirement_date,
                                elements, internal, has_email, has_phone, hash, data_date)
                            select id, nip, nik, nik_valid, name, birth_date, status_code, deceased, retirement_date,
                                elements, internal, has_email, has_phone, hash, :dataDate
                            from import_block
                            on conflict (id) do update set nip = excluded.nip, nik = excluded.nik, nik_valid = excluded.nik_valid,
                                name = excluded.name, birth_date = excluded.birth_date, status_code = excluded.status_code,
                                deceased = excluded.deceased, retirement_date = excluded.retirement_date,
                                elements = excluded.elements, internal = excluded.internal, has_email = excluded.has_email,
                                has_phone = excluded.has_phone, hash = excluded.hash, data_date = excluded.data_date,
                                version = asn_record.version + 1, removed = false, changed_at = now()
                            where asn_record.hash <> excluded.hash or asn_record.removed
                            returning new.no as no, old.nik as former, new.nik as nik
                        ), former as (
                            insert into former_nik (no, nik)
                            select no, former from written where former is not null and former is distinct from nik
                            on conflict do nothing
                        )
                        select no from written order by no
                        """)
                .bind("dataDate", dataDate)
                .mapTo(Long.class)
                .list());
        if (written.length > 0) {
            outbox.append(handle, OutboxEvent.block(Topics.ASN_RECORD, "block", "asn.block", written));
            raiseFindings(handle, records, written);
        }
        return written.length;
    }

    /** Marks records as gone; their tokens are emptied unless another record has the NIK. */
    public void remove(Handle handle, long[] records) {
        long[] gone = toLongs(handle.createQuery("""
                        update asn_record set removed = true, version = version + 1, changed_at = now()
                        where no = any(:records) and not removed returning no
                        """)
                .bind("records", records)
                .mapTo(Long.class)
                .list());
        if (gone.length > 0) {
            outbox.append(handle, OutboxEvent.block(Topics.ASN_RECORD, "block", "asn.block", gone));
        }
    }

    private static void copy(Handle handle, Collection<AsnRecord> records) {
        handle.execute("""
                create temporary table if not exists import_block (
                    id text, nip text, nik bigint, nik_valid boolean, name text, birth_date date, status_code text, deceased boolean,
                    retirement_date date, elements text, internal text, has_email boolean, has_phone boolean, hash uuid
                ) on commit delete rows
                """);
        var rows = new StringBuilder(records.size() * 1200);
        for (AsnRecord asn : records) {
            text(rows, asn.id()).append('\t');
            rows.append(asn.nip()).append('\t');
            if (asn.nik() == AsnRecord.NO_NIK) {
                rows.append("\\N\t");
            } else {
                rows.append(asn.nik()).append('\t');
            }
            value(rows, asn.nikValid());
            text(rows, asn.name()).append('\t');
            value(rows, asn.birthDate());
            if (asn.statusCode() == null) {
                rows.append("\\N\t");
            } else {
                text(rows, asn.statusCode()).append('\t');
            }
            rows.append(asn.deceased()).append('\t');
            value(rows, asn.retirementDate());
            text(rows, asn.elements()).append('\t');
            text(rows, asn.internal()).append('\t');
            rows.append(asn.hasEmail()).append('\t');
            rows.append(asn.hasPhone()).append('\t');
            rows.append(asn.hash()).append('\n');
        }
        try {
            handle.getConnection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy import_block (" + COLUMNS + ") from stdin",
                            new ByteArrayInputStream(rows.toString().getBytes(StandardCharsets.UTF_8)),
                            256 * 1024);
        } catch (SQLException e) {
            throw new CopyFailedException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PostgreSQL did not take a block; the cause says why, and may quote values, so only its state is for logs. */
    public static final class CopyFailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CopyFailedException(SQLException cause) {
            super("COPY failed, SQL state " + cause.getSQLState(), cause);
        }
    }

    private void raiseFindings(Handle handle, Collection<AsnRecord> records, long[] written) {
        StatusMapping mapping = mappings.current(handle);
        LocalDate today = LocalDate.now(JAKARTA);
        var findings = new ArrayList<Finding>();
        var ids = new ArrayList<String>(records.size());
        for (AsnRecord asn : records) {
            ids.add(asn.id());
            String code = asn.statusCode() == null ? "(kosong)" : asn.statusCode();
            if (!mapping.knows(asn.statusCode())) {
                findings.add(new Finding(Kind.UNKNOWN_STATUS_CODE, code));
            } else if (!mapping.isReviewed(code)) {
                findings.add(new Finding(Kind.MAPPING_REVIEW, code));
            }
            if (asn.deceased()
                    && mapping.rowsFor(asn.statusCode(), false).stream()
                            .anyMatch(row -> row.jawaban() == StatusMapping.Answer.ACTIVE)) {
                findings.add(new Finding(Kind.DECEASED_ACTIVE, asn.id()));
            }
            if ("01".equals(code)
                    && asn.retirementDate() != null
                    && asn.retirementDate().isBefore(today)) {
                findings.add(new Finding(Kind.PAST_RETIREMENT, asn.id()));
            }
            // Dates of class I stand only in the stored JSON; few records have them.
            if (("02".equals(code) || "13".equals(code)) && isPast(asn.internal(), Element.TGL_AKHIR_CLTN, today)) {
                findings.add(new Finding(Kind.CLTN_OVER, asn.id()));
            }
            if ("71".equals(code) && isPast(asn.internal(), Element.TGL_AKHIR_KONTRAK, today)) {
                findings.add(new Finding(Kind.CONTRACT_OVER, asn.id()));
            }
        }
        handle.createQuery("""
                        select r.id, array(
                            select o.id from asn_record o
                            where o.nik = r.nik and o.no <> r.no and not o.removed
                                and (lower(o.name) <> lower(r.name) or o.birth_date is distinct from r.birth_date)) as others
                        from asn_record r
                        where r.no = any(:written) and r.nik is not null and exists (
                            select from asn_record o where o.nik = r.nik and o.no <> r.no and not o.removed)
                        """)
                .bind("written", written)
                .map((result, context) -> {
                    String[] others = (String[]) result.getArray("others").getArray();
                    if (others.length > 0) {
                        findings.add(new Finding(Kind.NIK_SHARED, result.getString("id")));
                        for (String other : others) {
                            findings.add(new Finding(Kind.NIK_SHARED, other));
                        }
                    }
                    return null;
                })
                .forEach(unused -> {});
        List<Finding> distinct = findings.stream().distinct().toList();
        worklist.raise(handle, distinct);
        worklist.settle(handle, ids, distinct);
    }

    private static boolean isPast(String internal, Element element, LocalDate today) {
        String name = '"' + element.siasn + "\":\"";
        int at = internal.indexOf(name);
        if (at < 0) {
            return false;
        }
        LocalDate date = RecordReader.date(internal.substring(at + name.length(), at + name.length() + 10));
        return date != null && date.isBefore(today);
    }

    /** COPY's text format: backslash, tab and line ends are escaped. */
    private static StringBuilder text(StringBuilder rows, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> rows.append("\\\\");
                case '\t' -> rows.append("\\t");
                case '\n' -> rows.append("\\n");
                case '\r' -> rows.append("\\r");
                default -> rows.append(c);
            }
        }
        return rows;
    }

    private static void value(StringBuilder rows, Object value) {
        rows.append(value == null ? "\\N" : value.toString()).append('\t');
    }

    private static long[] toLongs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }
}
