package id.padan.casn.intake;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A body of rows and what became of them: received = accepted + changed + corrected + late + duplicates + all rejected, once it is DONE.
 *
 * @param received rows read so far, and of one that is DONE all
 * @param accepted new facts
 * @param changed that came further, or whose formation changed
 * @param corrected as {@code koreksi} said
 * @param late known to be earlier than what is known; kept as history
 * @param rejected number of rows by reason
 * @param ignoredFields names that no fact has
 */
record Ingest(
        UUID id,
        IngestKind kind,
        LocalDate dataDate,
        String actor,
        Instant at,
        State state,
        long received,
        long accepted,
        long changed,
        long corrected,
        long late,
        long duplicates,
        Map<String, Long> rejected,
        List<String> ignoredFields) {

    /** How far it is. */
    enum State {
        /** For an earlier one to end. */
        WAITING,
        READING,
        /** All rows are read; they are compared with what is known. */
        MERGING,
        DONE
    }
}
