package id.padan.verification.list;

import java.io.IOException;

/**
 * Judges the rows of one list, one after the other: rules, first occurrence, warnings, packing. Keeps nothing of a row but its word, and
 * the cell only if it was refused.
 */
final class RowIntake implements AutoCloseable {

    private static final int DAMAGE_ROWS = 100;
    private static final int DAMAGE_PERCENT = 30;
    private static final char[] EMPTY = new char[0];

    private final FirstOccurrences seen;
    private final ChunkPacker packer;
    private final long maxRows;
    private final long[] waiting = new long[64];
    private int waitingRows;
    private long fetched;
    private long blanks;
    private long sixteenDigits;
    private long endingInZero;

    RowIntake(FirstOccurrences.Budget budget, ChunkSink sink, long maxRows) {
        this.seen = new FirstOccurrences(budget);
        this.packer = new ChunkPacker(sink);
        this.maxRows = maxRows;
    }

    /** A row without any text: counts only if a row with text follows, because files like to end in empty lines. */
    void blank() {
        blanks++;
    }

    /**
     * One row.
     *
     * @param word of {@link NikRules#judge(char[], int, int)}
     * @param cell the NIK's cell, read only if the word says it was refused
     * @param cellLength how much of it; may be cut to {@link ChunkPacker#MAX_ODD_CHARS}
     * @param tidy whether the cell was exactly the 16 digits, so that the word alone can show it
     * @param birth what the birth-date column says, or {@link PersonColumns#UNKNOWN}
     * @param sex what the sex column says, or {@link PersonColumns#UNKNOWN}
     */
    void row(long word, char[] cell, int cellLength, boolean tidy, int birth, int sex) throws ListRefused, IOException {
        while (blanks > 0) {
            blanks--;
            count();
            settle();
            packer.add(NikRules.word(0, RowStatus.NIK_FORMAT, 0));
        }
        count();
        int status = NikRules.statusCode(word);
        if (status == 0) {
            long nik = NikRules.nik(word);
            sixteen(nik);
            long judged = word;
            if (PersonColumns.contradictsBirth(nik, birth)) {
                judged |= (long) RowWarning.NIK_BIRTH_DATE.bit() << NikRules.WARNINGS_SHIFT;
            }
            if (PersonColumns.contradictsSex(nik, sex)) {
                judged |= (long) RowWarning.NIK_SEX.bit() << NikRules.WARNINGS_SHIFT;
            }
            waiting[waitingRows++] = judged;
            if (waitingRows == waiting.length) {
                settle();
            }
            return;
        }
        settle();
        if (status == RowStatus.NIK_IMPOSSIBLE.code() || status == RowStatus.NIK_DATE.code()) {
            sixteen(NikRules.nik(word));
        }
        if (tidy && NikRules.nik(word) != 0 || cellLength == 0) {
            packer.add(word);
        } else {
            packer.add(word, cell, cellLength);
        }
    }

    /** Decides for the waiting rows, in order, which are first occurrences. */
    private void settle() throws ListRefused, IOException {
        fetched += seen.fetch(waiting, waitingRows);
        for (int i = 0; i < waitingRows; i++) {
            long word = waiting[i];
            long nik = NikRules.nik(word);
            packer.add(seen.add(nik) ? word : NikRules.word(nik, RowStatus.DUPLICATE, 0));
        }
        waitingRows = 0;
    }

    /** An XLSX cell that is not there. */
    void emptyCell(int birth, int sex) throws ListRefused, IOException {
        row(NikRules.word(0, RowStatus.NIK_FORMAT, 0), EMPTY, 0, false, birth, sex);
    }

    /** After the last row: tests the list as a whole and hands over the last chunk. */
    void finish() throws ListRefused, IOException {
        settle();
        if (packer.rows() == 0) {
            throw ListRefused.of(
                    ListProblem.FILE_NO_ROWS,
                    "There is no row under the header.",
                    "Tidak ada baris data di bawah baris judul.");
        }
        if (sixteenDigits >= DAMAGE_ROWS && endingInZero * 100 >= sixteenDigits * DAMAGE_PERCENT) {
            long percent = endingInZero * 100 / sixteenDigits;
            throw ListRefused.of(
                    ListProblem.FILE_SPREADSHEET_DAMAGE,
                    percent + " % of the NIKs end in 0, where 10 % would be normal: a spreadsheet keeps 15 digits and"
                            + " writes 0 for the 16th. Export the list again from its source, with the NIK as text.",
                    percent
                            + " % NIK berakhir dengan 0, padahal wajarnya 10 %: lembar kerja hanya menyimpan 15 angka dan"
                            + " menulis 0 untuk angka ke-16. Ekspor ulang daftar dari sumbernya dengan NIK sebagai teks.");
        }
        packer.finish();
    }

    /** Rows heard of so far. */
    long rows() {
        return packer.rows() + waitingRows;
    }

    int chunks() {
        return packer.chunks();
    }

    RowCounts counts() {
        return packer.total();
    }

    long sixteenDigits() {
        return sixteenDigits;
    }

    long endingInZero() {
        return endingInZero;
    }

    /** Means nothing; without a reader the fetches that it sums up could be dropped. */
    long fetched() {
        return fetched;
    }

    @Override
    public void close() {
        seen.close();
    }

    private void sixteen(long nik) {
        sixteenDigits++;
        if (nik % 10 == 0) {
            endingInZero++;
        }
    }

    private void count() throws ListRefused {
        if (rows() >= maxRows) {
            throw ListRefused.of(
                    ListProblem.FILE_TOO_LARGE,
                    "The list has more than " + maxRows + " rows. Split it.",
                    "Daftar lebih dari " + maxRows + " baris. Bagilah daftar ini.");
        }
    }
}
