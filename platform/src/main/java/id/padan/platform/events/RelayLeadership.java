package id.padan.platform.events;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/**
 * The right of one instance to relay: an advisory lock held by a connection of its own, so that it ends with the process, whatever
 * happens. It only decides who tries; that no two read at once is what the slot guarantees.
 */
final class RelayLeadership implements AutoCloseable {

    private final Connection connection;

    private RelayLeadership(Connection connection) {
        this.connection = connection;
    }

    /** Empty when another instance leads. */
    static Optional<RelayLeadership> tryTake(String url, String user, String password) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "10");
        // A lock on a connection that hangs is no lock.
        properties.setProperty("socketTimeout", "10");
        Connection connection = DriverManager.getConnection(url, properties);
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(
                        "select pg_try_advisory_lock(hashtextextended('padan.outbox.relay', 0))")) {
            result.next();
            if (result.getBoolean(1)) {
                return Optional.of(new RelayLeadership(connection));
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        connection.close();
        return Optional.empty();
    }

    boolean isHeld() {
        try {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
