package id.padan.directory.worklist;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/asn-directory/v1/worklist")
@Tag(name = "Worklist", description = "What BKN has to look at.")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
class WorklistResource {

    private final Worklist worklist;
    private final Callers callers;
    private final AgreementGate gate;

    WorklistResource(Worklist worklist, Callers callers, AgreementGate gate) {
        this.worklist = worklist;
        this.callers = callers;
        this.gate = gate;
    }

    /** Open entries; {@code next} is the cursor of the following page, absent on the last. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<Worklist.Entry> items, String next) {}

    @GET
    @Operation(
            summary = "Open entries",
            description =
                    "In the order they were raised first. subject is a code for UNKNOWN_STATUS_CODE and MAPPING_REVIEW, an import for REMOVAL_APPROVAL, else an ASN id; "
                            + "there is no NIK in here. An entry closes by itself when its reason is gone.")
    public Page list(
            @QueryParam("kind") String kind,
            @QueryParam("cursor") @DefaultValue("0") long cursor,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        var unused = gate.requireHolder(
                callers.require("operator", "approver", "admin", "system", "auditor"), Datasets.ASN_RECORD);
        if (limit < 1 || limit > 1000) {
            throw invalid("limit");
        }
        List<Worklist.Entry> entries = worklist.open(kind(kind), cursor, limit + 1);
        if (entries.size() <= limit) {
            return new Page(entries, null);
        }
        List<Worklist.Entry> page = entries.subList(0, limit);
        return new Page(page, Long.toString(page.getLast().no()));
    }

    private static Worklist.Kind kind(String kind) {
        if (kind == null) {
            return null;
        }
        try {
            return Worklist.Kind.valueOf(kind);
        } catch (IllegalArgumentException e) {
            throw invalid("kind");
        }
    }

    private static ProblemException invalid(String field) {
        return ProblemException.of(
                        PlatformProblem.INVALID, "The parameter is out of its range.", "Parameter di luar batasnya.")
                .with("field", field);
    }
}
