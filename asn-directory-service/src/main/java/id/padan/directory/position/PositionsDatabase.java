package id.padan.directory.position;

import id.padan.platform.database.QueuedConnections;
import io.quarkus.agroal.DataSource;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** Kemnaker's own database: another role and other connections than the register's, so that no statement can reach from one into the other. */
class PositionsDatabase {

    static final String NAME = "positions";

    private final javax.sql.DataSource pool;
    private final int size;
    private final Duration patience;

    PositionsDatabase(
            @DataSource(NAME) javax.sql.DataSource pool,
            @ConfigProperty(name = "quarkus.datasource.positions.jdbc.max-size") int size,
            @ConfigProperty(name = "quarkus.datasource.positions.jdbc.acquisition-timeout") Duration patience) {
        this.pool = pool;
        this.size = size;
        this.patience = patience;
    }

    @Produces
    @Singleton
    @Identifier(NAME)
    Jdbi jdbi() {
        return Jdbi.create(new QueuedConnections(pool, size, patience)).installPlugin(new PostgresPlugin());
    }
}
