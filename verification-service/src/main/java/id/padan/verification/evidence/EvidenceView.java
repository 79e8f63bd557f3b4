package id.padan.verification.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.verification.answer.Answer;
import id.padan.verification.list.RowStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What evidence says of one NIK; the NIK itself is not repeated.
 *
 * @param searchId the opening, and its leaf's id
 * @param asked every time it was asked about, lists first
 * @param lists lists whose evidence was searched
 * @param pending completed lists whose evidence is not written yet, so not searched
 * @param gaps parts of searched lists that could no longer be read when the list was destroyed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "EvidenceFound")
record EvidenceView(
        UUID searchId, Instant openedAt, LeafRef receipt, List<Asked> asked, int lists, int pending, int gaps) {

    /** A leaf of the log. */
    @Schema(name = "EvidenceLeaf")
    record LeafRef(UUID id, long logIndex) {}

    /** Under what it was answered. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "EvidenceAgreement")
    record Agreement(String id, String version, String clause) {}

    /**
     * One time it was asked about.
     *
     * @param batchId the list, or null for a single check
     * @param party who asked
     * @param row of the list, from 1; only shown to the party whose list it is
     * @param at when it was answered
     * @param answer null where the status gives none
     * @param asOf the day of which was answered; absent for checks of before 2026-11-26
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "EvidenceAsked")
    record Asked(
            UUID batchId,
            UUID checkId,
            String party,
            Long row,
            Instant at,
            RowStatus status,
            Answer answer,
            String statement,
            String purpose,
            String program,
            Agreement agreement,
            LocalDate asOf,
            String mappingVersion,
            LocalDate dataTime,
            LeafRef receipt) {}
}
