package id.padan.agreement.pledge;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.agreement.acting.RecordingActs;
import id.padan.agreement.acting.Seat;
import id.padan.agreement.acting.Seats;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.Once;
import id.padan.platform.writing.Words;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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
import org.jdbi.v3.core.Jdbi;

/** Pledges of the caller's own party; the other party's are none of its business. */
@Once
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

    private final Seats seats;
    private final RecordingActs acts;
    private final PledgeStore store;
    private final Jdbi jdbi;

    PledgeResource(Seats seats, RecordingActs acts, PledgeStore store, Jdbi jdbi) {
        this.seats = seats;
        this.acts = acts;
        this.store = store;
        this.jdbi = jdbi;
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
        Seat seat = seats.require(id, "approver", "admin", "auditor", "dpo");
        return new Page(
                store.listCurrent(seat.agreementId(), seat.party()).stream()
                        .map(View::of)
                        .toList(),
                store.listOrganisations(seat.agreementId(), seat.party()).stream()
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
    public Response record(@PathParam("id") String id, Signed request) {
        Seat seat = seats.person(id, "approver", "admin");
        var signed = Words.present("body", request);
        Words.requireSha256("documentSha256", signed.documentSha256());
        LocalDate today = LocalDate.now(PledgeStore.JAKARTA);
        var on = Words.present("signedOn", signed.signedOn());
        if (on.isAfter(today) || !Instant.now().isBefore(PledgeStore.yearAfter(on))) {
            throw Words.invalid(
                    "signedOn",
                    "A pledge holds for a year from its signature; this day lies in the future or more than a year back.",
                    "Pernyataan berlaku satu tahun sejak ditandatangani; tanggal ini di masa depan atau lebih dari setahun lalu.");
        }
        boolean ofOrganisation = signed.person() == null;
        Object answer = jdbi.inTransaction(
                tx -> ofOrganisation ? organisation(tx, seat, signed, today) : person(tx, seat, signed));
        return Response.status(201).entity(answer).build();
    }

    private View person(Handle tx, Seat seat, Signed signed) {
        String person = Words.require("person", signed.person(), LONGEST_NAME);
        if (person.equals(seat.actor())) {
            throw Words.conflict(
                    "Nobody records his own pledge: ask another approver or administrator of your party.",
                    "Pernyataan sendiri tidak boleh dicatat sendiri: minta pejabat atau admin lain di pihak Anda.");
        }
        PledgeStore.Organisation affiliate = null;
        if (signed.organisationId() != null) {
            affiliate = store.findOrganisation(tx, seat.agreementId(), seat.party(), signed.organisationId())
                    .orElseThrow(Words::notFound);
            if (!affiliate.holdsAt(Instant.now())) {
                throw Words.conflict(
                        "The affiliate's own pledge or contract has ended.",
                        "Pernyataan atau kontrak pihak terafiliasi sudah berakhir.");
            }
        }
        var unused = store.findCurrent(tx, seat.agreementId(), seat.party(), person);
        var kept = store.add(
                tx,
                seat.agreementId(),
                seat.party(),
                person,
                affiliate,
                signed.documentSha256(),
                signed.signedOn(),
                seat.actor());
        record(
                tx,
                seat,
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

    private OrganisationView organisation(Handle tx, Seat seat, Signed signed, LocalDate today) {
        var ends = Words.present("contractEnds", signed.contractEnds());
        if (ends.isBefore(today)) {
            throw Words.invalid("contractEnds", "The contract has ended already.", "Kontrak tersebut sudah berakhir.");
        }
        var kept = store.add(
                tx,
                seat.agreementId(),
                seat.party(),
                Words.require("organisation", signed.organisation(), LONGEST_NAME),
                signed.documentSha256(),
                Words.require("contractNumber", signed.contractNumber(), LONGEST_NAME),
                ends,
                signed.signedOn(),
                seat.actor());
        record(
                tx,
                seat,
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
    public Object revoke(@PathParam("id") String id, @PathParam("pledge") UUID pledge, Revocation request) {
        Seat seat = seats.person(id, "approver", "admin");
        String reason = Words.require("reason", request == null ? null : request.reason(), LONGEST_REASON);
        return jdbi.inTransaction(tx -> {
            var person = store.find(tx, seat.agreementId(), seat.party(), pledge);
            Object answer;
            if (person.isPresent()) {
                requireCurrent(tx, seat, person.get());
                answer = View.of(store.revoke(tx, person.get(), seat.actor(), reason));
            } else {
                var affiliate = store.findOrganisation(tx, seat.agreementId(), seat.party(), pledge)
                        .orElseThrow(Words::notFound);
                answer = OrganisationView.of(store.revoke(tx, affiliate, seat.actor(), reason));
            }
            record(tx, seat, "PLEDGE_REVOKED", pledge, Map.of("reason", reason));
            return answer;
        });
    }

    /** An earlier pledge, or one taken back before, opens nothing: to revoke it would only seem to close something. */
    private void requireCurrent(Handle tx, Seat seat, PledgeStore.Kept pledge) {
        var unused = store.findCurrent(tx, seat.agreementId(), seat.party(), pledge.person())
                .filter(current -> current.id().equals(pledge.id()) && current.revokedAt() == null)
                .orElseThrow(() -> ProblemException.of(
                        PlatformProblem.CONFLICT,
                        "This pledge no longer counts. Read the pledges again.",
                        "Pernyataan ini tidak berlaku lagi. Baca kembali daftar pernyataan."));
    }

    private void record(Handle tx, Seat seat, String kind, UUID pledge, Map<String, String> content) {
        var all = new java.util.TreeMap<>(content);
        all.put("pledge", pledge.toString());
        var unused = acts.record(tx, seat, kind, all, "pledges/" + pledge);
    }
}
