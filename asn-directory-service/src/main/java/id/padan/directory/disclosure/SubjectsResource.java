package id.padan.directory.disclosure;

import id.padan.directory.log.OwnersDecision;
import id.padan.directory.log.RecordingDecisions;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;

/** Opens leaves of this log to the records behind them. */
@Path("/api/asn-directory/v1/disclosures/subjects")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Disclosures", description = "Whose records stand behind leaves of this log, for their holder")
@RunOnVirtualThread
class SubjectsResource {
    private static final int MOST = 10_000;

    private final Jdbi jdbi;
    private final Callers callers;
    private final AgreementGate gate;
    private final RecordingDecisions decisions;

    SubjectsResource(Jdbi jdbi, Callers callers, AgreementGate gate, RecordingDecisions decisions) {
        this.jdbi = jdbi;
        this.callers = callers;
        this.gate = gate;
        this.decisions = decisions;
    }

    /** @param salt opens the leaf's commitment, HMAC-SHA-256 under it over id and version, of a page over those of all its records */
    record Subject(long leaf, String recordId, long version, String salt) {}

    /** @param truncated whether there are more than are shown; ask on from the last leaf */
    record Subjects(List<Subject> items, boolean truncated) {}

    @GET
    @Operation(
            summary = "The records behind a range of leaves",
            description =
                    "Role dpo of the party that holds the register. Each opening is itself a leaf, SUBJECTS_OPENED.")
    @APIResponse(responseCode = "200", description = "At most 10,000, in the log's order")
    @APIResponse(responseCode = "400", description = "INVALID: from or to is no leaf's number")
    @APIResponse(responseCode = "403", description = "ROLE_MISSING, PARTY_MISMATCH")
    public Subjects subjects(
            @Parameter(description = "First leaf", example = "0") @QueryParam("from") Long from,
            @Parameter(description = "Last leaf", example = "99") @QueryParam("to") Long to) {
        var caller = callers.require("dpo");
        var by = OwnersDecision.of(caller, gate.requireHolder(caller, Datasets.ASN_RECORD));
        if (from == null || to == null || from < 0 || to < from) {
            throw ProblemException.of(
                            PlatformProblem.INVALID,
                            "from and to are leaves of the log, from no later than to.",
                            "from dan to adalah nomor entri log, from tidak melebihi to.")
                    .with("field", from == null || from < 0 ? "from" : "to");
        }
        return jdbi.inTransaction(tx -> {
            var found = tx.createQuery("""
                            select log_index, record_id, version, salt from disclosed_record where log_index between :from and :to
                            union all
                            select p.log_index, r.id, s.version, p.salt
                            from disclosed_page p cross join unnest(p.records, p.versions) with ordinality as s (no, version, place)
                                join asn_record r on r.no = s.no
                            where p.log_index between :from and :to
                            order by log_index limit :limit""")
                    .bind("from", from)
                    .bind("to", to)
                    .bind("limit", MOST + 1)
                    .map((row, context) -> new Subject(
                            row.getLong("log_index"),
                            row.getString("record_id"),
                            row.getLong("version"),
                            HexFormat.of().formatHex(row.getBytes("salt"))))
                    .list();
            var unused = decisions.record(
                    tx, by, "SUBJECTS_OPENED", sha256(from + "-" + to), "log/leaves/" + from + "-" + to);
            return new Subjects(found.stream().limit(MOST).toList(), found.size() > MOST);
        });
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
