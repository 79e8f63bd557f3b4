package id.padan.agreement.reading;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.agreement.document.CanonicalDocument;
import id.padan.agreement.document.Change;
import id.padan.agreement.document.VersionDifference;
import id.padan.agreement.reading.AgreementViews.VersionSummary;
import id.padan.agreement.version.AgreementVersions;
import id.padan.agreement.version.PartyAgreements;
import id.padan.agreement.version.SignedVersions;
import id.padan.agreement.version.StoredVersion;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Versions by two times, to the byte, signed, and how one differs from another. */
@Path("/api/agreements/v1/agreements")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@SecurityRequirement(name = "token")
@Tag(name = "Agreements")
class VersionResource {

    private static final String[] ANY_ROLE = {"operator", "verifier", "approver", "auditor", "dpo", "admin", "system"};

    private final Callers callers;
    private final PartyAgreements agreements;
    private final AgreementVersions versions;
    private final SignedVersions signatures;
    private final VersionDifference difference;

    VersionResource(
            Callers callers,
            PartyAgreements agreements,
            AgreementVersions versions,
            SignedVersions signatures,
            VersionDifference difference) {
        this.callers = callers;
        this.agreements = agreements;
        this.versions = versions;
        this.signatures = signatures;
        this.difference = difference;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Versions")
    record Page(
            Instant asOf,
            Instant knownAt,

            @Schema(description = "In force asOf, as believed knownAt; absent if none was")
            String inForce,

            @Schema(description = "Those believed knownAt") List<VersionSummary> versions) {}

    @Schema(name = "SignedVersion")
    record SignedView(
            VersionSummary version,

            @Schema(
                    description =
                            "Canonical JSON; signed as: statement/v1 padan-agreement-version-v1, an empty line, it, a line end")
            String statement,

            @Schema(description = "Ed25519, Base64") String signature,

            @Schema(description = "Verifier key of the log of agreement-service")
            String key) {}

    @Schema(name = "Changes")
    record Changes(String from, String to, List<Change> changes) {}

    /**
     * @param version that has these bytes, null if none
     * @param signatureValid whether our key has signed that
     */
    @Schema(name = "DocumentVerification")
    record Verification(
            boolean known, String sha256, String version, boolean signatureValid, boolean inForce, String statement) {}

    @GET
    @Path("{id}/versions")
    @Operation(
            operationId = "listVersions",
            summary = "Versions by valid time and knowledge time",
            description = "What is in force asOf, and what was believed of it knownAt; both default to now.")
    @APIResponse(responseCode = "400", description = "INVALID: no date or instant")
    public Page list(
            @PathParam("id") String id,
            @Parameter(example = "2027-01-01") @QueryParam("asOf") String asOf,
            @Parameter(example = "2026-11-23") @QueryParam("knownAt") String knownAt) {
        List<StoredVersion> stored = readable(id);
        Instant now = versions.now();
        Instant at = asOf == null ? now : LegalTime.parse("asOf", asOf);
        Instant known = knownAt == null ? now : LegalTime.parse("knownAt", knownAt);
        return new Page(
                at,
                known,
                StoredVersion.inForce(stored, at, known)
                        .map(StoredVersion::version)
                        .orElse(null),
                stored.stream()
                        .filter(version -> version.isBelievedAt(known))
                        .map(VersionSummary::of)
                        .toList());
    }

    @GET
    @Path("{id}/versions/{version}")
    @Operation(operationId = "getVersion", summary = "One version with its hash and signature")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public SignedView get(@PathParam("id") String id, @PathParam("version") String version) {
        StoredVersion stored = find(readable(id), version);
        SignedVersions.Signed signed = signatures.get(stored);
        return new SignedView(VersionSummary.of(stored), signed.statement(), signed.signature(), signed.key());
    }

    @GET
    @Path("{id}/versions/{version}/document")
    @Operation(operationId = "getVersionDocument", summary = "The file to the byte, whose SHA-256 is signed")
    public Response document(@PathParam("id") String id, @PathParam("version") String version) {
        StoredVersion stored = find(readable(id), version);
        return Response.ok(versions.document(stored), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    @GET
    @Path("{id}/versions/{version}/changes")
    @Operation(
            operationId = "getVersionChanges",
            summary = "What a version changes, in words",
            description = "Against the version named by from, or the one stored before it.")
    public Changes changes(
            @PathParam("id") String id, @PathParam("version") String version, @QueryParam("from") String from) {
        List<StoredVersion> stored = readable(id);
        StoredVersion to = find(stored, version);
        Optional<StoredVersion> before = from == null
                ? stored.stream()
                        .filter(one -> one.sequence() == to.sequence() - 1)
                        .findFirst()
                : Optional.of(find(stored, from));
        return before.map(one -> new Changes(one.version(), to.version(), difference.words(one.file(), to.file())))
                .orElseGet(() -> new Changes(null, to.version(), List.of()));
    }

    @POST
    @Path("{id}/verifications")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "verifyDocument",
            summary = "Say of a file whether it is a signed version",
            description = "The body is the file to the byte; it is hashed and not kept.")
    public Verification verify(@PathParam("id") String id, byte[] content) {
        List<StoredVersion> stored = readable(id);
        String sha256 = CanonicalDocument.sha256(content == null ? new byte[0] : content);
        Instant now = versions.now();
        return stored.stream()
                .filter(version -> version.sha256().equals(sha256))
                .findFirst()
                .map(version -> {
                    SignedVersions.Signed signed = signatures.get(version);
                    return new Verification(
                            true,
                            sha256,
                            version.version(),
                            signatures.isValid(version, signed),
                            StoredVersion.inForce(stored, now, now)
                                    .filter(version::equals)
                                    .isPresent(),
                            signed.statement());
                })
                .orElseGet(() -> new Verification(false, sha256, null, false, false, null));
    }

    private List<StoredVersion> readable(String id) {
        return agreements.require(callers.require(ANY_ROLE), id);
    }

    private static StoredVersion find(List<StoredVersion> stored, String version) {
        return stored.stream()
                .filter(one -> one.version().equals(version))
                .findFirst()
                .orElseThrow(() -> ProblemException.of(
                        PlatformProblem.NOT_FOUND,
                        "The agreement has no such version.",
                        "Perjanjian tidak memiliki versi tersebut."));
    }
}
