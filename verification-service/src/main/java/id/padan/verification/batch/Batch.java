package id.padan.verification.batch;

import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.agreement.PolicyRef;
import id.padan.verification.chunk.ChunkCounts;
import id.padan.verification.projection.Coverage;
import id.padan.verification.projection.StatusIndex;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.UUID;

/**
 * One list as its row says at one moment.
 *
 * @param officer who acted through the machine that sent it, or answers for it; null for a person
 * @param officerActs whether the officer acted himself: if so, his suspension stops the list
 * @param asOf the legal day (Asia/Jakarta) of which is answered
 * @param policy agreement and version under which the list was accepted
 * @param version rises with every change of state
 * @param problem why it failed or is partial; null if neither
 * @param wrappedKey null once destroyed
 * @param chunks known once sealed, else null
 * @param fileSha256 of the file's bytes, lower-case hex; null until sealed
 * @param sameFileAs an earlier list of the same party with the same bytes, or null
 * @param retentionDays days after the end for which rows and results are kept, as the programme said when the list was accepted
 * @param standingDays days after the end for which later changes are told; null if the programme had not opted in
 * @param coverage of the register when the list was sealed; null if BKN had not counted it
 * @param looksBack whether an earlier day than that of its arrival was asked for
 */
public record Batch(
        UUID id,
        String party,
        String client,
        String actor,
        String officer,
        boolean officerActs,
        String purpose,
        String programme,
        LocalDate asOf,
        PolicyRef policy,
        String clause,
        String fileName,
        int attempt,
        BatchState state,
        long version,
        Problem problem,
        byte[] wrappedKey,
        Integer chunks,
        int doneChunks,
        ChunkCounts counts,
        String fileSha256,
        Long fileBytes,
        UUID sameFileAs,
        Instant createdAt,
        Instant sealedAt,
        Instant endedAt,
        Instant destroyedAt,
        int retentionDays,
        Integer standingDays,
        Coverage coverage,
        boolean looksBack) {

    static final String COLUMNS = """
            id, party, client, actor, officer, officer_acts, purpose, programme, as_of, agreement_id, agreement_version, clause,
            file_name, attempt, state, version, problem_code, problem_en, problem_id, last_good_row, wrapped_key, chunks, done_chunks, received, rejected_damage,
            rejected_format, rejected_impossible, rejected_date, duplicates, active, inactive, retired, not_found, unmapped,
            unprocessed, file_sha256, file_bytes, same_file_as, created_at, sealed_at, ended_at, destroyed_at,
            retention_days, standing_days, coverage_records, coverage_valid_nik, coverage_counted_at, looks_back, as_of_unknown""";

    /**
     * Why a list failed or is partial.
     *
     * @param lastGoodRow last row that arrived whole, from 1; null if rows were not the trouble
     */
    public record Problem(String code, String detailEn, String detailId, Long lastGoodRow) {}

    static Batch read(ResultSet row) throws SQLException {
        var code = row.getString("problem_code");
        var sha256 = row.getBytes("file_sha256");
        return new Batch(
                row.getObject("id", UUID.class),
                row.getString("party"),
                row.getString("client"),
                row.getString("actor"),
                row.getString("officer"),
                row.getBoolean("officer_acts"),
                row.getString("purpose"),
                row.getString("programme"),
                row.getObject("as_of", LocalDate.class),
                new PolicyRef(row.getString("agreement_id"), row.getString("agreement_version")),
                row.getString("clause"),
                row.getString("file_name"),
                row.getInt("attempt"),
                BatchState.valueOf(row.getString("state")),
                row.getLong("version"),
                code == null
                        ? null
                        : new Problem(
                                code,
                                row.getString("problem_en"),
                                row.getString("problem_id"),
                                row.getObject("last_good_row", Long.class)),
                row.getBytes("wrapped_key"),
                row.getObject("chunks", Integer.class),
                row.getInt("done_chunks"),
                new ChunkCounts(
                        row.getLong("received"),
                        row.getLong("rejected_damage"),
                        row.getLong("rejected_format"),
                        row.getLong("rejected_impossible"),
                        row.getLong("rejected_date"),
                        row.getLong("duplicates"),
                        new long[] {
                            row.getLong("active"),
                            row.getLong("inactive"),
                            row.getLong("retired"),
                            row.getLong("not_found")
                        },
                        row.getLong("unmapped"),
                        row.getLong("unprocessed"),
                        row.getLong("as_of_unknown")),
                sha256 == null ? null : HexFormat.of().formatHex(sha256),
                row.getObject("file_bytes", Long.class),
                row.getObject("same_file_as", UUID.class),
                instant(row, "created_at"),
                instant(row, "sealed_at"),
                instant(row, "ended_at"),
                instant(row, "destroyed_at"),
                row.getInt("retention_days"),
                row.getObject("standing_days", Integer.class),
                row.getObject("coverage_records") == null
                        ? null
                        : new Coverage(
                                row.getLong("coverage_records"),
                                row.getLong("coverage_valid_nik"),
                                instant(row, "coverage_counted_at")),
                row.getBoolean("looks_back"));
    }

    /** What the gate is asked again for every chunk, on the accepting caller's behalf. */
    public AccessRequest access() {
        return new AccessRequest(
                party, client, actor, purpose, programme, Datasets.NIK_CONFIRMATION, officerActs ? officer : null);
    }

    /** The last day (Asia/Jakarta) on which rows and results are kept; null until the list has ended. */
    public LocalDate retentionEndsOn() {
        return endedAt == null ? null : endedOn().plusDays(retentionDays);
    }

    /** The last day (Asia/Jakarta) on which later changes of its answers are told; null if its programme did not opt in. */
    public LocalDate standingUntil() {
        return endedAt == null || standingDays == null ? null : endedOn().plusDays(standingDays);
    }

    private LocalDate endedOn() {
        return endedAt.atZone(StatusIndex.JAKARTA).toLocalDate();
    }

    /** Rows whose fate is settled. */
    long settled() {
        return counts.damaged()
                + counts.badFormat()
                + counts.impossible()
                + counts.badDate()
                + counts.duplicates()
                + counts.answered()
                + counts.unmapped()
                + counts.unprocessed();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
