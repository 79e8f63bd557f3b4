package id.padan.verification.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.MultipartBody;
import id.padan.verification.quota.QuotaStanding;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lists of NIKs: send one, see how far it is, end its retention. */
@Path("/api/verification/v1/batches")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Batches", description = "Confirmation of whole lists by NIK (Ps 3(1)b)")
@RunOnVirtualThread
class BatchResource {
    private static final String EXAMPLE = """
            {"id":"019ab0c2-7d1e-7b33-9c1d-6f1f2a3b4c5d","state":"COMPLETED","attempt":1,"purpose":"AID_VERIFICATION","program":"BSU-2025",
            "asOf":"2026-11-23","agreement":{"id":"kemnaker-bkn-2024","version":"1","clause":"Ps 3(1)b"},
            "file":{"name":"calon.csv","bytes":18123,"sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
            "counts":{"received":1000,"rejected":{"NIK_SPREADSHEET_DAMAGE":0,"NIK_FORMAT":3,"NIK_IMPOSSIBLE":1,"NIK_DATE":1},"duplicates":20,
            "answers":{"ACTIVE":40,"INACTIVE":3,"RETIRED":7,"NOT_FOUND":925},"unmapped":0,"unprocessed":0},
            "progress":{"state":"COMPLETED","receivedRows":1000,"settledRows":1000,"percent":100}}""";
    private static final int MOST_PER_PAGE = 200;
    private static final int LONGEST_KEY = 200;

    private final Callers callers;
    private final ReceivingList receiving;
    private final Batches batches;
    private final EndingRetention ending;

    BatchResource(Callers callers, ReceivingList receiving, Batches batches, EndingRetention ending) {
        this.callers = callers;
        this.receiving = receiving;
        this.batches = batches;
        this.ending = ending;
    }

    @POST
    @Operation(
            summary = "Send a list",
            description =
                    "Streams a list of NIKs in: CSV (with header or not; ; , | or tab; UTF-8, BOM or Windows-1252), XLSX, or a ZIP of one of them, as "
                            + "the body or as multipart/form-data (fields purpose, program, as-of before the part file). One column must be NIK. "
                            + "The same Idempotency-Key with the same bytes is the same list; after a broken upload the same key tries again.")
    @RequestBody(
            content = {
                @Content(
                        mediaType = "text/csv",
                        schema = @Schema(type = SchemaType.STRING),
                        example = "nik\n3273010101909999\n"),
                @Content(
                        mediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "application/zip", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "multipart/form-data", schema = @Schema(implementation = Form.class))
            })
    @APIResponse(
            responseCode = "202",
            description = "The list is taken in and sealed; Location names it",
            content =
                    @Content(
                            schema = @Schema(implementation = BatchView.class),
                            examples = @ExampleObject(name = "list", value = EXAMPLE)))
    @APIResponse(
            responseCode = "400",
            description =
                    "A header is missing, AS_OF_UNSUPPORTED (with the allowed days), or the file is not a usable list (FILE_*)")
    @APIResponse(responseCode = "403", description = "The agreement does not open this; the problem names the clause")
    @APIResponse(responseCode = "409", description = "UPLOAD_SUPERSEDED: another upload with the same key took over")
    @APIResponse(responseCode = "413", description = "The list is too large")
    @APIResponse(
            responseCode = "415",
            description = "Not a kind of file that can hold a list, or protected by a password")
    @APIResponse(responseCode = "422", description = "IDEMPOTENCY_MISMATCH: the key was used with another list")
    @APIResponse(
            responseCode = "429",
            description =
                    "QUOTA_EXHAUSTED: the list has more rows than the programme's quota leaves today (Asia/Jakarta)")
    @APIResponse(responseCode = "503", description = "Nothing was kept; send again with the same key after Retry-After")
    public Response send(
            @Parameter(description = "Your name for this list; up to 200 characters", example = "bsu-2025-tahap-3")
                    @HeaderParam("Idempotency-Key")
                    String idempotencyKey,
            @Parameter(description = "Purpose of Ps 2", example = "AID_VERIFICATION") @HeaderParam("X-Padan-Purpose")
                    String purpose,
            @Parameter(description = "Programme registered in the agreement", example = "BSU-2025")
                    @HeaderParam("X-Padan-Program")
                    String program,
            @Parameter(
                            description =
                                    "One of the programme's cut-off dates, not after today; absent for today (Asia/Jakarta)",
                            example = "2025-04-30")
                    @HeaderParam("X-Padan-As-Of")
                    String asOf,
            @Parameter(description = "As you call the file", example = "calon-tahap-3.csv")
                    @HeaderParam("X-Padan-File-Name")
                    String fileName,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            @Context HttpServerRequest http,
            InputStream body) {
        var caller = callers.require("operator", "system");
        var key = requireKey(idempotencyKey);
        var headers = new UploadRequest(purpose, program, asOf, fileName);
        try {
            return accepted(receive(caller, key, headers, contentType, body, quota -> tell(http.response(), quota)));
        } catch (ProblemException problem) {
            // What is left of the body is not read: the connection cannot be used again, and the sender should stop
            // sending.
            http.response().putHeader("Connection", "close");
            throw problem;
        }
    }

    private static void tell(HttpServerResponse http, QuotaStanding quota) {
        http.putHeader(QuotaStanding.POLICY_HEADER, quota.policyHeader());
        http.putHeader(QuotaStanding.HEADER, quota.header());
    }

    private Batch receive(
            Caller caller,
            String key,
            UploadRequest headers,
            String contentType,
            InputStream body,
            Consumer<QuotaStanding> quota) {
        if (contentType == null || !contentType.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            return receiving.receive(receiving.admit(caller, headers), key, new Plain(body), quota);
        }
        if (!contentType.toLowerCase(Locale.ROOT).startsWith(MediaType.MULTIPART_FORM_DATA)) {
            throw ProblemException.of(
                    PlatformProblem.UNSUPPORTED_MEDIA,
                    "Of the multipart types only multipart/form-data is read.",
                    "Dari jenis multipart hanya multipart/form-data yang dibaca.");
        }
        try {
            var multipart = MultipartBody.open(
                    contentType, body, (en, id) -> ProblemException.of(BatchProblem.UPLOAD_MALFORMED, en, id));
            return receiving.receive(
                    receiving.admit(caller, headers.under(multipart)), key, new Part(multipart), quota);
        } catch (IOException cut) {
            throw ProblemException.of(
                    BatchProblem.UPLOAD_INTERRUPTED,
                    "The upload broke off before the file began.",
                    "Unggahan terputus sebelum berkas dimulai.");
        }
    }

    private static Response accepted(Batch batch) {
        return Response.accepted(BatchView.from(batch))
                .location(URI.create(BatchView.PATH + batch.id()))
                .build();
    }

    private static String requireKey(String key) {
        if (key == null || key.isBlank()) {
            throw ProblemException.of(
                    PlatformProblem.IDEMPOTENCY_KEY_MISSING,
                    "Name the list in the header Idempotency-Key, so that sending it again does not process it twice.",
                    "Beri nama daftar pada header Idempotency-Key, agar pengiriman ulang tidak memprosesnya dua kali.");
        }
        // A key is shown to nobody, but it is stored: a NIK has no place in it.
        if (key.length() > LONGEST_KEY || key.chars().anyMatch(Character::isISOControl) || key.matches(".*\\d{16}.*")) {
            throw ProblemException.of(
                            PlatformProblem.INVALID,
                            "An Idempotency-Key has at most 200 visible characters and no run of 16 digits.",
                            "Idempotency-Key paling panjang 200 karakter dan tidak memuat 16 angka berurutan.")
                    .with("field", "Idempotency-Key");
        }
        return key.strip();
    }

    @GET
    @Path("{id}")
    @Operation(summary = "How a list stands")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(implementation = BatchView.class),
                            examples = @ExampleObject(name = "list", value = EXAMPLE)))
    @APIResponse(responseCode = "404", description = "No such list of your party")
    public BatchView get(@PathParam("id") String id) {
        return BatchView.from(own(callers.require("operator", "system", "verifier", "approver", "auditor"), id));
    }

    @DELETE
    @Path("{id}")
    @Operation(
            summary = "End a list's retention",
            description =
                    "Destroys the list's key and has its rows erased; results cannot be read any more, counts and proofs stay. Waits until the "
                            + "list's evidence is kept. The record of the destruction is under …/destruction.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = BatchView.class)))
    @APIResponse(responseCode = "409", description = "The list is still being received or processed")
    public BatchView destroy(@PathParam("id") String id) {
        var caller = callers.require("operator", "system", "approver");
        var known = own(caller, id);
        return BatchView.from(known.state() == BatchState.DESTROYED ? known : ending.end(known.id(), caller));
    }

    /** One page of lists, newest first. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BatchPage")
    record Page(List<BatchView> items, String next) {}

    @GET
    @Operation(summary = "Your party's lists, newest first")
    public Page list(
            @Parameter(description = "1 to 200") @QueryParam("limit") @DefaultValue("50") String limit,
            @Parameter(description = "next of the page before") @QueryParam("cursor") String cursor) {
        var caller = callers.require("operator", "system", "verifier", "approver", "auditor");
        int wanted = limit(limit);
        var from = cursor == null ? null : Cursor.parse(cursor);
        var found = batches.page(
                caller.party(), from == null ? null : from.createdAt(), from == null ? null : from.id(), wanted + 1);
        var shown = found.stream().limit(wanted).map(BatchView::from).toList();
        return new Page(
                shown, found.size() > wanted ? Cursor.of(found.get(wanted - 1)).text() : null);
    }

    private static int limit(String text) {
        if (text.matches("[0-9]{1,3}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST_PER_PAGE) {
                return limit;
            }
        }
        throw ProblemException.of(PlatformProblem.INVALID, "limit is 1 to 200.", "limit bernilai 1 sampai 200.")
                .with("field", "limit");
    }

    private record Cursor(Instant createdAt, UUID id) {
        private static Cursor of(Batch batch) {
            return new Cursor(batch.createdAt(), batch.id());
        }

        private String text() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((createdAt + " " + id).getBytes(StandardCharsets.US_ASCII));
        }

        private static Cursor parse(String text) {
            try {
                var parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII).split(" ");
                return new Cursor(Instant.parse(parts[0]), UUID.fromString(parts[1]));
            } catch (RuntimeException notOurs) {
                throw ProblemException.of(
                                PlatformProblem.INVALID,
                                "cursor is not one that a page before gave.",
                                "cursor bukan berasal dari halaman sebelumnya.")
                        .with("field", "cursor");
            }
        }
    }

    private Batch own(Caller caller, String id) {
        return batches.getOwn(caller.party(), id);
    }

    private record Plain(InputStream body) implements ReceivingList.Body {
        @Override
        public InputStream open() {
            return body;
        }

        @Override
        public void finish() {
            // The list is the whole body.
        }
    }

    private record Part(MultipartBody multipart) implements ReceivingList.Body {
        @Override
        public InputStream open() throws IOException {
            return multipart.file();
        }

        @Override
        public void finish() throws IOException {
            multipart.finish();
        }
    }

    /** The multipart form, for the API's description. */
    @Schema(name = "BatchForm")
    record Form(
            String purpose,
            String program,
            @Schema(name = "as-of") String asOf,

            @Schema(type = SchemaType.STRING, format = "binary")
            String file) {}
}
