package id.padan.directory.history;

import id.padan.directory.record.RowRefusal;
import java.util.UUID;

/**
 * One row of a history.
 *
 * @param personId SIASN id of the person; null if the row names its NIP only
 * @param nip null if the row has none
 * @param id SIASN's id of the row; of one without, a hash of it
 * @param json what is kept, in SIASN names, dates {@code dd-MM-yyyy}
 */
public record HistoryRow(String personId, String nip, String id, String json, UUID hash) {

    /** What the reader made of a row. */
    public sealed interface Read {
        record Accepted(HistoryRow row) implements Read {}

        /** @param field at fault, null for the whole row */
        record Refused(RowRefusal reason, String field) implements Read {}
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "HistoryRow[" + id + "]";
    }
}
