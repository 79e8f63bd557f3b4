package id.padan.verification.list;

import id.padan.platform.problem.ProblemException;
import java.time.Duration;

/** The whole list is refused; nothing of it may be kept. The texts tell the sender what to do and never repeat a cell that could be a NIK. */
public final class ListRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final ListProblem code;
    private final String detailEn;
    private final String detailId;
    private final Long row;
    private final Integer column;
    private final Duration retryAfter;

    private ListRefused(
            ListProblem code, String detailEn, String detailId, Long row, Integer column, Duration retryAfter) {
        // Expected, and raised by whoever sends rubbish: no stack trace.
        super(code.name() + ": " + detailEn, null, false, false);
        this.code = code;
        this.detailEn = detailEn;
        this.detailId = detailId;
        this.row = row;
        this.column = column;
        this.retryAfter = retryAfter;
    }

    static ListRefused of(ListProblem code, String detailEn, String detailId) {
        return new ListRefused(code, detailEn, detailId, null, null, null);
    }

    /** A copy that names the row, counted from 1 without the header. */
    ListRefused atRow(long number) {
        return new ListRefused(code, detailEn, detailId, number, column, retryAfter);
    }

    /** A copy that names the column, counted from 1. */
    ListRefused atColumn(int number) {
        return new ListRefused(code, detailEn, detailId, row, number, retryAfter);
    }

    ListRefused retryAfter(Duration wait) {
        return new ListRefused(code, detailEn, detailId, row, column, wait);
    }

    public ListProblem code() {
        return code;
    }

    public String detailEn() {
        return detailEn;
    }

    public String detailId() {
        return detailId;
    }

    /** Counted from 1 without the header, or null when no row is to blame. */
    public Long row() {
        return row;
    }

    /** Counted from 1, or null when no column is to blame. */
    public Integer column() {
        return column;
    }

    /** When trying again may help, or null. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** The same refusal as problem details, with {@code row} and {@code column} where known. */
    public ProblemException toProblem() {
        ProblemException problem =
                ProblemException.of(code, detailEn, detailId).with("row", row).with("column", column);
        return retryAfter == null ? problem : problem.retryAfter(retryAfter);
    }
}
