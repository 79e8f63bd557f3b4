package id.padan.verification.chunk;

import id.padan.verification.answer.Answer;
import id.padan.verification.list.RowStatus;

/**
 * How many rows of a chunk or a batch went where.
 *
 * @param answers by {@link Answer#ordinal()}
 * @param unmapped rows of ASN without an answer, whatever the reason
 * @param asOfUnknown how many of these because nothing is known of the day that was asked for
 */
public record ChunkCounts(
        long rows,
        long damaged,
        long badFormat,
        long impossible,
        long badDate,
        long duplicates,
        long[] answers,
        long unmapped,
        long unprocessed,
        long asOfUnknown) {

    static ChunkCounts of(long[] byStatus, long[] answers, long unmapped, long asOfUnknown, long rows) {
        return new ChunkCounts(
                rows,
                byStatus[RowStatus.NIK_SPREADSHEET_DAMAGE.ordinal()],
                byStatus[RowStatus.NIK_FORMAT.ordinal()],
                byStatus[RowStatus.NIK_IMPOSSIBLE.ordinal()],
                byStatus[RowStatus.NIK_DATE.ordinal()],
                byStatus[RowStatus.DUPLICATE.ordinal()],
                answers,
                unmapped,
                0,
                asOfUnknown);
    }

    public long answer(Answer answer) {
        return answers[answer.ordinal()];
    }

    public long answered() {
        long sum = 0;
        for (long count : answers) {
            sum += count;
        }
        return sum;
    }

    /** Rows that the register knows a person of, as far as their results tell it. */
    public long found() {
        return answered() - answer(Answer.NOT_FOUND) + asOfUnknown;
    }

    /** The same rows if none of them may be answered: what would have been answered is not processed, the rest stays. */
    public ChunkCounts withoutAnswers() {
        return new ChunkCounts(
                rows,
                damaged,
                badFormat,
                impossible,
                badDate,
                duplicates,
                new long[Answer.values().length],
                0,
                answered() + unmapped + unprocessed,
                0);
    }

    public ChunkCounts plus(ChunkCounts other) {
        var sum = answers.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.answers[i];
        }
        return new ChunkCounts(
                rows + other.rows,
                damaged + other.damaged,
                badFormat + other.badFormat,
                impossible + other.impossible,
                badDate + other.badDate,
                duplicates + other.duplicates,
                sum,
                unmapped + other.unmapped,
                unprocessed + other.unprocessed,
                asOfUnknown + other.asOfUnknown);
    }

    /** Always true of what is kept: received = rejected + duplicates + answered + unmapped + unprocessed. */
    public boolean balances() {
        return rows == damaged + badFormat + impossible + badDate + duplicates + answered() + unmapped + unprocessed;
    }
}
