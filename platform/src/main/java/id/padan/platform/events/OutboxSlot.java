package id.padan.platform.events;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * The replication slot and the publication through which the relay sees the outbox. They are made at start, after the tables and before
 * the first write: a row older than its slot never shows in the log. A slot is made outside any transaction of ours, because PostgreSQL
 * waits there for all writers to finish.
 */
@ApplicationScoped
class OutboxSlot {

    static final String PUBLICATION = "padan_outbox";

    private static final Logger LOG = Logger.getLogger(OutboxSlot.class);

    private final Jdbi jdbi;
    private final boolean relayed;
    private volatile boolean made;

    OutboxSlot(
            @Identifier("relay") Jdbi jdbi,
            @ConfigProperty(name = "padan.outbox.relay", defaultValue = "false") boolean relayed) {
        this.jdbi = jdbi;
        this.relayed = relayed;
    }

    // Before everything that may write an event at start.
    void makeAtStart(@Observes @Priority(10) StartupEvent event) {
        if (relayed) {
            ensure();
        }
    }

    void requireMade() {
        if (!made) {
            throw new IllegalStateException("the outbox has no replication slot yet; is padan.outbox.relay=true?");
        }
    }

    /** Slots live in the whole PostgreSQL cluster, so the name carries the database. */
    String name() {
        return jdbi.withHandle(handle -> handle.createQuery("select 'padan_' || current_database()")
                .mapTo(String.class)
                .one());
    }

    /** Makes what is missing, and makes a lost slot anew. What was written meanwhile is still in the outbox, unpublished. */
    void ensure() {
        jdbi.useHandle(handle -> {
            boolean published = handle.createQuery("select exists (select from pg_publication where pubname = :name)")
                    .bind("name", PUBLICATION)
                    .mapTo(boolean.class)
                    .one();
            if (!published) {
                tolerateRace(() -> handle.execute(
                        "create publication " + PUBLICATION + " for table outbox with (publish = 'insert')"));
            }
            String name = name();
            Optional<String> walStatus = walStatus(handle, name);
            if (walStatus.isPresent() && walStatus.get().equals("lost")) {
                LOG.errorf("replication slot %s was lost: PostgreSQL needed its log space; making it anew", name);
                handle.execute("select pg_drop_replication_slot(?)", name);
                walStatus = Optional.empty();
            }
            if (walStatus.isEmpty()) {
                tolerateRace(() -> handle.execute("select pg_create_logical_replication_slot(?, 'pgoutput')", name));
                LOG.infof("replication slot %s made", name);
            }
        });
        made = true;
    }

    private static Optional<String> walStatus(Handle handle, String name) {
        return handle.createQuery(
                        "select coalesce(wal_status, 'unknown') from pg_replication_slots where slot_name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne();
    }

    /** Two instances starting together both find it missing; the second one's failure means that it is there. */
    private static void tolerateRace(Runnable make) {
        try {
            make.run();
        } catch (UnableToExecuteStatementException e) {
            if (!(e.getCause() instanceof java.sql.SQLException sql) || !"42710".equals(sql.getSQLState())) {
                throw e;
            }
        }
    }
}
