package id.padan.verification.list;

import java.io.IOException;

/** The sender's connection broke before the list ended. The cause is what the connection said. */
public final class UploadInterrupted extends IOException {

    private static final long serialVersionUID = 1L;

    private final long lastRow;

    UploadInterrupted(long lastRow, IOException cause) {
        super("the upload broke off after row " + lastRow, cause);
        this.lastRow = lastRow;
    }

    /** The last row that was read whole, counted from 1 without the header; 0 when there was none. */
    public long lastRow() {
        return lastRow;
    }
}
