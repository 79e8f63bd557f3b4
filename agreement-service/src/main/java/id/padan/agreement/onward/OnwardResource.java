package id.padan.agreement.onward;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.agreement.acting.RecordingActs;
import id.padan.agreement.acting.Seat;
import id.padan.agreement.document.AgreementFile;
import id.padan.agreement.pledge.PledgedSeats;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.Once;
import id.padan.platform.writing.Words;
import io.quarkus.arc.NoClassInterceptors;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;

/** Both parties see all grants: each is answerable for what the other gives away. */
@Once
@Path("/api/agreements/v1/agreements/{id}/onward-disclosures")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Onward disclosures", description = "Disclosure to third parties (Ps 9(3))")
@APIResponse(responseCode = "403", description = "ROLE_MISSING, PARTY_MISMATCH, PLEDGE_MISSING")
@APIResponse(responseCode = "404", description = "NOT_FOUND: unknown, or the caller is not a party to it")
class OnwardResource {
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final int LONGEST = 200;
    private static final int LONGEST_SCOPE = 1000;

    private final PledgedSeats seats;
    private final RecordingActs acts;
    private final GrantStore store;
    private final Jdbi jdbi;

    OnwardResource(PledgedSeats seats, RecordingActs acts, GrantStore store, Jdbi jdbi) {
        this.seats = seats;
        this.acts = acts;
        this.store = store;
        this.jdbi = jdbi;
    }

    /**
     * What is asked.
     *
     * @param evidenceIssuer who signed or gave the document: the parties, the court, the authority, the law
     * @param elements codes of the annex that may go out; class X never can
     * @param expiresOn last day (Asia/Jakarta)
     */
    @Schema(name = "OnwardRequest")
    record Request(
            String recipient,
            Grant.Basis basis,
            String evidenceNumber,
            String evidenceIssuer,
            LocalDate evidenceDate,
            String evidenceSha256,
            List<String> elements,
            String scope,
            LocalDate expiresOn) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "OnwardDisclosure")
    record View(
            UUID id,
            Grant.State state,
            String party,
            String recipient,
            Grant.Basis basis,
            String clause,
            String evidenceNumber,
            String evidenceIssuer,
            LocalDate evidenceDate,
            String evidenceSha256,
            List<String> elements,
            String scope,
            Instant expiresAt,
            String proposedBy,
            Instant proposedAt,
            List<String> approvals,
            Instant withdrawnAt,
            List<FileView> files) {
        static View of(Grant grant, Seat seat, List<GrantStore.Sent> files) {
            return new View(
                    grant.id(),
                    grant.state(seat.parties(), Instant.now()),
                    grant.party(),
                    grant.recipient(),
                    grant.basis(),
                    "Ps 9(3)" + "abc".charAt(grant.basis().ordinal()),
                    grant.evidenceNumber(),
                    grant.evidenceIssuer(),
                    grant.evidenceDate(),
                    grant.evidenceSha256(),
                    grant.elements(),
                    grant.scope(),
                    grant.expiresAt(),
                    grant.proposedBy(),
                    grant.proposedAt(),
                    grant.approvals(),
                    grant.withdrawnAt(),
                    files.stream().map(FileView::of).toList());
        }
    }

    @Schema(name = "OnwardFile")
    record FileView(UUID id, Instant at, int rows, String sha256, UUID leaf) {
        static FileView of(GrantStore.Sent sent) {
            return new FileView(sent.id(), sent.at(), sent.rows(), sent.fileSha256(), sent.leaf());
        }
    }

    @Schema(name = "OnwardDisclosures")
    record Page(List<View> items) {}

    /**
     * Whose copy it is.
     *
     * @param exactFile the file that it is byte for byte; absent if it is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "OnwardTrace")
    record Trace(
            UUID onwardDisclosure,
            String recipient,
            UUID exactFile,
            int rows,
            int rowsWithCode,
            int rowsOfThisRecipient,
            int neighbours,
            int neighboursInThisRecipientsOrder) {}

    @Schema(name = "OnwardTraces")
    record Traces(List<Trace> items) {}

    @GET
    @Operation(operationId = "listOnwardDisclosures", summary = "Grants and what left under them, newest first")
    @APIResponse(responseCode = "200", description = "Of both parties")
    public Page list(@PathParam("id") String id) {
        Seat seat = seats.require(id, "approver", "auditor", "dpo", "admin");
        return jdbi.withHandle(handle -> new Page(store.list(handle, seat.agreementId()).stream()
                .map(grant -> View.of(grant, seat, store.listSent(handle, grant.id())))
                .toList()));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "proposeOnwardDisclosure",
            summary = "Ask for a grant",
            description =
                    "Roles approver, dpo, operator. CONSENT (Ps 9(3)a) opens when an approver of each party has agreed; ORDER (b) and LAW (c)"
                            + " when an approver of the own party has, who is not the one who asked.")
    @APIResponse(responseCode = "201", description = "PROPOSED")
    @APIResponse(responseCode = "400", description = "INVALID: a field is missing, or an element is not in the annex")
    public Response propose(@PathParam("id") String id, Request request) {
        Seat seat = seats.person(id, "approver", "dpo", "operator");
        var grant = grant(seat, Words.present("body", request));
        View answer = jdbi.inTransaction(tx -> {
            var kept = store.add(tx, grant);
            var unused = acts.record(
                    tx,
                    seat,
                    "ONWARD_PROPOSED",
                    Map.of(
                            "basis", kept.basis().name(),
                            "elements", String.join(",", kept.elements()),
                            "evidence", kept.evidenceSha256(),
                            "expires", kept.expiresAt().toString(),
                            "recipient", kept.recipient()),
                    "onward-disclosures/" + kept.id());
            return View.of(kept, seat, List.of());
        });
        return Response.status(201).entity(answer).build();
    }

    private static Grant grant(Seat seat, Request request) {
        var date = Words.present("evidenceDate", request.evidenceDate());
        var today = LocalDate.now(JAKARTA);
        if (date.isAfter(today)) {
            throw Words.invalid("evidenceDate", "The document is of the future.", "Tanggal dokumen ada di masa depan.");
        }
        var expires = Words.present("expiresOn", request.expiresOn());
        if (expires.isBefore(today)) {
            throw Words.invalid("expiresOn", "The grant has ended already.", "Masa berlakunya sudah berakhir.");
        }
        return new Grant(
                UUID.randomUUID(),
                seat.agreementId(),
                seat.party(),
                recipient(seat, request.recipient()),
                Words.present("basis", request.basis()),
                Words.require("evidenceNumber", request.evidenceNumber(), LONGEST),
                Words.require("evidenceIssuer", request.evidenceIssuer(), LONGEST),
                date,
                Words.requireSha256("evidenceSha256", request.evidenceSha256()),
                elements(seat.file(), request.elements()),
                Words.require("scope", request.scope(), LONGEST_SCOPE),
                expires.plusDays(1).atStartOfDay(JAKARTA).toInstant(),
                seat.actor(),
                Instant.now(),
                null,
                new byte[0],
                List.of());
    }

    private static String recipient(Seat seat, String text) {
        String recipient = Words.require("recipient", text, LONGEST);
        if (seat.isParty(recipient)) {
            throw Words.invalid(
                    "recipient",
                    "A party to the agreement is no third party; the annex says what it may have.",
                    "Pihak dalam perjanjian bukan pihak ketiga; haknya ditentukan Lampiran.");
        }
        return recipient;
    }

    private static List<String> elements(AgreementFile file, List<String> wanted) {
        if (wanted == null || wanted.isEmpty()) {
            throw Words.invalid("elements", "Name the elements of the annex.", "Sebutkan elemen data dalam Lampiran.");
        }
        for (int i = 0; i < wanted.size(); i++) {
            String code = wanted.get(i);
            var known = file.elements().stream()
                    .filter(element -> element.code().equals(code))
                    .findFirst();
            if (known.isEmpty() || known.get().elementClass().equals("X")) {
                throw Words.invalid(
                        "elements[" + i + "]",
                        "The annex has no such element, or excludes it (class X).",
                        "Elemen tersebut tidak ada dalam Lampiran, atau dikecualikan (kelas X).");
            }
        }
        return wanted.stream().distinct().toList();
    }

    @POST
    @Path("{grant}/approvals")
    @Operation(
            operationId = "approveOnwardDisclosure",
            summary = "Agree for one's party",
            description = "Role approver. Who asked does not approve for the same party.")
    @APIResponse(responseCode = "200", description = "Agreed; OPEN if that was the last one needed")
    @APIResponse(
            responseCode = "409",
            description =
                    "CONFLICT: one's own request, agreed already, no longer to be had, or not needed of this party")
    public View approve(@PathParam("id") String id, @PathParam("grant") UUID grantId) {
        Seat seat = seats.person(id, "approver");
        return jdbi.inTransaction(tx -> {
            var grant = store.lock(tx, seat.agreementId(), grantId).orElseThrow(Words::notFound);
            if (grant.state(seat.parties(), Instant.now()) != Grant.State.PROPOSED
                    || grant.approvals().contains(seat.party())) {
                throw Words.conflict(
                        "There is nothing left to agree to here for your party.",
                        "Tidak ada lagi yang perlu disetujui oleh pihak Anda.");
            }
            if (grant.party().equals(seat.party()) && grant.proposedBy().equals(seat.actor())) {
                throw Words.conflict(
                        "Who asked cannot also approve; another approver of your party must.",
                        "Pengusul tidak boleh sekaligus menyetujui; harus pejabat lain di pihak Anda.");
            }
            if (grant.basis() != Grant.Basis.CONSENT && !grant.party().equals(seat.party())) {
                throw Words.conflict(
                        "An order or a law binds the party that asked; your consent is not what it rests on.",
                        "Perintah atau undang-undang mengikat pihak pengusul; persetujuan pihak Anda tidak diperlukan.");
            }
            var recorded = acts.record(
                    tx,
                    seat,
                    "ONWARD_APPROVED",
                    Map.of(
                            "evidence",
                            grant.evidenceSha256(),
                            "grant",
                            grant.id().toString()),
                    "onward-disclosures/" + grant.id());
            store.approve(tx, grant, seat.party(), seat.actor(), recorded.leaf());
            return View.of(store.lock(tx, seat.agreementId(), grantId).orElseThrow(), seat, List.of());
        });
    }

    @POST
    @Path("{grant}/withdrawal")
    @Operation(
            operationId = "withdrawOnwardDisclosure",
            summary = "End a grant",
            description = "Role approver; of either party if it rests on consent, else of the one that asked.")
    @APIResponse(responseCode = "200", description = "WITHDRAWN: nothing more leaves under it")
    @APIResponse(responseCode = "409", description = "CONFLICT: not this party's to end, or ended already")
    public View withdraw(@PathParam("id") String id, @PathParam("grant") UUID grantId) {
        Seat seat = seats.person(id, "approver");
        return jdbi.inTransaction(tx -> {
            var grant = store.lock(tx, seat.agreementId(), grantId).orElseThrow(Words::notFound);
            if (grant.withdrawnAt() != null
                    || (grant.basis() != Grant.Basis.CONSENT && !grant.party().equals(seat.party()))) {
                throw Words.conflict(
                        "It has ended, or rests on no consent of your party.",
                        "Sudah berakhir, atau tidak didasarkan pada persetujuan pihak Anda.");
            }
            store.withdraw(tx, grant, seat.actor());
            var unused = acts.record(
                    tx,
                    seat,
                    "ONWARD_WITHDRAWN",
                    Map.of("grant", grant.id().toString()),
                    "onward-disclosures/" + grant.id());
            return View.of(store.lock(tx, seat.agreementId(), grantId).orElseThrow(), seat, List.of());
        });
    }

    @POST
    @NoClassInterceptors
    @Path("{grant}/files")
    @Consumes("text/csv")
    @Produces({"text/csv", MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "makeOnwardFile",
            summary = "Make the recipient's file",
            description =
                    "Roles operator, approver of the party that asked, while the grant is OPEN. The body is the extract as CSV, its header codes or"
                            + " names of granted elements; back comes the same rows in the recipient's order, each with a code in the column kode. Nothing of the"
                            + " rows is kept: hash, number of rows and leaf are. At most 1 MB; larger extracts go in parts.")
    @APIResponse(responseCode = "200", description = "The file; its hash stands in the log before it leaves")
    @APIResponse(responseCode = "400", description = "INVALID: not such a CSV, with the row")
    @APIResponse(
            responseCode = "403",
            description = "ONWARD_NOT_OPEN, or ONWARD_OUT_OF_SCOPE with the number of the column")
    public Response file(@PathParam("id") String id, @PathParam("grant") UUID grantId, byte[] body) {
        Seat seat = seats.person(id, "operator", "approver");
        var extract = Extract.strict(body);
        String file = jdbi.inTransaction(tx -> {
            var grant = store.lock(tx, seat.agreementId(), grantId).orElseThrow(Words::notFound);
            var state = grant.state(seat.parties(), Instant.now());
            if (state != Grant.State.OPEN || !grant.party().equals(seat.party())) {
                throw ProblemException.of(
                                OnwardProblem.ONWARD_NOT_OPEN,
                                "The grant is " + state + ", or is the other party's: Ps 9(3) opens nothing else.",
                                "Persetujuan berstatus " + state
                                        + ", atau milik pihak lain: Ps 9(3) tidak membuka yang lain.")
                        .with("clause", "Ps 9(3)")
                        .with("state", state);
            }
            requireScope(seat.file(), grant, extract.columns());
            var marked = new Fingerprint(grant.key()).mark(extract.rows());
            String made = String.join(",", extract.columns()) + "," + Fingerprint.COLUMN + "\n"
                    + String.join("\n", marked) + "\n";
            String sha256 = hex(made.getBytes(StandardCharsets.UTF_8));
            var recorded = acts.record(
                    tx,
                    seat,
                    "ONWARD_FILE",
                    Map.of(
                            "file", sha256,
                            "grant", grant.id().toString(),
                            "recipient", grant.recipient(),
                            "rows", Integer.toString(marked.size())),
                    "onward-disclosures/" + grant.id());
            store.sent(
                    tx,
                    new GrantStore.Sent(
                            UUID.randomUUID(),
                            grant.id(),
                            seat.party(),
                            seat.actor(),
                            recorded.at(),
                            marked.size(),
                            sha256,
                            recorded.leaf()),
                    hex(body));
            return made;
        });
        return Response.ok(file, "text/csv;charset=UTF-8").build();
    }

    private static void requireScope(AgreementFile file, Grant grant, List<String> columns) {
        Set<String> open = new HashSet<>(grant.elements());
        file.elements().stream()
                .filter(element -> grant.elements().contains(element.code()))
                .forEach(element -> open.add(element.name()));
        for (int i = 0; i < columns.size(); i++) {
            if (!open.contains(columns.get(i))) {
                throw ProblemException.of(
                                OnwardProblem.ONWARD_OUT_OF_SCOPE,
                                "A column is none of the elements that the grant names.",
                                "Ada kolom di luar elemen yang disebut dalam persetujuan.")
                        .with("clause", "Ps 9(3)")
                        .with("column", i + 1)
                        .with("elements", grant.elements());
            }
        }
    }

    @POST
    @NoClassInterceptors
    @Path("traces")
    @Consumes("text/csv")
    @Operation(
            operationId = "traceOnwardFile",
            summary = "Whose copy is this",
            description =
                    "Roles dpo, auditor. The body is a copy as it was found, whole or cut. Codes show the recipient row by row, even after sorting; the"
                            + " order shows it for some 40 rows and more, even without the codes. A copy both re-sorted and stripped shows nothing.")
    @APIResponse(responseCode = "200", description = "Recipients for whom anything speaks, the surest first")
    public Traces trace(@PathParam("id") String id, byte[] body) {
        Seat seat = seats.require(id, "dpo", "auditor");
        var copy = Extract.found(body);
        String sha256 = hex(body);
        return jdbi.inTransaction(tx -> {
            var found = new ArrayList<Trace>();
            for (var grant : store.list(tx, seat.agreementId())) {
                var match = new Fingerprint(grant.key()).match(copy);
                var exact = store.listSent(tx, grant.id()).stream()
                        .filter(sent -> sent.fileSha256().equals(sha256))
                        .findFirst();
                if (exact.isPresent() || match.isSure()) {
                    found.add(new Trace(
                            grant.id(),
                            grant.recipient(),
                            exact.map(GrantStore.Sent::id).orElse(null),
                            match.rows(),
                            match.coded(),
                            match.matching(),
                            match.pairs(),
                            match.ordered()));
                }
            }
            found.sort((one, other) -> Integer.compare(other.rowsOfThisRecipient(), one.rowsOfThisRecipient()));
            var unused = acts.record(
                    tx,
                    seat,
                    "ONWARD_TRACED",
                    Map.of("copy", sha256, "found", Integer.toString(found.size())),
                    "onward-disclosures/traces");
            return new Traces(found);
        });
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(RecordingActs.sha256(bytes));
    }
}
