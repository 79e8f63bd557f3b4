package id.padan.directory.publication;

import id.padan.directory.record.RegisterWriter;
import id.padan.directory.status.StatusMappings;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.caller.Callers;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;

@Path("/api/asn-directory/v1/republish")
@Tag(name = "Republish", description = "Makes events anew from the register, when a topic or a reader has lost some.")
@Produces(MediaType.APPLICATION_JSON)
class RepublishResource {

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final StatusMappings mappings;
    private final Callers callers;
    private final AgreementGate gate;

    RepublishResource(Jdbi jdbi, Outbox outbox, StatusMappings mappings, Callers callers, AgreementGate gate) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.mappings = mappings;
        this.callers = callers;
        this.gate = gate;
    }

    /** How much was put into the outbox; publishing goes on after the answer. */
    record Republished(long records, long blocks) {}

    @POST
    @RunOnVirtualThread
    @Operation(
            summary = "Publish records again",
            description =
                    "All records, removed ones included, or those changed since a time. Harmless at any time: events are full states.")
    public Response republish(
            @QueryParam("since") @Parameter(description = "ISO 8601 time with offset; without it everything")
                    String since) {
        var unused = gate.requireHolder(callers.require("admin"), Datasets.ASN_RECORD);
        OffsetDateTime from = time(since);
        jdbi.useTransaction(mappings::publishAgain);
        long records = 0;
        long blocks = 0;
        long last = 0;
        while (true) {
            long after = last;
            long[] block = jdbi.inTransaction(handle -> {
                List<Long> numbers = handle.createQuery("""
                                select no from asn_record
                                where no > :after and (:since::timestamptz is null or changed_at >= :since) order by no limit :limit
                                """)
                        .bind("after", after)
                        .bind("since", from)
                        .bind("limit", RegisterWriter.BLOCK)
                        .mapTo(Long.class)
                        .list();
                long[] found = numbers.stream().mapToLong(Long::longValue).toArray();
                if (found.length > 0) {
                    outbox.append(handle, OutboxEvent.block(Topics.ASN_RECORD, "block", "asn.block", found));
                }
                return found;
            });
            if (block.length == 0) {
                return Response.accepted(new Republished(records, blocks)).build();
            }
            records += block.length;
            blocks++;
            last = block[block.length - 1];
        }
    }

    private static OffsetDateTime time(String since) {
        try {
            return since == null ? null : OffsetDateTime.parse(since);
        } catch (DateTimeParseException e) {
            throw ProblemException.of(
                            PlatformProblem.INVALID,
                            "since is a time with offset, such as 2026-11-01T00:00:00+07:00.",
                            "since berupa waktu dengan selisih zona, misalnya 2026-11-01T00:00:00+07:00.")
                    .with("field", "since");
        }
    }
}
