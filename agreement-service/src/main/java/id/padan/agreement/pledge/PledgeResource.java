package id.padan.agreement.pledge;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.agreement.acting.Act;
import id.padan.agreement.acting.Acting;
import id.padan.agreement.acting.Wording;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;

/** Pledges of the caller's own party; the other party's are none of its business. */
@Path("/api/agreements/v1/agreements/{id}/pledges")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Pledges", description = "Pledges of confidentiality per person and affiliate (Ps 9(5))")
@APIResponse(responseCode = "403", description = "ROLE_MISSING, PARTY_MISMATCH")
@APIResponse(responseCode = "404", description = "NOT_FOUND: unknown, or not of the caller's party")
class PledgeResource {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_REASON = 500;

    private final Acting acting;
    private final PledgeStore store;

    PledgeResource(Acting acting, PledgeStore store) {
        this.acting = acting;
        this.store = store;
    }

    /**
     * A pledge that was signed.
     *
     * @param person login, as tokens name it; absent for an affiliate organisation's own pledge
     * @param organisationId affiliate for which the person works; absent for the party's own officials
     * @param organisation name of an affiliate organisation, for its own pledge
     * @param contractNumber of the affiliate's contract
     * @param contractEnds its last day
     * @param documentSha256 of the signed document
     * @param signedOn not in the future, and less than a year ago
     */
    @Schema(name = "PledgeRequest")
    record Signed(
            String person,
            UUID organisationId,
            String organisation,
            String contractNumber,
            LocalDate contractEnds,
            String documentSha256,
            LocalDate signedOn) {}

    @Schema(name = "PledgeRevocation")
    record Revocation(String reason) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Pledge")
    record View(
            UUID id,
            String person,
            UUID organisationId,
            String organisation,
            String documentSha256,
            LocalDate signedOn,
            Instant validUntil,
            boolean valid,
            String recordedBy,
            Instant recordedAt,
            Instant revokedAt,
            String reason) {
        static View of(PledgeStore.Kept kept) {
            return new View(
                    kept.id(),
                    kept.person(),
                    kept.organisationId(),
                    kept.organisation(),
                    kept.documentSha256(),
                    kept.signedOn(),
                    kept.validUntil(),
                    kept.holdsAt(Instant.now()),
                    kept.recordedBy(),
                    kept.recordedAt(),
                    kept.revokedAt(),
                    kept.reason());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "AffiliatePledge")
    record OrganisationView(
            UUID id,
            String organisation,
            String contractNumber,
            LocalDate contractEnds,
            String documentSha256,
            LocalDate signedOn,
            Instant validUntil,
            boolean valid,
            Instant revokedAt) {
        static OrganisationView of(PledgeStore.Organisation kept) {
            return new OrganisationView(
                    kept.id(),
                    kept.name(),
                    kept.contractNumber(),
                    kept.contractEnds(),
                    kept.documentSha256(),
                    kept.signedOn(),
                    kept.holdsUntil(),
                    kept.holdsAt(Instant.now()),
                    kept.revokedAt());
        }
    }

    @Schema(name = "Pledges")
    record Page(List<View> items, List<OrganisationView> organisations) {}

    @GET
    @Operation(
            operationId = "listPledges",
            summary = "The pledge that counts of each person, and affiliate organisations",
            description = "Roles approver, admin, auditor, dpo.")
    @APIResponse(responseCode = "200", description = "Of the caller's party")
    public Page list(@PathParam("id") String id) {
        Act act = acting.require(id, "approver", "admin", "auditor", "dpo");
        return new Page(
                store.listCurrent(act.agreementId(), act.party()).stream()
                        .map(View::of)
                        .toList(),
                store.listOrganisations(act.agreementId(), act.party()).stream()
                        .map(OrganisationView::of)
                        .toList());
    }

    @POST
    @Operation(
            operationId = "recordPledge",
            summary = "Record a signed pledge",
            description =
                    "Roles approver, admin; nobody records his own. With person: that person's, and a second one renews the first. With "
                            + "organisation, contractNumber and contractEnds: an affiliate's; its persons' pledges end no later than it does.")
    @APIResponse(responseCode = "201", description = "In force everywhere within seconds")
    @APIResponse(responseCode = "400", description = "INVALID: a field is missing or impossible")
    @APIResponse(
            responseCode = "409",
            description = "CONFLICT: one's own pledge, or an affiliate that is no longer one")
    public Response record(@PathParam("id") String id, @HeaderParam("Idempotency-Key") String key, Signed request) {
        Act act = acting.require(id, "approver", "admin");
        var signed = Wording.needed("body", request);
        Wording.hash("documentSha256", signed.documentSha256());
        LocalDate today = LocalDate.now(PledgeStore.JAKARTA);
        var on = Wording.needed("signedOn", signed.signedOn());
        if (on.isAfter(today) || !Instant.now().isBefore(PledgeStore.yearAfter(on))) {
            throw Wording.invalid(
                    "signedOn",
                    "A pledge holds for a year from its signature; this day lies in the future or more than a year back.",
                    "Pernyataan berlaku satu tahun sejak ditandatangani; tanggal ini di masa depan atau lebih dari setahun lalu.");
        }
        boolean ofOrganisation = signed.person() == null;
        String answer = acting.once(
                act,
                key,
                List.of(id, "pledges", signed),
                tx -> ofOrganisation ? organisation(tx, act, signed, today) : person(tx, act, signed));
        return Response.status(201).entity(answer).build();
    }

    private View person(Handle tx, Act act, Signed signed) {
        String person = Wording.text("person", signed.person(), LONGEST_NAME);
        if (person.equals(act.actor())) {
            throw Wording.conflict(
                    "Nobody records his own pledge: ask another approver or administrator of your party.",
                    "Pernyataan sendiri tidak boleh dicatat sendiri: minta pejabat atau admin lain di pihak Anda.");
        }
        PledgeStore.Organisation affiliate = null;
        if (signed.organisationId() != null) {
            affiliate = store.findOrganisation(tx, act.agreementId(), act.party(), signed.organisationId())
                    .orElseThrow(Wording::notFound);
            if (!affiliate.holdsAt(Instant.now())) {
                throw Wording.conflict(
                        "The affiliate's own pledge or contract has ended.",
                        "Pernyataan atau kontrak pihak terafiliasi sudah berakhir.");
            }
        }
        var unused = store.findCurrent(tx, act.agreementId(), act.party(), person);
        var kept = store.add(
                tx,
                act.agreementId(),
                act.party(),
                person,
                affiliate,
                signed.documentSha256(),
                signed.signedOn(),
                act.actor());
        record(
                tx,
                act,
                "PLEDGE",
                kept.id(),
                Map.of(
                        "document",
                        kept.documentSha256(),
                        "person",
                        person,
                        "until",
                        kept.validUntil().toString()));
        return View.of(kept);
    }

    private OrganisationView organisation(Handle tx, Act act, Signed signed, LocalDate today) {
        var ends = Wording.needed("contractEnds", signed.contractEnds());
        if (ends.isBefore(today)) {
            throw Wording.invalid(
                    "contractEnds", "The contract has ended already.", "Kontrak tersebut sudah berakhir.");
        }
        var kept = store.add(
                tx,
                act.agreementId(),
                act.party(),
                Wording.text("organisation", signed.organisation(), LONGEST_NAME),
                signed.documentSha256(),
                Wording.text("contractNumber", signed.contractNumber(), LONGEST_NAME),
                ends,
                signed.signedOn(),
                act.actor());
        record(
                tx,
                act,
                "AFFILIATE_PLEDGE",
                kept.id(),
                Map.of(
                        "contractEnds",
                        ends.toString(),
                        "document",
                        kept.documentSha256(),
                        "organisation",
                        kept.name()));
        return OrganisationView.of(kept);
    }

    @POST
    @Path("{pledge}/revocation")
    @Operation(
            operationId = "revokePledge",
            summary = "End a pledge, and with it access",
            description = "Roles approver, admin. An affiliate's revocation ends the pledges of all its persons.")
    @APIResponse(responseCode = "200", description = "Refused everywhere within seconds")
    @APIResponse(responseCode = "400", description = "INVALID: no usable reason")
    @APIResponse(responseCode = "409", description = "CONFLICT: not the pledge that counts, or revoked before")
    public String revoke(
            @PathParam("id") String id,
            @PathParam("pledge") UUID pledge,
            @HeaderParam("Idempotency-Key") String key,
            Revocation request) {
        Act act = acting.require(id, "approver", "admin");
        String reason = Wording.text("reason", request == null ? null : request.reason(), LONGEST_REASON);
        return acting.once(act, key, List.of(id, "revocation", pledge, reason), tx -> {
            var person = store.find(tx, act.agreementId(), act.party(), pledge);
            Object answer;
            if (person.isPresent()) {
                requireCurrent(tx, act, person.get());
                answer = View.of(store.revoke(tx, person.get(), act.actor(), reason));
            } else {
                var affiliate = store.findOrganisation(tx, act.agreementId(), act.party(), pledge)
                        .orElseThrow(Wording::notFound);
                answer = OrganisationView.of(store.revoke(tx, affiliate, act.actor(), reason));
            }
            record(tx, act, "PLEDGE_REVOKED", pledge, Map.of("reason", reason));
            return answer;
        });
    }

    /** An earlier pledge, or one taken back before, opens nothing: to revoke it would only seem to close something. */
    private void requireCurrent(Handle tx, Act act, PledgeStore.Kept pledge) {
        var unused = store.findCurrent(tx, act.agreementId(), act.party(), pledge.person())
                .filter(current -> current.id().equals(pledge.id()) && current.revokedAt() == null)
                .orElseThrow(() -> ProblemException.of(
                        PlatformProblem.CONFLICT,
                        "This pledge no longer counts. Read the pledges again.",
                        "Pernyataan ini tidak berlaku lagi. Baca kembali daftar pernyataan."));
    }

    private void record(Handle tx, Act act, String kind, UUID pledge, Map<String, String> content) {
        var all = new java.util.TreeMap<>(content);
        all.put("pledge", pledge.toString());
        var unused = acting.record(tx, act, kind, all, "pledges/" + pledge);
    }
}
