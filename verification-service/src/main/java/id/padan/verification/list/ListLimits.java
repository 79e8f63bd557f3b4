package id.padan.verification.list;

/**
 * What one list may cost.
 *
 * @param maxBytes bytes of the request body
 * @param maxRows rows without the header
 * @param maxInflatedBytes bytes after unpacking a ZIP, and of any one part of an XLSX
 * @param maxSpooledBytes bytes of an XLSX, which must be on hand as a whole because a ZIP's directory is at its end
 */
public record ListLimits(long maxBytes, long maxRows, long maxInflatedBytes, long maxSpooledBytes) {

    private static final long MIB = 1L << 20;

    /** 4 GiB, 50 million rows, 8 GiB unpacked, XLSX of 512 MiB: three times the largest national list there has been. */
    public static final ListLimits DEFAULT = new ListLimits(4096 * MIB, 50_000_000, 8192 * MIB, 512 * MIB);

    public ListLimits {
        if (maxBytes <= 0 || maxRows <= 0 || maxInflatedBytes <= 0 || maxSpooledBytes <= 0) {
            throw new IllegalArgumentException("limits of a list must be positive");
        }
    }
}
