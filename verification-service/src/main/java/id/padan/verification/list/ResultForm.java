package id.padan.verification.list;

/** A form of results: what stands before the rows, the rows chunk by chunk in any order, and what stands after them. */
public interface ResultForm {

    /** What stands before the first row. */
    void head(ResultBytes into);

    /** One chunk's rows; safe for several threads at once. */
    void chunk(PackedRows rows, RowAnswers answers, ResultBytes into);

    /** Whether {@link #tail} needs the hash of all that stands before it. */
    boolean isSealed();

    /**
     * What stands after the last row.
     *
     * @param rows how many there were
     * @param sha256 takes what is hashed and gives the hash; asked at most once
     */
    void tail(long rows, Seal sha256, ResultBytes into);

    /** The running hash of all bytes written. */
    interface Seal {
        /** Adds these bytes, the last ones, and ends the hash. */
        byte[] endingWith(byte[] bytes, int offset, int length);
    }
}
