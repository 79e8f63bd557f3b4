package id.padan.verification.chunk;

import id.padan.verification.list.PackedRows;
import id.padan.verification.list.RowStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a chunk's leaf commits to: one salted hash per row (its number, its cell, what was said about it), hashed in groups of 64, and
 * an RFC 9162 tree over the groups. So every row can be proved later with its own salt and a few hashes, and no row is signed or
 * stored for it.
 *
 * <p>Row: SHA-256(0x02 || salt (16) || row number (8) || status (1) || answer (1, 0xff for none) || cell), where the cell is the NIK
 * in 8 bytes, or for a refused cell its text in UTF-8. Group: SHA-256(0x00 || row hashes). Node: SHA-256(0x01 || left || right).
 */
final class RowCommitments {
    private static final int HASH_BYTES = 32;
    private static final byte NO_ANSWER = (byte) 0xff;

    private final MessageDigest sha;
    private final RowSalts salts;

    RowCommitments(byte[] dataKey) {
        salts = new RowSalts(dataKey);
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The root over all rows of a chunk. */
    byte[] root(PackedRows rows, AnswerBlock answers) {
        int groups = (rows.rows() + RowSalts.GROUP - 1) / RowSalts.GROUP;
        var hashes = new byte[groups][];
        var salt = new byte[RowSalts.GROUP * RowSalts.SALT_BYTES];
        var group = ByteBuffer.allocate(1 + RowSalts.GROUP * HASH_BYTES);
        var row = ByteBuffer.allocate(1 + RowSalts.SALT_BYTES + 2 * Long.BYTES + 2);
        for (int g = 0; g < groups; g++) {
            int first = g * RowSalts.GROUP;
            int last = Math.min(rows.rows(), first + RowSalts.GROUP);
            salts.group(rows.firstRow() + first, salt);
            group.clear().put((byte) 0);
            for (int i = first; i < last; i++) {
                row.clear().put((byte) 2).put(salt, (i - first) * RowSalts.SALT_BYTES, RowSalts.SALT_BYTES);
                putRow(row, rows, answers, i);
                group.put(sha.digest());
            }
            sha.update(group.array(), 0, group.position());
            hashes[g] = sha.digest();
        }
        return node(hashes, 0, groups);
    }

    private void putRow(ByteBuffer row, PackedRows rows, AnswerBlock answers, int i) {
        var given = rows.status(i);
        var said = given == null ? answers.status(i) : given;
        row.putLong(rows.firstRow() + i)
                .put((byte) said.ordinal())
                .put(said == RowStatus.ANSWERED ? (byte) answers.answer(i).ordinal() : NO_ANSWER);
        long nik = rows.nik(i);
        if (nik != 0) {
            sha.update(row.putLong(nik).array(), 0, row.position());
            return;
        }
        sha.update(row.array(), 0, row.position());
        var odd = rows.odd(i);
        if (odd != null) {
            sha.update(odd.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** RFC 9162 2.1.1: the left half is the largest power of two below n. */
    private byte[] node(byte[][] hashes, int from, int to) {
        if (to - from == 1) {
            return hashes[from];
        }
        int half = Integer.highestOneBit(to - from - 1);
        var left = node(hashes, from, from + half);
        var right = node(hashes, from + half, to);
        sha.update((byte) 1);
        sha.update(left);
        return sha.digest(right);
    }
}
