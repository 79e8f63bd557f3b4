package id.padan.verification.dispute;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import id.padan.verification.answer.Answer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A dispute as both parties see it.
 *
 * @param party the one that was answered
 * @param row absent for a single check, as batchId
 * @param said the disputed answer, or the status that stood in its place
 * @param newAnswer what is said instead, if it was changed
 * @param newReceipt where the new answer's leaf can be read
 * @param disputed receipt and NIK; only for who works on it, and gone some time after the end
 * @param steps only when one dispute is asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Dispute")
record DisputeView(
        UUID id,
        String state,
        int version,
        DisputeReason reason,
        String explanation,
        @JsonRawValue @Schema(type = SchemaType.ARRAY) String evidence,
        String party,
        String raisedBy,
        UUID receiptId,
        UUID batchId,
        Long row,
        String purpose,
        String program,
        LocalDate asOf,
        String said,
        Answer newAnswer,
        String newStatement,
        String newReceipt,
        UUID proposalId,
        Instant raisedAt,
        Instant endedAt,
        Disputed disputed,
        RegisterNow registerNow,
        List<Step> steps) {

    /**
     * What names a person.
     *
     * @param receipt of the row, or the whole answer of the check, as it was given
     */
    @Schema(name = "DisputedReceipt")
    record Disputed(String nik, JsonNode receipt) {
        @Override
        public String toString() {
            return "Disputed[masked]";
        }
    }

    /** What the register would say at present of the day that was asked for; for its holder only. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "DisputeRegisterNow")
    record RegisterNow(String status, Answer answer, String mappingVersion, LocalDate dataTime) {}

    /**
     * One step with what proves it.
     *
     * @param receipt where its leaf can be read
     * @param salt hexadecimal; the leaf's commitment is HMAC-SHA-256 under it of {@code record} in UTF-8
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "DisputeStep")
    record Step(
            int version,
            String state,
            String party,
            String actor,
            String officer,
            Instant at,
            String note,
            String receipt,
            String salt,
            String record) {
        static Step of(DisputeStore.Step step) {
            return new Step(
                    step.version(),
                    step.state(),
                    step.party(),
                    step.actor(),
                    step.officer(),
                    step.at(),
                    step.note(),
                    "/api/verification/v1/receipts/" + step.leaf(),
                    HexFormat.of().formatHex(step.salt()),
                    step.record());
        }
    }

    static DisputeView of(Dispute dispute) {
        return of(dispute, null, null, null);
    }

    static DisputeView of(Dispute dispute, Disputed disputed, RegisterNow now, List<Step> steps) {
        var changed = dispute.state() instanceof DisputeState.Changed one ? one : null;
        return new DisputeView(
                dispute.id(),
                dispute.state().name(),
                dispute.version(),
                dispute.reason(),
                dispute.explanation(),
                dispute.evidence(),
                dispute.party(),
                dispute.raisedBy(),
                dispute.leaf(),
                dispute.batch(),
                dispute.row(),
                dispute.purpose(),
                dispute.programme(),
                dispute.asOf(),
                dispute.said(),
                changed == null ? null : changed.answer(),
                changed == null ? null : changed.answer().statement(),
                changed == null ? null : "/api/verification/v1/receipts/" + changed.leaf(),
                dispute.proposal(),
                dispute.raisedAt(),
                dispute.endedAt(),
                disputed,
                now,
                steps);
    }
}
