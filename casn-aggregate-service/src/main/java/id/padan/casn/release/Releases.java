package id.padan.casn.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.casn.code.Dimension;
import id.padan.casn.cube.Cubes;
import id.padan.casn.table.Cells;
import id.padan.casn.table.Shape;
import id.padan.casn.table.Table;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The releases and their tables. */
@ApplicationScoped
public class Releases {
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final int REMEMBERED = 4;

    private final Jdbi jdbi;
    private final ObjectMapper json;
    /** Tables of published releases, which never change; the last ones read. */
    private final Map<UUID, List<YearTable>> remembered = new LinkedHashMap<>(8, 0.75f, /* accessOrder= */ true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, List<YearTable>> eldest) {
            return size() > REMEMBERED;
        }
    };

    Releases(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    public Optional<Release> find(UUID id) {
        return jdbi.withHandle(handle -> find(handle, id));
    }

    Optional<Release> find(Handle handle, UUID id) {
        return list(handle, "id = :id", id, 1).stream().findFirst();
    }

    Optional<Release> find(Handle handle, String idempotencyKey) {
        return handle.createQuery("select id from casn_release where idempotency_key = :key")
                .bind("key", idempotencyKey)
                .mapTo(UUID.class)
                .findOne()
                .flatMap(id -> find(handle, id));
    }

    /**
     * Newest first.
     *
     * @param publishedOnly for the other party
     * @param before a release of a former page; null for the first
     */
    public List<Release> list(boolean publishedOnly, UUID before, int limit) {
        return jdbi.withHandle(handle -> list(
                handle,
                (publishedOnly ? "state = 'PUBLISHED' and " : "")
                        + (before == null ? "cast(:id as uuid) is null" : "id < :id"),
                before,
                limit));
    }

    private List<Release> list(Handle handle, String condition, UUID id, int limit) {
        return handle.createQuery("select * from casn_release where " + condition + " order by id desc limit :limit")
                .bind("id", id)
                .bind("limit", limit)
                .map((row, context) -> release(handle, row))
                .list();
    }

    private Release release(Handle handle, ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        List<Release.Consent> consents = handle.createQuery(
                        "select party, actor, at, document_number, document_date from casn_consent where release = :id order by party")
                .bind("id", id)
                .map((one, context) -> new Release.Consent(
                        one.getString("party"),
                        one.getString("actor"),
                        one.getObject("at", OffsetDateTime.class).toInstant(),
                        one.getString("document_number"),
                        one.getObject("document_date", LocalDate.class)))
                .list();
        return new Release(
                id,
                row.getString("definition"),
                row.getObject("version", Integer.class),
                row.getString("title_id"),
                row.getString("title_en"),
                List.of((Integer[]) row.getArray("years").getArray()),
                List.of((String[]) row.getArray("dimensions").getArray()),
                row.getInt("threshold"),
                ReleaseState.valueOf(row.getString("state")),
                consents.size() >= 2 ? Release.OnwardUse.PUBLIC : Release.OnwardUse.PARTNER_ONLY,
                row.getString("drafted_by"),
                row.getObject("drafted_at", OffsetDateTime.class).toInstant(),
                row.getObject("data_from", LocalDate.class),
                row.getObject("data_to", LocalDate.class),
                row.getString("hash"),
                tree(row.getString("quality")),
                tree(row.getString("loss")),
                tree(row.getString("verdict")),
                tree(row.getString("timing")),
                row.getString("decided_by"),
                row.getObject("decided_at", OffsetDateTime.class) == null
                        ? null
                        : row.getObject("decided_at", OffsetDateTime.class).toInstant(),
                consents);
    }

    private JsonNode tree(String text) {
        try {
            return text == null ? null : json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what we wrote is JSON");
        }
    }

    /** The tables of a release, a year each; remembered once it is published. */
    public List<YearTable> tables(Release release) {
        synchronized (remembered) {
            List<YearTable> known = remembered.get(release.id());
            if (known != null) {
                return known;
            }
        }
        List<YearTable> read = jdbi.withHandle(handle -> tables(handle, release));
        if (release.isPublished()) {
            synchronized (remembered) {
                remembered.put(release.id(), read);
            }
        }
        return read;
    }

    List<YearTable> tables(Handle handle, Release release) {
        return handle.createQuery("select * from casn_release_table where release = :id order by period")
                .bind("id", release.id())
                .map((row, context) -> {
                    Map<String, List<String>> named = codes(row.getString("codes"));
                    var codes = new EnumMap<Dimension, List<String>>(Dimension.class);
                    release.breakdown().forEach(dimension -> codes.put(dimension, named.get(dimension.annexName())));
                    Shape shape = Cubes.shape(codes, release.breakdown());
                    Shape formationShape = Cubes.shape(codes, ofFormation(release.breakdown()));
                    return new YearTable(
                            new Table(
                                    release.definition(),
                                    Cubes.UNIVERSE,
                                    row.getString("period"),
                                    shape,
                                    new Cells(longs(row.getBytes("keys")), longs(row.getBytes("counts")))),
                            formationShape,
                            new Cells(longs(row.getBytes("formation_keys")), longs(row.getBytes("formation_counts"))));
                })
                .list();
    }

    static List<Dimension> ofFormation(List<Dimension> dimensions) {
        return dimensions.stream()
                .filter(dimension -> dimension.isOfFormation() && dimension != Dimension.TAHAPAN)
                .toList();
    }

    /** Everything that ever went out, the oldest first: what whoever is curious has in the drawer. */
    List<id.padan.casn.table.Release> history(Handle handle) {
        var history = new ArrayList<id.padan.casn.table.Release>();
        for (Release release : list(
                        handle, "state = 'PUBLISHED' and cast(:id as uuid) is null", null, Integer.MAX_VALUE)
                .reversed()) {
            history.add(new id.padan.casn.table.Release(
                    release.id().toString(),
                    LocalDate.ofInstant(release.decidedAt(), JAKARTA),
                    tables(handle, release).stream().map(YearTable::table).toList()));
        }
        history.sort(java.util.Comparator.comparing(id.padan.casn.table.Release::dated));
        return history;
    }

    /** Codes by dimension of the last published form of a table; empty if there is none. */
    Map<String, List<String>> codesBefore(Handle handle, String definition, int year) {
        return handle.createQuery("""
                        select t.codes::text from casn_release_table t join casn_release r on r.id = t.release
                         where r.definition = :definition and r.state = 'PUBLISHED' and t.period = :period order by r.version desc limit 1""")
                .bind("definition", definition)
                .bind("period", Integer.toString(year))
                .mapTo(String.class)
                .findOne()
                .map(this::codes)
                .orElse(Map.of());
    }

    private Map<String, List<String>> codes(String text) {
        try {
            return json.readValue(text, new TypeReference<LinkedHashMap<String, List<String>>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what we wrote is JSON");
        }
    }

    /** The finest cells of a year as they were counted; for BKN's officers only. */
    Optional<Table> counted(Release release, YearTable year) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select counted_keys, counted_counts from casn_release_table where release = :id and period = :period")
                .bind("id", release.id())
                .bind("period", year.period())
                .map((row, context) -> year.table()
                        .with(new Cells(longs(row.getBytes("counted_keys")), longs(row.getBytes("counted_counts")))))
                .findOne());
    }

    void store(Handle tx, UUID release, YearTable year, Cells counted) {
        var codes = new LinkedHashMap<String, List<String>>();
        year.shape().dimensions().forEach(dimension -> codes.put(dimension.name(), dimension.codes()));
        tx.createUpdate("""
                        insert into casn_release_table values (:release, :period, cast(:codes as jsonb), :keys, :counts, :formationKeys,
                               :formationCounts, :countedKeys, :countedCounts)""")
                .bind("release", release)
                .bind("period", year.period())
                .bind("codes", write(codes))
                .bind("keys", keys(year.table().cells()))
                .bind("counts", counts(year.table().cells()))
                .bind("formationKeys", keys(year.formations()))
                .bind("formationCounts", counts(year.formations()))
                .bind("countedKeys", keys(counted))
                .bind("countedCounts", counts(counted))
                .execute();
    }

    String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "not serialisable: " + value.getClass().getName());
        }
    }

    static byte[] keys(Cells cells) {
        var bytes = ByteBuffer.allocate(cells.size() * Long.BYTES);
        for (int i = 0; i < cells.size(); i++) {
            bytes.putLong(cells.key(i));
        }
        return bytes.array();
    }

    static byte[] counts(Cells cells) {
        var bytes = ByteBuffer.allocate(cells.size() * Long.BYTES);
        for (int i = 0; i < cells.size(); i++) {
            bytes.putLong(cells.count(i));
        }
        return bytes.array();
    }

    private static long[] longs(byte[] bytes) {
        var values = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().get(values);
        return values;
    }
}
