package id.padan.directory.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.directory.history.HistoryKind;
import id.padan.directory.log.OwnersDecision;
import id.padan.directory.record.RowRefusal;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
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
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jdbi.v3.core.Jdbi;

@Path("/api/asn-directory/v1/imports")
@Tag(
        name = "Imports",
        description = "The register, or what changed in it, as a stream of SIASN data-utama records. BKN only.")
@Produces(MediaType.APPLICATION_JSON)
class ImportResource {

    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final int LONGEST_KEY = 200;

    private final Importing importing;
    private final Imports imports;
    private final Jdbi jdbi;
    private final Callers callers;
    private final AgreementGate gate;
    private final Removal removal;

    ImportResource(
            Importing importing, Imports imports, Jdbi jdbi, Callers callers, AgreementGate gate, Removal removal) {
        this.importing = importing;
        this.imports = imports;
        this.jdbi = jdbi;
        this.callers = callers;
        this.gate = gate;
        this.removal = removal;
    }

    @POST
    @RunOnVirtualThread
    @Consumes({NDJSON, CSV})
    @Operation(
            summary = "Import records",
            description =
                    "Streams the body; the answer comes when the last row is stored, and GET shows the progress meanwhile. Rows "
                            + "that cannot be used are listed under /rejects and do not stop the others. The same key and body is the same import, "
                            + "whatever happened in between.")
    @RequestBody(
            content = {
                @Content(
                        mediaType = NDJSON,
                        schema = @Schema(type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING),
                        examples =
                                @ExampleObject(
                                        name = "one record a line",
                                        value =
                                                "{\"id\":\"8A0F3C1E5B7D4E0F9C2B1A6D7E8F9012\",\"nipBaru\":\"199001012015031999\",\"nama\":\"CONTOH SATU\","
                                                        + "\"tglLahir\":\"01-01-1990\",\"nik\":\"3171010101909991\",\"validNik\":true,\"kedudukanPnsId\":\"01\"}")),
                @Content(
                        mediaType = CSV,
                        schema = @Schema(type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING),
                        examples =
                                @ExampleObject(
                                        name = "a header in SIASN names",
                                        value =
                                                "id;nipBaru;nama;tglLahir;nik;kedudukanPnsId\n8A0F;199001012015031999;CONTOH SATU;01-01-1990;3171010101909991;01"))
            })
    @APIResponse(responseCode = "202", description = "The job; Location is its address")
    @APIResponse(
            responseCode = "409",
            description =
                    "CONFLICT: another import runs, newer data is there, or a full file would remove more than 1 %")
    @APIResponse(
            responseCode = "422",
            description = "IDEMPOTENCY_MISMATCH: the key belongs to another body, mode or date")
    @APIResponse(
            responseCode = "503",
            description =
                    "UNAVAILABLE: the database was away for longer than a minute; send the file again with the same key")
    public Response receive(
            @Parameter(
                            description =
                                    "full: what the file does not have is reported, and removed when a second person approves; delta: only what the "
                                            + "file has changes")
                    @HeaderParam("X-Padan-Mode")
                    String mode,
            @Parameter(description = "yyyy-MM-dd, the day the data was taken from its source")
                    @HeaderParam("X-Padan-Data-Date")
                    String dataDate,
            @HeaderParam("Idempotency-Key") String key,
            @Parameter(
                            description =
                                    "what the rows are: data-utama, the default, or one history, rw-jabatan, rw-golongan, rw-angkakredit, rw-diklat, "
                                            + "rw-kursus, rw-skp22, rw-pemberhentian or rw-cltn. A history's row names its person by idPns or nipBaru; a full "
                                            + "import of one reports absent rows if none of its own is refused")
                    @HeaderParam("X-Padan-Rows")
                    @DefaultValue(Imports.RECORDS)
                    String rows,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type,
            InputStream body) {
        OwnersDecision owner = owner("operator", "admin", "system");
        if (key == null || key.isBlank()) {
            throw ProblemException.of(
                    PlatformProblem.IDEMPOTENCY_KEY_MISSING,
                    "Send an Idempotency-Key, so that a repeated upload is not a second import.",
                    "Sertakan Idempotency-Key agar unggahan ulang tidak menjadi impor kedua.");
        }
        if (key.length() > LONGEST_KEY) {
            throw invalid("Idempotency-Key", "at most 200 characters", "paling banyak 200 karakter");
        }
        ImportJob job = importing.receive(
                key.strip(),
                mode(mode),
                date(dataDate),
                type.getSubtype().equals("csv"),
                kind(rows.strip()),
                owner,
                body);
        return Response.accepted(job)
                .location(URI.create("/api/asn-directory/v1/imports/" + job.id()))
                .build();
    }

    @GET
    @RunOnVirtualThread
    @Operation(
            summary = "List imports",
            description = "Newest first. next is the cursor of the following page, absent on the last.")
    public Page<ImportJob> list(
            @QueryParam("cursor") String cursor, @QueryParam("limit") @DefaultValue("50") int limit) {
        reader();
        int size = size(limit);
        List<ImportJob> jobs = imports.list(cursor == null ? null : uuid(cursor, "cursor"), size + 1);
        return Page.of(jobs, size, job -> job.id().toString());
    }

    @GET
    @RunOnVirtualThread
    @Path("{id}")
    @Operation(summary = "One import, with its progress")
    public ImportJob get(@PathParam("id") String id) {
        reader();
        return imports.get(known(id));
    }

    @GET
    @RunOnVirtualThread
    @Path("{id}/rejects")
    @Operation(
            summary = "Rows that were refused",
            description = "Row number, field and reason; never the value. In row order, cursor-paged.")
    public Page<Reject> rejects(
            @PathParam("id") String id,
            @QueryParam("cursor") @DefaultValue("0") long cursor,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        reader();
        UUID job = imports.get(known(id)).id();
        int size = size(limit);
        List<Reject> rejects = jdbi.withHandle(handle -> handle.createQuery("""
                        select row, field, reason, position from import_reject
                        where import_id = :id and row > :cursor order by row limit :limit
                        """)
                .bind("id", job)
                .bind("cursor", cursor)
                .bind("limit", size + 1)
                .map((result, context) -> Reject.of(
                        result.getLong("row"),
                        result.getString("field"),
                        RowRefusal.valueOf(result.getString("reason")),
                        result.getObject("position", Integer.class)))
                .list());
        return Page.of(rejects, size, reject -> Long.toString(reject.row()));
    }

    @GET
    @RunOnVirtualThread
    @Path("{id}/absences")
    @Operation(
            summary = "Records, or rows of a history, that a full import no longer has",
            description = "The report on which the removal is approved. Cursor-paged.")
    public Page<Removal.Absence> absences(
            @PathParam("id") String id,
            @QueryParam("cursor") @DefaultValue("0") long cursor,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        reader();
        UUID job = imports.get(known(id)).id();
        int size = size(limit);
        return Page.of(removal.list(job, cursor, size + 1), size, absence -> Long.toString(absence.no()));
    }

    @POST
    @RunOnVirtualThread
    @Path("{id}/removal")
    @Operation(
            summary = "Approve the removal of what a full import no longer has",
            description =
                    "By an approver of BKN who is not the one that imported, and only while no newer data has come.")
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
        OwnersDecision by = OwnersDecision.of(caller, gate.requireHolder(caller, Datasets.ASN_RECORD));
        UUID job = imports.get(known(id)).id();
        removal.approve(job, by);
        return imports.get(job);
    }

    @GET
    @Blocking
    @Path("{id}/progress")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(summary = "Progress as server-sent events", description = "The job twice a second, until it has ended.")
    public Multi<ImportJob> progress(@PathParam("id") String id) {
        reader();
        UUID job = imports.get(known(id)).id();
        return Multi.createBy()
                .repeating()
                .uni(() -> Uni.createFrom()
                        .item(() -> imports.get(job))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()))
                .withDelay(Duration.ofMillis(500))
                .whilst(seen -> seen.state() == ImportJob.State.RECEIVING);
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

    /** A refused row: its number from 1 without a header, the field, the reason in both languages. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Reject(long row, String field, String reason, Integer position, String textEn, String textId) {
        static Reject of(long row, String field, RowRefusal reason, Integer position) {
            return new Reject(row, field, reason.name(), position, reason.textEn(), reason.textId());
        }
    }

    private OwnersDecision owner(String... roles) {
        Caller caller = callers.require(roles);
        return OwnersDecision.of(caller, gate.requireHolder(caller, Datasets.ASN_RECORD));
    }

    private void reader() {
        var unused = owner("operator", "admin", "system", "approver", "auditor");
    }

    private static ImportJob.Mode mode(String mode) {
        return switch (mode == null ? "" : mode.strip()) {
            case "full" -> ImportJob.Mode.full;
            case "delta" -> ImportJob.Mode.delta;
            default -> throw invalid("X-Padan-Mode", "full or delta", "full atau delta");
        };
    }

    /** Null for records. */
    private static HistoryKind kind(String rows) {
        if (rows.equals(Imports.RECORDS)) {
            return null;
        }
        return HistoryKind.find(rows).orElseThrow(() -> {
            String names = Imports.RECORDS + ", " + String.join(", ", HistoryKind.names());
            return invalid("X-Padan-Rows", names, names);
        });
    }

    private static LocalDate date(String text) {
        LocalDate date;
        try {
            date = LocalDate.parse(text == null ? "" : text.strip());
        } catch (DateTimeParseException e) {
            throw invalid("X-Padan-Data-Date", "a date as yyyy-MM-dd", "tanggal dengan bentuk yyyy-MM-dd");
        }
        if (date.isAfter(LocalDate.now(JAKARTA))) {
            throw invalid(
                    "X-Padan-Data-Date",
                    "not in the future (Asia/Jakarta)",
                    "tidak boleh di masa depan (Asia/Jakarta)");
        }
        if (date.getYear() < 2000) {
            throw invalid("X-Padan-Data-Date", "not before 2000", "tidak sebelum tahun 2000");
        }
        return date;
    }

    private static UUID known(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    PlatformProblem.NOT_FOUND, "There is no such import.", "Impor tersebut tidak ada.");
        }
    }

    private static UUID uuid(String text, String field) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw invalid(field, "as a former page gave it", "sesuai dengan halaman sebelumnya");
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
