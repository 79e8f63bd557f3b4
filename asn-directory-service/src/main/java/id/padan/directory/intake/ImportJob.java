package id.padan.directory.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One import as it is shown. Always: received = accepted + rejected. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImportJob(
        UUID id,

        @Schema(
                description =
                        "RECEIVING until the last row is in; COMPLETED and FAILED are final, and a FAILED one goes on with the same key")
        State state,

        Mode mode,

        @Schema(description = "data-utama, or the history that the rows are of")
        String rows,

        @Schema(description = "extraction date at the source, as the import declared it")
        LocalDate dataDate,

        @Schema(description = "rises when the same key is sent again after a failure")
        int attempt,

        long bytes,
        long received,

        @Schema(description = "taken in, unchanged ones included")
        long accepted,

        @Schema(description = "accepted, and the same as before: no event")
        long unchanged,

        long rejected,

        @Schema(description = "accepted rows whose id an earlier row of the file already had; the last one counts")
        long duplicates,

        @Schema(description = "records that a full import no longer has; /absences shows them")
        long absent,

        @Schema(description = "of those, how many were removed, which a second person approves")
        long removed,

        @Schema(description = "who approved the removal") String removalApprovedBy,

        @Schema(description = "row number up to which everything is stored")
        long lastGoodRow,

        @Schema(description = "class X values dropped at the door, by field name")
        Map<String, Long> droppedFields,

        @Schema(description = "field names that are not used")
        List<String> ignoredFields,

        Reason reason,
        String startedBy,
        Instant createdAt,
        Instant updatedAt,
        Instant finishedAt) {

    public enum State {
        RECEIVING,
        COMPLETED,
        FAILED
    }

    public enum Mode {
        full,
        delta
    }

    /** Why it failed. */
    public record Reason(String code, String en, String id) {}
}
