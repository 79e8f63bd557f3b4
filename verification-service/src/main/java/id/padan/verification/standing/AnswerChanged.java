package id.padan.verification.standing;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One notice, as {@code verification.answer-changed.v1} and as the API shows it: rows of a list whose answer would differ now.
 *
 * @param noticeId the id of its leaf, of kind NOTICE
 * @param asOf the day of which the list asks; absent for a list that asks of the present
 * @param agreement what opened it when it was told
 * @param changes by row, each from what was said last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "AnswerChanged")
record AnswerChanged(
        String type,
        UUID noticeId,
        UUID batchId,
        String party,
        String purpose,
        String program,
        LocalDate asOf,
        Agreement agreement,
        String mappingVersion,
        LocalDate dataTime,
        Instant at,
        List<RowChange> changes,
        Receipt receipt) {

    static final String TYPE = "verification.answer-changed";

    @Schema(name = "AnswerChangedAgreement")
    record Agreement(String id, String version, String clause) {}

    /** @param row of the list, from 1 */
    @Schema(name = "RowChange")
    record RowChange(long row, RowState from, RowState to) {}

    /**
     * What proves it.
     *
     * @param salt hexadecimal; the leaf's commitment is HMAC-SHA-256 under it of {@code record} in UTF-8
     */
    @Schema(name = "AnswerChangedReceipt")
    record Receipt(UUID id, long logIndex, String salt, String record) {}
}
