package id.padan.verification.chunk;

import id.padan.verification.answer.Answer;
import id.padan.verification.list.RowAnswers;
import id.padan.verification.list.RowStatus;
import id.padan.verification.list.RowWarning;
import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * The answers of one chunk in row order: 2 bits a row ({@link Answer#ordinal()}), and bit maps for what is rare. Says nothing about
 * who was asked; it is read beside the chunk's rows. Rows that were not to be answered hold zeros.
 *
 * <p>Layout, big-endian: version (1 byte, 1), rows (4), answers (one byte per 4 rows, lowest bits first), a byte telling which maps
 * follow (1 unmapped, 2 shared, 4 not validated, 8 not known on the day asked for), each map one byte per 8 rows, lowest bits first.
 */
public final class AnswerBlock implements RowAnswers {
    private static final byte VERSION = 1;
    private static final Answer[] ANSWERS = Answer.values();

    private final int rows;
    private final byte[] answers;
    private final BitSet unmapped;
    private final BitSet shared;
    private final BitSet notValidated;
    private final BitSet unknown;

    public AnswerBlock(int rows) {
        this(rows, new byte[(rows + 3) / 4], new BitSet(), new BitSet(), new BitSet(), new BitSet());
    }

    private AnswerBlock(int rows, byte[] answers, BitSet unmapped, BitSet shared, BitSet notValidated, BitSet unknown) {
        this.rows = rows;
        this.answers = answers;
        this.unmapped = unmapped;
        this.shared = shared;
        this.notValidated = notValidated;
        this.unknown = unknown;
    }

    public int rows() {
        return rows;
    }

    void answer(int row, Answer answer) {
        answers[row >> 2] |= (byte) (answer.ordinal() << ((row & 3) << 1));
    }

    void unmapped(int row) {
        unmapped.set(row);
    }

    /** What held on the day asked for is not known. */
    void unknown(int row) {
        unknown.set(row);
    }

    void shared(int row) {
        shared.set(row);
    }

    void notValidated(int row) {
        notValidated.set(row);
    }

    /** The answer of a row that has one. */
    @Override
    public Answer answer(int row) {
        return ANSWERS[answers[row >> 2] >> ((row & 3) << 1) & 3];
    }

    @Override
    public RowStatus status(int row) {
        if (unmapped.get(row)) {
            return RowStatus.STATUS_UNMAPPED;
        }
        return unknown.get(row) ? RowStatus.AS_OF_UNKNOWN : RowStatus.ANSWERED;
    }

    @Override
    public int warnings(int row) {
        return (shared.get(row) ? RowWarning.NIK_SHARED.bit() : 0)
                | (notValidated.get(row) ? RowWarning.NIK_NOT_VALIDATED.bit() : 0);
    }

    public byte[] toBytes() {
        int map = (rows + 7) / 8;
        var maps = new BitSet[] {unmapped, shared, notValidated, unknown};
        int flags = 0;
        for (int i = 0; i < maps.length; i++) {
            flags |= maps[i].isEmpty() ? 0 : 1 << i;
        }
        var bytes = ByteBuffer.allocate(6 + answers.length + map * Integer.bitCount(flags));
        bytes.put(VERSION).putInt(rows).put(answers).put((byte) flags);
        for (var bits : maps) {
            if (!bits.isEmpty()) {
                var set = bits.toByteArray();
                int next = bytes.position() + map;
                bytes.put(set).position(next);
            }
        }
        return bytes.array();
    }

    /** @throws IllegalArgumentException if these are no bytes of {@link #toBytes()} */
    public static AnswerBlock of(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        if (in.remaining() < 6 || in.get() != VERSION) {
            throw new IllegalArgumentException("not an answer block of version 1");
        }
        int rows = in.getInt();
        if (rows < 0 || in.remaining() < (rows + 3L) / 4 + 1) {
            throw new IllegalArgumentException("an answer block that is too short");
        }
        var answers = new byte[(rows + 3) / 4];
        in.get(answers);
        int flags = in.get();
        int map = (rows + 7) / 8;
        if (in.remaining() != map * Integer.bitCount(flags)) {
            throw new IllegalArgumentException("an answer block of the wrong length");
        }
        var maps = new BitSet[4];
        for (int i = 0; i < maps.length; i++) {
            if ((flags & 1 << i) == 0) {
                maps[i] = new BitSet();
            } else {
                maps[i] = BitSet.valueOf(in.slice(in.position(), map));
                in.position(in.position() + map);
            }
        }
        return new AnswerBlock(rows, answers, maps[0], maps[1], maps[2], maps[3]);
    }
}
