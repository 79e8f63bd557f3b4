package id.padan.agreement.record;

import id.padan.agreement.acting.Seats;
import id.padan.agreement.drafting.RecordRequest;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.Once;
import id.padan.platform.writing.Words;
import io.quarkus.arc.NoClassInterceptors;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Official records: drafted, checked, signed and sent by the party that owes them, received or refused by the other. */
@Once
@Path("/api/agreements/v1/agreements/{id}/official-records")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@SecurityRequirement(name = "token")
@Tag(name = "Official records", description = "Berita acara pemadanan and laporan pemanfaatan (Ps 3(2)f, 4(1)d, 7)")
@APIResponse(responseCode = "401", description = "UNAUTHENTICATED or TOKEN_EXPIRED: no valid token")
@APIResponse(responseCode = "403", description = "ROLE_MISSING, PARTY_MISMATCH, PERSON_NEEDED or SAME_PERSON")
@APIResponse(responseCode = "404", description = "NOT_FOUND: no such agreement or record for this party")
class OfficialRecordResource {

    private static final String[] READERS = {"operator", "verifier", "approver", "auditor", "dpo", "system"};
    private static final Pattern VERSION = Pattern.compile("\"?([0-9]{1,9})\"?");
    private static final int LARGEST_PAGE = 100;

    private final Seats seats;
    private final OfficialRecords records;
    private final RecordFiles files;

    OfficialRecordResource(Seats seats, OfficialRecords records, RecordFiles files) {
        this.seats = seats;
        this.records = records;
        this.files = files;
    }

    /** @param to CHECKED, SENT, RECEIVED or REFUSED; @param reason of a refusal */
    @Schema(name = "OfficialRecordTransition")
    record Transition(String to, String reason) {}

    /** @param identifier the official's e-mail address at the certification body; @param passphrase used once and kept nowhere */
    @Schema(name = "OfficialRecordSigning")
    record Signing(String identifier, String passphrase) {
        @Override
        public String toString() {
            return "Signing[]";
        }
    }

    @GET
    @Operation(
            operationId = "listOfficialRecords",
            summary = "Official records, newest first",
            description = "The other party sees a report once it is sent.")
    @APIResponse(responseCode = "200", description = "One page")
    public RecordViews.RecordList list(
            @PathParam("id") String agreement,
            @QueryParam("before") String before,
            @QueryParam("limit") @DefaultValue("20") int limit) {
        var caller = seats.require(agreement, READERS).caller();
        int size = Math.clamp(limit, 1, LARGEST_PAGE);
        var found = records.list(caller, agreement, before == null ? null : id(before), size + 1);
        var shown = found.size() > size ? found.subList(0, size) : found;
        return new RecordViews.RecordList(
                shown, found.size() > size ? shown.getLast().id() : null);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "draftOfficialRecord",
            summary = "Drafts a record",
            description =
                    "Roles operator, verifier, approver and system of PIHAK KESATU. A berita acara takes its numbers from the signed"
                            + " receipts of its lists, a laporan from the register of disclosures.")
    @APIResponse(
            responseCode = "201",
            description = "Drafted; the same Idempotency-Key with the same body is the same draft",
            content = @Content(schema = @Schema(implementation = RecordViews.View.class)))
    @APIResponse(
            responseCode = "422",
            description = "RECORD_UNBALANCED with the differences, RECORD_RECEIPT_INVALID, IDEMPOTENCY_MISMATCH")
    public Response draft(
            @PathParam("id") String agreement,
            @Parameter(required = true) @HeaderParam("Idempotency-Key") String idempotencyKey,
            RecordRequest request) {
        var caller = seats.require(agreement, "operator", "verifier", "approver", "system")
                .caller();
        var record = records.draft(caller, agreement, Words.present("body", request), key(idempotencyKey));
        return Response.created(URI.create(
                        "/api/agreements/v1/agreements/" + record.agreementId() + "/official-records/" + record.id()))
                .tag(Integer.toString(record.version()))
                .entity(RecordViews.View.of(record))
                .build();
    }

    @GET
    @Path("{record}")
    @Operation(operationId = "getOfficialRecord", summary = "One record with its steps and inputs")
    @APIResponse(
            responseCode = "200",
            description = "Its version is the ETag",
            content = @Content(schema = @Schema(implementation = RecordViews.View.class)))
    public Response get(@PathParam("id") String agreement, @PathParam("record") String record) {
        return answer(records.get(seats.require(agreement, READERS).caller(), agreement, id(record)));
    }

    @GET
    @Path("{record}/file")
    @Produces("application/pdf")
    @Operation(
            operationId = "getOfficialRecordFile",
            summary = "The record as PDF/A",
            description = "As it stands, signed if anybody has signed; with unsigned=true made again from its inputs.")
    @APIResponse(responseCode = "200", description = "PDF/A-3u", content = @Content(mediaType = "application/pdf"))
    public Response file(
            @PathParam("id") String agreement,
            @PathParam("record") String record,
            @QueryParam("unsigned") @DefaultValue("false") boolean unsigned) {
        var found = records.get(seats.require(agreement, READERS).caller(), agreement, id(record));
        return Response.ok(unsigned ? files.unsigned(found) : files.current(found), "application/pdf")
                .header("Content-Disposition", "attachment; filename=\"" + found.id() + ".pdf\"")
                .build();
    }

    @POST
    @Path("{record}/transitions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "moveOfficialRecord",
            summary = "Checks, sends, receives or refuses a record",
            description =
                    "CHECKED: verifier or approver, not the drafter. SENT: operator, approver or system of PIHAK KESATU. RECEIVED and"
                            + " REFUSED (with a reason): operator, verifier or approver of PIHAK KEDUA.")
    @APIResponse(
            responseCode = "200",
            description = "Moved",
            content = @Content(schema = @Schema(implementation = RecordViews.View.class)))
    @APIResponse(responseCode = "409", description = "CONFLICT: its state does not allow this")
    @APIResponse(responseCode = "412", description = "STALE_VERSION: somebody was faster")
    public Response move(
            @PathParam("id") String agreement,
            @PathParam("record") String record,
            @Parameter(required = true) @HeaderParam("If-Match") String ifMatch,
            Transition transition) {
        var to = transition == null || transition.to() == null ? "" : transition.to();
        var id = id(record);
        // Who it is comes first in each, so that nobody learns from another mistake that there is such a record.
        return answer(
                switch (to) {
                    case "CHECKED" ->
                        records.check(
                                seats.person(agreement, "verifier", "approver").caller(),
                                agreement,
                                id,
                                version(ifMatch));
                    case "SENT" ->
                        records.send(
                                seats.require(agreement, "operator", "approver", "system")
                                        .caller(),
                                agreement,
                                id,
                                version(ifMatch));
                    case "RECEIVED" ->
                        records.receive(
                                seats.person(agreement, "operator", "verifier", "approver")
                                        .caller(),
                                agreement,
                                id,
                                version(ifMatch));
                    case "REFUSED" ->
                        records.refuse(
                                seats.person(agreement, "operator", "verifier", "approver")
                                        .caller(),
                                agreement,
                                id,
                                version(ifMatch),
                                transition.reason());
                    default -> {
                        records.get(seats.require(agreement, READERS).caller(), agreement, id);
                        throw Words.invalid(
                                "to",
                                "A record becomes CHECKED, SENT, RECEIVED or REFUSED here; it is signed at signatures.",
                                "Di sini dokumen menjadi CHECKED, SENT, RECEIVED, atau REFUSED; tanda tangan pada signatures.");
                    }
                });
    }

    @POST
    @NoClassInterceptors
    @Path("{record}/signatures")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "signOfficialRecord",
            summary = "Signs a checked record for the caller's party",
            description = "Role approver, not the drafter. Both parties sign a berita acara, PIHAK KESATU a laporan.")
    @APIResponse(
            responseCode = "200",
            description = "Signed; CHECKED while another party's signature is missing",
            content = @Content(schema = @Schema(implementation = RecordViews.View.class)))
    @APIResponse(responseCode = "409", description = "CONFLICT, SIGNATURE_CERTIFICATE_EXPIRED or SIGNATURE_REFUSED")
    @APIResponse(responseCode = "412", description = "STALE_VERSION: somebody was faster")
    @APIResponse(responseCode = "422", description = "SIGNATURE_PASSPHRASE_WRONG")
    @APIResponse(responseCode = "503", description = "SIGNATURE_UNAVAILABLE: nothing was signed, try again")
    public Response sign(
            @PathParam("id") String agreement,
            @PathParam("record") String record,
            @Parameter(required = true) @HeaderParam("If-Match") String ifMatch,
            Signing signing) {
        var caller = seats.person(agreement, "approver").caller();
        Words.present("body", signing);
        return answer(records.sign(
                caller, agreement, id(record), version(ifMatch), signing.identifier(), signing.passphrase()));
    }

    private static Response answer(OfficialRecord record) {
        return Response.ok(RecordViews.View.of(record))
                .tag(Integer.toString(record.version()))
                .build();
    }

    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAnId) {
            throw OfficialRecords.notFound();
        }
    }

    private static int version(String ifMatch) {
        var matcher = VERSION.matcher(ifMatch == null ? "" : ifMatch.strip());
        if (!matcher.matches()) {
            throw Words.invalid(
                    "If-Match",
                    "Send the version that you have read in the header If-Match.",
                    "Sertakan versi yang telah dibaca pada header If-Match.");
        }
        return Integer.parseInt(matcher.group(1));
    }

    private static String key(String idempotencyKey) {
        if (idempotencyKey == null) {
            throw ProblemException.of(
                    PlatformProblem.IDEMPOTENCY_KEY_MISSING,
                    "Name the draft in the header Idempotency-Key, so that sending it again does not draft it twice.",
                    "Beri nama rancangan pada header Idempotency-Key, agar pengiriman ulang tidak membuatnya dua kali.");
        }
        return idempotencyKey;
    }
}
