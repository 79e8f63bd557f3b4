package id.padan.verification.standing;

/**
 * A row of which something else would be said now; codes of {@link RowState}.
 *
 * @param row of the list, from 1
 */
record Difference(long row, int before, int now) {}
