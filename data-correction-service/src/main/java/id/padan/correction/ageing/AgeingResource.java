package id.padan.correction.ageing;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.correction.competence.Competence;
import id.padan.correction.disclosure.RecordingReads;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.writing.Words;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;

@Path("/api/corrections/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Reports", description = "Ageing, and who is competent")
class AgeingResource {

    private static final String[] READERS = {"operator", "verifier", "approver", "auditor", "dpo", "admin", "system"};

    private final Callers callers;
    private final RecordingReads reads;
    private final Competence competence;
    private final Jdbi jdbi;

    AgeingResource(Callers callers, RecordingReads reads, Competence competence, Jdbi jdbi) {
        this.callers = callers;
        this.reads = reads;
        this.competence = competence;
        this.jdbi = jdbi;
    }

    /**
     * One line: what is open, and how old.
     *
     * @param of the party that has to answer, the indicator, or the agency's id; {@code -} where none is known
     * @param paused clock stands still: returned, forwarded, or force majeure
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            String of,
            long open,
            long within,
            long lateTo7,
            long lateTo30,
            long lateOver30,
            long paused,
            long closed,
            long closedLate,
            Instant oldest) {}

    record Ageing(String by, Instant at, List<Line> lines) {}

    @GET
    @Path("ageing")
    @Operation(
            summary = "How old what is open is",
            description =
                    "by=party (who has to answer), indicator or agency. Counts only; days late are calendar days. What a party sent about an agency is "
                            + "its own to count: with by=agency only the own lists.")
    public Ageing ageing(@QueryParam("by") @DefaultValue("party") String by) {
        Caller caller = callers.require(READERS);
        reads.requireParty(caller);
        String column =
                switch (by) {
                    case "party" -> "receiver";
                    case "indicator" -> "coalesce(indicator, '-')";
                    case "agency" -> "coalesce(resolver, agency, '-')";
                    default ->
                        throw Words.invalid(
                                "by", "by is party, indicator or agency.", "by adalah party, indicator, atau agency.");
                };
        String own = by.equals("agency") ? " and proposer = :party" : "";
        return jdbi.withHandle(handle -> new Ageing(
                by,
                Instant.now(),
                handle.createQuery("""
                                select %s as line, count(*) filter (where closed_at is null) as open,
                                    count(*) filter (where closed_at is null and due_at > now()) as within,
                                    count(*) filter (where closed_at is null and due_at <= now() and due_at > now() - interval '7 days')
                                        as late_7,
                                    count(*) filter (where closed_at is null and due_at <= now() - interval '7 days'
                                        and due_at > now() - interval '30 days') as late_30,
                                    count(*) filter (where closed_at is null and due_at <= now() - interval '30 days') as late_more,
                                    count(*) filter (where closed_at is null and due_at is null) as paused,
                                    count(*) filter (where closed_at is not null) as closed,
                                    count(*) filter (where closed_at >= due_at) as closed_late,
                                    min(submitted_at) filter (where closed_at is null) as oldest
                                from proposal where (proposer = :party or receiver = :party)%s group by 1 order by 1""".formatted(column, own))
                        .bind("party", caller.party())
                        .map((row, context) -> {
                            OffsetDateTime oldest = row.getObject("oldest", OffsetDateTime.class);
                            return new Line(
                                    row.getString("line"),
                                    row.getLong("open"),
                                    row.getLong("within"),
                                    row.getLong("late_7"),
                                    row.getLong("late_30"),
                                    row.getLong("late_more"),
                                    row.getLong("paused"),
                                    row.getLong("closed"),
                                    row.getLong("closed_late"),
                                    oldest == null ? null : oldest.toInstant());
                        })
                        .list()));
    }

    record Table(List<Competence.Rule> rules) {}

    @GET
    @Path("competence")
    @Operation(
            summary = "Who decides, by element, direction and agency",
            description = "The first row that fits counts.")
    public Table competence() {
        reads.requireParty(callers.require(READERS));
        return new Table(competence.rules());
    }
}
