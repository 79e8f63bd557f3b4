package id.padan.platform.database;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

class DatabaseAccess {

    @Produces
    @Singleton
    Jdbi jdbi(
            DataSource pool,
            @ConfigProperty(name = "quarkus.datasource.jdbc.max-size") int size,
            @ConfigProperty(name = "quarkus.datasource.jdbc.acquisition-timeout") Duration patience) {
        return Jdbi.create(new QueuedConnections(pool, size, patience)).installPlugin(new PostgresPlugin());
    }
}
