package id.padan.directory.record;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.directory.log.OwnersDecision;
import id.padan.directory.vault.NikVault;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
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

@Path("/api/asn-directory/v1/asn")
@Tag(
        name = "Records",
        description = "ASN records: writes and whole records for their holder BKN, limited access for the other party.")
@Produces(MediaType.APPLICATION_JSON)
class AsnResource {

    private static final Pattern VERSION = Pattern.compile("(?:W/)?\"?([0-9]{1,18})\"?");
    private static final int LONGEST_KEY = 200;
    private static final int LARGEST_RECORD = 1024 * 1024;

    private final StoringRecords storing;
    private final ObjectMapper json;
    private final Callers callers;
    private final AgreementGate gate;
    private final NikVault vault;

    AsnResource(StoringRecords storing, ObjectMapper json, Callers callers, AgreementGate gate, NikVault vault) {
        this.storing = storing;
        this.json = json;
        this.callers = callers;
        this.gate = gate;
        this.vault = vault;
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
        // It is kept, and the request has a NIK in it.
        byte[] hash = vault.fingerprint(sha256(id, ifMatch, sent));
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
        Caller caller = callers.require(roles);
        return OwnersDecision.of(caller, gate.requireHolder(caller, Datasets.ASN_RECORD));
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

    private static ProblemException invalid(String field, String en, String id) {
        return ProblemException.of(PlatformProblem.INVALID, en, id).with("field", field);
    }
}
