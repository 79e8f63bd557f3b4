package id.padan.verification.evidence;

import id.padan.platform.caller.Callers;
import id.padan.platform.nik.Nik;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/verification/v1/evidence")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Evidence", description = "What was said of whom, for a data protection officer's case")
@RunOnVirtualThread
class EvidenceResource {
    private static final Pattern NIK = Pattern.compile("[0-9]{16}");
    private static final int LONGEST_CASE = 100;
    private static final int LONGEST_REASON = 500;

    private final Callers callers;
    private final EvidenceSearch searching;

    EvidenceResource(Callers callers, EvidenceSearch searching) {
        this.callers = callers;
        this.searching = searching;
    }

    /**
     * What is asked.
     *
     * @param nik sixteen digits; only here, never in an address
     * @param caseReference the officer's case, such as a letter's number
     * @param reason why the evidence is opened
     * @param from first day (Asia/Jakarta) to look at; absent for all
     * @param to last such day
     */
    @Schema(name = "EvidenceQuestion")
    record Question(String nik, String caseReference, String reason, LocalDate from, LocalDate to) {
        @Override
        public String toString() {
            return "Question[masked]";
        }
    }

    @POST
    @Path("searches")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Was this NIK asked about, when, with what answer",
            description =
                    "Role dpo. A party's officer sees its own lists and checks; the officer of the register's holder sees all, without "
                            + "rows. Each opening is a leaf of kind EVIDENCE_OPENED with case and reason, without the NIK, durable before anything is "
                            + "opened. Works after lists are destroyed.")
    @APIResponse(responseCode = "200", description = "Also when the NIK was never asked about: then asked is empty")
    @APIResponse(responseCode = "400", description = "INVALID: nik, caseReference or reason is missing or malformed")
    @APIResponse(responseCode = "403", description = "ROLE_MISSING, PARTY_MISMATCH")
    @APIResponse(responseCode = "503", description = "UNAVAILABLE: the opening could not be recorded")
    public EvidenceView search(Question question) {
        var caller = callers.require("dpo");
        if (question == null
                || question.nik() == null
                || !NIK.matcher(question.nik()).matches()) {
            throw invalid("nik", "nik has sixteen digits.", "nik terdiri atas 16 angka.");
        }
        text("caseReference", question.caseReference(), LONGEST_CASE);
        text("reason", question.reason(), LONGEST_REASON);
        return searching.search(
                caller,
                new EvidenceSearch.Question(
                        new Nik(question.nik()),
                        question.caseReference().strip(),
                        question.reason().strip(),
                        question.from(),
                        question.to()));
    }

    private static void text(String field, String value, int longest) {
        if (value == null
                || value.isBlank()
                || value.length() > longest
                || value.chars().anyMatch(Character::isISOControl)
                || NIK.matcher(value).find()) {
            throw invalid(
                    field,
                    field + " is needed: 1 to " + longest + " visible characters, without a run of 16 digits.",
                    field + " harus diisi: 1 sampai " + longest + " karakter, tanpa 16 angka berurutan.");
        }
    }

    private static ProblemException invalid(String field, String en, String idn) {
        return ProblemException.of(PlatformProblem.INVALID, en, idn).with("field", field);
    }
}
