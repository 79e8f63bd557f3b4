package id.padan.casn.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Datasets;
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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/casn/v1/ingests")
@Tag(
        name = "Ingests",
        description = "Facts of registrants under pseudonyms, formations, placements, control totals. BKN only.")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class IngestResource {
    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final int LONGEST_KEY = 200;

    private final Ingesting ingesting;
    private final Callers callers;
    private final AgreementGate gate;

    IngestResource(Ingesting ingesting, Callers callers, AgreementGate gate) {
        this.ingesting = ingesting;
        this.callers = callers;
        this.gate = gate;
    }

    @POST
    @Consumes({NDJSON, CSV})
    @Operation(
            summary = "Take rows in",
            description =
                    "Streams the body, in one transaction: all of it counts or nothing. Rows that cannot be used are counted by reason and kept "
                            + "aside; a row with anything like a NIK is refused and never stored. The same key and body is the same ingest.")
    @RequestBody(
            content = {
                @Content(
                        mediaType = CSV,
                        schema = @Schema(type = SchemaType.STRING),
                        examples =
                                @ExampleObject(
                                        name = "facts",
                                        value =
                                                "pendaftarId,formasiId,tkPendidikanId,rumpunPendidikan,provinsiDomisili,jenisKelamin,"
                                                        + "kelompokUsia,disabilitas,tahapan,tanggal\n4c1f6e1a-6f0e-4c0e-9d8b-0d8f3f3b7a11,F-1,40,"
                                                        + "KESEHATAN,32,F,26_30,T,SUBMIT,2024-09-10")),
                @Content(mediaType = NDJSON, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "201", description = "What became of the rows; Location is its address")
    @APIResponse(responseCode = "400", description = "INVALID, IDEMPOTENCY_KEY_MISSING")
    @APIResponse(responseCode = "403", description = "ROLE_MISSING, PARTY_MISMATCH")
    @APIResponse(responseCode = "422", description = "IDEMPOTENCY_MISMATCH")
    public Response receive(
            @Parameter(description = "facts, formations, placements, controls or occupations")
                    @HeaderParam("X-Padan-Rows")
                    @DefaultValue("facts")
                    String rows,
            @Parameter(description = "yyyy-MM-dd, the day the data was taken from its source")
                    @HeaderParam("X-Padan-Data-Date")
                    String dataDate,
            @HeaderParam("Idempotency-Key") String key,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type,
            InputStream body) {
        Caller caller = callers.require("operator", "admin", "system");
        var policy = gate.requireHolder(caller, Datasets.CASN_AGGREGATE);
        if (key == null || key.isBlank()) {
            throw ProblemException.of(
                    PlatformProblem.IDEMPOTENCY_KEY_MISSING,
                    "Send an Idempotency-Key, so that a repeated upload is not a second ingest.",
                    "Sertakan Idempotency-Key agar unggahan ulang tidak dihitung dua kali.");
        }
        if (key.length() > LONGEST_KEY) {
            throw invalid("Idempotency-Key", "at most 200 characters", "paling banyak 200 karakter");
        }
        Ingest ingest = ingesting.receive(
                caller,
                policy,
                kind(rows),
                date(dataDate),
                key.strip(),
                type.getSubtype().equals("csv"),
                body);
        return Response.created(URI.create("/api/casn/v1/ingests/" + ingest.id()))
                .entity(ingest)
                .build();
    }

    @GET
    @Operation(
            summary = "List ingests",
            description =
                    "Newest first, also those that go on: state and the rows received so far. next is the cursor of the following page, absent on the "
                            + "last.")
    public Page<Ingest> list(@QueryParam("cursor") String cursor, @QueryParam("limit") @DefaultValue("50") int limit) {
        reader();
        int size = size(limit);
        List<Ingest> found = ingesting.list(cursor == null ? null : known(cursor), size + 1);
        return Page.of(found, size, ingest -> ingest.id().toString());
    }

    @GET
    @Path("{id}")
    @Operation(
            summary = "One ingest",
            description =
                    "Once it is DONE, received = accepted + changed + corrected + late + duplicates + rejected; until then, rows read so far.")
    public Ingest get(@PathParam("id") String id) {
        reader();
        return ingesting.find(known(id)).orElseThrow(IngestResource::notFound);
    }

    @GET
    @Path("{id}/rejects")
    @Operation(
            summary = "Rows that were refused",
            description =
                    "The first 10,000, in row order, cursor-paged: field, reason and the row itself, unless it held something like a NIK.")
    public Page<Ingesting.Reject> rejects(
            @PathParam("id") String id,
            @QueryParam("cursor") @DefaultValue("0") long cursor,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        reader();
        UUID ingest =
                ingesting.find(known(id)).orElseThrow(IngestResource::notFound).id();
        int size = size(limit);
        return Page.of(ingesting.rejects(ingest, cursor, size + 1), size, reject -> Long.toString(reject.row()));
    }

    /** One page of a list; {@code next} is null on the last. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page<T>(List<T> items, String next) {
        static <T> Page<T> of(List<T> oneMore, int size, java.util.function.Function<T, String> cursor) {
            if (oneMore.size() <= size) {
                return new Page<>(oneMore, null);
            }
            List<T> items = oneMore.subList(0, size);
            return new Page<>(items, cursor.apply(items.getLast()));
        }
    }

    private void reader() {
        var unused = gate.requireHolder(
                callers.require("operator", "admin", "system", "approver", "auditor"), Datasets.CASN_AGGREGATE);
    }

    private static IngestKind kind(String rows) {
        return Arrays.stream(IngestKind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(rows.strip()))
                .findFirst()
                .orElseThrow(() -> {
                    String names = Arrays.stream(IngestKind.values())
                            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
                    return invalid("X-Padan-Rows", "one of " + names, "salah satu dari " + names);
                });
    }

    private static LocalDate date(String text) {
        try {
            LocalDate date = LocalDate.parse(text == null ? "" : text.strip());
            if (date.getYear() >= 2000 && !date.isAfter(LocalDate.now(JAKARTA))) {
                return date;
            }
        } catch (DateTimeParseException e) {
            // Said below.
        }
        throw invalid(
                "X-Padan-Data-Date",
                "a date as yyyy-MM-dd, not in the future (Asia/Jakarta)",
                "tanggal dengan bentuk yyyy-MM-dd, tidak di masa depan (Asia/Jakarta)");
    }

    private static UUID known(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw notFound();
        }
    }

    private static ProblemException notFound() {
        return ProblemException.of(
                PlatformProblem.NOT_FOUND, "There is no such ingest.", "Data masuk tersebut tidak ada.");
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
