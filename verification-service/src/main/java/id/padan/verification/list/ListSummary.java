package id.padan.verification.list;

/**
 * A list read to its end and found acceptable as a whole.
 *
 * @param sixteenDigits rows whose NIK has 16 digits, whatever else is wrong with it
 * @param endingInZero those of them that end in 0; about one in ten in an undamaged list
 * @param bodyBytes bytes of the request body
 * @param sha256 of the request body's raw bytes, 64 lower-case hex digits
 */
public record ListSummary(
        ListShape shape,
        RowCounts counts,
        int chunks,
        long sixteenDigits,
        long endingInZero,
        long bodyBytes,
        String sha256) {

    public long rows() {
        return counts.rows();
    }
}
