package id.padan.directory.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.directory.disclosure.RecordingReads;
import id.padan.directory.log.OwnersDecision;
import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.nik.Nik;
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
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
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

@Path("/api/asn-directory/v1/asn")
@Tag(name = "Records", description = "Single ASN records, for their holder BKN.")
@Produces(MediaType.APPLICATION_JSON)
class AsnResource {

    private static final Pattern NIP = Pattern.compile("[0-9]{18}");
    private static final Pattern VERSION = Pattern.compile("(?:W/)?\"?([0-9]{1,18})\"?");
    private static final int LONGEST_KEY = 200;
    private static final int LARGEST_RECORD = 1024 * 1024;

    private final Jdbi jdbi;
    private final StoringRecords storing;
    private final ObjectMapper json;
    private final Callers callers;
    private final AgreementGate gate;
    private final RecordingReads reads;

    AsnResource(
            Jdbi jdbi,
            StoringRecords storing,
            ObjectMapper json,
            Callers callers,
            AgreementGate gate,
            RecordingReads reads) {
        this.jdbi = jdbi;
        this.storing = storing;
        this.json = json;
        this.callers = callers;
        this.gate = gate;
        this.reads = reads;
    }

    /**
     * A record as its holder sees it.
     *
     * @param nik absent when the register has none
     * @param record annex elements in SIASN names
     * @param internal class I: never disclosed to another party
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            String id,
            String nipBaru,
            String nik,
            long version,
            LocalDate dataDate,
            Instant changedAt,
            @JsonRawValue @Schema(type = SchemaType.OBJECT) String record,
            @JsonRawValue @Schema(type = SchemaType.OBJECT) String internal,
            boolean hasEmail,
            boolean hasPhone) {}

    @GET
    @RunOnVirtualThread
    @Path("{nip}")
    @Operation(
            summary = "The own record of a NIP",
            description =
                    "All that is kept of it; class X never is. Of several records with this NIP the one changed last. ETag is its version.")
    @APIResponse(
            responseCode = "403",
            description = "another party: Ps 3(1)a opens this by a later service, element by element")
    @APIResponse(responseCode = "404", description = "no record with this NIP, or no NIP at all")
    public Response get(@PathParam("nip") String nip) {
        Caller caller = callers.require("operator", "admin", "system", "approver", "auditor");
        OwnersDecision by = holder(caller);
        if (!NIP.matcher(nip).matches()) {
            throw notFound();
        }
        View view = jdbi.inTransaction(handle -> {
            View found = handle.createQuery("""
                                select * from asn_record where nip = :nip and not removed order by changed_at desc, no desc limit 1
                                """)
                    .bind("nip", nip)
                    .map((result, context) -> view(result))
                    .findOne()
                    .orElseThrow(AsnResource::notFound);
            reads.record(handle, by, caller, found.id(), found.version());
            return found;
        });
        return Response.ok(view)
                .tag(new EntityTag(Long.toString(view.version())))
                .build();
    }

    @PUT
    @RunOnVirtualThread
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Put one record",
            description =
                    "A whole SIASN data-utama object, flat or in data, with the rules of an import row. A record that exists needs "
                            + "If-Match with its version; a new one needs none.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.OBJECT),
                            examples =
                                    @ExampleObject(
                                            name = "record",
                                            value =
                                                    "{\"nipBaru\":\"199001012015031999\",\"nama\":\"CONTOH SATU\",\"nik\":\"3171010101909991\",\"kedudukanPnsId\":\"01\"}")))
    @APIResponse(responseCode = "200", description = "stored; ETag is the new version")
    @APIResponse(responseCode = "201", description = "made; ETag is the version")
    @APIResponse(responseCode = "412", description = "STALE_VERSION: the record has changed meanwhile")
    @APIResponse(responseCode = "422", description = "IDEMPOTENCY_MISMATCH: the key was used for another write")
    public Response put(
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Parameter(description = "the version that was read, as in ETag") String ifMatch,
            @HeaderParam("Idempotency-Key") String key,
            InputStream body)
            throws IOException {
        OwnersDecision by = holder("operator", "admin", "system");
        if (key == null || key.isBlank() || key.length() > LONGEST_KEY) {
            throw ProblemException.of(
                    PlatformProblem.IDEMPOTENCY_KEY_MISSING,
                    "Send an Idempotency-Key of at most 200 characters.",
                    "Sertakan Idempotency-Key paling banyak 200 karakter.");
        }
        byte[] sent = body.readNBytes(LARGEST_RECORD + 1);
        if (sent.length > LARGEST_RECORD) {
            throw ProblemException.of(
                    PlatformProblem.TOO_LARGE, "A record has at most 1 MiB.", "Satu data paling besar 1 MiB.");
        }
        AsnRecord asn = read(id, sent);
        Long expected = expected(ifMatch);
        byte[] hash = sha256(id, ifMatch, sent);
        var stored = await(storing.add(new StoringRecords.Wanted(asn, expected, key.strip(), hash, by)));
        return Response.status(stored.status())
                .tag(new EntityTag(Long.toString(stored.version())))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(stored.body())
                .build();
    }

    private static StoringRecords.Stored await(CompletableFuture<StoringRecords.Stored> outcome) {
        try {
            return outcome.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException reason ? reason : failed;
        }
    }

    private AsnRecord read(String id, byte[] sent) {
        byte[] row = withId(id, sent);
        return switch (new RecordReader().readJson(row, 0, row.length)) {
            case ReadRow.Accepted(AsnRecord asn) -> {
                if (!asn.id().equals(id)) {
                    throw invalid(
                            "id",
                            "The id in the body is not the one in the address.",
                            "Id pada isi berbeda dengan id pada alamat.");
                }
                yield asn;
            }
            case ReadRow.Refused(RowRefusal reason, String field, Integer position, String ignored) ->
                invalidRow(reason, field, position);
        };
    }

    private static AsnRecord invalidRow(RowRefusal reason, String field, Integer position) {
        throw ProblemException.of(PlatformProblem.INVALID, reason.textEn(), reason.textId())
                .with("field", field)
                .with("reason", reason.name())
                .with("position", position);
    }

    /** The address already names the record, so the body need not. */
    private byte[] withId(String id, byte[] sent) {
        try {
            var tree = json.readTree(sent);
            if (tree instanceof com.fasterxml.jackson.databind.node.ObjectNode object) {
                var inner = object.get("data") instanceof com.fasterxml.jackson.databind.node.ObjectNode data
                        ? data
                        : object;
                if (!inner.hasNonNull("id")) {
                    inner.put("id", id);
                    return json.writeValueAsBytes(object);
                }
            }
            return sent;
        } catch (IOException notJson) {
            // The reader says where.
            return sent;
        }
    }

    private static Long expected(String ifMatch) {
        if (ifMatch == null) {
            return null;
        }
        Matcher matcher = VERSION.matcher(ifMatch.strip());
        if (!matcher.matches()) {
            throw invalid(
                    "If-Match",
                    "If-Match is the version in quotes, as ETag gave it.",
                    "If-Match berisi versi dalam tanda kutip, seperti pada ETag.");
        }
        return Long.valueOf(matcher.group(1));
    }

    private OwnersDecision holder(String... roles) {
        return holder(callers.require(roles));
    }

    private OwnersDecision holder(Caller caller) {
        try {
            return OwnersDecision.of(caller, gate.requireHolder(caller, Datasets.ASN_RECORD));
        } catch (ProblemException refused) {
            if (refused.code() == PlatformProblem.PARTY_MISMATCH) {
                // Term, suspension or annex may be what is really missing: the gate names it.
                gate.require(AccessRequest.of(caller, "ASN_GUIDANCE", null, Datasets.ASN_RECORD));
                // The clause that would be needed; what it opens comes with the annex's own service.
                throw ProblemException.of(
                                PlatformProblem.CLAUSE_NOT_OPEN,
                                "Records are read by another party under Ps 3(1)a only, element by element; this address is the holder's own.",
                                "Pihak lain hanya membaca data menurut Ps 3(1)a, elemen demi elemen; alamat ini khusus pemegang data.")
                        .with("clause", "Ps 3(1)a");
            }
            throw refused;
        }
    }

    private static View view(java.sql.ResultSet result) throws java.sql.SQLException {
        Long nik = result.getObject("nik", Long.class);
        return new View(
                result.getString("id"),
                result.getString("nip"),
                nik == null ? null : Nik.of(nik).digits(),
                result.getLong("version"),
                result.getObject("data_date", LocalDate.class),
                result.getObject("changed_at", OffsetDateTime.class).toInstant(),
                result.getString("elements"),
                result.getString("internal"),
                result.getBoolean("has_email"),
                result.getBoolean("has_phone"));
    }

    private static byte[] sha256(String id, String ifMatch, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((id + '\n' + ifMatch + '\n').getBytes(StandardCharsets.UTF_8));
            return digest.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static ProblemException notFound() {
        return ProblemException.of(
                PlatformProblem.NOT_FOUND, "There is no record with this NIP.", "Tidak ada data dengan NIP tersebut.");
    }

    private static ProblemException invalid(String field, String en, String id) {
        return ProblemException.of(PlatformProblem.INVALID, en, id).with("field", field);
    }
}
