package id.padan.cli.verification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Packed answers ({@code docs/formats/answers.md}), read one row after the other. */
final class Answers {
    static final String MEDIA_TYPE = "application/vnd.padan.answers";

    private static final byte[] MAGIC = {'P', 'A', 'D', 'A', 'N', 'A', 'N', 'S'};
    private static final int VERSION = 1;
    private static final int PART = 1;
    private static final int END = 2;
    private static final int HASH_BYTES = 32;
    private static final int MAX_PART_ROWS = 65_536;
    private static final int STATUSES = 9;
    private static final int WARNINGS = 6;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JsonNode header;
    private final ByteBuffer in;
    private final long rows;
    private long next;

    // The part at hand.
    private int partRows;
    private int row;
    private final byte[] bits = new byte[MAX_PART_ROWS / 4];
    private final byte[] status = new byte[MAX_PART_ROWS];
    private final byte[] warnings = new byte[MAX_PART_ROWS];

    private Answers(JsonNode header, ByteBuffer in, long rows) {
        this.header = header;
        this.in = in;
        this.rows = rows;
    }

    /** @throws IOException if they are not whole, not sound, or of a version that is not known here */
    static Answers of(byte[] bytes) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int hash = bytes.length - HASH_BYTES;
        if (hash < MAGIC.length + 1 + Integer.BYTES + 1 + Long.BYTES
                || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException("no packed answers");
        }
        if (bytes[MAGIC.length] != VERSION) {
            throw new IOException("packed answers of version " + bytes[MAGIC.length]);
        }
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(bytes, 0, hash);
            if (!MessageDigest.isEqual(sha256.digest(), Arrays.copyOfRange(bytes, hash, bytes.length))) {
                throw new IOException("packed answers that are damaged or cut off");
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        try {
            byte[] json = new byte[in.getInt(MAGIC.length + 1)];
            in.position(MAGIC.length + 1 + Integer.BYTES).get(json);
            return new Answers(JSON.readTree(json), in.limit(hash), in.getLong(hash - Long.BYTES));
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw new IOException("packed answers with an impossible header", e);
        }
    }

    JsonNode header() {
        return header;
    }

    long rows() {
        return rows;
    }

    boolean hasNext() {
        return next < rows;
    }

    /** The next row: status in bits 0-3, answer in bits 4-5, warnings in bits 6-11. */
    int next() throws IOException {
        if (row == partRows) {
            part();
        }
        int i = row++;
        next++;
        return status[i] | (bits[i >> 2] >> ((i & 3) << 1) & 3) << 4 | warnings[i] << 6;
    }

    private void part() throws IOException {
        try {
            if (in.get() != PART || in.getLong() != next + 1) {
                throw new IOException("packed answers out of order");
            }
            partRows = in.getInt();
            if (partRows < 1 || partRows > MAX_PART_ROWS) {
                throw new IOException("packed answers with an impossible number of rows");
            }
            row = 0;
            in.get(bits, 0, (partRows + 3) / 4);
            Arrays.fill(status, 0, partRows, (byte) 0);
            Arrays.fill(warnings, 0, partRows, (byte) 0);
            maps(status, STATUSES, false);
            maps(warnings, WARNINGS, true);
        } catch (BufferUnderflowException e) {
            throw new IOException("packed answers that end too soon", e);
        }
    }

    private void maps(byte[] into, int known, boolean asBits) throws IOException {
        for (int maps = in.get(); maps > 0; maps--) {
            int what = in.get();
            if (what < 0 || what >= known) {
                throw new IOException("packed answers with an unknown status or warning");
            }
            byte value = (byte) (asBits ? 1 << what : what);
            int runs = varint();
            int at = 0;
            for (int run = 0; run < runs; run++) {
                int length = varint();
                if (length > partRows - at) {
                    throw new IOException("packed answers with a map that is too long");
                }
                if (run % 2 == 1) {
                    for (int i = at; i < at + length; i++) {
                        into[i] |= value;
                    }
                }
                at += length;
            }
        }
    }

    private int varint() throws IOException {
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            byte b = in.get();
            value |= (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IOException("packed answers with an impossible number");
    }

    /** Whether after the last row there is the end and nothing else. */
    boolean isAtEnd() {
        return !hasNext() && row == partRows && in.remaining() == 1 + Long.BYTES && in.get(in.position()) == END;
    }
}
