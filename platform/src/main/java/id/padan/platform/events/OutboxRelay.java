package id.padan.platform.events;

import io.debezium.embedded.Connect;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.spi.OffsetCommitPolicy;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Publishes the outbox: a Debezium engine in this process follows the write-ahead log, and each committed row goes to Kafka in commit
 * order, at least once. One instance leads, the others stand by; whatever ends the engine, it is started again after a pause. The
 * service's readiness does not hang on it, because events wait in the outbox.
 *
 * <p>Configuration: {@code padan.outbox.relay=true} lets this service relay; {@code padan.outbox.poll} is how often it looks. Metrics: {@code padan.outbox.leader} (1 where the relay
 * runs), {@code padan.outbox.unpublished.age} (seconds, of the oldest unpublished row), {@code padan.outbox.slot.lag} (bytes of log that
 * PostgreSQL keeps for us), {@code padan.outbox.refused} (rows that Kafka will never take).
 */
@ApplicationScoped
public class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration STAND_BY = Duration.ofSeconds(2);
    private static final Duration WATCH = Duration.ofSeconds(2);
    private static final Duration SETTLED = Duration.ofMinutes(1);
    private static final Duration MEASURE = Duration.ofSeconds(10);
    private static final Duration PRUNE = Duration.ofHours(1);

    private final Jdbi jdbi;
    private final OutboxSlot slot;
    private final OutboxPublisher publisher;
    private final boolean enabled;
    private final Duration poll;
    private final String url;
    private final String user;
    private final String password;

    private volatile boolean leading;
    private volatile double unpublishedAge;
    private volatile double slotLag;
    private volatile double refused;
    private Instant measured = Instant.EPOCH;
    private Instant pruned = Instant.EPOCH;
    private CountDownLatch stopping;
    private Thread supervisor;

    OutboxRelay(
            @Identifier("relay") Jdbi jdbi,
            OutboxSlot slot,
            OutboxPublisher publisher,
            MeterRegistry meters,
            @ConfigProperty(name = "padan.outbox.relay", defaultValue = "false") boolean enabled,
            @ConfigProperty(name = "padan.outbox.poll", defaultValue = "PT0.2S") Duration poll,
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password) {
        this.jdbi = jdbi;
        this.slot = slot;
        this.publisher = publisher;
        this.enabled = enabled;
        this.poll = poll;
        this.url = url;
        this.user = user;
        this.password = password;
        Gauge.builder("padan.outbox.leader", this, relay -> relay.leading ? 1 : 0)
                .register(meters);
        Gauge.builder("padan.outbox.unpublished.age", this, relay -> relay.unpublishedAge)
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("padan.outbox.slot.lag", this, relay -> relay.slotLag)
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("padan.outbox.refused", this, relay -> relay.refused).register(meters);
    }

    void startWithService(@Observes @Priority(20) StartupEvent event) {
        if (enabled) {
            start();
        }
    }

    void stopWithService(@Observes ShutdownEvent event) {
        stop();
    }

    /** Starts relaying, or standing by, in the background; nothing happens if it already does. */
    public synchronized void start() {
        if (supervisor == null) {
            stopping = new CountDownLatch(1);
            supervisor = Thread.ofPlatform().name("outbox-relay").daemon().start(this::supervise);
        }
    }

    /** Stops relaying in this instance, for maintenance; events wait in the outbox. Returns when the engine has ended. */
    public synchronized void stop() {
        if (supervisor == null) {
            return;
        }
        stopping.countDown();
        try {
            supervisor.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        supervisor = null;
    }

    /** Whether this instance is the one that publishes. */
    public boolean isLeading() {
        return leading;
    }

    private void supervise() {
        Duration pause = FIRST_PAUSE;
        while (!isStopping()) {
            Instant began = Instant.now();
            try (var leadership = RelayLeadership.tryTake(url, user, password).orElse(null)) {
                measure();
                if (leadership == null) {
                    pauseFor(STAND_BY);
                    continue;
                }
                lead(leadership);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (SQLException | RuntimeException e) {
                LOG.warnf("outbox relay: %s; trying again in %s", e.getMessage(), pause);
                LOG.debug("outbox relay", e);
            } finally {
                leading = false;
            }
            if (Duration.between(began, Instant.now()).compareTo(SETTLED) > 0) {
                pause = FIRST_PAUSE;
            }
            pauseFor(pause);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        }
    }

    private void lead(RelayLeadership leadership) throws InterruptedException {
        slot.ensure();
        int late = publisher.publishUnpublished();
        if (late > 0) {
            LOG.infof("outbox relay: %d rows that had waited are published", late);
        }
        var ended = new CountDownLatch(1);
        DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> engine = engine(ended);
        var thread = Thread.ofPlatform().name("outbox-relay-engine").daemon().unstarted(engine);
        // Connect looks its classes up by the thread's loader; the default one does not know them in a packaged
        // service.
        thread.setContextClassLoader(OutboxRelay.class.getClassLoader());
        thread.start();
        leading = true;
        LOG.info("outbox relay: leading");
        try {
            while (!isStopping() && leadership.isHeld() && !ended.await(WATCH.toMillis(), TimeUnit.MILLISECONDS)) {
                measure();
                prune();
            }
        } finally {
            leading = false;
            close(engine);
            thread.join(Duration.ofSeconds(20));
        }
    }

    private DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> engine(CountDownLatch ended) {
        return DebeziumEngine.create(Connect.class)
                .using(settings())
                .using(OutboxRelay.class.getClassLoader())
                .using(OffsetCommitPolicy.always())
                .using((success, message, error) -> {
                    if (!success) {
                        LOG.warnf("outbox relay: the engine ended: %s", error == null ? message : error.getMessage());
                        LOG.debug("outbox relay", error);
                    }
                    ended.countDown();
                })
                .notifying(this::handle)
                .build();
    }

    /** All acknowledgements first, then the marks that let the slot move on: a crash between repeats events and loses none. */
    private void handle(
            List<ChangeEvent<SourceRecord, SourceRecord>> changes,
            DebeziumEngine.RecordCommitter<ChangeEvent<SourceRecord, SourceRecord>> committer)
            throws InterruptedException {
        var logged = new ArrayList<OutboxPublisher.Logged>();
        for (var change : changes) {
            // Heartbeats have no row.
            if (change.value().value() instanceof Struct value
                    && value.schema().field("after") != null
                    && value.getStruct("after") != null) {
                logged.add(new OutboxPublisher.Logged(
                        UUID.fromString(value.getStruct("after").getString("id")),
                        value.getStruct("source").getInt64("txId")));
            }
        }
        publisher.publish(logged);
        for (var change : changes) {
            committer.markProcessed(change);
        }
        committer.markBatchFinished();
    }

    private Properties settings() {
        // The driver's URL with its own scheme is no hierarchical URI; without "jdbc:" it is.
        URI database = URI.create(url.substring("jdbc:".length()));
        var settings = new Properties();
        settings.setProperty("name", slot.name());
        settings.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        settings.setProperty("topic.prefix", slot.name());
        settings.setProperty("database.hostname", database.getHost());
        settings.setProperty("database.port", Integer.toString(database.getPort() < 0 ? 5432 : database.getPort()));
        settings.setProperty("database.dbname", database.getPath().substring(1));
        settings.setProperty("database.user", user);
        settings.setProperty("database.password", password);
        settings.setProperty("plugin.name", "pgoutput");
        settings.setProperty("slot.name", slot.name());
        settings.setProperty("slot.max.retries", "1");
        settings.setProperty("slot.retry.delay.ms", "1000");
        settings.setProperty("publication.name", OutboxSlot.PUBLICATION);
        settings.setProperty("publication.autocreate.mode", "disabled");
        settings.setProperty("table.include.list", "public.outbox");
        // The row is read from the table, so that the log's copy of a large one need not stay in memory.
        settings.setProperty("column.include.list", "public.outbox.id");
        settings.setProperty("tombstones.on.delete", "false");
        // The slot's position is the truth; a second one in a file or table could only disagree with it.
        settings.setProperty("snapshot.mode", "no_data");
        settings.setProperty("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
        // The most that a change waits here, twice. Each of two threads spins through the last millisecond of a wait:
        // at
        // 50 ms an idle service takes two hundredths of a processor, and there are five beside an import.
        settings.setProperty("poll.interval.ms", Long.toString(poll.toMillis()));
        settings.setProperty("max.batch.size", "512");
        settings.setProperty("max.queue.size", "2048");
        // The outbox may be quiet while other tables fill the log: only an event of our own lets the slot move on.
        settings.setProperty("heartbeat.interval.ms", "10000");
        settings.setProperty(
                "heartbeat.action.query", "select pg_logical_emit_message(false, 'heartbeat', now()::text)");
        settings.setProperty("status.update.interval.ms", "2000");
        // Our supervisor restarts, with the slot checked first.
        settings.setProperty("errors.max.retries", "0");
        settings.setProperty("record.processing.threads", "1");
        settings.setProperty("task.management.timeout.ms", "15000");
        return settings;
    }

    private void measure() {
        if (Duration.between(measured, Instant.now()).compareTo(MEASURE) < 0) {
            return;
        }
        measured = Instant.now();
        jdbi.useHandle(handle -> {
            unpublishedAge = handle.createQuery("""
                            select coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)
                            from outbox where published_at is null and refused is null
                            """).mapTo(double.class).one();
            refused = handle.createQuery(
                            "select count(*) from outbox where published_at is null and refused is not null")
                    .mapTo(double.class)
                    .one();
            slotLag = handle.createQuery("""
                            select coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn), 0)
                            from pg_replication_slots where slot_name = :name
                            """)
                    .bind("name", slot.name())
                    .mapTo(double.class)
                    .findOne()
                    .orElse(0.0);
        });
    }

    private void prune() {
        if (Duration.between(pruned, Instant.now()).compareTo(PRUNE) < 0) {
            return;
        }
        pruned = Instant.now();
        jdbi.useHandle(handle -> {
            int gone;
            do {
                gone = handle.execute("""
                        delete from outbox where id in (
                            select id from outbox
                            where published_at < clock_timestamp() - interval '14 days' limit 10000)
                        """);
            } while (gone == 10_000);
        });
    }

    private static void close(DebeziumEngine<?> engine) {
        try {
            engine.close();
        } catch (IOException | IllegalStateException alreadyEnded) {
            LOG.debug("outbox relay: engine was closed already", alreadyEnded);
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void pauseFor(Duration pause) {
        try {
            if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("outbox relay: stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping.countDown();
        }
    }
}
