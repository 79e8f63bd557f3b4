package id.padan.agreement.obligation;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.agreement.acting.Seat;
import id.padan.agreement.acting.Seats;
import id.padan.agreement.archive.Archive;
import id.padan.agreement.archive.Attached;
import id.padan.agreement.casework.CaseFile;
import id.padan.agreement.casework.CaseKind;
import id.padan.agreement.casework.Register;
import id.padan.agreement.casework.Registers;
import id.padan.platform.clock.Deadline;
import id.padan.platform.writing.Once;
import id.padan.platform.writing.Words;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

@Once
@Path("/api/agreements/v1/agreements/{id}/obligations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@SecurityRequirement(name = "token")
@Tag(
        name = "Obligations",
        description = "What each party owes, until when, and what shows that it was done (Ps 3, 4, 6, 7)")
class ObligationResource {
    private static final int MOST_DOCUMENTS = 20;

    private final Seats seats;
    private final Obligations obligations;
    private final Register<Evidence> cases;
    private final Archive archive;
    private final Jdbi jdbi;

    ObligationResource(Seats seats, Obligations obligations, Registers registers, Archive archive, Jdbi jdbi) {
        this.seats = seats;
        this.obligations = obligations;
        this.cases = registers.of(CaseKind.OBLIGATION, Evidence.class);
        this.archive = archive;
        this.jdbi = jdbi;
    }

    /**
     * The list.
     *
     * @param asOf the moment whose states these are
     * @param goLive when the software first knew of the agreement
     * @param next cursor of the page behind this one, or null
     */
    @Schema(name = "Obligations")
    record ObligationList(Instant asOf, Instant goLive, List<Obligation> items, String next) {}

    /**
     * One duty.
     *
     * @param evidence with its steps; null while there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ObligationDetail")
    record Detail(
            Obligation obligation, CaseFile<Evidence> evidence, List<CaseFile.Step> steps, List<Announced> announced) {}

    /** What was said of it. */
    record Announced(String said, Instant at, Instant due) {}

    /**
     * Evidence.
     *
     * @param metOn the day on which it was done; today if absent
     * @param documents ids of shared documents
     */
    @Schema(name = "EvidenceDelivery")
    record Delivery(LocalDate metOn, String reference, String note, List<UUID> documents) {}

    /** @param reason why it does not count; only when refusing */
    @Schema(name = "EvidenceReceipt")
    record Receipt(Boolean received, String reason) {}

    @GET
    @Operation(
            summary = "Every duty of every party, the first due first",
            description =
                    "States are computed for this moment. Duties that only their own party may know of are shown to it alone.")
    public ObligationList list(
            @PathParam("id") String id,
            @Parameter(example = "kemnaker") @QueryParam("party") String party,
            @Parameter(example = "OVERDUE") @QueryParam("state") String state,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit) {
        Seat seat = seats.require(id, Seats.READERS);
        int size = limit == null ? Register.LONGEST_PAGE : Math.clamp(limit, 1, Register.LONGEST_PAGE);
        List<Obligation> found = jdbi.withHandle(handle -> obligations.list(handle, seat, seat.now())).stream()
                .filter(duty -> !duty.confidential() || duty.party().equals(seat.party()))
                .filter(duty -> party == null || duty.party().equals(party))
                .filter(duty -> state == null || duty.state().state().equals(state))
                .toList();
        int from = 0;
        if (after != null) {
            while (from < found.size() && !found.get(from).key().equals(after)) {
                from++;
            }
            if (from == found.size()) {
                throw Words.invalid(
                        "after", "after is a cursor that this list gave.", "after adalah kursor dari daftar ini.");
            }
            from++;
        }
        int to = Math.min(found.size(), from + size);
        return new ObligationList(
                seat.now(),
                seat.goLive(),
                found.subList(from, to),
                to < found.size() ? found.get(to - 1).key() : null);
    }

    @GET
    @Path("{key}")
    @Operation(summary = "One duty with its evidence and what was said of it")
    public Detail get(@PathParam("id") String id, @PathParam("key") String key) {
        Seat seat = seats.require(id, Seats.READERS);
        return jdbi.withHandle(handle -> detail(handle, seat, key));
    }

    @POST
    @Path("{key}/evidence")
    @Operation(
            summary = "Hand in evidence",
            description =
                    "Role operator or approver of the party whose duty it is; If-Match is the duty's version, \"0\" at first. What was due"
                            + " before the first start needs a scan.")
    @APIResponse(responseCode = "409", description = "CONFLICT: met already, or met in another register")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public Detail deliver(
            @PathParam("id") String id,
            @PathParam("key") String key,
            @HeaderParam("If-Match") String ifMatch,
            Delivery delivery) {
        Seat seat = seats.person(id, Seats.WRITERS);
        Delivery sent = Words.present("body", delivery);
        if (sent.documents() != null && sent.documents().size() > MOST_DOCUMENTS) {
            throw Words.invalid("documents", "At most 20 documents.", "Paling banyak 20 dokumen.");
        }
        List<Attached> documents = archive.listShared(seat, "documents", sent.documents());
        String reference = Words.optional("reference", sent.reference(), 200);
        if (documents.isEmpty() && (reference == null || reference.isBlank())) {
            throw Words.invalid(
                    "reference",
                    "Evidence is a document or a reference to one.",
                    "Bukti adalah dokumen atau rujukan kepadanya.");
        }
        var proof = new Evidence.Proof(
                key,
                sent.metOn() == null ? Deadline.dayOf(seat.now()) : sent.metOn(),
                reference,
                Words.optional("note", sent.note(), 1000),
                documents);
        return jdbi.inTransaction(tx -> {
            obligations.deliver(tx, seat, key, ifMatch, proof);
            return detail(tx, seat, key);
        });
    }

    @POST
    @Path("{key}/receipt")
    @Operation(
            summary = "Say that evidence was received, or why it does not count",
            description = "Role approver of the other party; If-Match is the duty's version.")
    @APIResponse(responseCode = "409", description = "CONFLICT: nothing was handed in")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public Detail receive(
            @PathParam("id") String id,
            @PathParam("key") String key,
            @HeaderParam("If-Match") String ifMatch,
            Receipt receipt) {
        Seat seat = seats.person(id, "approver");
        boolean received =
                Words.present("received", Words.present("body", receipt).received());
        String reason = received ? null : Words.require("reason", receipt.reason(), 1000);
        return jdbi.inTransaction(tx -> {
            obligations.receive(tx, seat, key, ifMatch, reason);
            return detail(tx, seat, key);
        });
    }

    private Detail detail(Handle handle, Seat seat, String key) {
        Obligation duty = obligations.find(handle, seat, key).orElseThrow(Obligations::unknown);
        CaseFile<Evidence> file =
                cases.findBySubject(handle, seat.agreementId(), key).orElse(null);
        return new Detail(
                duty,
                file,
                file == null ? List.of() : cases.steps(handle, file.id()),
                handle.createQuery(
                                "select said, at, due_at from duty_announcement where agreement_id = :id and duty = :duty order by at")
                        .bind("id", seat.agreementId())
                        .bind("duty", key)
                        .map((row, context) -> new Announced(
                                row.getString("said"),
                                row.getObject("at", OffsetDateTime.class).toInstant(),
                                row.getObject("due_at", OffsetDateTime.class).toInstant()))
                        .list());
    }
}
