package id.padan.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;

/**
 * Connections of the pool in the order in which they were asked for. Agroal must never have a queue of its own: while one caller waits there,
 * it lets each further one wait a second even if connections are idle, and a service that was short of connections once stays slow.
 */
public final class QueuedConnections implements ConnectionFactory {
    private final DataSource pool;
    private final Semaphore free;
    private final Duration patience;

    /** @param size connections that the pool may have */
    public QueuedConnections(DataSource pool, int size, Duration patience) {
        this.pool = pool;
        this.free = new Semaphore(size, true);
        this.patience = patience;
    }

    @Override
    public Connection openConnection() throws SQLException {
        try {
            if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException("no connection became free within " + patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while waiting for a connection");
        }
        try {
            return pool.getConnection();
        } catch (SQLException | RuntimeException e) {
            free.release();
            throw e;
        }
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        try {
            connection.close();
        } finally {
            free.release();
        }
    }
}
