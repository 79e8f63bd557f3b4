package id.padan.platform.database;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The right of one instance to a task that two must not do at once: PostgreSQL's advisory lock, which lives as long as its connection and so
 * ends with the instance, whatever happens.
 */
public final class SoleInstance implements AutoCloseable {
    private final Handle handle;
    private final String task;

    private SoleInstance(Handle handle, String task) {
        this.handle = handle;
        this.task = task;
    }

    /**
     * Takes the right until it is closed.
     *
     * @param task its name in the service's database, as {@code padan.verification.retention}
     * @return empty while another instance has it
     */
    public static Optional<SoleInstance> tryBe(Jdbi jdbi, String task) {
        var handle = jdbi.open();
        try {
            if (handle.createQuery("select pg_try_advisory_lock(hashtextextended(:task, 0))")
                    .bind("task", task)
                    .mapTo(Boolean.class)
                    .one()) {
                return Optional.of(new SoleInstance(handle, task));
            }
        } catch (RuntimeException e) {
            handle.close();
            throw e;
        }
        handle.close();
        return Optional.empty();
    }

    /** @throws RuntimeException if the connection is lost, and the right with it */
    public void requireStill() {
        handle.execute("select 1");
    }

    @Override
    public void close() {
        try (handle) {
            handle.execute("select pg_advisory_unlock(hashtextextended(?, 0))", task);
        }
    }
}
