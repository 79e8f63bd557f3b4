package id.padan.directory.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.directory.record.RegisterListener;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Stores rows of histories; an unchanged row changes nothing. */
@ApplicationScoped
public class Histories {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<RegisterListener> listeners;

    Histories(@All List<RegisterListener> listeners) {
        this.listeners = listeners;
    }

    /**
     * What became of rows.
     *
     * @param unknown places of rows whose person is not there, or whose NIP several have
     * @param changed how many rows are new or different
     * @param duplicates rows that a later one of the same id replaced
     */
    public record Stored(List<Integer> unknown, int changed, int duplicates) {}

    private record Key(long no, String id) {}

    /** Stores rows in their order: of two with one id the later counts. */
    public Stored store(Handle tx, HistoryKind kind, List<HistoryRow> rows) {
        var unknown = new ArrayList<Integer>();
        Map<String, Long> numbers = numbers(tx, rows);
        var byKey = new LinkedHashMap<Key, HistoryRow>();
        int duplicates = 0;
        for (int i = 0; i < rows.size(); i++) {
            HistoryRow row = rows.get(i);
            Long no = numbers.get(person(row));
            if (no == null) {
                unknown.add(i);
            } else if (byKey.put(new Key(no, row.id()), row) != null) {
                duplicates++;
            }
        }
        if (byKey.isEmpty()) {
            return new Stored(unknown, 0, duplicates);
        }
        List<Long> changed = tx.createQuery("""
                        insert into asn_history (no, kind, id, row, hash)
                        select no, :kind, id, row, hash from unnest(:nos::bigint[], :ids::text[], :rows::text[], :hashes::uuid[])
                            as t (no, id, row, hash)
                        on conflict (no, kind, id) do update set row = excluded.row, hash = excluded.hash
                            where asn_history.hash <> excluded.hash
                        returning no""")
                .bind("kind", kind.siasn())
                .bind("nos", byKey.keySet().stream().mapToLong(Key::no).toArray())
                .bindArray(
                        "ids",
                        String.class,
                        byKey.keySet().stream().map(Key::id).toArray())
                .bindArray(
                        "rows",
                        String.class,
                        byKey.values().stream().map(HistoryRow::json).toArray())
                .bindArray(
                        "hashes",
                        UUID.class,
                        byKey.values().stream().map(HistoryRow::hash).toArray())
                .mapTo(Long.class)
                .list();
        tell(tx, kind.siasn(), changed);
        return new Stored(unknown, changed.size(), duplicates);
    }

    /** Numbers of rows of the store that these rows are, as far as they are there. */
    public long[] numbersOf(Handle tx, HistoryKind kind, List<HistoryRow> rows) {
        Map<String, Long> numbers = numbers(tx, rows);
        List<HistoryRow> known =
                rows.stream().filter(row -> numbers.containsKey(person(row))).toList();
        return tx
                .createQuery("""
                        select row_no from unnest(:nos::bigint[], :ids::text[]) as met (no, id)
                            join asn_history h on h.no = met.no and h.kind = :kind and h.id = met.id""")
                .bind("kind", kind.siasn())
                .bind(
                        "nos",
                        known.stream()
                                .mapToLong(row -> numbers.get(person(row)))
                                .toArray())
                .bindArray(
                        "ids", String.class, known.stream().map(HistoryRow::id).toArray())
                .mapTo(Long.class)
                .list()
                .stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    /** Numbers of all rows of a kind of persons who are there, in their order; close it. */
    public Stream<Long> all(Handle tx, HistoryKind kind) {
        return tx.createQuery("""
                        select row_no from asn_history h join asn_record r using (no)
                        where kind = :kind and not r.removed order by row_no""").bind("kind", kind.siasn()).setFetchSize(10_000).mapTo(Long.class).stream();
    }

    /** Removes these rows, by their numbers. */
    public void remove(Handle tx, long[] rows) {
        var byKind = new HashMap<String, List<Long>>();
        tx.createQuery("delete from asn_history where row_no = any(:rows) returning kind, no")
                .bind("rows", rows)
                .map((row, context) -> byKind.computeIfAbsent(row.getString(1), kind -> new ArrayList<>())
                        .add(row.getLong(2)))
                .forEach(unused -> {});
        byKind.forEach((kind, persons) -> tell(tx, kind, persons));
    }

    private void tell(Handle tx, String kind, List<Long> changed) {
        long[] persons = changed.stream().mapToLong(Long::longValue).distinct().toArray();
        if (persons.length > 0) {
            listeners.forEach(listener -> listener.historiesChanged(tx, kind, persons));
        }
    }

    private static String person(HistoryRow row) {
        return row.personId() != null ? "id " + row.personId() : "nip " + row.nip();
    }

    /** By {@code id <id>} and {@code nip <nip>}; a NIP that several records have names nobody. */
    private static Map<String, Long> numbers(Handle tx, List<HistoryRow> rows) {
        var numbers = new HashMap<String, Long>();
        tx.createQuery("select 'id ' || id, no from asn_record where id = any(:ids) and not removed")
                .bindArray(
                        "ids",
                        String.class,
                        rows.stream()
                                .map(HistoryRow::personId)
                                .filter(Objects::nonNull)
                                .distinct()
                                .toArray())
                .map((row, context) -> numbers.put(row.getString(1), row.getLong(2)))
                .forEach(unused -> {});
        Object[] nips = rows.stream()
                .filter(row -> row.personId() == null)
                .map(HistoryRow::nip)
                .distinct()
                .toArray();
        if (nips.length > 0) {
            tx.createQuery(
                            "select 'nip ' || nip, min(no) from asn_record where nip = any(:nips) and not removed group by nip having count(*) = 1")
                    .bindArray("nips", String.class, nips)
                    .map((row, context) -> numbers.put(row.getString(1), row.getLong(2)))
                    .forEach(unused -> {});
        }
        return numbers;
    }

    /** Rows of these persons as JSON, by record number and kind, in a fixed order. */
    public Map<Long, Map<HistoryKind, List<String>>> of(Handle tx, long[] records) {
        if (records.length == 0) {
            return Map.of();
        }
        var found = new HashMap<Long, Map<HistoryKind, List<String>>>();
        tx.createQuery("select no, kind, id, row from asn_history where no = any(:records) order by no, kind, id")
                .bind("records", records)
                .map((row, context) -> found.computeIfAbsent(row.getLong(1), no -> new HashMap<>())
                        .computeIfAbsent(HistoryKind.find(row.getString(2)).orElseThrow(), kind -> new ArrayList<>())
                        .add(withId(row.getString(3), row.getString(4))))
                .forEach(unused -> {});
        return found;
    }

    /** The stored row has no id of its own: its hash is of the rest. */
    private static String withId(String id, String json) {
        var object = JsonNodeFactory.instance.objectNode().put("id", id).toString();
        return json.length() == 2 ? object : object.substring(0, object.length() - 1) + ',' + json.substring(1);
    }

    /**
     * A row as it is kept.
     *
     * @param person SIASN id of the person
     * @param version of the person's record
     * @param fields in SIASN names, without the id
     */
    public record Kept(
            long rowNo, long no, String person, long version, HistoryKind kind, String id, ObjectNode fields) {
        @Override
        public String toString() {
            return "Kept[" + id + "]";
        }
    }

    private static final String KEPT = """
            select h.row_no, h.no, r.id as person, r.version, h.kind, h.id, h.row from asn_history h join asn_record r using (no)
            where not r.removed and\s""";

    /** All rows of these kinds of one person. */
    public List<Kept> of(Handle tx, long no, List<HistoryKind> kinds) {
        return tx.createQuery(KEPT + "h.no = :no and h.kind = any(:kinds)")
                .bind("no", no)
                .bindArray(
                        "kinds",
                        String.class,
                        kinds.stream().map(HistoryKind::siasn).toArray())
                .map((row, context) -> kept(row))
                .list();
    }

    /** One row by its number, if it is still there. */
    public Optional<Kept> find(Handle tx, long rowNo) {
        return tx.createQuery(KEPT + "h.row_no = :row")
                .bind("row", rowNo)
                .map((row, context) -> kept(row))
                .findOne();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                row.getLong("row_no"),
                row.getLong("no"),
                row.getString("person"),
                row.getLong("version"),
                HistoryKind.find(row.getString("kind")).orElseThrow(),
                row.getString("id"),
                object(row.getString("row")));
    }

    private static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored history is no JSON");
        }
    }
}
