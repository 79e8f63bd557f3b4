package id.padan.directory.access;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import id.padan.directory.access.LimitedReads.Filter;
import id.padan.directory.disclosure.RecordingReads;
import id.padan.directory.history.Histories;
import id.padan.directory.log.OwnersDecision;
import id.padan.directory.record.OwnRecord;
import id.padan.directory.vault.NikVault;
import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;

@Path("/api/asn-directory/v1/asn")
@Tag(name = "Records")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
class AsnReadResource {

    private static final Pattern NIP = Pattern.compile("[0-9]{18}");
    private static final int LARGEST_PAGE = 5000;
    private static final String PURPOSE = "X-Padan-Purpose";

    private final Jdbi jdbi;
    private final Callers callers;
    private final AgreementGate gate;
    private final RecordingReads ownReads;
    private final AnsweringReads answering;
    private final LimitedReads limited;
    private final NikVault vault;
    private final Histories histories;

    AsnReadResource(
            Jdbi jdbi,
            Callers callers,
            AgreementGate gate,
            RecordingReads ownReads,
            AnsweringReads answering,
            LimitedReads limited,
            NikVault vault,
            Histories histories) {
        this.jdbi = jdbi;
        this.callers = callers;
        this.gate = gate;
        this.ownReads = ownReads;
        this.answering = answering;
        this.limited = limited;
        this.vault = vault;
        this.histories = histories;
    }

    @GET
    @Path("{nip}")
    @Operation(
            summary = "The record of a NIP",
            description =
                    "For BKN all that is kept of it; class X never is. For the other party (Ps 3(1)a) record has exactly the elements that the annex in "
                            + "force opens for the purpose, of its own staff and of holders of functional positions that it guides. Of several "
                            + "records with this NIP the one changed last, and nipShared says that there are more. ETag is over what is shown.")
    @APIResponse(
            responseCode = "304",
            description = "the same as If-None-Match; recorded as a read, since it tells as much")
    @APIResponse(responseCode = "400", description = "PURPOSE_MISSING, PURPOSE_UNKNOWN")
    @APIResponse(responseCode = "403", description = "the gate's refusal, with the clause that would be needed")
    @APIResponse(
            responseCode = "404",
            description =
                    "no record with this NIP, or no NIP at all, or nobody in the caller's scope: which of them is not said")
    public Response get(
            @PathParam("nip") String nip,
            @HeaderParam(PURPOSE) @Parameter(description = "one of Ps 2, such as ASN_GUIDANCE; BKN needs none")
                    String purpose,
            @Context Request request) {
        Caller caller = callers.require("operator", "admin", "system", "approver", "auditor");
        Optional<OwnersDecision> owner = owner(caller);
        if (owner.isPresent()) {
            return own(nip, caller, owner.get());
        }
        AccessRequest wanted = AccessRequest.of(caller, purpose, null, Datasets.ASN_RECORD);
        // Before the NIP is looked at: what is refused is refused for every NIP.
        gate.require(wanted);
        if (!NIP.matcher(nip).matches()) {
            throw AnsweringReads.notFound();
        }
        try {
            return answer(answering.read(caller, wanted, nip).join(), request);
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException reason ? reason : failed;
        }
    }

    @GET
    @Operation(
            summary = "The persons in the caller's scope",
            description =
                    "Ps 3(1)a, narrowed by elements of the annex. Cursor-paged: next is the cursor of the following page, absent on the last.")
    @APIResponse(responseCode = "400", description = "PURPOSE_MISSING, PURPOSE_UNKNOWN, INVALID")
    @APIResponse(
            responseCode = "403",
            description =
                    "the gate's refusal, also ELEMENT_NOT_OPEN for a filter by an element that the annex does not open")
    public Response list(
            @HeaderParam(PURPOSE) String purpose,
            @QueryParam("unor") @Parameter(description = "unorId") String unor,
            @QueryParam("unorInduk") @Parameter(description = "unorIndukId") String unorInduk,
            @QueryParam("satuanKerja") @Parameter(description = "satuanKerjaId") String satuanKerja,
            @QueryParam("instansiKerja") @Parameter(description = "instansiKerjaId") String instansiKerja,
            @QueryParam("jabatan") @Parameter(description = "jabatanId") String jabatan,
            @QueryParam("kelompokJabatan") @Parameter(description = "kelompokJabatanId") String kelompokJabatan,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") @DefaultValue("500") int limit,
            @Context Request request) {
        Caller caller = callers.require("operator", "admin", "system", "approver", "auditor");
        var filters = new EnumMap<Filter, String>(Filter.class);
        put(filters, Filter.UNOR, unor);
        put(filters, Filter.UNOR_INDUK, unorInduk);
        put(filters, Filter.SATUAN_KERJA, satuanKerja);
        put(filters, Filter.INSTANSI_KERJA, instansiKerja);
        put(filters, Filter.JABATAN, jabatan);
        put(filters, Filter.KELOMPOK_JABATAN, kelompokJabatan);
        return answer(
                limited.list(
                        caller,
                        AccessRequest.of(caller, purpose, null, Datasets.ASN_RECORD),
                        filters,
                        cursor,
                        size(limit)),
                request);
    }

    @GET
    @Path("changes")
    @Operation(
            summary = "What changed for the caller",
            description =
                    "Ps 3(1)a as a feed: each person in scope once, at the place of its last change, in order, complete up to next. Without since it "
                            + "begins with everything. A person who left the scope or the register comes with gone true and its keys only. Ask again "
                            + "with next; more false means that there is nothing beyond it yet.")
    @APIResponse(responseCode = "400", description = "PURPOSE_MISSING, PURPOSE_UNKNOWN, INVALID")
    @APIResponse(responseCode = "403", description = "the gate's refusal")
    @APIResponse(
            responseCode = "410",
            description =
                    "CURSOR_EXPIRED: tombstones after this cursor have been taken out, or the feed is an older one from a backup. Read everything again")
    public Response changes(
            @HeaderParam(PURPOSE) String purpose,
            @QueryParam("since") @Parameter(description = "next of the page before") String since,
            @QueryParam("limit") @DefaultValue("1000") int limit,
            @Context Request request) {
        Caller caller = callers.require("operator", "admin", "system", "approver", "auditor");
        return answer(
                limited.changes(
                        caller, AccessRequest.of(caller, purpose, null, Datasets.ASN_RECORD), since, size(limit)),
                request);
    }

    /** A record with its histories, rows in SIASN names by {@code rw-} name. */
    record Own(
            @JsonUnwrapped OwnRecord record,
            @JsonRawValue @Schema(type = SchemaType.OBJECT) String histories) {}

    private Response own(String nip, Caller caller, OwnersDecision by) {
        Own own = jdbi.inTransaction(tx -> {
            OwnRecord found = Optional.of(nip)
                    .filter(NIP.asMatchPredicate())
                    .flatMap(valid -> OwnRecord.find(tx, vault, valid))
                    .orElseThrow(() -> ProblemException.of(
                            PlatformProblem.NOT_FOUND,
                            "There is no record with this NIP.",
                            "Tidak ada data dengan NIP tersebut."));
            String rows =
                    histories.of(tx, new long[] {found.no()}).getOrDefault(found.no(), Map.of()).entrySet().stream()
                            .map(kind ->
                                    "\"" + kind.getKey().siasn() + "\":[" + String.join(",", kind.getValue()) + "]")
                            .collect(Collectors.joining(",", "{", "}"));
            ownReads.record(tx, by, caller, found.id(), found.version());
            return new Own(found, rows);
        });
        return Response.ok(own)
                .tag(new EntityTag(Long.toString(own.record().version())))
                .build();
    }

    private Optional<OwnersDecision> owner(Caller caller) {
        return gate.findHolder(caller, Datasets.ASN_RECORD).map(policy -> OwnersDecision.of(caller, policy));
    }

    private static Response answer(LimitedAnswer answer, Request request) {
        var tag = new EntityTag(answer.tag());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return unchanged != null
                ? unchanged.build()
                : Response.ok(answer.body()).tag(tag).build();
    }

    private static void put(Map<Filter, String> filters, Filter filter, String value) {
        if (value != null && !value.isBlank()) {
            filters.put(filter, value.strip());
        }
    }

    private static int size(int limit) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw ProblemException.of(
                            PlatformProblem.INVALID,
                            "limit is 1 to " + LARGEST_PAGE + ".",
                            "limit bernilai 1 sampai " + LARGEST_PAGE + ".")
                    .with("field", "limit");
        }
        return limit;
    }
}
