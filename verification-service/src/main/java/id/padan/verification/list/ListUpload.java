package id.padan.verification.list;

import java.nio.file.Path;
import java.util.Objects;

/**
 * The circumstances of one upload. What kind of file it is, is seen from its bytes: names and media types lie too often.
 *
 * @param limits what this list may cost
 * @param temporaryFolder where an XLSX may lie, encrypted with a key that exists only in memory and unlinked at once
 */
public record ListUpload(ListLimits limits, Path temporaryFolder) {

    public ListUpload {
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(temporaryFolder, "temporaryFolder");
    }
}
