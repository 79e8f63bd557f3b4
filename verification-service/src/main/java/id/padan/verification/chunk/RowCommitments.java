package id.padan.verification.chunk;

import id.padan.verification.list.PackedRows;
import id.padan.verification.list.RowStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
    private final byte[] salt = new byte[RowSalts.GROUP * RowSalts.SALT_BYTES];
    private final ByteBuffer group = ByteBuffer.allocate(1 + RowSalts.GROUP * HASH_BYTES);
    private final ByteBuffer row = ByteBuffer.allocate(1 + RowSalts.SALT_BYTES + 2 * Long.BYTES + 2);

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
        for (int g = 0; g < groups; g++) {
            hashes[g] = group(rowHashes(rows, answers, g));
        }
        return node(hashes, 0, groups);
    }

    /** What proves one row of a chunk: see {@link RowProof}. */
    RowProof proof(PackedRows rows, AnswerBlock answers, int index) {
        int groups = (rows.rows() + RowSalts.GROUP - 1) / RowSalts.GROUP;
        var hashes = new byte[groups][];
        byte[] own = null;
        int place = index % RowSalts.GROUP;
        byte[] ownSalt = null;
        for (int g = 0; g < groups; g++) {
            var of = rowHashes(rows, answers, g);
            if (g == index / RowSalts.GROUP) {
                own = Arrays.copyOfRange(of.array(), 1, of.position());
                ownSalt = Arrays.copyOfRange(salt, place * RowSalts.SALT_BYTES, (place + 1) * RowSalts.SALT_BYTES);
            }
            hashes[g] = group(of);
        }
        var others = new byte[own.length - HASH_BYTES];
        System.arraycopy(own, 0, others, 0, place * HASH_BYTES);
        System.arraycopy(own, (place + 1) * HASH_BYTES, others, place * HASH_BYTES, others.length - place * HASH_BYTES);
        var path = new ArrayList<RowProof.Step>();
        path(hashes, 0, groups, index / RowSalts.GROUP, path);
        var given = rows.status(index);
        var said = given == null ? answers.status(index) : given;
        return new RowProof(
                rows.firstRow() + index,
                rows.nik(index),
                rows.odd(index),
                said,
                said == RowStatus.ANSWERED ? answers.answer(index) : null,
                ownSalt,
                place,
                others,
                path);
    }

    /** 0x00 and the hashes of a group's rows; {@code salt} then holds their salts. */
    private ByteBuffer rowHashes(PackedRows rows, AnswerBlock answers, int g) {
        int first = g * RowSalts.GROUP;
        int last = Math.min(rows.rows(), first + RowSalts.GROUP);
        salts.group(rows.firstRow() + first, salt);
        group.clear().put((byte) 0);
        for (int i = first; i < last; i++) {
            row.clear().put((byte) 2).put(salt, (i - first) * RowSalts.SALT_BYTES, RowSalts.SALT_BYTES);
            putRow(row, rows, answers, i);
            digestInto(group);
        }
        return group;
    }

    /** Behind what is there already: an array for each row would be most of what a list allocates. */
    private void digestInto(ByteBuffer hashes) {
        try {
            int length = sha.digest(hashes.array(), hashes.position(), HASH_BYTES);
            hashes.position(hashes.position() + length);
        } catch (DigestException e) {
            throw new IllegalStateException("a group has room for the hashes of its rows", e);
        }
    }

    private byte[] group(ByteBuffer hashes) {
        sha.update(hashes.array(), 0, hashes.position());
        return sha.digest();
    }

    private void path(byte[][] hashes, int from, int to, int index, List<RowProof.Step> path) {
        if (to - from == 1) {
            return;
        }
        int half = from + Integer.highestOneBit(to - from - 1);
        if (index < half) {
            path(hashes, from, half, index, path);
            path.add(new RowProof.Step(false, node(hashes, half, to)));
        } else {
            path(hashes, half, to, index, path);
            path.add(new RowProof.Step(true, node(hashes, from, half)));
        }
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
