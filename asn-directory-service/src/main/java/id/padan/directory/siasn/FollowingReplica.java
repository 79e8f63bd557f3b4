package id.padan.directory.siasn;

import id.padan.directory.record.AsnRecord;
import id.padan.directory.record.ReadRow;
import id.padan.directory.record.RecordReader;
import id.padan.directory.record.RegisterWriter;
import id.padan.platform.database.SoleInstance;
import io.debezium.embedded.Connect;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.spi.OffsetCommitPolicy;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Follows a table of a SIASN replica in PostgreSQL: a Debezium engine says which rows have changed, and the row itself is read from the table when it
 * comes to it. So a table that is altered meanwhile never stops the engine: a new column is a member like any other, and a row that has lost what a
 * record needs is put aside with its reason and tried again. The slot is made before the first copy, and the copy is repeated until it was
 * whole, so nothing falls between them.
 */
@ApplicationScoped
class FollowingReplica {
    private static final Logger LOG = Logger.getLogger(FollowingReplica.class);
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final String NAME = "padan_siasn";
    private static final int BLOCK = 2000;
    private static final Duration LOOK = Duration.ofSeconds(2);

    /**
     * Where the replica is.
     *
     * @param url JDBC address
     * @param table with its schema; its {@code id} is the primary key
     */
    record Replica(String url, String user, String password, String table) {
        Replica {
            if (!table.matches("[a-z_][a-z0-9_]*\\.[a-z_][a-z0-9_]*")) {
                throw new IllegalArgumentException("padan.siasn.replica-table is schema.table");
            }
        }

        /** Nothing of it may be seen. */
        @Override
        public String toString() {
            return "Replica";
        }
    }

    private final Jdbi jdbi;
    private final RegisterWriter register;
    private final Duration retry;
    private final Optional<Replica> replica;
    private final Thread thread =
            Thread.ofPlatform().name("siasn-replica").daemon().unstarted(this::run);
    private volatile boolean closed;

    @Inject
    FollowingReplica(Jdbi jdbi, RegisterWriter register, SiasnSettings settings) {
        this(
                jdbi,
                register,
                settings.retry(),
                settings.replicaUrl()
                        .map(url -> new Replica(
                                url,
                                settings.replicaUser().orElseThrow(),
                                settings.replicaPassword().orElseThrow(),
                                settings.replicaTable())));
    }

    /** @param retry after what time rows that were put aside are tried again, and the longest pause after a failure */
    FollowingReplica(Jdbi jdbi, RegisterWriter register, Duration retry, Optional<Replica> replica) {
        this.jdbi = jdbi;
        this.register = register;
        this.retry = retry;
        this.replica = replica;
    }

    void start(@Observes StartupEvent event) {
        if (replica.isPresent()) {
            thread.start();
        }
    }

    @PreDestroy
    void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try (var sole = SoleInstance.tryBe(jdbi, "padan.asn-directory.siasn-replica")
                    .orElse(null)) {
                if (sole != null) {
                    follow(replica.orElseThrow(), sole);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                // Drivers quote the values they choke on, so not even the message may be logged.
                LOG.warnf(
                        "the replica of SIASN is not followed: %s", e.getClass().getName());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(Math.min(retry.toMillis(), 5000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void follow(Replica from, SoleInstance sole) throws InterruptedException {
        Jdbi source = Jdbi.create(from.url(), from.user(), from.password());
        boolean made = source.withHandle(handle -> ensureSlot(handle, from));
        if (made || !isCopied()) {
            copy(source, from);
        }
        var ended = new CountDownLatch(1);
        var engine = engine(from, source, ended);
        var reading = Thread.ofPlatform().name("siasn-replica-engine").daemon().unstarted(engine);
        reading.setContextClassLoader(FollowingReplica.class.getClassLoader());
        reading.start();
        try {
            long lastTry = System.nanoTime();
            while (!closed && !ended.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                sole.requireStill();
                if (System.nanoTime() - lastTry > retry.toNanos()) {
                    take(source, from, aside());
                    lastTry = System.nanoTime();
                }
            }
        } finally {
            try {
                engine.close();
            } catch (IOException | IllegalStateException alreadyEnded) {
                LOG.debug("the engine had ended", alreadyEnded);
            }
            reading.join(Duration.ofSeconds(20));
        }
    }

    /** @return whether it was made anew: then what changed before is in no log, and the table is copied */
    private static boolean ensureSlot(Handle handle, Replica from) {
        if (isMissing(handle, "select 1 from pg_publication where pubname = ?", NAME)) {
            handle.execute("create publication " + NAME + " for table " + from.table());
        }
        if (!isMissing(
                handle, "select 1 from pg_replication_slots where slot_name = ? and wal_status = 'lost'", NAME)) {
            LOG.error("the slot on the replica of SIASN was lost: the table is copied anew");
            handle.execute("select pg_drop_replication_slot(?)", NAME);
        }
        if (isMissing(handle, "select 1 from pg_replication_slots where slot_name = ?", NAME)) {
            handle.execute("select pg_create_logical_replication_slot(?, 'pgoutput')", NAME);
            return true;
        }
        return false;
    }

    private static boolean isMissing(Handle handle, String query, String name) {
        return handle.select(query, name).mapTo(Integer.class).findOne().isEmpty();
    }

    private boolean isCopied() {
        return jdbi.withHandle(handle -> handle.createQuery("select exists (select from siasn_replica_copy)")
                .mapTo(Boolean.class)
                .one());
    }

    private void copy(Jdbi source, Replica from) {
        jdbi.useHandle(handle -> handle.execute("delete from siasn_replica_copy"));
        String after = "";
        List<String> ids;
        do {
            String last = after;
            ids = source.withHandle(handle -> handle.createQuery(
                            "select id from " + from.table() + " where id > :after order by id limit :limit")
                    .bind("after", last)
                    .bind("limit", BLOCK)
                    .mapTo(String.class)
                    .list());
            take(source, from, ids);
            after = ids.isEmpty() ? after : ids.getLast();
        } while (!ids.isEmpty());
        jdbi.useHandle(handle -> handle.execute("insert into siasn_replica_copy default values"));
        LOG.info("the replica of SIASN is copied");
    }

    /** Reads these rows as they are now; those that are not there any more are removed from the register. */
    private void take(Jdbi source, Replica from, Collection<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        var rows = new LinkedHashMap<String, String>();
        source.useHandle(handle -> handle.createQuery(
                        "select id, row_to_json(t)::text as row from " + from.table() + " t where id = any(:ids)")
                .bindArray("ids", String.class, ids)
                .map((row, context) -> rows.put(row.getString("id"), row.getString("row")))
                .forEach(unused -> {}));
        var reader = new RecordReader();
        var records = new ArrayList<AsnRecord>();
        var refused = new LinkedHashMap<String, ReadRow.Refused>();
        rows.forEach((id, row) -> {
            byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
            switch (reader.readJson(bytes, 0, bytes.length)) {
                case ReadRow.Accepted(AsnRecord record) -> records.add(record);
                case ReadRow.Refused bad -> refused.put(id, bad);
            }
        });
        List<String> gone =
                ids.stream().filter(id -> !rows.containsKey(id)).distinct().toList();
        jdbi.useTransaction(tx -> {
            var unused = register.write(tx, records, LocalDate.now(JAKARTA));
            if (!gone.isEmpty()) {
                register.remove(tx, register.numbersOf(tx, gone));
            }
            tx.createUpdate("delete from siasn_replica_aside where id = any(:ids)")
                    .bindArray("ids", String.class, ids)
                    .execute();
            refused.forEach((id, bad) -> tx.execute(
                    "insert into siasn_replica_aside (id, field, reason) values (?, ?, ?)",
                    id,
                    bad.field(),
                    bad.reason().name()));
        });
        if (!refused.isEmpty()) {
            LOG.warnf("%d rows of the replica of SIASN were put aside (siasn_replica_aside)", refused.size());
        }
    }

    private List<String> aside() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select id from siasn_replica_aside order by id limit :limit")
                        .bind("limit", BLOCK)
                        .mapTo(String.class)
                        .list());
    }

    private DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> engine(
            Replica from, Jdbi source, CountDownLatch ended) {
        return DebeziumEngine.create(Connect.class)
                .using(settings(from))
                .using(FollowingReplica.class.getClassLoader())
                .using(OffsetCommitPolicy.always())
                .using((success, message, error) -> {
                    if (!success) {
                        LOG.warnf(
                                "the engine on the replica of SIASN ended: %s",
                                error == null ? "no reason" : error.getClass().getName());
                    }
                    ended.countDown();
                })
                .notifying((changes, committer) -> {
                    Set<String> ids = new LinkedHashSet<>();
                    for (var change : changes) {
                        // Heartbeats have no key of a row.
                        if (change.value().key() instanceof Struct key
                                && key.schema().field("id") != null) {
                            ids.add(key.getString("id"));
                        }
                    }
                    take(source, from, ids);
                    for (var change : changes) {
                        committer.markProcessed(change);
                    }
                    committer.markBatchFinished();
                })
                .build();
    }

    private static Properties settings(Replica from) {
        URI database = URI.create(from.url().substring("jdbc:".length()));
        var settings = new Properties();
        settings.setProperty("name", NAME);
        settings.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        settings.setProperty("topic.prefix", NAME);
        settings.setProperty("database.hostname", database.getHost());
        settings.setProperty("database.port", Integer.toString(database.getPort() < 0 ? 5432 : database.getPort()));
        settings.setProperty("database.dbname", database.getPath().substring(1));
        settings.setProperty("database.user", from.user());
        settings.setProperty("database.password", from.password());
        settings.setProperty("plugin.name", "pgoutput");
        settings.setProperty("slot.name", NAME);
        settings.setProperty("slot.max.retries", "1");
        settings.setProperty("slot.retry.delay.ms", "1000");
        settings.setProperty("publication.name", NAME);
        settings.setProperty("publication.autocreate.mode", "disabled");
        settings.setProperty("table.include.list", from.table());
        settings.setProperty("column.include.list", from.table() + ".id");
        settings.setProperty("tombstones.on.delete", "false");
        settings.setProperty("snapshot.mode", "no_data");
        settings.setProperty("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
        settings.setProperty("poll.interval.ms", "100");
        settings.setProperty("max.batch.size", "2000");
        settings.setProperty("max.queue.size", "8000");
        settings.setProperty("heartbeat.interval.ms", "10000");
        settings.setProperty(
                "heartbeat.action.query", "select pg_logical_emit_message(false, 'heartbeat', now()::text)");
        settings.setProperty("status.update.interval.ms", "2000");
        settings.setProperty("errors.max.retries", "0");
        settings.setProperty("record.processing.threads", "1");
        settings.setProperty("task.management.timeout.ms", "15000");
        return settings;
    }
}
