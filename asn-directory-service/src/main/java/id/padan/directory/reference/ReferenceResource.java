package id.padan.directory.reference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.directory.log.OwnersDecision;
import id.padan.directory.reference.ReadingReferences.Opened;
import id.padan.directory.reference.ReadingReferences.Right;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.jdbi.v3.core.Jdbi;

@Path("/api/asn-directory/v1/references")
@Tag(name = "References", description = "Code tables of both parties, by version and by day (Ps 3(1)d, Ps 4(1)b).")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
class ReferenceResource {
    private static final String NDJSON = "application/x-ndjson";
    private static final String[] READERS = {"operator", "verifier", "approver", "admin", "system", "auditor"};
    private static final long LARGEST = 256L * 1024 * 1024;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final Jdbi jdbi;
    private final ReferenceTables tables;
    private final ReferenceStore store;
    private final ReadingReferences reading;
    private final PublishingReferences publishing;
    private final CheckingReferences checking;
    private final Callers callers;
    private final ObjectMapper json;

    ReferenceResource(
            Jdbi jdbi,
            ReferenceTables tables,
            ReferenceStore store,
            ReadingReferences reading,
            PublishingReferences publishing,
            CheckingReferences checking,
            Callers callers,
            ObjectMapper json) {
        this.jdbi = jdbi;
        this.tables = tables;
        this.store = store;
        this.reading = reading;
        this.publishing = publishing;
        this.checking = checking;
        this.callers = callers;
        this.json = json;
    }

    /** @param items the latest version of each table that the caller may read; absent ones have none */
    record Listed(List<ReferenceVersion> items) {}

    /** What stands before the rows of a download. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Head(
            String table,
            int version,
            LocalDate berlakuDari,
            LocalDate dataTime,
            String hash,
            LocalDate asOf,
            Integer since,
            Map<String, String> agreement) {}

    @GET
    @Operation(
            summary = "The tables that the caller may read",
            description =
                    "Own tables, and those of the other party that the annex in force opens for the purpose, each with its latest version.")
    @APIResponse(
            responseCode = "403",
            description = "no clause in force opens the other party's tables; none of one's own is there either")
    public Listed list(@HeaderParam("X-Padan-Purpose") String purposeHeader, @QueryParam("purpose") String purpose) {
        Caller caller = callers.require(READERS);
        Publisher other = reading.otherOf(caller);
        boolean publishes = reading.findHolding(caller, other.other()).isPresent();
        String named = purpose(purposeHeader, purpose);
        Optional<Opened> opened =
                publishes && named == null ? Optional.empty() : Optional.of(reading.requireOther(caller, named));
        var items = new ArrayList<ReferenceVersion>();
        jdbi.useTransaction(tx -> tables.list().stream()
                .filter(table -> table.publisher() == other
                        ? opened.isPresent() && reading.isOpen(opened.get(), table)
                        : publishes)
                .forEach(table -> table.publisher()
                        .within(tx, () -> store.findLatest(tx, table))
                        .ifPresent(items::add)));
        return new Listed(items);
    }

    @GET
    @Path("{table}")
    @Produces({MediaType.APPLICATION_JSON, NDJSON})
    @Operation(
            summary = "A table",
            description =
                    "Whole, as of today, as of a day, at a version, or what changed since a version. A code never disappears: one that is no "
                            + "longer in use has status O. As NDJSON a whole version has the SHA-256 that its publication named (Repr-Digest); rows "
                            + "come in the order of their codes. The other party names a purpose.")
    @APIResponse(responseCode = "200", description = "ETag changes with the content and with nothing else")
    @APIResponse(responseCode = "304", description = "unchanged since If-None-Match")
    @APIResponse(responseCode = "400", description = "INVALID, PURPOSE_MISSING, PURPOSE_UNKNOWN")
    @APIResponse(responseCode = "403", description = "the gate is closed; clause says which one would be needed")
    @APIResponse(
            responseCode = "404",
            description = "NOT_FOUND: no such table, or none that the annex names; AS_OF_UNKNOWN")
    public Response get(
            @PathParam("table") String name,
            @QueryParam("version") String version,
            @QueryParam("asOf") @Parameter(description = "yyyy-MM-dd: only what holds on that day") String asOf,
            @QueryParam("since") @Parameter(description = "a version: only codes that differ from it") String since,
            @HeaderParam("X-Padan-Purpose") String purposeHeader,
            @QueryParam("purpose") @Parameter(description = "instead of the header X-Padan-Purpose") String purpose,
            @HeaderParam(HttpHeaders.ACCEPT) String accept,
            @Context Request request) {
        Caller caller = callers.require(READERS);
        Optional<ReferenceTable> named = tables.find(name);
        Right right = reading.require(caller, named, purpose(purposeHeader, purpose));
        ReferenceTable table = named.orElseThrow();
        LocalDate day = asOf == null ? null : day(asOf, "asOf");
        if (day != null && version != null) {
            throw invalid("asOf", "either a version or a day", "versi atau tanggal, salah satu");
        }
        int from = since == null ? -1 : number(since, "since");
        Found found = jdbi.inTransaction(tx -> table.publisher().within(tx, () -> find(table, version, day, from, tx)));
        boolean lines = accept != null && accept.contains(NDJSON);
        var tag = new EntityTag(found.tag(lines));
        var unchanged = request.evaluatePreconditions(tag);
        if (unchanged != null) {
            return unchanged.tag(tag).build();
        }
        PolicyRef policy = reading.record(
                right,
                table,
                found.version(),
                (day == null ? "" : "?asOf=" + day) + (from < 0 ? "" : "?since=" + from));
        var response = Response.ok()
                .tag(tag)
                .header("X-Padan-Reference-Version", found.version().version())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        if (lines) {
            if (day == null && from < 0) {
                response.header(
                        "Repr-Digest",
                        "sha-256=:"
                                + Base64.getEncoder()
                                        .encodeToString(HexFormat.of()
                                                .parseHex(found.version().hash())) + ":");
            }
            return response.type(NDJSON)
                    .entity((StreamingOutput) out -> write(right, table, found, null, out))
                    .build();
        }
        var agreement = new LinkedHashMap<String, String>();
        agreement.put("id", policy.agreementId());
        agreement.put("version", policy.version());
        if (right instanceof Opened opened) {
            agreement.put("clause", opened.allowed().clause());
        }
        ReferenceVersion shown = found.version();
        var head = new Head(
                table.key(),
                shown.version(),
                shown.berlakuDari(),
                shown.dataDate(),
                shown.hash(),
                day,
                from < 0 ? null : from,
                agreement);
        return response.type(MediaType.APPLICATION_JSON_TYPE)
                .entity((StreamingOutput) out -> write(right, table, found, head, out))
                .build();
    }

    /** What is to be shown, and the last day by {@code day} on which its rows changed by their own dates. */
    private record Found(ReferenceVersion version, LocalDate day, LocalDate turn, int since) {
        String tag(boolean lines) {
            return version.tag()
                    + (day == null ? "" : "-on-" + (turn == null ? "start" : turn))
                    + (since < 0 ? "" : "-since-" + since)
                    + (lines ? "-l" : "");
        }
    }

    private Found find(ReferenceTable table, String version, LocalDate day, int since, org.jdbi.v3.core.Handle tx) {
        Optional<ReferenceVersion> found;
        if (version != null) {
            found = store.find(tx, table, number(version, "version"));
        } else {
            LocalDate on = day == null ? LocalDate.now(ReadingReferences.JAKARTA) : day;
            found = store.findOn(tx, table, on);
            if (found.isEmpty() && store.findLatest(tx, table).isPresent()) {
                throw ProblemException.of(
                        ReferenceProblem.AS_OF_UNKNOWN,
                        "No version of the table holds on that day.",
                        "Tidak ada versi tabel yang berlaku pada tanggal tersebut.");
            }
        }
        ReferenceVersion shown = found.orElseThrow(ReadingReferences::notFound);
        if (since > shown.version()) {
            throw invalid(
                    "since", "a version no later than the one asked for", "versi yang tidak melebihi yang diminta");
        }
        return new Found(
                shown,
                day,
                day == null
                        ? null
                        : store.findTurn(tx, table, shown.version(), day).orElse(null),
                since);
    }

    private void write(Right right, ReferenceTable table, Found found, Head head, OutputStream out) throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        if (head != null) {
            String start = json.writeValueAsString(head);
            text.append(start, 0, start.length() - 1).append(",\"rows\":[\n");
        }
        var line = new StringBuilder();
        boolean begun = false;
        List<ReferenceStore.Shown> page = page(table, found, "");
        while (!page.isEmpty()) {
            for (ReferenceStore.Shown shown : page) {
                line.setLength(0);
                line.append(head != null && begun ? ",\n" : "");
                shown.row().write(shown.version(), shown.change(), line);
                text.append(line.append(head == null ? "\n" : ""));
                begun = true;
            }
            page = page(table, found, page.getLast().row().kode());
            if (!page.isEmpty() && !reading.isStill(right, table)) {
                // A cut answer must not look whole.
                throw new IOException("the agreement closed during the download");
            }
        }
        if (head != null) {
            text.append("\n]}\n");
        }
        text.flush();
    }

    private List<ReferenceStore.Shown> page(ReferenceTable table, Found found, String after) {
        return jdbi.inTransaction(tx -> table.publisher()
                .within(
                        tx,
                        () -> store.page(
                                tx,
                                table,
                                found.version().version(),
                                found.day(),
                                found.since(),
                                after,
                                ReferenceStore.PAGE)));
    }

    @GET
    @Path("{table}/versions")
    @Operation(summary = "The versions of a table", description = "Newest first, with the days from which they hold.")
    public Listed versions(
            @PathParam("table") String name,
            @HeaderParam("X-Padan-Purpose") String purposeHeader,
            @QueryParam("purpose") String purpose) {
        Optional<ReferenceTable> named = tables.find(name);
        var unused = reading.require(callers.require(READERS), named, purpose(purposeHeader, purpose));
        ReferenceTable table = named.orElseThrow();
        return new Listed(jdbi.inTransaction(tx -> table.publisher().within(tx, () -> store.versions(tx, table))));
    }

    @GET
    @Path("{table}/report")
    @Operation(
            summary = "What is wrong in a table",
            description =
                    "For its publisher: rows kept aside in the last import, rows that point nowhere, trees that are none; as the tables stand now.")
    @APIResponse(responseCode = "403", description = "PARTY_MISMATCH: another party's table, whatever its name")
    public ReferenceReport report(@PathParam("table") String name) {
        Optional<ReferenceTable> named = tables.find(name);
        Caller caller = callers.require("operator", "approver", "admin", "system", "auditor");
        ReferenceTable table = own(caller, named).table();
        return jdbi.inTransaction(tx -> table.publisher().within(tx, () -> {
            ReferenceVersion version = store.findLatest(tx, table).orElseThrow(ReadingReferences::notFound);
            return checking.report(tx, table, version, null);
        }));
    }

    @PUT
    @Path("{table}")
    @Consumes({MediaType.APPLICATION_JSON, NDJSON})
    @Operation(
            summary = "Publish a table",
            description =
                    "By the party that holds it. A JSON array (bare, or in data or rows) or an object a line, in SIASN's names. What differs from the "
                            + "latest version makes a new one; the same table again makes none, so the PUT may be repeated. A row that cannot be used "
                            + "is kept aside and told, and the others are taken.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.ARRAY),
                            examples =
                                    @ExampleObject(
                                            name = "rows",
                                            value =
                                                    "[{\"id\":\"01\",\"nama\":\"CONTOH\",\"berlakuDari\":\"2025-01-01\",\"penggantiId\":null}]")))
    @APIResponse(
            responseCode = "200",
            description = "the version and what is wrong in the table; unchanged says whether it is a new one")
    @APIResponse(responseCode = "400", description = "INVALID: no table, or no usable row")
    @APIResponse(responseCode = "409", description = "REMOVAL_UNCONFIRMED")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    @APIResponse(responseCode = "413", description = "TOO_LARGE: 256 MiB, 1,000,000 rows")
    public Response put(
            @PathParam("table") String name,
            @Parameter(description = "full (default): codes that are not in it end; delta: only what is in it changes")
                    @HeaderParam("X-Padan-Mode")
                    String mode,
            @Parameter(description = "yyyy-MM-dd, first day on which this state holds; default today")
                    @HeaderParam("X-Padan-Valid-From")
                    String validFrom,
            @Parameter(description = "yyyy-MM-dd, the day the source extracted it") @HeaderParam("X-Padan-Data-Date")
                    String dataDate,
            @Parameter(description = "true lets more than half of the codes end")
                    @HeaderParam("X-Padan-Confirm-Removal")
                    String confirmed,
            @HeaderParam(HttpHeaders.IF_MATCH)
                    @Parameter(description = "ETag of the whole table that is to be replaced")
                    String ifMatch,
            InputStream body) {
        Caller caller = callers.require("operator", "admin", "system");
        Optional<ReferenceTable> named = tables.find(name);
        Owned owned = own(caller, named);
        ReferenceTable table = owned.table();
        OwnersDecision by = OwnersDecision.of(caller, owned.policy());
        var upload = new PublishingReferences.Upload(
                table,
                name,
                mode(mode),
                validFrom == null ? LocalDate.now(ReadingReferences.JAKARTA) : day(validFrom, "X-Padan-Valid-From"),
                dataDate == null ? null : day(dataDate, "X-Padan-Data-Date"),
                ifMatch == null || ifMatch.strip().equals("*") ? null : ifMatch.replaceAll("[\"\\s]", ""),
                "true".equals(confirmed));
        ReferenceReport report = publishing.publish(upload, new Limited(body), by);
        return Response.ok(report).tag(new EntityTag(report.version().tag())).build();
    }

    /** A table in its publisher's hands, and the policy that says so. */
    private record Owned(ReferenceTable table, PolicyRef policy) {}

    /**
     * A table that the caller's party publishes.
     *
     * @throws ProblemException PARTY_MISMATCH; NOT_FOUND also for what of the other party's no annex names
     */
    private Owned own(Caller caller, Optional<ReferenceTable> named) {
        Publisher own = reading.otherOf(caller).other();
        // Strangers to the agreement end here, whatever they name.
        var unused = reading.requireHolder(caller, own);
        ReferenceTable table = named.filter(one -> one.publisher() == own || one.element() != null)
                .orElseThrow(ReadingReferences::notFound);
        return new Owned(table, reading.requireHolder(caller, table.publisher()));
    }

    private static String purpose(String header, String query) {
        return header == null || header.isBlank() ? query : header.strip();
    }

    private static PublishingReferences.Mode mode(String mode) {
        return switch (mode == null ? "full" : mode.strip()) {
            case "full" -> PublishingReferences.Mode.full;
            case "delta" -> PublishingReferences.Mode.delta;
            default -> throw invalid("X-Padan-Mode", "full or delta", "full atau delta");
        };
    }

    private static LocalDate day(String text, String field) {
        try {
            LocalDate day = LocalDate.parse(text.strip());
            if (day.getYear() >= 1945 && day.getYear() < 2200) {
                return day;
            }
        } catch (DateTimeParseException e) {
            // Said below.
        }
        throw invalid(field, "a day as yyyy-MM-dd", "tanggal dengan bentuk yyyy-MM-dd");
    }

    private static int number(String text, String field) {
        if (!NUMBER.matcher(text.strip()).matches()) {
            throw invalid(field, "the number of a version", "nomor versi");
        }
        return Integer.parseInt(text.strip());
    }

    private static ProblemException invalid(String field, String en, String id) {
        return ProblemException.of(
                        PlatformProblem.INVALID, field + " must be " + en + ".", field + " harus " + id + ".")
                .with("field", field);
    }

    /** Ends a body that is larger than any table. */
    private static final class Limited extends FilterInputStream {
        private long left = LARGEST;

        private Limited(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return count(super.read(), 1);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            return count(read, Math.max(0, read));
        }

        private int count(int result, int bytes) {
            left -= result < 0 ? 0 : bytes;
            if (left < 0) {
                throw ProblemException.of(
                        PlatformProblem.TOO_LARGE, "A table has at most 256 MiB.", "Satu tabel paling besar 256 MiB.");
            }
            return result;
        }
    }
}
