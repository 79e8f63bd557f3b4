package id.padan.casn.intake;

import java.time.LocalDate;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;

/** Says how far an ingest is, beside its own transaction, which shows nothing before its end. */
final class Progress implements AutoCloseable {
    /** Rows between two words about it. */
    private static final int STEP = 50_000;

    private static final String DEAD = """
            not exists (select from pg_stat_activity a where a.pid = r.backend and a.backend_start = r.backend_start)""";
    /** Ingests that go on, in the columns of those that ended. */
    static final String RUNNING = """
            select id, kind, data_date, actor, at, state, received, 0, 0, 0, 0, 0,
                   '{}'::jsonb, '{}'::text[] from casn_ingest_running r where not (""" + DEAD + ")";

    /** Of what is too small to be watched. */
    static final Progress NONE = new Progress(null, null);

    private final Jdbi jdbi;
    private final UUID id;

    private Progress(Jdbi jdbi, UUID id) {
        this.jdbi = jdbi;
        this.id = id;
    }

    /** @param own the connection of the ingest's own transaction, before it begins */
    static Progress start(Jdbi jdbi, Handle own, UUID id, IngestKind kind, LocalDate dataDate, String actor) {
        record Backend(int pid, String start) {}
        Backend backend = own.createQuery(
                        "select pid, backend_start::text from pg_stat_activity where pid = pg_backend_pid()")
                .map((row, context) -> new Backend(row.getInt(1), row.getString(2)))
                .one();
        beside(jdbi, beside -> {
            // What a service that was stopped left behind.
            beside.execute("delete from casn_ingest_running r where " + DEAD);
            beside.createUpdate("""
                            insert into casn_ingest_running (id, kind, data_date, actor, state, received, backend, backend_start)
                            values (:id, :kind, :day, :actor, 'WAITING', 0, :pid, cast(:start as timestamptz))""")
                    .bind("id", id)
                    .bind("kind", kind.name())
                    .bind("day", dataDate)
                    .bind("actor", actor)
                    .bind("pid", backend.pid())
                    .bind("start", backend.start())
                    .execute();
        });
        return new Progress(jdbi, id);
    }

    void read(long rows) {
        if (rows % STEP == 0) {
            say(Ingest.State.READING, rows);
        }
    }

    void say(Ingest.State state, long rows) {
        if (jdbi == null) {
            return;
        }
        beside(
                jdbi,
                beside -> beside.execute(
                        "update casn_ingest_running set state = ?, received = ? where id = ?", state.name(), rows, id));
    }

    /** On a connection of its own: within a handle of the same thread {@code useHandle} is that handle, whose COPY would be waited for without end. */
    private static void beside(Jdbi jdbi, HandleConsumer<RuntimeException> work) {
        try (Handle beside = jdbi.open()) {
            work.useHandle(beside);
        }
    }

    /** From then on the ingest itself is what is seen. */
    void ended(Handle tx) {
        tx.execute("delete from casn_ingest_running where id = ?", id);
    }

    /** Also for one that failed. */
    @Override
    public void close() {
        beside(jdbi, beside -> beside.execute("delete from casn_ingest_running where id = ?", id));
    }
}
