package id.padan.verification.list;

/**
 * Results as {@code application/vnd.padan.answers}, version 1 (docs/formats/answers.md): two bits a row, and run-length bit maps for what
 * is rare. Holds no NIK and no cell: only whoever has the list itself can read it.
 */
public final class PackedAnswers implements ResultForm {

    public static final String MEDIA_TYPE = "application/vnd.padan.answers";

    static final byte[] MAGIC = {'P', 'A', 'D', 'A', 'N', 'A', 'N', 'S'};
    static final int VERSION = 1;
    static final int CHUNK = 1;
    static final int END = 2;

    private static final int STATUSES = RowStatus.values().length;
    private static final int WARNINGS = RowWarning.values().length;

    private final byte[] header;

    /** @param header JSON in UTF-8: what the answers stand on */
    public PackedAnswers(byte[] header) {
        this.header = header.clone();
    }

    @Override
    public void head(ResultBytes into) {
        into.put(MAGIC);
        into.put(VERSION);
        into.putInt(header.length);
        into.put(header);
    }

    @Override
    public void chunk(PackedRows rows, RowAnswers answers, ResultBytes into) {
        int n = rows.rows();
        byte[] status = new byte[n];
        byte[] warnings = new byte[n];
        byte[] bits = new byte[(n + 3) / 4];
        int statuses = 0;
        int warned = 0;
        for (int i = 0; i < n; i++) {
            long word = rows.word(i);
            int code = NikRules.statusCode(word);
            int warning = NikRules.warnings(word);
            if (code == 0) {
                code = answers.status(i).code();
                warning |= answers.warnings(i);
                if (code == 0) {
                    bits[i >> 2] |= (byte) (answers.answer(i).ordinal() << ((i & 3) << 1));
                }
            }
            status[i] = (byte) code;
            warnings[i] = (byte) warning;
            statuses |= 1 << code;
            warned |= warning;
        }
        into.put(CHUNK);
        into.putLong(rows.firstRow());
        into.putInt(n);
        into.put(bits);
        // Answered is what no map says.
        into.put(Integer.bitCount(statuses >>> 1));
        for (int code = 1; code < STATUSES; code++) {
            if ((statuses & 1 << code) != 0) {
                into.put(code);
                runs(status, 0xFF, code, into);
            }
        }
        into.put(Integer.bitCount(warned));
        for (int bit = 0; bit < WARNINGS; bit++) {
            if ((warned & 1 << bit) != 0) {
                into.put(bit);
                runs(warnings, 1 << bit, 1 << bit, into);
            }
        }
    }

    @Override
    public boolean isSealed() {
        return true;
    }

    @Override
    public void tail(long rows, Seal sha256, ResultBytes into) {
        int from = into.length();
        into.put(END);
        into.putLong(rows);
        into.put(sha256.endingWith(into.array(), from, into.length() - from));
    }

    /** Lengths of runs, without and with by turns, the last one left out when it is without; their number first. */
    private static void runs(byte[] rows, int mask, int wanted, ResultBytes into) {
        int count = 0;
        boolean with = false;
        for (byte row : rows) {
            if ((row & mask) == wanted != with) {
                with = !with;
                count++;
            }
        }
        into.putVarint(with ? count + 1 : count);
        with = false;
        int run = 0;
        for (byte row : rows) {
            if ((row & mask) == wanted != with) {
                into.putVarint(run);
                with = !with;
                run = 0;
            }
            run++;
        }
        if (with) {
            into.putVarint(run);
        }
    }
}
