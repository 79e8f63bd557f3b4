package id.padan.agreement.record;

import id.padan.agreement.signature.PdfSignatures;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Where a record's QR code leads (ADR 0042). No token is asked for, because a court or an auditor who was handed the paper has none; the
 * digest printed on it is what opens, and it opens only what its holder has before his eyes already.
 */
@Path("/api/agreements/v1/agreements/{id}/official-records/{record}/verification")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Official records")
class RecordVerificationResource {

    private final OfficialRecords records;
    private final DraftingRecords drafting;

    RecordVerificationResource(OfficialRecords records, DraftingRecords drafting) {
        this.records = records;
        this.drafting = drafting;
    }

    @GET
    @Operation(
            operationId = "verifyOfficialRecord",
            summary = "Checks a record by the digest printed on it",
            description =
                    "No token. Numbers, date, state, signatures and the SHA-256 of the true files; nothing of the content.")
    @APIResponse(responseCode = "200", description = "The digest is that of this record")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no such record, or another digest")
    public RecordViews.Verification verify(
            @PathParam("id") String agreement,
            @PathParam("record") String record,
            @Parameter(description = "SHA-256 of the inputs, as printed") @QueryParam("inputs") String inputs,
            @Parameter(description = "SHA-256 of the file in hand; answered by matches") @QueryParam("file")
                    String file) {
        var found = records.find(agreement, OfficialRecordResource.id(record))
                .filter(known -> inputs != null
                        && MessageDigest.isEqual(
                                known.inputsSha256().getBytes(StandardCharsets.UTF_8),
                                inputs.getBytes(StandardCharsets.UTF_8)))
                .orElseThrow(OfficialRecords::notFound);
        try {
            List<PdfSignatures.Found> signatures = found.signed() == null
                    ? List.of()
                    : PdfSignatures.of(found.signed().pdf());
            return RecordViews.Verification.of(found, drafting.headingOf(found), signatures, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
