package id.padan.verification.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.verification.answer.Answer;
import id.padan.verification.chunk.ChunkCounts;
import id.padan.verification.list.RowStatus;
import id.padan.verification.projection.Coverage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A list as its party sees it.
 *
 * @param attempt which upload under this Idempotency-Key it is, from 1
 * @param file name as sent (long digit runs masked), size and SHA-256 of its bytes; null until sealed
 * @param sameFileAs an earlier list of the same party with the same bytes
 * @param problem why it failed or is partial
 * @param retentionEndsOn last day (Asia/Jakarta) on which rows and results are kept
 * @param coverage share of BKN's register that has a valid NIK, when the list was sealed: "tidak ditemukan" is no proof for the rest; absent if
 *     it had not been counted
 * @param standingUntil last day (Asia/Jakarta) on which a later change of an answer is told; absent if the programme did not opt in
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Batch")
record BatchView(
        UUID id,
        BatchState state,
        int attempt,
        String purpose,
        String program,
        LocalDate asOf,
        Agreement agreement,
        File file,
        UUID sameFileAs,
        Counts counts,
        Progress progress,
        Problem problem,
        Coverage coverage,
        Instant createdAt,
        Instant sealedAt,
        Instant endedAt,
        LocalDate retentionEndsOn,
        LocalDate standingUntil,
        Instant destroyedAt,
        Links links) {

    static final String PATH = "/api/verification/v1/batches/";

    /** What opened it. */
    @Schema(name = "BatchAgreement")
    record Agreement(String id, String version, String clause) {
        static Agreement from(Batch batch) {
            return new Agreement(batch.policy().agreementId(), batch.policy().version(), batch.clause());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BatchFile")
    record File(String name, Long bytes, String sha256) {}

    /**
     * Always: received = sum of rejected + duplicates + sum of answers + unmapped + unprocessed, once the list has ended.
     *
     * @param unmapped rows of ASN of which nothing can be answered
     * @param asOfUnknown how many of the unmapped ones because nothing is known of the day asked for; absent if none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BatchCounts")
    record Counts(
            long received,
            Map<String, Long> rejected,
            long duplicates,
            Map<String, Long> answers,
            long unmapped,
            long unprocessed,
            Long asOfUnknown) {
        static Counts from(ChunkCounts counts) {
            var rejected = new LinkedHashMap<String, Long>();
            rejected.put(RowStatus.NIK_SPREADSHEET_DAMAGE.name(), counts.damaged());
            rejected.put(RowStatus.NIK_FORMAT.name(), counts.badFormat());
            rejected.put(RowStatus.NIK_IMPOSSIBLE.name(), counts.impossible());
            rejected.put(RowStatus.NIK_DATE.name(), counts.badDate());
            var answers = new LinkedHashMap<String, Long>();
            for (var answer : Answer.values()) {
                answers.put(answer.name(), counts.answer(answer));
            }
            return new Counts(
                    counts.rows(),
                    rejected,
                    counts.duplicates(),
                    answers,
                    counts.unmapped(),
                    counts.unprocessed(),
                    counts.asOfUnknown() == 0 ? null : counts.asOfUnknown());
        }
    }

    /**
     * How far it is.
     *
     * @param receivedRows rows that have arrived
     * @param settledRows rows whose status is settled
     * @param percent of the received rows; 100 only when the list has ended
     */
    @Schema(name = "BatchProgress")
    record Progress(BatchState state, long receivedRows, long settledRows, int percent) {
        static Progress from(Batch batch) {
            long received = batch.counts().rows();
            int percent =
                    switch (batch.state()) {
                        case RECEIVING, FAILED -> 0;
                        case PROCESSING -> received == 0 ? 0 : (int) Math.min(99, batch.settled() * 100 / received);
                        case COMPLETED, COMPLETED_PARTLY, DESTROYED -> 100;
                    };
            return new Progress(batch.state(), received, batch.settled(), percent);
        }
    }

    /**
     * Why it failed or is partial.
     *
     * @param detail in English
     * @param rincian the same in Indonesian
     * @param lastGoodRow last row that arrived whole, from 1
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BatchProblem")
    record Problem(String code, String detail, String rincian, Long lastGoodRow) {
        static Problem from(Batch.Problem problem) {
            return problem == null
                    ? null
                    : new Problem(problem.code(), problem.detailEn(), problem.detailId(), problem.lastGoodRow());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BatchLinks")
    record Links(
            String self, String progress, String results, String changes, String recordFacts, String destruction) {}

    static BatchView from(Batch batch) {
        var self = PATH + batch.id();
        return new BatchView(
                batch.id(),
                batch.state(),
                batch.attempt(),
                batch.purpose(),
                batch.programme(),
                batch.asOf(),
                Agreement.from(batch),
                batch.fileName() == null && batch.fileSha256() == null
                        ? null
                        : new File(batch.fileName(), batch.fileBytes(), batch.fileSha256()),
                batch.sameFileAs(),
                Counts.from(batch.counts()),
                Progress.from(batch),
                Problem.from(batch.problem()),
                batch.coverage(),
                batch.createdAt(),
                batch.sealedAt(),
                batch.endedAt(),
                batch.retentionEndsOn(),
                batch.standingUntil(),
                batch.destroyedAt(),
                new Links(
                        self,
                        self + "/progress",
                        batch.state().hasResults() ? self + "/results" : null,
                        batch.state().hasResults() && batch.standingDays() != null ? self + "/changes" : null,
                        batch.state().hasResults() || batch.state() == BatchState.DESTROYED
                                ? self + "/record-facts"
                                : null,
                        batch.state() == BatchState.DESTROYED ? self + "/destruction" : null));
    }
}
