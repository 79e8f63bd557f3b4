package id.padan.agreement.correspondence;

import id.padan.agreement.acting.Seat;
import id.padan.agreement.acting.Seats;
import id.padan.agreement.casework.CaseFile;
import id.padan.agreement.casework.CaseKind;
import id.padan.agreement.casework.CaseStep;
import id.padan.agreement.casework.Draft;
import id.padan.agreement.casework.Register;
import id.padan.agreement.casework.Registers;
import id.padan.platform.writing.Once;
import id.padan.platform.writing.Words;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jdbi.v3.core.Jdbi;

@Once
@Path("/api/agreements/v1/agreements/{id}/contacts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@SecurityRequirement(name = "token")
@Tag(name = "Contacts", description = "Who is written to (Ps 8); only they get notices")
class ContactResource {
    private static final Pattern MAIL = Pattern.compile("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\\.[A-Za-z]{2,20}");

    private final Seats seats;
    private final Register<Contact> cases;
    private final Contacts contacts;
    private final Jdbi jdbi;

    ContactResource(Seats seats, Registers registers, Contacts contacts, Jdbi jdbi) {
        this.seats = seats;
        this.cases = registers.of(CaseKind.CONTACT, Contact.class);
        this.contacts = contacts;
        this.jdbi = jdbi;
    }

    /** A contact as an officer proposes it. */
    @Schema(name = "ContactProposal")
    record Proposal(String unit, String address, String phone, String email) {}

    /** Why not. */
    @Schema(name = "ContactDeclined")
    record Reason(String reason) {}

    @GET
    @Operation(summary = "All contacts there were, with their states", description = "Both parties see both.")
    @APIResponse(responseCode = "200", description = "A page; next is the cursor of the one behind it")
    public CaseFile.Page<Contact> list(
            @PathParam("id") String id, @QueryParam("after") String after, @QueryParam("limit") Integer limit) {
        return cases.list(seats.require(id, Seats.READERS), after, limit);
    }

    @GET
    @Path("current")
    @Operation(summary = "The contact in force of each party")
    @APIResponse(responseCode = "200", description = "Without from: as the agreement itself names it")
    public List<Contacts.Current> current(@PathParam("id") String id) {
        Seat seat = seats.require(id, Seats.READERS);
        return jdbi.withHandle(handle -> seat.parties().stream()
                .flatMap(party -> contacts.find(handle, seat, party).stream())
                .toList());
    }

    @GET
    @Path("{file}")
    @Operation(summary = "One contact with its steps")
    public CaseFile<Contact> get(@PathParam("id") String id, @PathParam("file") String contact) {
        return cases.get(seats.require(id, Seats.READERS), contact);
    }

    @POST
    @ResponseStatus(201)
    @Operation(summary = "Propose another contact of the own party", description = "Role operator or approver.")
    public CaseFile<Contact> propose(@PathParam("id") String id, Proposal proposal) {
        Seat seat = seats.person(id, Seats.WRITERS);
        Proposal sent = Words.present("body", proposal);
        String email = Words.require("email", sent.email(), 254);
        if (!MAIL.matcher(email).matches()) {
            throw Words.invalid("email", "email is no address.", "email bukan alamat surel.");
        }
        Contact.Card card = new Contact.Card(
                Words.require("unit", sent.unit(), 200),
                Words.optional("address", sent.address(), 300),
                Words.optional("phone", sent.phone(), 50),
                email);
        return cases.open(
                seat,
                "PROPOSE",
                Draft.shared(new Contact.Proposed(card, seat.caller().subject())));
    }

    @POST
    @Path("{file}/acceptance")
    @Operation(
            summary = "Put a proposed contact in force",
            description = "Role approver of that party, and not the one who proposed it. The one before is replaced.")
    @APIResponse(responseCode = "409", description = "CONFLICT: not proposed, or proposed by the same officer")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<Contact> accept(@BeanParam CaseStep step) {
        Seat seat = seats.person(step.id(), "approver");
        return cases.change(
                seat,
                step,
                "ACCEPT",
                file -> {
                    seat.requireParty(file.party());
                    if (!(file.content() instanceof Contact.Proposed proposed)) {
                        throw file.content().refusal();
                    }
                    return Draft.shared(proposed.accept(seat.caller().subject(), seat.now()));
                },
                (tx, accepted) -> {
                    // One at a time for each agreement, or two could be in force.
                    tx.execute("select 1 from agreement where id = ? for update", seat.agreementId());
                    cases.listAll(tx, seat.agreementId()).stream()
                            .filter(file -> file.party().equals(seat.party())
                                    && !file.id().equals(accepted.id()))
                            .forEach(file -> {
                                if (file.content() instanceof Contact.InForce before) {
                                    cases.change(tx, seat, file, "REPLACE", Draft.shared(before.replace(seat.now())));
                                }
                            });
                });
    }

    @POST
    @Path("{file}/declination")
    @Operation(summary = "Decline a proposed contact", description = "Role approver of that party.")
    @APIResponse(responseCode = "409", description = "CONFLICT: not proposed")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<Contact> decline(@BeanParam CaseStep step, Reason reason) {
        Seat seat = seats.person(step.id(), "approver");
        String why = Words.require("reason", Words.present("body", reason).reason(), 500);
        return cases.change(seat, step, "DECLINE", file -> {
            seat.requireParty(file.party());
            if (!(file.content() instanceof Contact.Proposed proposed)) {
                throw file.content().refusal();
            }
            return Draft.shared(proposed.decline(why));
        });
    }
}
