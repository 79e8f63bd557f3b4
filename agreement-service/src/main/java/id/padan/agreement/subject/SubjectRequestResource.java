package id.padan.agreement.subject;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.agreement.acting.Seat;
import id.padan.agreement.acting.Seats;
import id.padan.agreement.archive.Archive;
import id.padan.agreement.archive.Attached;
import id.padan.agreement.casework.CaseFile;
import id.padan.agreement.casework.CaseKind;
import id.padan.agreement.casework.CaseStep;
import id.padan.agreement.casework.Draft;
import id.padan.agreement.casework.Register;
import id.padan.agreement.casework.Registers;
import id.padan.agreement.obligation.Obligations;
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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jdbi.v3.core.Jdbi;

@Once
@Path("/api/agreements/v1/agreements/{id}/subject-requests")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@SecurityRequirement(name = "token")
@Tag(
        name = "Subject requests",
        description = "Requests of persons under UU 27/2022, for a party's data protection officer")
class SubjectRequestResource {
    private static final String[] MAY_READ = {"dpo", "auditor"};

    private final Seats seats;
    private final Register<SubjectRequest> cases;
    private final Archive archive;
    private final Obligations obligations;
    private final EvidenceSearches searches;
    private final Jdbi jdbi;

    SubjectRequestResource(
            Seats seats,
            Registers registers,
            Archive archive,
            Obligations obligations,
            EvidenceSearches searches,
            Jdbi jdbi) {
        this.seats = seats;
        this.cases = registers.of(CaseKind.SUBJECT_REQUEST, SubjectRequest.class);
        this.archive = archive;
        this.obligations = obligations;
        this.searches = searches;
        this.jdbi = jdbi;
    }

    /**
     * A request to register.
     *
     * @param kind ACCESS, CORRECTION, RESTRICTION, ERASURE or OBJECTION
     * @param receivedAt when it reached the party; now if absent
     * @param fileNumber of the officer's own file, which says who asks
     */
    @Schema(name = "SubjectRequestRegistration")
    record Registration(
            RequestKind kind, OffsetDateTime receivedAt, String channel, String fileNumber, String summary) {}

    /** @param inPart whether something was asked that was not granted */
    @Schema(name = "SubjectRequestAnswer")
    record Answer(Boolean inPart, String measures, List<UUID> letters) {}

    @Schema(name = "SubjectRequestRefusal")
    record Refusal(Ground ground, String explanation, List<UUID> letters) {}

    /**
     * One request with what was searched for it.
     *
     * @param caseReference what a search of evidence must name, so that it is found here
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "SubjectRequestDetail")
    record Detail(CaseFile<SubjectRequest> request, String caseReference, List<EvidenceSearches.Search> searches) {}

    /** A ground, and the kinds of request it can be used for. */
    @Schema(name = "RefusalGround")
    record GroundView(Ground ground, String law, List<RequestKind> kinds) {}

    @GET
    @Operation(
            summary = "Requests to the own party",
            description = "Role dpo or auditor. The other party sees none of them.")
    public CaseFile.Page<SubjectRequest> list(
            @PathParam("id") String id, @QueryParam("after") String after, @QueryParam("limit") Integer limit) {
        return cases.list(seats.require(id, MAY_READ), after, limit);
    }

    @GET
    @Path("grounds")
    @Operation(summary = "Grounds of refusal by kind of request")
    public List<GroundView> grounds(@PathParam("id") String id) {
        var unused = seats.require(id, MAY_READ);
        return Arrays.stream(Ground.values())
                .map(ground -> new GroundView(
                        ground,
                        ground.law(),
                        Arrays.stream(RequestKind.values())
                                .filter(ground::isFor)
                                .toList()))
                .toList();
    }

    @GET
    @Path("{file}")
    @Operation(
            summary = "One request, its steps, and the searches of evidence made for it",
            description = "Role dpo or auditor. A search is made at the service that keeps the evidence, such as POST"
                    + " /api/verification/v1/evidence/searches, with this caseReference; it shows here within seconds.")
    public Detail get(@PathParam("id") String id, @PathParam("file") String request) {
        Seat seat = seats.require(id, MAY_READ);
        return detail(cases.get(seat, request));
    }

    @POST
    @ResponseStatus(201)
    @Operation(
            summary = "Register a request: its clock of 3 x 24 hours runs from receivedAt",
            description = "Role dpo.")
    public CaseFile<SubjectRequest> register(@PathParam("id") String id, Registration registration) {
        Seat seat = seats.person(id, "dpo");
        Registration sent = Words.present("body", registration);
        RequestKind kind = Words.present("kind", sent.kind());
        Instant receivedAt =
                sent.receivedAt() == null ? seat.now() : sent.receivedAt().toInstant();
        if (receivedAt.isAfter(seat.now())) {
            throw Words.invalid("receivedAt", "receivedAt is not in the future.", "receivedAt tidak di masa depan.");
        }
        var request = new SubjectRequest.Request(
                kind,
                kind.law(),
                receivedAt,
                Words.require("channel", sent.channel(), 100),
                Words.require("fileNumber", sent.fileNumber(), 60),
                Words.require("summary", sent.summary(), 1000));
        return cases.open(
                seat,
                "REGISTER",
                Draft.confidential(
                        new SubjectRequest.Received(request), obligations.planned("subject-request", receivedAt)));
    }

    @POST
    @Path("{file}/answer")
    @Operation(
            summary = "Close a request that was granted, wholly or in part",
            description = "Role dpo. Access is granted only after the evidence was searched for this case.")
    @APIResponse(responseCode = "409", description = "CONFLICT: closed already, or access without a search of evidence")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<SubjectRequest> answer(@BeanParam CaseStep step, Answer answer) {
        Seat seat = seats.person(step.id(), "dpo");
        Answer sent = Words.present("body", answer);
        String measures = Words.require("measures", sent.measures(), 2000);
        List<Attached> letters = letters(seat, sent.letters());
        return change(seat, step, "ANSWER", file -> {
            boolean searched = jdbi.withHandle(handle -> searches.list(handle, file.id())).stream()
                    .anyMatch(search -> search.found() != null);
            if (file.content().request().kind() == RequestKind.ACCESS && !searched) {
                throw Words.conflict(
                        "Search the evidence for this case first, with its caseReference; the person has a right to know who"
                                + " looked them up.",
                        "Telusuri dahulu bukti untuk perkara ini dengan caseReference; subjek data berhak tahu siapa yang"
                                + " menanyakan datanya.");
            }
            return new SubjectRequest.Answered(
                    file.content().request(), Boolean.TRUE.equals(sent.inPart()), measures, letters, seat.now());
        });
    }

    @POST
    @Path("{file}/refusal")
    @Operation(summary = "Close a request that is refused, with its ground", description = "Role dpo. See grounds.")
    @APIResponse(responseCode = "400", description = "INVALID: the law gives no such ground for this kind")
    @APIResponse(responseCode = "409", description = "CONFLICT: closed already")
    @APIResponse(responseCode = "412", description = "STALE_VERSION")
    public CaseFile<SubjectRequest> refuse(@BeanParam CaseStep step, Refusal refusal) {
        Seat seat = seats.person(step.id(), "dpo");
        Refusal sent = Words.present("body", refusal);
        Ground ground = Words.present("ground", sent.ground());
        String explanation = Words.require("explanation", sent.explanation(), 2000);
        List<Attached> letters = letters(seat, sent.letters());
        return change(seat, step, "REFUSE", file -> {
            RequestKind kind = file.content().request().kind();
            if (!ground.isFor(kind)) {
                throw Words.invalid(
                        "ground",
                        "The law gives this ground (" + ground.law() + ") for other requests, not for " + kind + ".",
                        "Undang-undang tidak memberikan alasan ini (" + ground.law() + ") untuk " + kind + ".");
            }
            return new SubjectRequest.Refused(
                    file.content().request(), ground, ground.law(), explanation, letters, seat.now());
        });
    }

    private CaseFile<SubjectRequest> change(
            Seat seat, CaseStep step, String act, Function<CaseFile<SubjectRequest>, SubjectRequest> move) {
        return cases.change(seat, step, act, file -> {
            if (!(file.content() instanceof SubjectRequest.Received)) {
                throw file.content().refusal();
            }
            return Draft.confidential(move.apply(file), file.due());
        });
    }

    private List<Attached> letters(Seat seat, List<UUID> documents) {
        return documents == null
                ? List.of()
                : documents.stream()
                        .map(document -> archive.require(seat, "letters", document))
                        .toList();
    }

    private Detail detail(CaseFile<SubjectRequest> file) {
        return new Detail(
                file, "subject-requests/" + file.id(), jdbi.withHandle(handle -> searches.list(handle, file.id())));
    }
}
