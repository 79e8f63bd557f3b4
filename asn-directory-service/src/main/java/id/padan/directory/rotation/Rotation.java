package id.padan.directory.rotation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One rotation as it is shown. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Rotation(
        @Schema(description = "epoch of the old key") int from,

        @Schema(description = "epoch of the new key") int to,

        @Schema(
                description =
                        "PUBLISHING: all records are published under the new epoch; PUBLISHED: each partition is marked complete, readers "
                                + "change over; RETIRING: the old tokens are emptied; ENDED: none is left")
        State state,

        @JsonIgnore Step step,
        @JsonIgnore long afterNo,

        @Schema(description = "records done in the present state")
        long records,

        String startedBy,
        Instant startedAt,
        Instant publishedAt,
        String retiredBy,
        Instant endedAt) {

    enum State {
        PUBLISHING,
        PUBLISHED,
        RETIRING,
        ENDED
    }

    /** What the driver does next. */
    enum Step {
        /** Readers that have not changed over must hear of a retirement before the first old token is emptied. */
        ANNOUNCE,
        BLOCKS,
        MARK,
        NONE
    }

    /** The outbox key of this state's rows. */
    String outboxKey() {
        return "rotation-" + to + "-" + state;
    }
}
