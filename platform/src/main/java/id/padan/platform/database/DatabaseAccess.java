package id.padan.platform.database;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * One JDBI for requests and all else, and a second one for the relay: in one queue with requests, each of the relay's questions would wait
 * behind hundreds of writes, and events would be late by as much as the service is busy.
 */
class DatabaseAccess {

    /** One for the relay's thread, one for its watch. */
    private static final int RELAY = 2;
    /** The readiness check asks the pool itself. */
    private static final int OTHERS = 1;

    private final DataSource pool;
    private final int size;
    private final Duration patience;

    DatabaseAccess(
            DataSource pool,
            @ConfigProperty(name = "quarkus.datasource.jdbc.max-size") int size,
            @ConfigProperty(name = "quarkus.datasource.jdbc.acquisition-timeout") Duration patience) {
        this.pool = pool;
        this.size = size;
        this.patience = patience;
    }

    @Produces
    @Singleton
    Jdbi jdbi() {
        return of(size - RELAY - OTHERS);
    }

    @Produces
    @Singleton
    @Identifier("relay")
    Jdbi relay() {
        return of(RELAY);
    }

    private Jdbi of(int connections) {
        return Jdbi.create(new QueuedConnections(pool, connections, patience)).installPlugin(new PostgresPlugin());
    }
}
