package id.padan.agreement.reading;

import id.padan.agreement.document.AgreementFile;
import id.padan.agreement.reading.AgreementViews.Agreement;
import id.padan.agreement.reading.AgreementViews.AgreementList;
import id.padan.agreement.reading.AgreementViews.Annex;
import id.padan.agreement.reading.AgreementViews.State;
import id.padan.agreement.reading.AgreementViews.Term;
import id.padan.agreement.version.AgreementVersions;
import id.padan.agreement.version.PartyAgreements;
import id.padan.agreement.version.StoredVersion;
import id.padan.platform.agreement.Heartbeat;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/agreements/v1/agreements")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@SecurityRequirement(name = "token")
@Tag(name = "Agreements", description = "What is agreed, from when, and until when")
@APIResponse(responseCode = "200", description = "As described")
@APIResponse(responseCode = "401", description = "UNAUTHENTICATED or TOKEN_EXPIRED: no valid token")
@APIResponse(responseCode = "403", description = "ROLE_MISSING or PARTY_MISMATCH: a token without a role or party")
class AgreementResource {

    /** Everybody who works for a party may read what it has signed. */
    private static final String[] ANY_ROLE = {"operator", "verifier", "approver", "auditor", "dpo", "admin", "system"};

    private final AgreementVersions versions;
    private final PartyAgreements agreements;
    private final Callers callers;

    AgreementResource(AgreementVersions versions, PartyAgreements agreements, Callers callers) {
        this.versions = versions;
        this.agreements = agreements;
        this.callers = callers;
    }

    @GET
    @Operation(operationId = "listAgreements", summary = "Agreements of the caller's party")
    public AgreementList list() {
        Caller caller = callers.require(ANY_ROLE);
        Instant now = versions.now();
        List<AgreementList.Item> items = new ArrayList<>();
        for (String id : versions.listAgreements()) {
            List<StoredVersion> stored = versions.listVersions(id);
            if (PartyAgreements.isParty(caller.party(), stored)) {
                AgreementFile shown = shown(stored, now).file();
                items.add(new AgreementList.Item(
                        id,
                        shown.title(),
                        State.of(shown.term().from(), shown.term().until(), now),
                        inForce(stored, now).map(StoredVersion::version).orElse(null),
                        shown.parties().stream()
                                .map(AgreementFile.Party::number)
                                .toList(),
                        Term.of(shown.term())));
            }
        }
        return new AgreementList(items, null);
    }

    @GET
    @Path("{id}")
    @Operation(
            operationId = "getAgreement",
            summary = "One agreement",
            description = "Term, purposes, clauses and suspensions of the version in force; every version with its"
                    + " effective moment; the last refused file with what to mend.")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: unknown, or the caller is not a party to it")
    public Agreement get(@Parameter(example = "kemnaker-bkn-2024") @PathParam("id") String id) {
        List<StoredVersion> stored = readable(id);
        Instant now = versions.now();
        AgreementFile shown = shown(stored, now).file();
        return new Agreement(
                id,
                shown.title(),
                State.of(shown.term().from(), shown.term().until(), now),
                inForce(stored, now).map(StoredVersion::version).orElse(null),
                versions.listRevisions().stream()
                        .filter(revision -> revision.agreementId().equals(id))
                        .mapToLong(Heartbeat.Confirmed::revision)
                        .findFirst()
                        .orElse(0),
                shown.signed(),
                shown.place(),
                shown.parties().stream()
                        .map(party -> new AgreementViews.Party(
                                party.id(),
                                party.role(),
                                party.name(),
                                party.number(),
                                party.contact(),
                                party.officials()))
                        .toList(),
                Term.of(shown.term()),
                shown.purposes().stream()
                        .map(purpose -> new AgreementViews.Purpose(purpose.id(), purpose.clause(), purpose.text()))
                        .toList(),
                shown.datasets().stream()
                        .map(dataset -> new AgreementViews.Dataset(dataset.id(), dataset.holder(), dataset.name()))
                        .toList(),
                shown.clauses().stream().map(AgreementViews.Clause::of).toList(),
                shown.suspensions().stream().map(AgreementViews.Suspension::of).toList(),
                stored.stream().map(AgreementViews.VersionSummary::of).toList(),
                versions.findRefusal(id).map(AgreementViews.Refusal::of).orElse(null));
    }

    @GET
    @Path("{id}/annex")
    @Operation(
            operationId = "getAnnex",
            summary = "The annex of one version",
            description =
                    "Of the version in force now, or of the one named by version, or of the one in force asOf, as it"
                            + " was believed knownAt.")
    @APIResponse(responseCode = "400", description = "INVALID: both version and asOf, or asOf is no date or instant")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no such agreement for this caller, or no such version")
    public Annex annex(
            @Parameter(example = "kemnaker-bkn-2024") @PathParam("id") String id,
            @Parameter(description = "A version as stored", example = "1") @QueryParam("version") String version,
            @Parameter(
                            description =
                                    "A date (the end of that day in Asia/Jakarta counts) or an instant with offset",
                            example = "2026-11-23")
                    @QueryParam("asOf")
                    String asOf,
            @Parameter(
                            description =
                                    "What was believed then: versions stored by that day or instant; now if absent",
                            example = "2026-11-23")
                    @QueryParam("knownAt")
                    String knownAt) {
        List<StoredVersion> stored = readable(id);
        if (version != null && asOf != null) {
            throw ProblemException.of(
                            PlatformProblem.INVALID,
                            "Name version or asOf, not both.",
                            "Sebutkan version atau asOf, jangan keduanya.")
                    .with("field", "asOf");
        }
        Optional<StoredVersion> wanted;
        if (version != null) {
            wanted = stored.stream()
                    .filter(candidate -> candidate.version().equals(version))
                    .findFirst();
        } else {
            Instant now = versions.now();
            wanted = StoredVersion.inForce(
                    stored,
                    asOf == null ? now : LegalTime.parse("asOf", asOf),
                    knownAt == null ? now : LegalTime.parse("knownAt", knownAt));
        }
        StoredVersion found = wanted.orElseThrow(() -> ProblemException.of(
                PlatformProblem.NOT_FOUND,
                "The agreement has no such version, or none in force then.",
                "Perjanjian tidak memiliki versi tersebut, atau belum berlaku saat itu."));
        return new Annex(
                id,
                found.version(),
                AgreementViews.jakarta(found.effectiveFrom()),
                found.file().elements().stream().map(AgreementViews.Element::of).toList());
    }

    private List<StoredVersion> readable(String id) {
        return agreements.require(callers.require(ANY_ROLE), id);
    }

    private static Optional<StoredVersion> inForce(List<StoredVersion> stored, Instant now) {
        return StoredVersion.inForce(stored, now, now);
    }

    /** The version in force, or before the first one the one to come. */
    private static StoredVersion shown(List<StoredVersion> stored, Instant now) {
        return inForce(stored, now).orElseGet(stored::getLast);
    }
}
