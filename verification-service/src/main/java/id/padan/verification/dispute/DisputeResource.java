package id.padan.verification.dispute;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.nik.Nik;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.ProofLog;
import id.padan.platform.token.TokenKeys;
import id.padan.verification.answer.Answer;
import id.padan.verification.batch.Batches;
import id.padan.verification.projection.StatusIndex;
import id.padan.verification.quota.ResultHolds;
import id.padan.verification.receipt.RowReceipts;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/verification/v1/disputes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Disputes", description = "Answers that somebody says are wrong, each on its receipt (Ps 3(2)d).")
@RunOnVirtualThread
class DisputeResource {
    private static final String PLACE = "/api/verification/v1/disputes/";
    private static final int LONGEST_TEXT = 2_000;
    private static final int MOST_EVIDENCE = 20;
    private static final Pattern SIXTEEN_DIGITS = Pattern.compile("[0-9]{16}");
    private static final Pattern KEY = Pattern.compile("[!-~]{1,200}");
    private static final Pattern VERSION = Pattern.compile("(?:W/)?\"?([0-9]{1,9})\"?");
    private static final Set<String> STATES = Set.of("RAISED", "UNDER_REVIEW", "UPHELD", "CHANGED", "WITHDRAWN");
    private static final Set<String> WORKERS = Set.of("operator", "verifier", "approver", "system");

    private final Callers callers;
    private final AgreementGate gate;
    private final Disputes disputes;
    private final DisputeStore store;
    private final Batches batches;
    private final ResultHolds holds;
    private final RowReceipts receipts;
    private final ProofLog log;
    private final StatusIndex index;
    private final TokenKeys tokens;
    private final ObjectMapper json;
    private final String holder;

    DisputeResource(
            Callers callers,
            AgreementGate gate,
            Disputes disputes,
            DisputeStore store,
            Batches batches,
            ResultHolds holds,
            RowReceipts receipts,
            ProofLog log,
            StatusIndex index,
            TokenKeys tokens,
            ObjectMapper json,
            @ConfigProperty(name = "padan.log.holder") String holder) {
        this.callers = callers;
        this.gate = gate;
        this.disputes = disputes;
        this.store = store;
        this.batches = batches;
        this.holds = holds;
        this.receipts = receipts;
        this.log = log;
        this.index = index;
        this.tokens = tokens;
        this.json = json;
        this.holder = holder;
    }

    /**
     * What is disputed and why. The receipt as the API gave it, or of a list that is kept batchId and row.
     *
     * @param nik whom a single check was about, 16 digits; a row's receipt says it itself
     * @param receipt of a row, or the whole answer of a check
     */
    @Schema(name = "DisputeRequest")
    record Request(
            DisputeReason reason,
            String explanation,
            UUID batchId,
            Long row,
            String nik,
            @Schema(type = SchemaType.OBJECT) JsonNode receipt,
            List<Evidence> evidence) {
        @Override
        public String toString() {
            return "Request[masked]";
        }
    }

    /**
     * A paper that speaks for it; kept where the party keeps its papers.
     *
     * @param kind such as SK or surat keterangan
     * @param sha256 of the file, lower-case hexadecimal; may be absent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "DisputeEvidence")
    record Evidence(String kind, String number, LocalDate date, String sha256) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Dispute an answer",
            description =
                    "By the party that was answered or the register's holder; roles operator, verifier, approver, system. Hangs on the receipt,"
                            + " so it is possible after the list was destroyed too.")
    @APIResponse(
            responseCode = "201",
            description = "Raised; Location says where it is",
            content = @Content(schema = @Schema(implementation = DisputeView.class)))
    @APIResponse(responseCode = "400", description = "INVALID, with the field")
    @APIResponse(responseCode = "403", description = "PARTY_MISMATCH, ROLE_MISSING")
    @APIResponse(responseCode = "404", description = "No such list or row of your party")
    @APIResponse(
            responseCode = "409",
            description = "DISPUTE_OPEN with disputeId; BATCH_DESTROYED: send the receipt itself")
    @APIResponse(responseCode = "422", description = "RECEIPT_NOT_GENUINE, IDEMPOTENCY_MISMATCH")
    public Response raise(Request request, @HeaderParam("Idempotency-Key") String key) {
        var caller = party("operator", "verifier", "approver", "system");
        if (request == null || request.reason() == null) {
            throw invalid(
                    "reason",
                    "reason is one of " + List.of(DisputeReason.values()) + ".",
                    "reason adalah salah satu dari " + List.of(DisputeReason.values()) + ".");
        }
        var explanation = text("explanation", request.explanation(), 10);
        var evidence = evidence(request.evidence());
        var receipt = receipt(caller, request);
        var answer = DisputedAnswer.of(receipt, request.nik(), log.keys());
        if (!caller.party().equals(answer.party()) && !caller.party().equals(holder)) {
            throw notFound();
        }
        if (answer.nik() == null) {
            throw answer.row() == null
                    ? invalid(
                            "nik",
                            "nik says whom the check was about; its receipt does not.",
                            "nik menyebut siapa yang ditanyakan; tanda terimanya tidak memuatnya.")
                    : invalid(
                            "row",
                            "A refused row is about nobody, so there is nothing to dispute.",
                            "Baris yang ditolak tidak menyangkut siapa pun, sehingga tidak dapat disengketakan.");
        }
        var dispute = disputes.raise(
                caller,
                answer,
                receipt,
                new Disputes.Objection(request.reason(), explanation, evidence),
                write(caller, key, "raise", request));
        return Response.created(URI.create(PLACE + dispute.id()))
                .tag(new EntityTag(Integer.toString(dispute.version())))
                .entity(DisputeView.of(dispute))
                .build();
    }

    private JsonNode receipt(Caller caller, Request request) {
        if (request.receipt() != null && request.receipt().isObject()) {
            return request.receipt();
        }
        if (request.batchId() == null || request.row() == null || request.row() < 1) {
            throw invalid(
                    "receipt",
                    "Send the receipt as the API gave it (for a check its whole answer), or batchId and row of a list that is kept.",
                    "Kirim tanda terima seperti yang diberikan API (untuk konfirmasi tunggal seluruh jawabannya), atau batchId dan row.");
        }
        var batch = batches.getOwn(caller.party(), request.batchId().toString());
        gate.require(batch.access());
        gate.requireNotSuspended(caller);
        holds.requireReleased(batch.id());
        return json.valueToTree(receipts.make(batch, request.row()));
    }

    private String evidence(List<Evidence> papers) {
        var list = papers == null ? List.<Evidence>of() : papers;
        if (list.size() > MOST_EVIDENCE) {
            throw invalid("evidence", "At most 20 papers.", "Paling banyak 20 bukti.");
        }
        for (var paper : list) {
            text("evidence.kind", paper.kind(), 2);
            text("evidence.number", paper.number(), 1);
            if (paper.sha256() != null && !paper.sha256().matches("[0-9a-f]{64}")) {
                throw invalid(
                        "evidence.sha256",
                        "sha256 has 64 lower-case hexadecimal digits.",
                        "sha256 terdiri atas 64 angka heksadesimal huruf kecil.");
            }
        }
        return string(list);
    }

    /** One page of disputes, newest first. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "DisputePage")
    record Page(List<DisputeView> items, String next) {}

    @GET
    @Operation(
            summary = "Disputes, newest first",
            description = "Those about your party's answers; the register's holder sees all. Names nobody.")
    @APIResponse(responseCode = "200")
    public Page list(
            @Parameter(description = "RAISED, UNDER_REVIEW, UPHELD, CHANGED or WITHDRAWN") @QueryParam("state")
                    String state,
            @Parameter(description = "1 to 200") @QueryParam("limit") @DefaultValue("50") String limit,
            @Parameter(description = "next of the page before") @QueryParam("cursor") String cursor) {
        var caller = party("operator", "verifier", "approver", "system", "auditor", "dpo");
        if (state != null && !STATES.contains(state)) {
            throw invalid("state", "state is one of " + STATES + ".", "state adalah salah satu dari " + STATES + ".");
        }
        if (!limit.matches("[1-9][0-9]{0,2}") || Integer.parseInt(limit) > 200) {
            throw invalid("limit", "limit is 1 to 200.", "limit bernilai 1 sampai 200.");
        }
        int wanted = Integer.parseInt(limit);
        var from = cursor == null ? null : Cursor.parse(cursor);
        var found = store.page(
                caller.party().equals(holder) ? null : caller.party(),
                state,
                from == null ? null : from.at(),
                from == null ? null : from.id(),
                wanted + 1);
        return new Page(
                found.stream().limit(wanted).map(DisputeView::of).toList(),
                found.size() > wanted ? Cursor.text(found.get(wanted - 1)) : null);
    }

    private record Cursor(Instant at, UUID id) {
        private static String text(Dispute last) {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((last.raisedAt() + " " + last.id()).getBytes(StandardCharsets.US_ASCII));
        }

        private static Cursor parse(String text) {
            try {
                var parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII).split(" ");
                return new Cursor(Instant.parse(parts[0]), UUID.fromString(parts[1]));
            } catch (RuntimeException notOurs) {
                throw invalid(
                        "cursor",
                        "cursor is not one that a page before gave.",
                        "cursor bukan berasal dari halaman sebelumnya.");
            }
        }
    }

    @GET
    @Path("{id}")
    @Operation(
            summary = "One dispute with its steps",
            description =
                    "Both parties see the same receipt and NIK, but only roles operator, verifier, approver and system; some time after"
                            + " the end they are gone. The register's holder also sees what the register says now.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DisputeView.class)))
    @APIResponse(responseCode = "404", description = "No such dispute, or none that your party may know of")
    public Response get(@PathParam("id") String id) {
        var caller = party("operator", "verifier", "approver", "system", "auditor", "dpo");
        return answer(caller, known(caller, id));
    }

    private Response answer(Caller caller, Dispute dispute) {
        var disputed =
                WORKERS.stream().anyMatch(caller::has) ? disputes.open(dispute).orElse(null) : null;
        var view = DisputeView.of(
                dispute,
                disputed,
                disputed != null && caller.party().equals(holder) ? registerNow(dispute, disputed) : null,
                store.steps(dispute.id()).stream().map(DisputeView.Step::of).toList());
        return Response.ok(view)
                .tag(new EntityTag(Integer.toString(dispute.version())))
                .build();
    }

    private DisputeView.RegisterNow registerNow(Dispute dispute, DisputeView.Disputed disputed) {
        var epoch = index.now();
        var token = tokens.token(epoch.number(), new Nik(disputed.nik()));
        var found = dispute.asOf() == null ? epoch.find(token) : epoch.find(token, dispute.asOf());
        return new DisputeView.RegisterNow(
                found.finding().status().name(),
                found.finding().mapped(),
                found.register().mappingVersion(),
                found.register().dataTime());
    }

    /**
     * A step.
     *
     * @param to UNDER_REVIEW, UPHELD, CHANGED (by the register's holder) or WITHDRAWN (by who raised it)
     * @param note why; 10 to 2,000 characters where it ends
     * @param newAnswer with CHANGED only: another one than was said
     * @param proposalId of the correction that was opened because of it
     */
    @Schema(name = "DisputeTransition")
    record Transition(String to, String note, Answer newAnswer, UUID proposalId) {}

    @POST
    @Path("{id}/transitions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Take a dispute one step on",
            description =
                    "UPHELD and CHANGED need role approver of the register's holder and a named person who did not raise it. CHANGED passes the"
                            + " gate and is a new leaf, whose reference is the old one.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DisputeView.class)))
    @APIResponse(
            responseCode = "403",
            description = "PARTY_MISMATCH, ROLE_MISSING, PERSON_NEEDED, SAME_PERSON; or the gate is closed")
    @APIResponse(responseCode = "409", description = "CONFLICT: the state does not lead there")
    @APIResponse(responseCode = "412", description = "STALE_VERSION: If-Match is not the present version")
    public Response move(
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Parameter(description = "the version that was read, as in ETag") String ifMatch,
            @HeaderParam("Idempotency-Key") String key,
            Transition transition) {
        var to = transition == null ? null : transition.to();
        boolean decides = "UPHELD".equals(to) || "CHANGED".equals(to);
        var caller = decides ? party("approver") : party("operator", "verifier", "approver", "system");
        var dispute = known(caller, id);
        if (to == null || !STATES.contains(to) || to.equals("RAISED")) {
            throw invalid(
                    "to",
                    "to is UNDER_REVIEW, UPHELD, CHANGED or WITHDRAWN.",
                    "to adalah UNDER_REVIEW, UPHELD, CHANGED, atau WITHDRAWN.");
        }
        var note = decides || transition.note() != null ? text("note", transition.note(), decides ? 10 : 1) : "";
        boolean changes = to.equals("CHANGED");
        if (changes != (transition.newAnswer() != null)
                || changes && transition.newAnswer().name().equals(dispute.said())) {
            throw invalid(
                    "newAnswer",
                    "newAnswer comes with CHANGED only, and is another answer than the disputed one.",
                    "newAnswer hanya disertakan pada CHANGED dan berbeda dari jawaban yang disengketakan.");
        }
        var moved = disputes.move(
                caller,
                dispute.id(),
                new Disputes.Move(to, note, transition.newAnswer(), transition.proposalId()),
                version(ifMatch),
                write(caller, key, id, transition));
        return answer(caller, moved);
    }

    /** Only parties come near, whatever else. */
    private Caller party(String... roles) {
        var caller = callers.require(roles);
        if (gate.policies().stream()
                .noneMatch(policy -> policy.party(caller.party()).isPresent())) {
            throw ProblemException.of(
                    PlatformProblem.PARTY_MISMATCH,
                    "Disputes are open to the parties to the agreement.",
                    "Sengketa terbuka bagi para pihak dalam perjanjian.");
        }
        if (caller.party().equals(holder)) {
            var unused = gate.requireHolder(caller, Datasets.NIK_CONFIRMATION);
        }
        return caller;
    }

    private Dispute known(Caller caller, String id) {
        try {
            return store.find(UUID.fromString(id))
                    .filter(dispute -> caller.party().equals(dispute.party())
                            || caller.party().equals(holder))
                    .orElseThrow(DisputeResource::notFound);
        } catch (IllegalArgumentException notAnId) {
            throw notFound();
        }
    }

    private static Integer version(String ifMatch) {
        if (ifMatch == null || ifMatch.equals("*")) {
            return null;
        }
        var matcher = VERSION.matcher(ifMatch.strip());
        if (!matcher.matches()) {
            throw invalid(
                    "If-Match",
                    "If-Match is the version in quotes, as ETag gave it.",
                    "If-Match berisi versi dalam tanda kutip, seperti pada ETag.");
        }
        return Integer.valueOf(matcher.group(1));
    }

    private DisputeStore.Write write(Caller caller, String key, String what, Object request) {
        if (key == null) {
            return null;
        }
        if (!KEY.matcher(key).matches() || SIXTEEN_DIGITS.matcher(key).find()) {
            throw invalid(
                    "Idempotency-Key",
                    "An Idempotency-Key has 1 to 200 visible ASCII characters, and never a NIK.",
                    "Idempotency-Key terdiri atas 1 sampai 200 karakter ASCII tercetak, bukan NIK.");
        }
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update((key + '\n' + what + '\n').getBytes(StandardCharsets.UTF_8));
            // A NIK in it stands beside its receipt's salt, which is not kept in clear.
            return new DisputeStore.Write(
                    caller.party(),
                    caller.subject(),
                    key,
                    digest.digest(string(request).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private String string(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request cannot be written as JSON");
        }
    }

    private static String text(String field, String value, int shortest) {
        var text = value == null ? "" : value.strip();
        if (text.length() < shortest
                || text.length() > LONGEST_TEXT
                || SIXTEEN_DIGITS.matcher(text).find()
                || text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
            throw invalid(
                    field,
                    field + " has " + shortest + " to 2,000 characters, and no run of 16 digits.",
                    field + " terdiri atas " + shortest + " sampai 2.000 karakter, tanpa 16 angka berurutan.");
        }
        return text;
    }

    private static ProblemException invalid(String field, String en, String idn) {
        return ProblemException.of(PlatformProblem.INVALID, en, idn).with("field", field);
    }

    private static ProblemException notFound() {
        return ProblemException.of(
                PlatformProblem.NOT_FOUND,
                "There is no such dispute or receipt, or none that you may see.",
                "Sengketa atau tanda terima tidak ada, atau tidak boleh Anda lihat.");
    }
}
