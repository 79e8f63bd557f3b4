package id.padan.directory.position;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.directory.intake.ImportJob;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/asn-directory/v1/functional-positions/imports")
@Tag(name = "Functional positions")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class PositionImportResource {

    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final int LONGEST_KEY = 200;

    private final PositionImporting importing;
    private final PositionRemoval removal;
    private final PositionReading reading;
    private final Callers callers;

    PositionImportResource(
            PositionImporting importing, PositionRemoval removal, PositionReading reading, Callers callers) {
        this.importing = importing;
        this.removal = removal;
        this.reading = reading;
        this.callers = callers;
    }

    @POST
    @Consumes({NDJSON, CSV})
    @Operation(
            summary = "Import functional positions",
            description =
                    "Kemnaker only. One record a line, or a table whose header has the members' names; lists and penugasanKhusus stand in a cell as "
                            + "JSON. Rows that cannot be used are listed under /rejects and do not stop the others; a file that breaks off leaves "
                            + "nothing. The same key and body is the same import.")
    @RequestBody(
            content = {
                @Content(mediaType = NDJSON, schema = @Schema(type = SchemaType.STRING)),
                @Content(
                        mediaType = CSV,
                        schema = @Schema(type = SchemaType.STRING),
                        examples =
                                @ExampleObject(
                                        name = "table",
                                        value =
                                                "idAsn;nip;nama;jabatanFungsionalId;kelompokId;jenjang;tmtJenjang;instansiId\n"
                                                        + "8A0F;199001012015031999;CONTOH SATU;A5EB03E23FA0F6A0E040640A040252AD;"
                                                        + "A5EB03E23D92F6A0E040640A040252AD;PT;2022-04-01;A5EB03E23AFAF6A0E040640A040252AD"))
            })
    @APIResponse(responseCode = "202", description = "The job; Location is its address")
    @APIResponse(
            responseCode = "409",
            description = "CONFLICT: another import runs, or a full file lacks more than 1 %")
    @APIResponse(responseCode = "422", description = "IDEMPOTENCY_MISMATCH")
    public Response receive(
            @Parameter(
                            description =
                                    "full: what the file does not have is removed once a second person approves (/absences, /removal); delta: only what the file has "
                                            + "changes")
                    @HeaderParam("X-Padan-Mode")
                    String mode,
            @Parameter(description = "yyyy-MM-dd") @HeaderParam("X-Padan-Data-Date") String dataDate,
            @HeaderParam("Idempotency-Key") String key,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type,
            InputStream body) {
        Caller caller = callers.require("operator", "admin", "system");
        var by = reading.owner(caller);
        if (key == null || key.isBlank() || key.length() > LONGEST_KEY) {
            throw ProblemException.of(
                    PlatformProblem.IDEMPOTENCY_KEY_MISSING,
                    "Send an Idempotency-Key of at most 200 characters.",
                    "Sertakan Idempotency-Key paling banyak 200 karakter.");
        }
        var request = new PositionImporting.Request(
                key.strip(), mode(mode), date(dataDate), type.getSubtype().equals("csv"), by, caller.officer());
        ImportJob job = importing.receive(request, body);
        return Response.accepted(job)
                .location(URI.create("/api/asn-directory/v1/functional-positions/imports/" + job.id()))
                .build();
    }

    @GET
    @Operation(summary = "List imports of positions", description = "Newest first; next is the cursor.")
    public Page<ImportJob> list(
            @QueryParam("cursor") String cursor, @QueryParam("limit") @DefaultValue("50") int limit) {
        reader();
        int size = size(limit);
        return Page.of(
                importing.list(cursor == null ? null : cursor(cursor), size + 1),
                size,
                job -> job.id().toString());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One import of positions, with its progress")
    public ImportJob get(@PathParam("id") String id) {
        reader();
        return importing.get(known(id));
    }

    @GET
    @Path("{id}/rejects")
    @Operation(summary = "Rows that were refused", description = "Row number, field and reason; never the value.")
    public Page<RejectView> rejects(
            @PathParam("id") String id,
            @QueryParam("cursor") @DefaultValue("0") long cursor,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        reader();
        int size = size(limit);
        UUID job = importing.get(known(id)).id();
        return Page.of(
                importing.rejects(job, cursor, size + 1).stream()
                        .map(RejectView::of)
                        .toList(),
                size,
                reject -> Long.toString(reject.row()));
    }

    @GET
    @Path("{id}/absences")
    @Operation(
            summary = "Positions that a full import no longer has",
            description = "The report on which the removal is approved. Cursor-paged.")
    public Page<PositionRemoval.Absence> absences(
            @PathParam("id") String id,
            @QueryParam("cursor") @DefaultValue("0") long cursor,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        reader();
        int size = size(limit);
        UUID job = importing.get(known(id)).id();
        return Page.of(removal.list(job, cursor, size + 1), size, absence -> Long.toString(absence.no()));
    }

    @POST
    @Path("{id}/removal")
    @Operation(
            summary = "Approve the removal of what a full import no longer has",
            description =
                    "By an approver of Kemnaker who is not the one that imported, and only while no newer data has come.")
    @APIResponse(responseCode = "200", description = "removed; the job")
    @APIResponse(
            responseCode = "409",
            description = "CONFLICT: the importer asks, there is nothing to approve, or newer data has come")
    public ImportJob approveRemoval(@PathParam("id") String id) {
        Caller caller = callers.require("approver");
        if (caller.isMachine()) {
            throw ProblemException.of(
                    PlatformProblem.ROLE_MISSING,
                    "A person approves, not a program.",
                    "Persetujuan diberikan oleh orang, bukan program.");
        }
        var by = reading.owner(caller);
        UUID job = importing.get(known(id)).id();
        removal.approve(job, by);
        return importing.get(job);
    }

    /** One page of a list; {@code next} is absent on the last. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page<T>(List<T> items, String next) {
        static <T> Page<T> of(List<T> oneMore, int size, Function<T, String> cursor) {
            return oneMore.size() <= size
                    ? new Page<>(oneMore, null)
                    : new Page<>(oneMore.subList(0, size), cursor.apply(oneMore.get(size - 1)));
        }
    }

    /** A refused row: its number from 1 without a header, the field, the reason in both languages. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PositionReject")
    record RejectView(long row, String field, String reason, String textEn, String textId) {
        static RejectView of(PositionImporting.Reject reject) {
            return new RejectView(
                    reject.row(),
                    reject.field(),
                    reject.reason().name(),
                    reject.reason().textEn,
                    reject.reason().textId);
        }
    }

    private void reader() {
        var unused = reading.owner(callers.require("operator", "admin", "system", "approver", "auditor"));
    }

    private static ImportJob.Mode mode(String mode) {
        return switch (mode == null ? "" : mode.strip()) {
            case "full" -> ImportJob.Mode.full;
            case "delta" -> ImportJob.Mode.delta;
            default -> throw invalid("X-Padan-Mode", "full or delta", "full atau delta");
        };
    }

    private static LocalDate date(String text) {
        try {
            LocalDate date = LocalDate.parse(text == null ? "" : text.strip());
            if (!date.isAfter(LocalDate.now(JAKARTA)) && date.getYear() >= 2000) {
                return date;
            }
        } catch (DateTimeParseException e) {
            // Said below.
        }
        throw invalid(
                "X-Padan-Data-Date",
                "a date as yyyy-MM-dd, from 2000 to today (Asia/Jakarta)",
                "tanggal dengan bentuk yyyy-MM-dd, sejak 2000 sampai hari ini (Asia/Jakarta)");
    }

    private static UUID known(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    PlatformProblem.NOT_FOUND, "There is no such import.", "Impor tersebut tidak ada.");
        }
    }

    private static UUID cursor(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw invalid("cursor", "as a former page gave it", "sesuai dengan halaman sebelumnya");
        }
    }

    private static int size(int limit) {
        if (limit < 1 || limit > 1000) {
            throw invalid("limit", "1 to 1000", "1 sampai 1000");
        }
        return limit;
    }

    private static ProblemException invalid(String field, String en, String id) {
        return ProblemException.of(
                        PlatformProblem.INVALID, field + " must be " + en + ".", field + " harus " + id + ".")
                .with("field", field);
    }
}
