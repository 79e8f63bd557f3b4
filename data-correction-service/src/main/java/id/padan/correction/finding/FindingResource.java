package id.padan.correction.finding;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import id.padan.correction.log.RecordingSteps;
import id.padan.correction.log.RecordingSteps.Own;
import id.padan.correction.proposal.NewProposal;
import id.padan.correction.proposal.Submitting;
import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.Once;
import id.padan.platform.writing.Words;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

@Once
@Path("/api/corrections/v1/findings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
        name = "Findings",
        description = "What rules find wrong, for a human to propose corrections from. Nothing is sent by itself.")
@RunOnVirtualThread
class FindingResource {
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final String GUIDANCE = "ASN_GUIDANCE";
    private static final int MOST_AT_ONCE = 1_000;

    private final Callers callers;
    private final AgreementGate gate;
    private final Submitting submitting;
    private final RecordingSteps recording;
    private final Jdbi jdbi;

    FindingResource(Callers callers, AgreementGate gate, Submitting submitting, RecordingSteps recording, Jdbi jdbi) {
        this.callers = callers;
        this.gate = gate;
        this.submitting = submitting;
        this.recording = recording;
        this.jdbi = jdbi;
    }

    /**
     * One finding.
     *
     * @param score higher comes first; what damages an answer to an aid programme before all others
     * @param element that a proposal would correct, with its member where it has several
     * @param evidence the values that contradict each other
     * @param suggestion what the NIP says it should be; a human decides
     * @param proposalId that was made of it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Finding")
    record View(
            UUID id,
            String indicator,
            String title,
            int score,
            boolean aidImpact,
            String nip,
            String element,
            String field,
            @JsonRawValue @Schema(type = SchemaType.OBJECT) String evidence,
            String suggestion,
            Instant foundAt,
            UUID proposalId) {
        static View of(Findings.Finding one) {
            return new View(
                    one.id(),
                    one.kind().name(),
                    one.kind().title,
                    one.score(),
                    one.kind().aidImpact,
                    one.nip(),
                    one.kind().element,
                    one.kind().field,
                    one.evidence(),
                    one.kind().suggestion(one.nip()),
                    one.foundAt(),
                    one.proposal());
        }

        @Override
        public String toString() {
            return "View[" + id + "]";
        }
    }

    /** @param run of the register that BKN's findings come from; absent for Kemnaker, whose come with what it receives */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "FindingPage")
    record Page(List<View> items, String next, Long run) {}

    /** By what right a party sees which kinds. */
    private record Right(Allowed allowed, PolicyRef own, Set<FindingKind> kinds) {}

    private Right right(Caller caller, String purpose) {
        try {
            // BKN's own register.
            return new Right(null, gate.requireHolder(caller, Datasets.ASN_RECORD), Set.of(FindingKind.values()));
        } catch (ProblemException other) {
            if (other.code() != PlatformProblem.PARTY_MISMATCH) {
                throw other;
            }
        }
        var allowed = gate.require(AccessRequest.of(
                caller, purpose == null || purpose.isBlank() ? GUIDANCE : purpose, null, Datasets.ASN_RECORD));
        var codes = gate.elements(allowed).codes();
        return new Right(
                allowed,
                null,
                Arrays.stream(FindingKind.values())
                        .filter(kind -> kind.isOpen(codes))
                        .collect(Collectors.toSet()));
    }

    @GET
    @Operation(
            summary = "Findings, the most urgent first",
            description =
                    "Kemnaker's come from what it received of the register, for the elements that the annex in force opens; BKN's from the register's"
                            + " quality run, for the persons whom Kemnaker may read. Each page is a leaf.")
    @APIResponse(responseCode = "200")
    @APIResponse(responseCode = "403", description = "The gate's refusal; ROLE_MISSING")
    public Page list(
            @Parameter(description = "F-08, such as TIM_5 or NIK_GANDA") @QueryParam("indicator") String indicator,
            @Parameter(description = "also those of which a proposal was made")
                    @QueryParam("all")
                    @DefaultValue("false")
                    boolean all,
            @Parameter(description = "1 to 500") @QueryParam("limit") @DefaultValue("100") String limit,
            @QueryParam("cursor") String cursor,
            @HeaderParam("X-Padan-Purpose") String purpose) {
        var caller = callers.require("operator", "verifier", "approver", "system", "auditor");
        var right = right(caller, purpose);
        if (!limit.matches("[1-9][0-9]{0,2}") || Integer.parseInt(limit) > 500) {
            throw Words.invalid("limit", "limit is 1 to 500.", "limit bernilai 1 sampai 500.");
        }
        int wanted = Integer.parseInt(limit);
        var from = cursor == null ? null : Cursor.parse(cursor);
        var kinds = right.kinds().stream()
                .map(FindingKind::name)
                .filter(name -> indicator == null || indicator.equals(name))
                .toList();
        return jdbi.inTransaction(tx -> {
            var found = Findings.page(
                    tx,
                    caller.party(),
                    LocalDate.now(JAKARTA),
                    new Findings.Page(
                            kinds,
                            all,
                            from == null ? null : from.score(),
                            from == null ? null : from.id(),
                            wanted + 1));
            var shown = found.stream().limit(wanted).toList();
            record(tx, caller, right, shown);
            return new Page(
                    shown.stream().map(View::of).toList(),
                    found.size() > wanted ? Cursor.text(shown.getLast()) : null,
                    right.allowed() == null ? Findings.lastRun(tx).orElse(null) : null);
        });
    }

    private void record(Handle tx, Caller caller, Right right, List<Findings.Finding> shown) {
        var commitment = RecordingSteps.sha256()
                .digest(shown.stream()
                        .map(one -> one.id().toString())
                        .collect(Collectors.joining("\n"))
                        .getBytes(StandardCharsets.UTF_8));
        if (right.allowed() == null) {
            var unused = recording.own(
                    tx,
                    "FINDINGS_READ",
                    new Own(right.own(), caller.party(), caller.subject(), caller.officer(), commitment, "findings"));
        } else {
            var unused = recording.opened(tx, "FINDINGS_READ", right.allowed(), caller, commitment, "findings");
        }
    }

    private record Cursor(int score, UUID id) {
        private static String text(Findings.Finding last) {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((last.score() + " " + last.id()).getBytes(StandardCharsets.US_ASCII));
        }

        private static Cursor parse(String text) {
            try {
                var parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII).split(" ");
                return new Cursor(Integer.parseInt(parts[0]), UUID.fromString(parts[1]));
            } catch (RuntimeException notOurs) {
                throw Words.invalid(
                        "cursor",
                        "cursor is not one that a page before gave.",
                        "cursor bukan berasal dari halaman sebelumnya.");
            }
        }
    }

    /**
     * Findings of which proposals are to be made.
     *
     * @param purpose one of Ps 2; absent for guidance
     */
    @Schema(name = "FindingProposals")
    record Choice(String purpose, List<Item> items) {}

    /**
     * One of them.
     *
     * @param proposed the value that it should have; absent to take the suggestion
     * @param element another element than the finding's, with its member
     */
    @Schema(name = "FindingProposal")
    record Item(UUID findingId, String proposed, String element, String field) {
        @Override
        public String toString() {
            return "Item[" + findingId + "]";
        }
    }

    /** @param code why it was refused; absent otherwise */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "FindingOutcome")
    record Made(UUID findingId, String outcome, UUID proposalId, String code, String field) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "FindingOutcomes")
    record Outcome(int accepted, List<Made> items) {}

    @POST
    @Path("proposals")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make proposals of findings, one or many",
            description = "By a named person: up to 1,000 at once. Each stands or is refused by itself.")
    @APIResponse(responseCode = "200", description = "What became of each: ACCEPTED, DUPLICATE or REFUSED")
    @APIResponse(responseCode = "403", description = "PARTY_MISMATCH: a machine for itself; the gate's refusal")
    public Outcome propose(Choice choice) {
        var caller = callers.require("operator", "verifier", "approver");
        if (caller.isMachine() && caller.actingOfficer() == null) {
            throw ProblemException.of(
                    PlatformProblem.ROLE_MISSING,
                    "A named person makes proposals of findings, not a machine for itself.",
                    "Usulan dari temuan dibuat oleh orang yang disebut namanya, bukan oleh sistem.");
        }
        if (choice == null
                || choice.items() == null
                || choice.items().isEmpty()
                || choice.items().size() > MOST_AT_ONCE) {
            throw Words.invalid("items", "items has 1 to 1,000 findings.", "items memuat 1 sampai 1.000 temuan.");
        }
        var right = right(caller, choice.purpose());
        var purpose = choice.purpose() == null || choice.purpose().isBlank() ? GUIDANCE : choice.purpose();
        return jdbi.inTransaction(tx -> {
            var known = Findings.lock(
                    tx,
                    caller.party(),
                    LocalDate.now(JAKARTA),
                    choice.items().stream().map(Item::findingId).distinct().toList());
            var made = new ArrayList<Made>();
            for (var item : choice.items()) {
                var finding = known.get(item.findingId());
                made.add(
                        finding == null || !right.kinds().contains(finding.kind())
                                ? new Made(
                                        item.findingId(),
                                        "REFUSED",
                                        null,
                                        PlatformProblem.NOT_FOUND.name(),
                                        "findingId")
                                : make(tx, caller, purpose, item, finding));
            }
            return new Outcome(
                    (int) made.stream()
                            .filter(one -> one.outcome().equals("ACCEPTED"))
                            .count(),
                    made);
        });
    }

    private Made make(Handle tx, Caller caller, String purpose, Item item, Findings.Finding finding) {
        boolean own = item.element() == null || item.element().equals(finding.kind().element);
        var proposed =
                item.proposed() != null ? item.proposed() : own ? finding.kind().suggestion(finding.nip()) : null;
        var outcome = submitting.submit(
                tx,
                caller,
                purpose,
                new NewProposal(
                        finding.nip(),
                        own ? finding.kind().element : item.element(),
                        own && item.field() == null ? finding.kind().field : item.field(),
                        null,
                        null,
                        null,
                        false,
                        proposed,
                        false,
                        finding.kind().name(),
                        finding.kind().aidImpact,
                        false));
        return switch (outcome) {
            case Submitting.Accepted(UUID id) -> {
                Findings.proposed(tx, finding.id(), id);
                yield new Made(finding.id(), "ACCEPTED", id, null, null);
            }
            case Submitting.Duplicate(UUID id) -> {
                Findings.proposed(tx, finding.id(), id);
                yield new Made(finding.id(), "DUPLICATE", id, null, null);
            }
            case Submitting.Refused refused ->
                new Made(finding.id(), "REFUSED", null, refused.code().name(), refused.field());
        };
    }
}
