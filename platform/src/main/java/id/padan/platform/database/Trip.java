package id.padan.platform.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Statements that go to the database together and whose answers come back together: they are done one after the other, each sees what those
 * before it did, the first that fails ends them all, and yet there is one wait instead of one for each. On busy processors a wait costs
 * more than a statement. For what many share (a group's transaction); elsewhere a statement alone is easier to read.
 */
public final class Trip {

    private static final String COMMIT = "commit";

    private final Connection connection;
    private final List<Statement> statements = new ArrayList<>();

    public Trip(Handle tx) {
        this.connection = tx.getConnection();
    }

    /** What is made of a row; its place in the result is the cursor's. */
    @FunctionalInterface
    public interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private record Statement(String sql, Object[] values, RowReader rows) {}

    /**
     * Adds a statement.
     *
     * @param values in the order of its question marks; an array as {@code Long[]}, {@code String[]}, {@code UUID[]} or {@code byte[][]}
     */
    public Trip tell(String sql, Object... values) {
        statements.add(new Statement(sql, values, null));
        return this;
    }

    /** As {@link #tell}, for one that answers rows; they are read in {@link #go}. */
    public Trip ask(String sql, RowReader rows, Object... values) {
        statements.add(new Statement(sql, values, rows));
        return this;
    }

    /** Sends what was added and reads the answers, in the order in which they were added; then it is empty again. */
    public void go() {
        if (statements.isEmpty()) {
            return;
        }
        var sql = String.join(";\n", statements.stream().map(Statement::sql).toList());
        try (var prepared = connection.prepareStatement(sql)) {
            int place = 0;
            for (var statement : statements) {
                for (var value : statement.values()) {
                    bind(prepared, ++place, value);
                }
            }
            boolean isResult = prepared.execute();
            for (var statement : statements) {
                if (statement.rows() != null) {
                    if (!isResult) {
                        throw new IllegalStateException("a statement was asked for rows and has none");
                    }
                    try (var rows = prepared.getResultSet()) {
                        while (rows.next()) {
                            statement.rows().read(rows);
                        }
                    }
                }
                isResult = prepared.getMoreResults();
            }
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException(e, null);
        } finally {
            statements.clear();
        }
    }

    /**
     * As {@link #go}, and the transaction ends with it: its commit is the last of the statements. Whoever opened the transaction finds nothing
     * left to commit, and an exception means, as ever, that nothing was.
     */
    public void commit() {
        tell(COMMIT).go();
    }

    private void bind(PreparedStatement prepared, int place, Object value) throws SQLException {
        switch (value) {
            case Long[] all -> prepared.setArray(place, array("int8", all));
            case String[] all -> prepared.setArray(place, array("text", all));
            case java.util.UUID[] all -> prepared.setArray(place, array("uuid", all));
            case Short[] all -> prepared.setArray(place, array("int2", all));
            case byte[][] all -> prepared.setArray(place, array("bytea", all));
            case byte[] bytes -> prepared.setBytes(place, bytes);
            case String text -> prepared.setString(place, text);
            // With a type of its own, a date or time; an unknown type would be asked for, which is a wait more.
            default -> prepared.setObject(place, value);
        }
    }

    private Array array(String type, Object[] all) throws SQLException {
        return connection.createArrayOf(type, all);
    }
}
