package id.padan.correction.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.correction.disclosure.RecordingReads;
import id.padan.correction.intake.CorrectionList.Reject;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.writing.Words;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/corrections/v1/lists")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Lists", description = "Lists of proposals: counts, clocks, rows that made no proposal")
class ListResource {

    private static final String[] READERS = {"operator", "verifier", "approver", "auditor", "dpo", "admin", "system"};
    private static final int MOST = 1_000;

    private final Callers callers;
    private final RecordingReads reads;
    private final CorrectionList.Store lists;

    ListResource(Callers callers, RecordingReads reads, CorrectionList.Store lists) {
        this.callers = callers;
        this.reads = reads;
        this.lists = lists;
    }

    record Lists(List<CorrectionList> items) {}

    /** One page; {@code next} is absent on the last. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Rejects(List<Reject> items, String next) {}

    @GET
    @Operation(summary = "The lists of both parties, newest first", description = "Counts only.")
    public Lists list(@QueryParam("limit") @DefaultValue("50") int limit) {
        var unused = reader();
        return new Lists(lists.list(size(limit)));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One list: counts, states, clock")
    public CorrectionList get(@PathParam("id") String id) {
        var unused = reader();
        return find(id);
    }

    @GET
    @Path("{id}/rejects")
    @Operation(
            summary = "Rows that made no proposal",
            description =
                    "For the party that sent the list: row from 1, field and code, never the value. In row order.")
    public Rejects rejects(
            @PathParam("id") String id,
            @QueryParam("cursor") @DefaultValue("0") int cursor,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        Caller caller = reader();
        CorrectionList list = find(id);
        if (!list.party().equals(caller.party())) {
            throw Words.notFound();
        }
        int size = size(limit);
        List<Reject> oneMore = lists.rejects(list.id(), cursor, size + 1);
        List<Reject> page = oneMore.subList(0, Math.min(size, oneMore.size()));
        return new Rejects(
                page, oneMore.size() > size ? Integer.toString(page.getLast().row()) : null);
    }

    private Caller reader() {
        Caller caller = callers.require(READERS);
        reads.requireParty(caller);
        return caller;
    }

    private CorrectionList find(String id) {
        try {
            return lists.find(UUID.fromString(id)).orElseThrow(Words::notFound);
        } catch (IllegalArgumentException e) {
            throw Words.notFound();
        }
    }

    private static int size(int limit) {
        if (limit < 1 || limit > MOST) {
            throw Words.invalid("limit", "limit is 1 to 1000.", "limit adalah 1 sampai 1000.");
        }
        return limit;
    }
}
