package id.padan.directory.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;

/** Rows in COPY's binary format: no number, date or escape has to be written as text and read again. */
final class CopyRows {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final long EPOCH = LocalDate.of(2000, 1, 1).toEpochDay();

    private final int columns;
    private ByteBuffer bytes;

    CopyRows(int columns, int expectedBytes) {
        this.columns = columns;
        this.bytes = ByteBuffer.allocate(Math.max(1024, expectedBytes));
        // No flags, no header extension.
        bytes.put(SIGNATURE).putInt(0).putInt(0);
    }

    void begin() {
        room(Short.BYTES);
        bytes.putShort((short) columns);
    }

    void text(String value) {
        if (value == null) {
            none();
            return;
        }
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES + encoded.length);
        bytes.putInt(encoded.length).put(encoded);
    }

    void number(long value) {
        room(Integer.BYTES + Long.BYTES);
        bytes.putInt(Long.BYTES).putLong(value);
    }

    void flag(Boolean value) {
        if (value == null) {
            none();
            return;
        }
        room(Integer.BYTES + 1);
        bytes.putInt(1).put((byte) (value ? 1 : 0));
    }

    void date(LocalDate value) {
        if (value == null) {
            none();
            return;
        }
        room(Integer.BYTES + Integer.BYTES);
        bytes.putInt(Integer.BYTES).putInt((int) (value.toEpochDay() - EPOCH));
    }

    void uuid(UUID value) {
        room(Integer.BYTES + 2 * Long.BYTES);
        bytes.putInt(2 * Long.BYTES).putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
    }

    void bytes(byte[] value) {
        room(Integer.BYTES + value.length);
        bytes.putInt(value.length).put(value);
    }

    void none() {
        room(Integer.BYTES);
        bytes.putInt(-1);
    }

    /** @throws SQLException with PostgreSQL's reason; its message may quote values */
    void into(Handle handle, String table, String columnNames) throws SQLException {
        room(Short.BYTES);
        bytes.putShort((short) -1);
        var copy = handle.getConnection()
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + table + " (" + columnNames + ") from stdin (format binary)");
        try {
            copy.writeToCopy(bytes.array(), 0, bytes.position());
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void room(int more) {
        if (bytes.remaining() < more) {
            var larger = ByteBuffer.wrap(
                    Arrays.copyOf(bytes.array(), Math.max(bytes.capacity() * 2, bytes.position() + more)));
            bytes = larger.position(bytes.position());
        }
    }
}
