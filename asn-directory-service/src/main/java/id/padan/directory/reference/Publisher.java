package id.padan.directory.reference;

import id.padan.platform.agreement.Datasets;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Who publishes a table: the party that holds its dataset, with a schema and a database role of its own. */
enum Publisher {
    BKN(Datasets.ASN_REFERENCE, "public", null),
    KEMNAKER(Datasets.FUNCTIONAL_POSITION_REFERENCE, "kemnaker", "asn_directory_kemnaker");

    private final String dataset;
    private final String schema;
    private final String role;

    Publisher(String dataset, String schema, String role) {
        this.dataset = dataset;
        this.schema = schema;
        this.role = role;
    }

    String dataset() {
        return dataset;
    }

    Publisher other() {
        return this == BKN ? KEMNAKER : BKN;
    }

    /** Does something about this publisher's tables, as its role; the other's tables cannot be reached meanwhile. */
    <T> T within(Handle tx, Supplier<T> work) {
        if (role == null) {
            return work.get();
        }
        tx.execute("set local role " + role);
        T done = work.get();
        // After a failure the transaction ends anyway, and the role with it.
        tx.execute("reset role");
        return done;
    }

    /** Statements name {@code <schema>} before each table. */
    String sql(String statement) {
        return statement.replace("<schema>", schema);
    }
}
