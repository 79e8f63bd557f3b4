package id.padan.verification.evidence;

import id.padan.verification.answer.Answer;
import id.padan.verification.list.PackedRows;
import id.padan.verification.list.RowAnswers;
import id.padan.verification.list.RowStatus;
import java.nio.ByteBuffer;

/**
 * One chunk's evidence in row order, before encryption. Big-endian: version (1 byte, 1), epoch of the tokens (2), rows (4), a token of 8
 * bytes a row (0 where the cell held no 16 digits), a code of {@link Said} in 4 bits a row, lower half first.
 */
final class EvidenceRows {
    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = 7;

    private EvidenceRows() {}

    /** @param answers null if the agreement closed before the chunk was answered */
    static byte[] write(PackedRows rows, RowAnswers answers, EvidenceTokens keys) {
        int n = rows.rows();
        var bytes = ByteBuffer.allocate(HEADER_BYTES + n * Long.BYTES + (n + 1) / 2);
        bytes.put(VERSION).putShort((short) keys.epoch()).putInt(n);
        var niks = new long[n];
        for (int i = 0; i < n; i++) {
            niks[i] = rows.nik(i);
        }
        var tokens = keys.tokens(niks, n);
        int codes = HEADER_BYTES + n * Long.BYTES;
        for (int i = 0; i < n; i++) {
            bytes.putLong(niks[i] == 0 ? 0 : tokens[i]);
            int at = codes + (i >> 1);
            bytes.put(at, (byte) (bytes.get(at) | code(rows, answers, i) << ((i & 1) << 2)));
        }
        return bytes.array();
    }

    private static int code(PackedRows rows, RowAnswers answers, int i) {
        var given = rows.status(i);
        var status = given != null ? given : answers == null ? RowStatus.NOT_PROCESSED : answers.status(i);
        Answer answer = status == RowStatus.ANSWERED ? answers.answer(i) : null;
        return Said.code(status, answer);
    }

    /** Receives each row with the token looked for; indexes count from 0 in the chunk. */
    interface Found {
        void row(int index, Said said);
    }

    /** The token of an epoch, 0 if there is no key of it. */
    interface TokenOfEpoch {
        long token(int epoch);
    }

    /** @throws IllegalArgumentException if these are not bytes of {@link #write} */
    static void find(byte[] plain, TokenOfEpoch wanted, Found found) {
        var in = ByteBuffer.wrap(plain);
        if (in.remaining() < HEADER_BYTES || in.get() != VERSION) {
            throw new IllegalArgumentException("not evidence of version 1");
        }
        long token = wanted.token(in.getShort());
        int n = in.getInt();
        if (n < 0 || plain.length != HEADER_BYTES + (long) n * Long.BYTES + (n + 1) / 2) {
            throw new IllegalArgumentException("evidence of the wrong length");
        }
        if (token == 0) {
            return;
        }
        int codes = HEADER_BYTES + n * Long.BYTES;
        for (int i = 0; i < n; i++) {
            if (in.getLong() == token) {
                found.row(i, Said.of(plain[codes + (i >> 1)] >> ((i & 1) << 2) & 0xf));
            }
        }
    }
}
