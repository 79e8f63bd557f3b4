package id.padan.agreement.version;

import id.padan.agreement.document.Finding;
import java.util.List;

/** What came of storing a sound file. */
public sealed interface Storing {

    /** Stored, and published with the same commit. */
    record Stored(StoredVersion version) implements Storing {}

    /** The very content that is stored last: nothing to do. */
    record Unchanged() implements Storing {}

    /** Sound by itself, but not as a successor of what is stored. */
    record NotNewer(List<Finding> findings) implements Storing {}
}
