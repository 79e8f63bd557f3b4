package id.padan.directory.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.padan.directory.record.StatusHistory.Before;
import id.padan.directory.record.StatusHistory.Move;
import id.padan.directory.record.StatusHistory.Span;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Puts into a person's past what SIASN's histories {@code rw-cltn} and {@code rw-pemberhentian} tell of it (domain.md 2.3 rule 6). What
 * holds now is said by {@code data-utama} alone: a history moves the day since when it holds, never the status.
 */
@ApplicationScoped
class StatusFromHistories implements RegisterListener {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** {@code cltnId} to the legal status that begins; a code that is not here ends one (domain.md 1.7). */
    private static final Map<String, String> BEGINS =
            Map.of("1", "02", "2", "06", "5", "13", "6", "03", "7", "03", "9", "07", "10", "08");

    private static final Set<String> TELLING = Set.of("rw-cltn", "rw-pemberhentian");

    private static final List<String> ENDS = List.of("3", "4", "8", "11", "12");

    private final Outbox outbox;

    StatusFromHistories(Outbox outbox) {
        this.outbox = outbox;
    }

    /**
     * What one row says.
     *
     * @param to first day on which it no longer held, null until something else did
     * @param left whether the person left service by it, and so had served before
     */
    record Fact(LocalDate from, LocalDate to, String code, boolean left) {}

    /**
     * A record as {@code data-utama} has it.
     *
     * @param own the date of its own that the present status has, null without one
     * @param appointment null if nothing says it
     * @param serving the code of who serves, of its kind
     */
    record Known(Span present, LocalDate own, LocalDate appointment, String serving, LocalDate dataDate) {}

    private record Stored(Before before, Known known) {}

    @Override
    public void changed(Handle tx, RegisterWriter.Stored stored) {
        // A record's own change moves its past by itself; its histories stay in it.
    }

    @Override
    public void removed(Handle tx, long[] records) {
        // Closed as it stands.
    }

    @Override
    public void historiesChanged(Handle tx, String kind, long[] records) {
        if (!TELLING.contains(kind)) {
            return;
        }
        Map<Long, List<Fact>> facts = new HashMap<>();
        tx.createQuery("""
                        select h.no, kind, row, r.elements from asn_history h join asn_record r using (no)
                        where h.no = any(:records) and kind in ('rw-cltn', 'rw-pemberhentian')""")
                .bind("records", records)
                .map((row, context) -> facts.computeIfAbsent(row.getLong(1), no -> new ArrayList<>())
                        .addAll(facts(row.getString(2), tree(row.getString(3)), serving(row.getString(4)))))
                .forEach(unused -> {});
        List<Long> told = tx.createQuery(
                        "select distinct no from status_interval where no = any(:records) and told and known_to is null")
                .bind("records", records)
                .mapTo(Long.class)
                .list();
        told.forEach(no -> facts.computeIfAbsent(no, none -> new ArrayList<>()));
        if (!facts.isEmpty()) {
            tell(tx, facts);
        }
    }

    private void tell(Handle tx, Map<Long, List<Fact>> facts) {
        long[] numbers = facts.keySet().stream().mapToLong(Long::longValue).toArray();
        var records = new HashMap<Long, Stored>();
        tx.createQuery("""
                        select no, status_code, deceased, status_since, status_known, data_date, retirement_date, elements, internal
                        from asn_record where no = any(:numbers) and not removed order by no for update""")
                .bind("numbers", numbers)
                .map((row, context) -> records.put(row.getLong("no"), stored(row)))
                .forEach(unused -> {});
        Map<Long, List<Span>> past = StatusHistory.believed(tx, numbers);
        var moves = new ArrayList<Move>();
        records.forEach((no, stored) -> {
            List<Span> before = past.getOrDefault(no, List.of());
            List<Span> now = told(before, stored.known(), facts.get(no));
            LocalDate since = now.getLast().from();
            List<Span> earlier = now.subList(0, now.size() - 1);
            boolean moved = !since.equals(stored.before().since());
            if (moved || !earlier.equals(before)) {
                moves.add(new Move(stored.before(), since, earlier, moved));
            }
        });
        StatusHistory.write(tx, moves, past);
        long[] changed =
                moves.stream().mapToLong(move -> move.before().no()).sorted().toArray();
        if (changed.length > 0) {
            tx.createUpdate("update asn_record set version = version + 1, changed_at = now() where no = any(:changed)")
                    .bind("changed", changed)
                    .execute();
            outbox.append(tx, OutboxEvent.block(Topics.ASN_RECORD, "block", "asn.block", changed));
        }
    }

    private static Stored stored(ResultSet row) throws SQLException {
        String code = row.getString("status_code");
        boolean deceased = row.getBoolean("deceased");
        LocalDate since = row.getObject("status_since", LocalDate.class);
        String elements = row.getString("elements");
        String internal = row.getString("internal");
        return new Stored(
                new Before(row.getLong("no"), code, deceased, since, false, row.getTimestamp("status_known")),
                new Known(
                        new Span(since, null, code, deceased),
                        StatusDates.own(code, deceased, row.getObject("retirement_date", LocalDate.class), internal),
                        StatusDates.appointment(elements, internal),
                        serving(elements),
                        row.getObject("data_date", LocalDate.class)));
    }

    private static String serving(String elements) {
        return elements.contains("\"" + Element.STATUS_PEGAWAI.siasn + "\":\"PPPK") ? "71" : "01";
    }

    /** @return nothing if the row has no code or no date */
    static List<Fact> facts(String kind, JsonNode row, String serving) {
        if (kind.equals("rw-pemberhentian")) {
            String code = code(row.path("kedudukanHukumPns").asText());
            LocalDate date = date(row, "skTanggal");
            return code == null || date == null
                    ? List.of()
                    : List.of(new Fact(date, null, code, !code.equals(serving)));
        }
        String id = row.path("cltnId").asText().strip();
        LocalDate first = date(row, "tanggalAwal");
        LocalDate back = date(row, "tanggalAktif");
        if (ENDS.contains(id)) {
            LocalDate date = back == null ? first : back;
            return date == null ? List.of() : List.of(new Fact(date, null, serving, false));
        }
        LocalDate last = date(row, "tanggalAkhir");
        LocalDate end = back != null ? back : last == null ? null : last.plusDays(1);
        String code = BEGINS.get(id);
        return code == null || first == null || end != null && !first.isBefore(end)
                ? List.of()
                : List.of(new Fact(first, end, code, false));
    }

    private static String code(String text) {
        String code = text.strip();
        return code.matches("[0-9]{1,2}") ? (code.length() == 1 ? "0" + code : code) : null;
    }

    private static LocalDate date(JsonNode row, String name) {
        return row.hasNonNull(name) ? RecordReader.date(row.get(name).asText()) : null;
    }

    private static JsonNode tree(String row) {
        try {
            return JSON.readTree(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored row is no JSON");
        }
    }

    /**
     * The past with what histories tell of it, the present status last.
     *
     * @param past what is believed by now, of earlier tellings too
     */
    static List<Span> told(List<Span> past, Known known, List<Fact> facts) {
        List<Span> untold = merged(untold(past, known.present()));
        List<Fact> inOrder = facts.stream()
                .filter(fact -> dates(fact, known))
                .sorted(Comparator.comparing(Fact::from)
                        .thenComparing(Fact::code)
                        .thenComparing(Fact::to, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
        List<Span> spans = untold;
        for (int i = 0; i < inOrder.size(); i++) {
            Fact fact = inOrder.get(i);
            LocalDate end = end(untold, known, fact);
            if (i + 1 < inOrder.size()) {
                end = earlier(end, inOrder.get(i + 1).from());
            }
            if (fact.from().isBefore(end)) {
                spans = merged(put(spans, new Span(fact.from(), end, fact.code(), false, true)));
            }
        }
        LocalDate first = spans.getFirst().from();
        // Who left had served before; of whom nothing is told, nothing is inferred.
        if (known.appointment() != null
                && known.appointment().isBefore(first)
                && facts.stream().anyMatch(Fact::left)) {
            spans = merged(put(spans, new Span(known.appointment(), first, known.serving(), false, true)));
        }
        return spans;
    }

    /**
     * A letter of pension is written months before the pension begins: it dates only a present pension that has no date of its own.
     */
    private static boolean dates(Fact fact, Known known) {
        return !StatusDates.PENSIONED.contains(fact.code())
                || known.own() == null && fact.code().equals(known.present().code());
    }

    /**
     * Until when a fact holds at most, whatever other facts say: judged by what is known without any of them, else the same rows told
     * twice would end another way.
     */
    private static LocalDate end(List<Span> untold, Known known, Fact fact) {
        // The present status held on the data's day at the latest, and since its own date if it has one.
        LocalDate most = known.own() != null ? untold.getLast().from() : known.dataDate();
        if (fact.to() != null) {
            return earlier(fact.to(), most);
        }
        return untold.stream()
                .map(Span::from)
                .filter(from -> from.isAfter(fact.from()))
                .findFirst()
                .orElse(most);
    }

    private static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }

    /** Without what was told before: what held until then went on. */
    private static List<Span> untold(List<Span> past, Span present) {
        var spans = new ArrayList<Span>();
        for (Span span : past) {
            if (!span.told()) {
                spans.add(span);
            } else if (!spans.isEmpty() && spans.getLast().to().equals(span.from())) {
                spans.add(spans.removeLast().until(span.to()));
            }
        }
        spans.add(present);
        return spans;
    }

    private static List<Span> put(List<Span> spans, Span one) {
        var now = new ArrayList<Span>();
        for (Span span : spans) {
            if (span.from().isBefore(one.from())) {
                now.add(span.to() == null || span.to().isAfter(one.from()) ? span.until(one.from()) : span);
            }
            if (span.to() == null || span.to().isAfter(one.to())) {
                now.add(
                        span.from().isBefore(one.to())
                                ? new Span(one.to(), span.to(), span.code(), span.deceased(), span.told())
                                : span);
            }
        }
        now.add(one);
        now.sort(Comparator.comparing(Span::from));
        return now;
    }

    /** Neighbours of one status are one span. */
    private static List<Span> merged(List<Span> spans) {
        var now = new ArrayList<Span>();
        for (Span span : spans) {
            Span last = now.isEmpty() ? null : now.getLast();
            if (last != null && span.from().equals(last.to()) && last.isStatusOf(span)) {
                now.removeLast();
                now.add(new Span(last.from(), span.to(), span.code(), span.deceased(), last.told() && span.told()));
            } else {
                now.add(span);
            }
        }
        return now;
    }
}
