package id.padan.verification.batch;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.JdbiException;

/** Repeats a transaction while PostgreSQL is away, so that a restart of it does not break an upload of an hour. */
@ApplicationScoped
class DatabasePatience {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** @throws id.padan.platform.problem.ProblemException UNAVAILABLE when it stays away for 30 s */
    <T> T within(Supplier<T> transaction) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                return transaction.get();
            } catch (JdbiException away) {
                if (!isOutage(away)) {
                    throw away;
                }
                if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                    throw SendingChunks.unavailable();
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /**
     * Whether waiting may help: no connection, a broken one, a server that shuts down or starts, a lost serialization race, a full disk
     * (class 53) that somebody is about to clear.
     */
    static boolean isOutage(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectionException) {
                return true;
            }
            if (cause instanceof SQLException sql) {
                var state = sql.getSQLState();
                if (state == null
                        || state.startsWith("08")
                        || state.startsWith("57P")
                        || state.startsWith("40")
                        || state.startsWith("53")) {
                    return true;
                }
            }
        }
        return false;
    }
}
