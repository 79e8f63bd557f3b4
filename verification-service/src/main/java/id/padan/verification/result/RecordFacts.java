package id.padan.verification.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import id.padan.verification.answer.Answer;
import id.padan.verification.batch.Batch;
import id.padan.verification.batch.BatchState;
import id.padan.verification.batch.Batches;
import id.padan.verification.chunk.ChunkCounts;
import id.padan.verification.list.RowStatus;
import id.padan.verification.projection.Coverage;
import id.padan.verification.projection.StatusIndex;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the official record of a matching (berita acara hasil pemadanan) states, in its own terms; no row and no NIK.
 *
 * @param asOf the day for which the answers hold
 * @param dataTime extraction dates of the register behind the answers; both null if nothing was answered
 * @param coverage share of the register that has a valid NIK, when the list was sealed; absent if BKN had not counted it
 * @param mappingVersions versions of the status mapping behind the answers
 * @param result the table of the record
 * @param percent of the matched rows, to two decimals
 * @param rejected rows that failed a rule, by rule
 * @param notProcessed why matched rows have no answer: STATUS_UNMAPPED (the mapping does not know the code), AS_OF_UNKNOWN (nothing is
 *     known of that day; left out if there is none) or NOT_PROCESSED
 * @param balance both equations of the record, computed
 * @param log where the proof of the answers stands
 * @param reason why rows are not processed, if any are not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "RecordFacts")
record RecordFacts(
        UUID batchId,
        BatchState state,
        String party,
        String method,
        File file,
        Agreement agreement,
        String purpose,
        String program,
        LocalDate asOf,
        DataTime dataTime,
        Coverage coverage,
        List<String> mappingVersions,
        Result result,
        Map<String, BigDecimal> percent,
        Map<String, Long> rejected,
        Map<String, Long> notProcessed,
        List<Equation> balance,
        Log log,
        Reason reason,
        String serviceVersion,
        Instant receivedAt,
        Instant sealedAt,
        Instant completedAt) {

    private static final String METHOD = "NIK; token AES-CMAC (NIST SP 800-38B), tabel pemetaan kedudukan hukum";
    private static final int LONGEST_RECORD_OF_INDEXES = 10_000;

    /** {@code STALE_SOURCE} if the oldest data behind the answers were older than 7 days when the list ended; else absent. */
    @JsonProperty("source")
    @Schema(description = "STALE_SOURCE: data behind the answers were older than 7 days", examples = "STALE_SOURCE")
    String source() {
        return dataTime != null
                        && completedAt != null
                        && StatusIndex.isStale(
                                dataTime.oldest(),
                                completedAt.atZone(StatusIndex.JAKARTA).toLocalDate())
                ? "STALE_SOURCE"
                : null;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RecordFile")
    record File(String name, String sha256, long bytes, long rows) {}

    /** @param versions all versions under which answers were given; one unless the agreement changed on the way */
    @Schema(name = "RecordAgreement")
    record Agreement(String id, String version, String clause, List<String> versions) {}

    @Schema(name = "RecordDataTime")
    record DataTime(LocalDate oldest, LocalDate newest) {}

    /** The table of the record, with its Indonesian names (domain.md 8). */
    @Schema(name = "RecordResult")
    record Result(
            long diterima,
            long gagalFormat,
            long gandaDalamBerkas,
            long dipadankan,
            long aktif,
            long tidakAktif,
            long pensiun,
            long tidakDitemukan,
            long tidakTerproses) {
        static Result from(ChunkCounts c) {
            long tidakTerproses = c.unmapped() + c.unprocessed();
            return new Result(
                    c.rows(),
                    c.damaged() + c.badFormat() + c.impossible() + c.badDate(),
                    c.duplicates(),
                    c.answered() + tidakTerproses,
                    c.answer(Answer.ACTIVE),
                    c.answer(Answer.INACTIVE),
                    c.answer(Answer.RETIRED),
                    c.answer(Answer.NOT_FOUND),
                    tidakTerproses);
        }
    }

    @Schema(name = "RecordEquation")
    record Equation(String equation, long left, long right, boolean holds) {
        private static Equation of(String equation, long left, long right) {
            return new Equation(equation, left, right, left == right);
        }
    }

    /**
     * Where the leaves stand, in row order of their parts.
     *
     * @param indexes absent for a list of more than 10,000 parts
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "RecordLog")
    record Log(int leaves, Long first, Long last, List<Long> indexes) {}

    @Schema(name = "RecordReason")
    record Reason(String code, String detail, String rincian) {}

    /** @throws IllegalStateException if an equation does not hold: no record may be made of such a list */
    static RecordFacts of(Batch batch, Batches.Standing standing, List<Long> logIndexes, String serviceVersion) {
        var counts = batch.counts();
        var result = Result.from(counts);
        return new RecordFacts(
                batch.id(),
                batch.state(),
                batch.party(),
                METHOD,
                new File(batch.fileName(), batch.fileSha256(), batch.fileBytes(), counts.rows()),
                new Agreement(
                        batch.policy().agreementId(),
                        batch.policy().version(),
                        batch.clause(),
                        standing.agreementVersions()),
                batch.purpose(),
                batch.programme(),
                batch.asOf(),
                new DataTime(standing.oldestDataTime(), standing.newestDataTime()),
                batch.coverage(),
                standing.mappingVersions(),
                result,
                percent(result),
                rejected(counts),
                notProcessed(counts),
                balance(result),
                new Log(
                        standing.leaves(),
                        standing.firstLogIndex(),
                        standing.lastLogIndex(),
                        logIndexes.size() > LONGEST_RECORD_OF_INDEXES ? null : logIndexes),
                batch.problem() == null
                        ? null
                        : new Reason(
                                batch.problem().code(),
                                batch.problem().detailEn(),
                                batch.problem().detailId()),
                serviceVersion,
                batch.createdAt(),
                batch.sealedAt(),
                batch.endedAt());
    }

    static List<Equation> balance(Result r) {
        var equations = List.of(
                Equation.of(
                        "diterima = gagal_format + ganda + dipadankan",
                        r.diterima(),
                        r.gagalFormat() + r.gandaDalamBerkas() + r.dipadankan()),
                Equation.of(
                        "dipadankan = aktif + tidak_aktif + pensiun + tidak_ditemukan + tidak_terproses",
                        r.dipadankan(),
                        r.aktif() + r.tidakAktif() + r.pensiun() + r.tidakDitemukan() + r.tidakTerproses()));
        if (!equations.stream().allMatch(Equation::holds)) {
            throw new IllegalStateException("the counts of a list do not balance: " + equations);
        }
        return equations;
    }

    private static Map<String, BigDecimal> percent(Result r) {
        var percent = new LinkedHashMap<String, BigDecimal>();
        percent.put("aktif", share(r.aktif(), r.dipadankan()));
        percent.put("tidakAktif", share(r.tidakAktif(), r.dipadankan()));
        percent.put("pensiun", share(r.pensiun(), r.dipadankan()));
        percent.put("tidakDitemukan", share(r.tidakDitemukan(), r.dipadankan()));
        percent.put("tidakTerproses", share(r.tidakTerproses(), r.dipadankan()));
        return percent;
    }

    private static BigDecimal share(long part, long whole) {
        return whole == 0
                ? BigDecimal.ZERO.setScale(2)
                : BigDecimal.valueOf(part * 100).divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP);
    }

    private static Map<String, Long> notProcessed(ChunkCounts counts) {
        var notProcessed = new LinkedHashMap<String, Long>();
        notProcessed.put(RowStatus.STATUS_UNMAPPED.name(), counts.unmapped() - counts.asOfUnknown());
        if (counts.asOfUnknown() > 0) {
            notProcessed.put(RowStatus.AS_OF_UNKNOWN.name(), counts.asOfUnknown());
        }
        notProcessed.put(RowStatus.NOT_PROCESSED.name(), counts.unprocessed());
        return notProcessed;
    }

    private static Map<String, Long> rejected(ChunkCounts counts) {
        var rejected = new LinkedHashMap<String, Long>();
        rejected.put(RowStatus.NIK_SPREADSHEET_DAMAGE.name(), counts.damaged());
        rejected.put(RowStatus.NIK_FORMAT.name(), counts.badFormat());
        rejected.put(RowStatus.NIK_IMPOSSIBLE.name(), counts.impossible());
        rejected.put(RowStatus.NIK_DATE.name(), counts.badDate());
        return rejected;
    }
}
