package id.padan.directory.publication;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import id.padan.directory.publication.Interval.Span;
import id.padan.directory.rotation.TokenRotations;
import id.padan.directory.status.StatusMapping;
import id.padan.directory.status.StatusMappings;
import id.padan.directory.vault.NikVault;
import id.padan.platform.events.OutboxExpander;
import id.padan.platform.events.OutboxRow;
import id.padan.platform.events.OutgoingRecord;
import id.padan.platform.events.Topics;
import id.padan.platform.token.NikToken;
import id.padan.platform.token.TokenKeys;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Makes the events of a block of records: one {@code asn.record.v1} each, and one {@code asn.status.v1} for every NIK that one of them
 * has or had. The status of a NIK is a full state over all its records, so it is read anew each time.
 */
@ApplicationScoped
class RegisterExpander implements OutboxExpander {

    private static final String BLOCK = "asn.block";
    /** A block of a rotation: published under the new epoch only. */
    private static final String ROTATION = "asn.rotation";

    private static final String RECORD = "asn.record.v1";
    private static final String STATUS = "asn.status.v1";

    /** @param alone whether no other record has its NIK */
    private record Holder(
            long no,
            long nik,
            String id,
            long version,
            String code,
            boolean deceased,
            boolean validated,
            String name,
            LocalDate birthDate,
            LocalDate dataDate,
            LocalDate since,
            boolean removed,
            boolean alone) {}

    /** A record's own event still without its token, null for a removed one. */
    private record Draft(String id, long nik, StringBuilder value) {}

    private final Jdbi jdbi;
    private final TokenKeys keys;
    private final TokenRotations rotations;
    private final StatusMappings mappings;
    private final NikVault vault;

    RegisterExpander(
            @Identifier("relay") Jdbi jdbi,
            TokenKeys keys,
            TokenRotations rotations,
            StatusMappings mappings,
            NikVault vault) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.rotations = rotations;
        this.mappings = mappings;
        this.vault = vault;
    }

    @Override
    public boolean expands(String type) {
        return type.equals(BLOCK) || type.equals(ROTATION);
    }

    @Override
    public void expand(OutboxRow row, Consumer<OutgoingRecord> out) {
        // Drawn before the state is read: a later number then never carries an older state.
        long emission = jdbi.withHandle(handle -> handle.createQuery("select nextval('status_emission')")
                .mapTo(long.class)
                .one());
        // One snapshot, so that a record and its status agree. Here and below each loop over a block is a method of its
        // own: the compiler takes up a loop that runs for long with all that follows it, and those few methods were a
        // quarter of its work in an import.
        jdbi.useTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
            handle.execute("set transaction read only");
            List<Integer> epochs = rotations.epochs(handle);
            var holders = new ArrayList<Holder>(row.records().length);
            List<Draft> drafts = drafts(handle, row.records(), holders);
            publishRecords(drafts, epochs.getLast(), out);
            publishStatuses(
                    handle,
                    niks(handle, row.records(), drafts),
                    holders,
                    emission,
                    row.type().equals(ROTATION) ? List.of(epochs.getLast()) : epochs,
                    out);
        });
    }

    /** A block of new records has consecutive numbers, and a range is read faster than a list. */
    private static Query among(Handle handle, String select, long[] numbers) {
        long[] sorted = Arrays.stream(numbers).sorted().distinct().toArray();
        return sorted.length > 0 && sorted[sorted.length - 1] - sorted[0] == sorted.length - 1
                ? handle.createQuery(select + " where no between :first and :last order by no")
                        .bind("first", sorted[0])
                        .bind("last", sorted[sorted.length - 1])
                : handle.createQuery(select + " where no = any(:records) order by no")
                        .bind("records", sorted);
    }

    private List<Draft> drafts(Handle handle, long[] records, List<Holder> holders) {
        return among(handle, """
                        select no, id, nip, nik_sealed, version, removed, data_date, elements, status_code, deceased,
                            coalesce(nik_valid, true) as validated, name, birth_date, status_since, cause,
                            not exists (select from asn_record o where o.nik_lookup = r.nik_lookup and o.no <> r.no) as alone
                        from asn_record r""", records)
                .map((result, context) -> draft(result, holders))
                .list();
    }

    private Draft draft(ResultSet result, List<Holder> holders) throws SQLException {
        String id = result.getString(2);
        byte[] sealed = result.getBytes(4);
        long nik = sealed == null ? -1 : vault.open(sealed, id);
        boolean removed = result.getBoolean(6);
        long version = result.getLong(5);
        LocalDate dataDate = result.getObject(7, LocalDate.class);
        if (nik >= 0) {
            holders.add(new Holder(
                    result.getLong(1),
                    nik,
                    id,
                    version,
                    result.getString(9),
                    result.getBoolean(10),
                    result.getBoolean(11),
                    result.getString(12),
                    result.getObject(13, LocalDate.class),
                    dataDate,
                    result.getObject(14, LocalDate.class),
                    removed,
                    result.getBoolean(16)));
        }
        if (removed) {
            return new Draft(id, nik, null);
        }
        String elements = result.getString(8);
        var value = new StringBuilder(elements.length() + 240);
        value.append("{\"type\":\"asn.record\",\"id\":");
        quote(value, id);
        value.append(",\"version\":").append(version);
        value.append(",\"dataTime\":\"").append(dataDate);
        value.append("\",\"nip\":\"").append(result.getString(3));
        value.append("\",\"record\":").append(elements);
        String cause = result.getString(15);
        if (cause != null) {
            value.append(",\"cause\":\"").append(cause).append('"');
        }
        return new Draft(id, nik, value);
    }

    private void publishRecords(List<Draft> drafts, int epoch, Consumer<OutgoingRecord> out) {
        NikToken[] tokens = tokens(
                epoch,
                drafts.stream().mapToLong(draft -> Math.max(0, draft.nik())).toArray());
        for (int i = 0; i < tokens.length; i++) {
            out.accept(event(drafts.get(i), tokens[i], epoch));
        }
    }

    private static OutgoingRecord event(Draft draft, NikToken token, int epoch) {
        StringBuilder value = draft.value();
        if (value == null) {
            return new OutgoingRecord(Topics.ASN_RECORD, draft.id(), RECORD, null);
        }
        if (draft.nik() >= 0) {
            value.append(",\"token\":\"")
                    .append(token.toKey())
                    .append("\",\"epoch\":")
                    .append(epoch);
        }
        return new OutgoingRecord(
                Topics.ASN_RECORD,
                draft.id(),
                RECORD,
                value.append('}').toString().getBytes(StandardCharsets.UTF_8));
    }

    private NikToken[] tokens(int epoch, long[] niks) {
        long[] hi = new long[niks.length];
        long[] lo = new long[niks.length];
        keys.tokens(epoch, niks, 0, niks.length, hi, lo);
        var tokens = new NikToken[niks.length];
        Arrays.setAll(tokens, i -> new NikToken(hi[i], lo[i]));
        return tokens;
    }

    /** All NIKs that one of these records has or had, in their order. */
    private long[] niks(Handle handle, long[] records, List<Draft> drafts) {
        List<Long> former = among(
                        handle, "select f.nik_sealed, r.id from former_nik f join asn_record r using (no)", records)
                .map((result, context) -> vault.open(result.getBytes(1), result.getString(2)))
                .list();
        return LongStream.concat(
                        drafts.stream().mapToLong(Draft::nik), former.stream().mapToLong(Long::longValue))
                .filter(nik -> nik >= 0)
                .sorted()
                .distinct()
                .toArray();
    }

    /** Of these NIKs all records that have one, gone ones too, by NIK and number. Nearly every NIK has one, which the block's own rows already show. */
    private List<Holder> complete(Handle handle, long[] niks, List<Holder> own) {
        var all = own.stream().filter(Holder::alone).collect(Collectors.toCollection(ArrayList::new));
        long[] known = all.stream().mapToLong(Holder::nik).sorted().toArray();
        long[] others = Arrays.stream(niks)
                .filter(nik -> Arrays.binarySearch(known, nik) < 0)
                .toArray();
        if (others.length > 0) {
            UUID[] lookups = vault.lookups(others);
            var byLookup = new HashMap<UUID, Long>();
            for (int i = 0; i < others.length; i++) {
                byLookup.put(lookups[i], others[i]);
            }
            all.addAll(handle.createQuery("""
                            select no, nik_lookup, id, version, status_code, deceased, coalesce(nik_valid, true) as validated, name, birth_date,
                                data_date, status_since, removed
                            from asn_record where nik_lookup = any(:niks)
                            """)
                    .bindArray("niks", UUID.class, (Object[]) lookups)
                    .map((result, context) -> new Holder(
                            result.getLong("no"),
                            byLookup.get(result.getObject("nik_lookup", UUID.class)),
                            result.getString("id"),
                            result.getLong("version"),
                            result.getString("status_code"),
                            result.getBoolean("deceased"),
                            result.getBoolean("validated"),
                            result.getString("name"),
                            result.getObject("birth_date", LocalDate.class),
                            result.getObject("data_date", LocalDate.class),
                            result.getObject("status_since", LocalDate.class),
                            result.getBoolean("removed"),
                            false))
                    .list());
        }
        all.sort(Comparator.comparingLong(Holder::nik).thenComparingLong(Holder::no));
        return all;
    }

    private void publishStatuses(
            Handle handle,
            long[] niks,
            List<Holder> own,
            long emission,
            List<Integer> epochs,
            Consumer<OutgoingRecord> out) {
        if (niks.length == 0) {
            return;
        }
        StatusMapping mapping = mappings.current(handle);
        List<Holder> holders = complete(handle, niks, own);
        Map<Long, List<Span>> past = past(handle, holders);
        // What a record that is gone was on earlier days is still told; one that never was anything is not.
        holders.removeIf(holder -> holder.removed() && !past.containsKey(holder.no()));
        LocalDate dataTime = Stream.concat(
                        handle
                                .createQuery(
                                        "select max(data_date) from import_job where state <> 'FAILED' and rows = 'data-utama'")
                                .mapTo(LocalDate.class)
                                .stream(),
                        holders.stream().map(Holder::dataDate))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        for (int epoch : epochs) {
            byte[][] values = values(niks, holders, past, mapping, epoch, emission, dataTime);
            NikToken[] tokens = tokens(epoch, niks);
            for (int i = 0; i < niks.length; i++) {
                out.accept(new OutgoingRecord(Topics.ASN_STATUS, tokens[i].toKey(), STATUS, values[i]));
            }
        }
    }

    /** The state of each NIK; null where nobody has it any more: the token is emptied. */
    private static byte[][] values(
            long[] niks,
            List<Holder> holders,
            Map<Long, List<Span>> past,
            StatusMapping mapping,
            int epoch,
            long emission,
            LocalDate dataTime) {
        byte[][] values = new byte[niks.length][];
        int at = 0;
        for (int i = 0; i < niks.length; i++) {
            int from = at;
            while (at < holders.size() && holders.get(at).nik() == niks[i]) {
                at++;
            }
            if (from < at) {
                values[i] = status(holders.subList(from, at), past, mapping, epoch, emission, dataTime);
            }
        }
        return values;
    }

    /** What is believed of their status before the present one, by record. */
    private static Map<Long, List<Span>> past(Handle handle, List<Holder> holders) {
        var past = new HashMap<Long, List<Span>>();
        among(
                        handle,
                        "select no, valid_from, valid_to, status_code, deceased from"
                                + " (select * from status_interval where known_to is null) believed",
                        holders.stream().mapToLong(Holder::no).toArray())
                .map((row, context) -> past.computeIfAbsent(row.getLong(1), no -> new ArrayList<>())
                        .add(new Span(
                                row.getObject(2, LocalDate.class),
                                row.getObject(3, LocalDate.class),
                                row.getString(4),
                                row.getBoolean(5))))
                .forEach(unused -> {});
        past.values().forEach(spans -> spans.sort(Comparator.comparing(Span::from)));
        return past;
    }

    private static byte[] status(
            List<Holder> holders,
            Map<Long, List<Span>> past,
            StatusMapping mapping,
            int epoch,
            long emission,
            LocalDate dataTime) {
        boolean shared = false;
        boolean validated = true;
        // Who is gone is no second person.
        Holder first =
                holders.stream().filter(holder -> !holder.removed()).findFirst().orElse(holders.getFirst());
        var text = new StringBuilder(256);
        text.append("{\"type\":\"asn.status\",\"epoch\":").append(epoch);
        text.append(",\"version\":").append(emission);
        text.append(",\"dataTime\":\"").append(dataTime).append("\",\"records\":[");
        for (int i = 0; i < holders.size(); i++) {
            Holder holder = holders.get(i);
            if (!holder.removed()) {
                shared |= !holder.name().equalsIgnoreCase(first.name())
                        || !Objects.equals(holder.birthDate(), first.birthDate());
                validated &= holder.validated();
            }
            text.append(i == 0 ? "{\"asnId\":" : ",{\"asnId\":");
            quote(text, holder.id());
            text.append(",\"version\":").append(holder.version()).append(",\"intervals\":[");
            var spans = new ArrayList<>(past.getOrDefault(holder.no(), List.of()));
            if (!holder.removed()) {
                spans.add(new Span(holder.since(), null, holder.code(), holder.deceased()));
            }
            String comma = "";
            for (Interval interval : Interval.of(spans, mapping)) {
                text.append(comma).append("{\"mappingRow\":");
                if (interval.row() == null) {
                    text.append("null");
                } else {
                    text.append('"').append(interval.row()).append('"');
                }
                text.append(",\"from\":");
                date(text, interval.from());
                text.append(",\"to\":");
                date(text, interval.to());
                text.append('}');
                comma = ",";
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
