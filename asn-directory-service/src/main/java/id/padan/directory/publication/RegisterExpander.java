package id.padan.directory.publication;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import id.padan.directory.status.StatusMapping;
import id.padan.directory.status.StatusMappings;
import id.padan.platform.events.OutboxExpander;
import id.padan.platform.events.OutboxRow;
import id.padan.platform.events.OutgoingRecord;
import id.padan.platform.events.Topics;
import id.padan.platform.token.NikToken;
import id.padan.platform.token.TokenKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Makes the events of a block of records: one {@code asn.record.v1} each, and one {@code asn.status.v1} for every NIK that one of them
 * has or had. The status of a NIK is a full state over all its records, so it is read anew each time.
 */
@ApplicationScoped
class RegisterExpander implements OutboxExpander {

    private static final String BLOCK = "asn.block";
    private static final String RECORD = "asn.record.v1";
    private static final String STATUS = "asn.status.v1";

    private record Holder(
            long nik,
            String id,
            long version,
            String code,
            boolean deceased,
            boolean validated,
            String name,
            LocalDate birthDate) {}

    private final Jdbi jdbi;
    private final TokenKeys keys;
    private final StatusMappings mappings;

    RegisterExpander(Jdbi jdbi, TokenKeys keys, StatusMappings mappings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.mappings = mappings;
    }

    @Override
    public boolean expands(String type) {
        return type.equals(BLOCK);
    }

    @Override
    public void expand(OutboxRow row, Consumer<OutgoingRecord> out) {
        // Drawn before the state is read: a later number then never carries an older state.
        long emission = jdbi.withHandle(handle -> handle.createQuery("select nextval('status_emission')")
                .mapTo(long.class)
                .one());
        // One snapshot, so that a record and its status agree.
        jdbi.useTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
            handle.execute("set transaction read only");
            long[] niks = publishRecords(handle, row.records(), out);
            publishStatuses(handle, niks, emission, out);
        });
    }

    private long[] publishRecords(Handle handle, long[] records, Consumer<OutgoingRecord> out) {
        var ids = new ArrayList<String>(records.length);
        var values = new ArrayList<StringBuilder>(records.length);
        long[] niks = new long[records.length];
        int[] count = {0};
        handle.createQuery("""
                        select id, nip, nik, version, removed, data_date::text, elements from asn_record where no = any(:records)
                        """)
                .bind("records", records)
                .map((result, context) -> {
                    long nik = result.getLong("nik");
                    niks[count[0]++] = result.wasNull() ? -1 : nik;
                    ids.add(result.getString("id"));
                    if (result.getBoolean("removed")) {
                        values.add(null);
                        return null;
                    }
                    String elements = result.getString("elements");
                    var value = new StringBuilder(elements.length() + 200);
                    value.append("{\"type\":\"asn.record\",\"id\":");
                    quote(value, ids.getLast());
                    value.append(",\"version\":").append(result.getLong("version"));
                    value.append(",\"dataTime\":\"").append(result.getString("data_date"));
                    value.append("\",\"nip\":\"").append(result.getString("nip"));
                    value.append("\",\"record\":").append(elements);
                    values.add(value);
                    return null;
                })
                .forEach(unused -> {});
        int n = count[0];
        long[] hi = new long[n];
        long[] lo = new long[n];
        long[] tokenised = Arrays.copyOf(niks, n);
        for (int i = 0; i < n; i++) {
            tokenised[i] = Math.max(0, tokenised[i]);
        }
        keys.tokens(tokenised, 0, n, hi, lo);
        for (int i = 0; i < n; i++) {
            StringBuilder value = values.get(i);
            byte[] bytes = null;
            if (value != null) {
                if (niks[i] >= 0) {
                    value.append(",\"token\":\"")
                            .append(new NikToken(hi[i], lo[i]).toKey())
                            .append("\",\"epoch\":")
                            .append(keys.current());
                }
                bytes = value.append('}').toString().getBytes(StandardCharsets.UTF_8);
            }
            out.accept(new OutgoingRecord(Topics.ASN_RECORD, ids.get(i), RECORD, bytes));
        }
        List<Long> former = handle.createQuery("select nik from former_nik where no = any(:records)")
                .bind("records", records)
                .mapTo(Long.class)
                .list();
        long[] all = Arrays.copyOf(niks, n + former.size());
        for (int i = 0; i < former.size(); i++) {
            all[n + i] = former.get(i);
        }
        return Arrays.stream(all).filter(nik -> nik >= 0).sorted().distinct().toArray();
    }

    private void publishStatuses(Handle handle, long[] niks, long emission, Consumer<OutgoingRecord> out) {
        if (niks.length == 0) {
            return;
        }
        StatusMapping mapping = mappings.current(handle);
        LocalDate dataTime = handle.createQuery("""
                        select greatest(
                            (select max(data_date) from import_job where state <> 'FAILED'),
                            (select max(data_date) from asn_record where nik = any(:niks) and not removed))
                        """)
                .bind("niks", niks)
                .mapTo(LocalDate.class)
                .findOne()
                .orElse(null);
        List<Holder> holders = handle.createQuery("""
                        select nik, id, version, status_code, deceased, coalesce(nik_valid, true) as validated, name, birth_date
                        from asn_record where nik = any(:niks) and not removed order by nik, no
                        """)
                .bind("niks", niks)
                .map((result, context) -> new Holder(
                        result.getLong("nik"),
                        result.getString("id"),
                        result.getLong("version"),
                        result.getString("status_code"),
                        result.getBoolean("deceased"),
                        result.getBoolean("validated"),
                        result.getString("name"),
                        result.getObject("birth_date", LocalDate.class)))
                .list();
        byte[][] values = new byte[niks.length][];
        for (int epoch : keys.epochs()) {
            int at = 0;
            for (int i = 0; i < niks.length; i++) {
                int from = at;
                while (at < holders.size() && holders.get(at).nik() == niks[i]) {
                    at++;
                }
                // Nobody has this NIK any more: the token is emptied.
                values[i] = from == at ? null : status(holders.subList(from, at), mapping, epoch, emission, dataTime);
            }
            long[] hi = new long[niks.length];
            long[] lo = new long[niks.length];
            keys.tokens(epoch, niks, 0, niks.length, hi, lo);
            for (int i = 0; i < niks.length; i++) {
                out.accept(
                        new OutgoingRecord(Topics.ASN_STATUS, new NikToken(hi[i], lo[i]).toKey(), STATUS, values[i]));
            }
        }
    }

    private static byte[] status(
            List<Holder> holders, StatusMapping mapping, int epoch, long emission, LocalDate dataTime) {
        boolean shared = false;
        boolean validated = true;
        Holder first = holders.getFirst();
        var text = new StringBuilder(256);
        text.append("{\"type\":\"asn.status\",\"epoch\":").append(epoch);
        text.append(",\"version\":").append(emission);
        text.append(",\"dataTime\":\"").append(dataTime).append("\",\"records\":[");
        for (int i = 0; i < holders.size(); i++) {
            Holder holder = holders.get(i);
            shared |= !holder.name().equalsIgnoreCase(first.name())
                    || !Objects.equals(holder.birthDate(), first.birthDate());
            validated &= holder.validated();
            text.append(i == 0 ? "{\"asnId\":" : ",{\"asnId\":");
            quote(text, holder.id());
            text.append(",\"version\":").append(holder.version()).append(",\"intervals\":[");
            List<StatusMapping.Row> rows = mapping.rowsFor(holder.code(), holder.deceased());
            if (rows.isEmpty()) {
                text.append("{\"mappingRow\":null,\"from\":null,\"to\":null}");
            }
            for (int r = 0; r < rows.size(); r++) {
                StatusMapping.Row row = rows.get(r);
                text.append(r == 0 ? "{\"mappingRow\":\"" : ",{\"mappingRow\":\"")
                        .append(row.id())
                        .append("\",\"from\":");
                date(text, row.berlakuDari());
                text.append(",\"to\":");
                date(text, row.berlakuSampai());
                text.append('}');
            }
            text.append("]}");
        }
        text.append("],\"shared\":")
                .append(shared)
                .append(",\"validated\":")
                .append(validated)
                .append('}');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void date(StringBuilder text, LocalDate date) {
        if (date == null) {
            text.append("null");
        } else {
            text.append('"').append(date).append('"');
        }
    }

    private static void quote(StringBuilder text, String value) {
        text.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, text);
        text.append('"');
    }
}
