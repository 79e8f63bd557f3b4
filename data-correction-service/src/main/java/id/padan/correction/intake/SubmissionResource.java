package id.padan.correction.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.correction.proposal.Acknowledgement;
import id.padan.correction.proposal.NewProposal;
import id.padan.correction.proposal.ProposalProblem;
import id.padan.correction.proposal.Proposals;
import id.padan.correction.proposal.Submitting;
import id.padan.correction.proposal.Submitting.Accepted;
import id.padan.correction.proposal.Submitting.Duplicate;
import id.padan.correction.proposal.Submitting.Refused;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.Once;
import id.padan.platform.writing.Words;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

@Path("/api/corrections/v1/proposals")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Proposals", description = "Proposals to correct a record, both ways")
class SubmissionResource {

    static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final String CSV = "text/csv";
    private static final String USUAL_PURPOSE = "ASN_GUIDANCE";
    private static final int LONGEST_ONE = 64 * 1024;
    private static final int PEEK = 8 * 1024;
    private static final Pattern KEY = Pattern.compile("[!-~]{1,200}");
    private static final Pattern NIK = Pattern.compile("[0-9]{16}");

    private final Callers callers;
    private final ReceivingLists lists;
    private final CorrectionList.Store store;
    private final One sending;
    private final ObjectMapper json;

    SubmissionResource(
            Callers callers, ReceivingLists lists, CorrectionList.Store store, One sending, ObjectMapper json) {
        this.callers = callers;
        this.lists = lists;
        this.store = store;
        this.sending = sending;
        this.json = json;
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, CSV, XLSX})
    @Operation(
            summary = "Propose corrections, one or a list",
            description =
                    "A JSON object is one proposal; a JSON array (or an object with items), CSV or XLSX is a list of at most 100,000. The direction "
                            + "comes from the token. A list needs an Idempotency-Key. Bad rows are counted and kept aside under /lists/{id}/rejects; the "
                            + "others stand. The present value is compared only with what the sender was shown; for anybody else's record the answer is "
                            + "the same whatever it holds.")
    @RequestBody(
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(type = SchemaType.OBJECT),
                        examples =
                                @ExampleObject(
                                        name = "one",
                                        value =
                                                "{\"nip\":\"199001012015031999\",\"element\":\"A-06\",\"present\":\"CONTOH SATU\",\"proposed\":\"CONTOH ESA\","
                                                        + "\"indicator\":\"TEMUAN_VERVAL\",\"priority\":\"HIGH\",\"subjectRequest\":false}")),
                @Content(
                        mediaType = CSV,
                        schema = @Schema(type = SchemaType.STRING),
                        examples =
                                @ExampleObject(
                                        name = "list",
                                        value =
                                                "nip;elemen;nilaiSekarang;nilaiSeharusnya;indikator\n199001012015031999;A-06;CONTOH SATU;CONTOH ESA;CON_2"))
            })
    @APIResponse(responseCode = "201", description = "one proposal; Location is its address")
    @APIResponse(responseCode = "200", description = "the same proposal is open already; Location is its address")
    @APIResponse(responseCode = "202", description = "a list, with its counts; Location is its address")
    @APIResponse(
            responseCode = "409",
            description =
                    "PRESENT_VALUE_DIFFERS from what you were shown, or OTHER_OPEN: another proposal about this element is open")
    @APIResponse(responseCode = "413", description = "LIST_TOO_LONG, LIST_INFLATES, TOO_LARGE")
    @APIResponse(responseCode = "422", description = "IDEMPOTENCY_MISMATCH")
    public Response submit(
            @HeaderParam(Once.HEADER) @Parameter(description = "1 to 200 visible ASCII characters; needed for a list")
                    String key,
            @HeaderParam("X-Padan-Purpose") @Parameter(description = "ASN_GUIDANCE if absent, or AID_VERIFICATION")
                    String purpose,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type,
            InputStream body)
            throws IOException {
        Caller caller = callers.require("operator", "approver", "system");
        if (key != null && (!KEY.matcher(key).matches() || NIK.matcher(key).find())) {
            throw Words.invalid(
                    Once.HEADER,
                    "An Idempotency-Key has 1 to 200 visible ASCII characters, and never a NIK.",
                    "Idempotency-Key terdiri atas 1 sampai 200 karakter ASCII tercetak, bukan NIK.");
        }
        String asked = purpose == null || purpose.isBlank() ? USUAL_PURPOSE : purpose.strip();
        var in = new BufferedInputStream(body, PEEK);
        if (type == null) {
            throw ProblemException.of(
                    PlatformProblem.UNSUPPORTED_MEDIA,
                    "Content-Type says what it is: application/json, text/csv or XLSX.",
                    "Content-Type menyebut bentuknya: application/json, text/csv, atau XLSX.");
        }
        ListFormat format =
                switch (type.getType() + "/" + type.getSubtype()) {
                    case CSV -> ListFormat.CSV;
                    case XLSX -> ListFormat.XLSX;
                    default -> isOne(in) ? null : ListFormat.JSON;
                };
        if (format == null) {
            return one(asked, in);
        }
        if (key == null) {
            throw ProblemException.of(
                    PlatformProblem.IDEMPOTENCY_KEY_MISSING,
                    "Send an Idempotency-Key, so that a repeated list is not a second one.",
                    "Sertakan Idempotency-Key agar pengiriman ulang tidak menjadi daftar kedua.");
        }
        UUID list = lists.receive(caller, key, asked, format, in);
        return Response.accepted(store.find(list).orElseThrow())
                .location(URI.create("/api/corrections/v1/lists/" + list))
                .build();
    }

    /** Whether JSON is one object that is not just the wrapping of a list. */
    private static boolean isOne(BufferedInputStream in) throws IOException {
        in.mark(PEEK);
        byte[] start = in.readNBytes(256);
        in.reset();
        String text = new String(start, StandardCharsets.UTF_8).strip();
        return !text.startsWith("[") && !text.matches("(?s)\\{\\s*\"items\".*");
    }

    private Response one(String purpose, InputStream in) throws IOException {
        byte[] sent = in.readNBytes(LONGEST_ONE + 1);
        if (sent.length > LONGEST_ONE) {
            throw ProblemException.of(
                    PlatformProblem.TOO_LARGE, "One proposal has at most 64 KiB.", "Satu usulan paling besar 64 KiB.");
        }
        return sending.send(purpose, read(sent));
    }

    private NewProposal read(byte[] sent) throws IOException {
        JsonNode node;
        try {
            node = json.readTree(sent);
        } catch (JsonProcessingException malformed) {
            node = null;
        }
        if (node == null || !node.isObject() || !(ListFormat.row(node) instanceof ListRow.Item(NewProposal proposal))) {
            throw new Refused(ProposalProblem.ROW_UNREADABLE, null).toProblem();
        }
        return proposal;
    }

    /** A single proposal is sent once: apart, since the stream may as well be a list. The answers kept hold no person and no value. */
    @Once
    @ApplicationScoped
    static class One {
        private final Callers callers;
        private final Submitting submitting;
        private final Proposals proposals;
        private final Jdbi jdbi;

        One(Callers callers, Submitting submitting, Proposals proposals, Jdbi jdbi) {
            this.callers = callers;
            this.submitting = submitting;
            this.proposals = proposals;
            this.jdbi = jdbi;
        }

        Response send(String purpose, NewProposal proposal) {
            Caller caller = callers.require();
            return jdbi.inTransaction(tx -> switch (submitting.submit(tx, caller, purpose, proposal)) {
                case Refused refused -> throw refused.toProblem();
                case Accepted(UUID id) -> answer(tx, caller, id, 201);
                case Duplicate(UUID id) -> answer(tx, caller, id, 200);
            });
        }

        private Response answer(Handle tx, Caller caller, UUID id, int status) {
            return Response.status(status)
                    .entity(Acknowledgement.of(proposals.lock(tx, caller.party(), id)))
                    .location(URI.create("/api/corrections/v1/proposals/" + id))
                    .build();
        }
    }
}
