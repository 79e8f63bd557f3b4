package id.padan.verification.projection;

import id.padan.platform.token.NikToken;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** The tables of this package. A batch of events and the offsets behind it are one transaction. */
@Singleton
class StatusStore {
    /** Of COPY's binary format: signature, no flags, no header extension. */
    private static final byte[] COPY_HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    /** A row of it: the count of columns, four lengths, and what has a fixed length. */
    private static final int COPY_ROW = Short.BYTES + 4 * Integer.BYTES + 2 * Long.BYTES + Short.BYTES + Long.BYTES;

    private final Jdbi jdbi;

    StatusStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A partition's place: the next offset to read and the highest version written from it. */
    record Place(long nextOffset, long highVersion) {}

    /** An event where it lay. */
    record Placed(TopicPartition partition, long offset, StatusEvent event) {}

    /** What the store holds of a token. */
    record Stored(long version, String state) {}

    /** Receives one stored token; text is canonical. */
    interface TokenReader {
        void token(long hi, long lo, String state);
    }

    /** All that one snapshot showed besides the tokens. */
    record Snapshot(Map<TopicPartition, Place> places, Optional<LocalDate> dataTime, List<EpochMarker> markers) {}

    /** Receives one stored token of any epoch; text is canonical. */
    interface EpochReader {
        void token(int epoch, long hi, long lo, String state);
    }

    /**
     * Writes events in log order with their partitions' new places. What another writer has already written is skipped: after a
     * rebalance two may hold the same records for a moment.
     *
     * @param next for each partition of this poll the offset after its last record, bad events included
     */
    void write(List<Placed> events, Map<TopicPartition, Long> next) {
        write(events, List.of(), next);
    }

    /** As {@link #write(List, Map)}, with markers that lay among or after the events. */
    void write(List<Placed> events, List<EpochMarker> markers, Map<TopicPartition, Long> next) {
        jdbi.useTransaction(tx -> {
            var places = lockPlaces(tx, next.keySet());
            var fresh = events.stream()
                    .filter(placed ->
                            placed.offset() >= places.get(placed.partition()).nextOffset())
                    .toList();
            runs(fresh.stream().map(Placed::event).toList()).forEach(run -> write(tx, run));
            fresh.stream()
                    .map(placed -> placed.event().dataTime())
                    .filter(Objects::nonNull)
                    .max(Comparator.naturalOrder())
                    .ifPresent(dataTime ->
                            tx.createUpdate("""
                            insert into projection_data_time (data_time) values (:date) on conflict (one_row) do update
                            set data_time = greatest(projection_data_time.data_time, excluded.data_time)""").bind("date", dataTime).execute());
            var highest = new HashMap<TopicPartition, Long>();
            fresh.forEach(
                    placed -> highest.merge(placed.partition(), placed.event().version(), Math::max));
            for (var marker : markers) {
                tx.createUpdate("""
                                insert into epoch_marker (epoch, phase, topic_partition, partitions)
                                values (:epoch, :phase, :partition, :partitions) on conflict do nothing""")
                        .bind("epoch", marker.epoch())
                        .bind("phase", marker.phase().name())
                        .bind("partition", marker.partition())
                        .bind("partitions", marker.partitions())
                        .execute();
            }
            var update = tx.prepareBatch("""
                    update projection_offset
                    set next_offset = greatest(next_offset, :next), high_version = greatest(high_version, :high)
                    where topic = :topic and topic_partition = :partition""");
            next.forEach((partition, offset) -> update.bind("topic", partition.topic())
                    .bind("partition", partition.partition())
                    .bind("next", offset)
                    .bind("high", highest.getOrDefault(partition, 0L))
                    .add());
            update.execute();
        });
    }

    /** The places of all partitions ever written. */
    Map<TopicPartition, Place> places() {
        return jdbi.withHandle(StatusStore::readPlaces);
    }

    /** Forgets a partition's place: its topic was made anew and counts from the beginning. */
    void forgetPlace(TopicPartition partition) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        delete from projection_offset where topic = :topic and topic_partition = :partition""")
                .bind("topic", partition.topic())
                .bind("partition", partition.partition())
                .execute());
    }

    /** What is stored of these tokens; absent ones are absent. */
    Map<NikToken, Stored> read(Collection<NikToken> tokens) {
        return jdbi.withHandle(handle -> {
            var found = new HashMap<NikToken, Stored>();
            try (var statement = handle.getConnection()
                    .prepareStatement("select token, version, state from asn_status where token = any(?)")) {
                statement.setArray(
                        1,
                        handle.getConnection()
                                .createArrayOf(
                                        "uuid",
                                        tokens.stream().map(NikToken::toUuid).toArray()));
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.put(
                                NikToken.of(rows.getObject(1, UUID.class)),
                                new Stored(rows.getLong(2), rows.getString(3)));
                    }
                }
            } catch (SQLException e) {
                throw new IllegalStateException("the store could not be read", e);
            }
            return found;
        });
    }

    /** About how many tokens there are, as the last analyze counted; 0 if it never did. */
    long estimate() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select greatest(reltuples, 0)::bigint from pg_class where oid = 'asn_status'::regclass")
                .mapTo(Long.class)
                .one());
    }

    /** Reads every token of an epoch together with the places that belong to it: one snapshot of all partitions. */
    Snapshot load(int epoch, TokenReader reader) {
        return load(markers -> {}, (of, hi, lo, state) -> {
            if (of == epoch) {
                reader.token(hi, lo, state);
            }
        });
    }

    /** As {@link #load(int, TokenReader)} for all epochs; {@code first} hears the markers before any token comes. */
    Snapshot load(Consumer<List<EpochMarker>> first, EpochReader reader) {
        return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, tx -> {
            var places = readPlaces(tx);
            var dataTime = tx.createQuery("select data_time from projection_data_time")
                    .mapTo(LocalDate.class)
                    .findOne();
            var markers = readMarkers(tx);
            first.accept(markers);
            copyTokens(tx, reader);
            return new Snapshot(places, dataTime, markers);
        });
    }

    /** Removes the rows of an epoch of which no token is left, once all its partitions have said so; and then what they said. */
    int removeRetired() {
        return jdbi.inTransaction(tx -> {
            var retired = tx.createQuery("""
                            select epoch from epoch_marker where phase = 'RETIRED' group by epoch having count(*) = max(partitions)""").mapTo(Integer.class).list();
            int removed = 0;
            for (int epoch : retired) {
                removed += tx.execute("delete from asn_status where epoch = ?", epoch);
                tx.execute("delete from epoch_marker where epoch = ?", epoch);
            }
            return removed;
        });
    }

    private static List<EpochMarker> readMarkers(Handle handle) {
        return handle.createQuery("select epoch, phase, topic_partition, partitions from epoch_marker")
                .map((row, context) -> new EpochMarker(
                        row.getInt(1), EpochMarker.Phase.valueOf(row.getString(2)), row.getInt(3), row.getInt(4)))
                .list();
    }

    private static Map<TopicPartition, Place> lockPlaces(Handle tx, Collection<TopicPartition> partitions) {
        // Always in the same order: two writers may wait for each other, never on each other.
        return places(tx.createQuery("""
                        insert into projection_offset (topic, topic_partition, next_offset, high_version)
                        select topic, partition, 0, 0 from unnest(:topics, :partitions) place (topic, partition) order by topic, partition
                        on conflict (topic, topic_partition) do update set topic = excluded.topic
                        returning topic, topic_partition, next_offset, high_version""")
                .bindArray(
                        "topics",
                        String.class,
                        partitions.stream().map(TopicPartition::topic).toArray())
                .bindArray(
                        "partitions",
                        Integer.class,
                        partitions.stream().map(TopicPartition::partition).toArray()));
    }

    private static Map<TopicPartition, Place> readPlaces(Handle handle) {
        return places(
                handle.createQuery("select topic, topic_partition, next_offset, high_version from projection_offset"));
    }

    private static Map<TopicPartition, Place> places(Query query) {
        var places = new HashMap<TopicPartition, Place>();
        query.map((row, context) -> places.put(
                        new TopicPartition(row.getString(1), row.getInt(2)), new Place(row.getLong(3), row.getLong(4))))
                .forEach(unused -> {});
        return places;
    }

    /** Events that one pair of statements can write: each token once, the later version; a tombstone starts anew. */
    static List<Map<NikToken, StatusEvent>> runs(List<StatusEvent> events) {
        var runs = new ArrayList<Map<NikToken, StatusEvent>>();
        var run = new LinkedHashMap<NikToken, StatusEvent>();
        for (var event : events) {
            var earlier = run.get(event.token());
            if (earlier != null && (earlier.isTombstone() || event.isTombstone())) {
                runs.add(run);
                run = new LinkedHashMap<>();
                earlier = null;
            }
            if (earlier == null || event.version() > earlier.version()) {
                run.put(event.token(), event);
            }
        }
        if (!run.isEmpty()) {
            runs.add(run);
        }
        return runs;
    }

    private static void write(Handle tx, Map<NikToken, StatusEvent> run) {
        try {
            upsert(tx, run);
            clear(tx, run);
        } catch (SQLException e) {
            throw new IllegalStateException("status events could not be stored", e);
        }
    }

    /** A register that is new comes by COPY; what is there already, by upsert, which takes three times as long and three entries in the log. */
    private static void upsert(Handle tx, Map<NikToken, StatusEvent> run) throws SQLException {
        // Neighbours in the index one after the other: each of its pages is met once.
        var states = run.values().stream()
                .filter(event -> !event.isTombstone())
                .sorted((one, other) -> {
                    int first =
                            Long.compareUnsigned(one.token().hi(), other.token().hi());
                    return first != 0
                            ? first
                            : Long.compareUnsigned(
                                    one.token().lo(), other.token().lo());
                })
                .toList();
        var known = known(tx, states);
        copy(tx, states.stream().filter(event -> !known.contains(event.token())).toList());
        replace(
                tx,
                states.stream().filter(event -> known.contains(event.token())).toList());
    }

    private static Set<NikToken> known(Handle tx, List<StatusEvent> events) throws SQLException {
        var known = new HashSet<NikToken>();
        var connection = tx.getConnection();
        try (var statement = connection.prepareStatement("select token from asn_status where token = any(?)")) {
            statement.setArray(1, tokens(connection, events));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    known.add(NikToken.of(rows.getObject(1, UUID.class)));
                }
            }
        }
        return known;
    }

    private static void copy(Handle tx, List<StatusEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        var states = events.stream()
                .map(event -> event.state().getBytes(StandardCharsets.UTF_8))
                .toList();
        var rows = ByteBuffer.allocate(COPY_HEADER.length
                + events.size() * COPY_ROW
                + states.stream().mapToInt(state -> state.length).sum()
                + Short.BYTES);
        rows.put(COPY_HEADER);
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            byte[] state = states.get(i);
            rows.putShort((short) 4);
            rows.putInt(2 * Long.BYTES)
                    .putLong(event.token().hi())
                    .putLong(event.token().lo());
            rows.putInt(Short.BYTES).putShort((short) event.epoch());
            rows.putInt(Long.BYTES).putLong(event.version());
            rows.putInt(state.length).put(state);
        }
        rows.putShort((short) -1);
        var copy = tx.getConnection()
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy asn_status (token, epoch, version, state) from stdin (format binary)");
        try {
            copy.writeToCopy(rows.array(), 0, rows.position());
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void replace(Handle tx, List<StatusEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        var connection = tx.getConnection();
        try (var update = connection.prepareStatement("""
                update asn_status held set epoch = said.epoch, version = said.version, state = said.state
                from unnest(?::uuid[], ?::smallint[], ?::bigint[], ?::text[]) said (token, epoch, version, state)
                where held.token = said.token and said.version > held.version""")) {
            update.setArray(1, tokens(connection, events));
            update.setArray(
                    2,
                    connection.createArrayOf(
                            "smallint", events.stream().map(StatusEvent::epoch).toArray()));
            update.setArray(
                    3,
                    connection.createArrayOf(
                            "bigint", events.stream().map(StatusEvent::version).toArray()));
            update.setArray(
                    4,
                    connection.createArrayOf(
                            "text", events.stream().map(StatusEvent::state).toArray()));
            update.executeUpdate();
        }
    }

    private static Array tokens(Connection connection, List<StatusEvent> events) throws SQLException {
        return connection.createArrayOf(
                "uuid", events.stream().map(event -> event.token().toUuid()).toArray());
    }

    private static void clear(Handle tx, Map<NikToken, StatusEvent> run) throws SQLException {
        var gone = run.values().stream()
                .filter(StatusEvent::isTombstone)
                .map(event -> event.token().toUuid())
                .toArray();
        if (gone.length > 0) {
            var connection = tx.getConnection();
            try (var clear = connection.prepareStatement("update asn_status set state = '' where token = any(?)")) {
                clear.setArray(1, connection.createArrayOf("uuid", gone));
                clear.executeUpdate();
            }
        }
    }

    private static void copyTokens(Handle tx, EpochReader reader) {
        try {
            copyOut(tx, reader);
        } catch (SQLException e) {
            throw new IllegalStateException("the store could not be copied out", e);
        }
    }

    private static void copyOut(Handle tx, EpochReader reader) throws SQLException {
        var copies = tx.getConnection().unwrap(PGConnection.class).getCopyAPI();
        CopyOut copy = copies.copyOut("copy asn_status (token, epoch, state) to stdout (format binary)");
        boolean header = true;
        try {
            for (byte[] message; (message = copy.readFromCopy()) != null; ) {
                var bytes = ByteBuffer.wrap(message);
                if (header) {
                    // Signature (11), flags (4), length of the extension (4); the first row follows in the same
                    // message.
                    bytes.position(15);
                    bytes.position(19 + bytes.getInt());
                    header = false;
                }
                while (bytes.hasRemaining() && bytes.getShort() == 3) {
                    bytes.position(bytes.position() + Integer.BYTES);
                    long hi = bytes.getLong();
                    long lo = bytes.getLong();
                    bytes.position(bytes.position() + Integer.BYTES);
                    short epoch = bytes.getShort();
                    int length = bytes.getInt();
                    reader.token(
                            epoch, hi, lo, new String(message, bytes.position(), length, StandardCharsets.ISO_8859_1));
                    bytes.position(bytes.position() + length);
                }
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }
}
