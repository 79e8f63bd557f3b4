package id.padan.agreement.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.agreement.acting.RecordingActs;
import id.padan.agreement.acting.Seat;
import id.padan.agreement.acting.Seats;
import id.padan.agreement.disclosure.DisclosureStore;
import id.padan.agreement.pledge.PledgeStore;
import id.padan.agreement.suspension.Suspending;
import id.padan.platform.writing.Once;
import id.padan.platform.writing.Words;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The list of the caller's own party. */
@Once
@Path("/api/agreements/v1/agreements/{id}/access-reviews")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Access reviews", description = "Who has access, twice a year (Ps 9(2))")
@APIResponse(responseCode = "403", description = "ROLE_MISSING, PARTY_MISMATCH")
@APIResponse(responseCode = "404", description = "NOT_FOUND: unknown, or the caller is not a party to it")
class AccessReviewResource {
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final int LONGEST = 500;

    private final Seats seats;
    private final RecordingActs acts;
    private final PledgeStore pledges;
    private final DisclosureStore register;
    private final Suspending suspending;
    private final Jdbi jdbi;

    AccessReviewResource(
            Seats seats,
            RecordingActs acts,
            PledgeStore pledges,
            DisclosureStore register,
            Suspending suspending,
            Jdbi jdbi) {
        this.seats = seats;
        this.acts = acts;
        this.pledges = pledges;
        this.register = register;
        this.suspending = suspending;
        this.jdbi = jdbi;
    }

    /**
     * One person or client with access.
     *
     * @param pledge whether the pledge holds, has ended, was revoked, or is none; a client has NONE
     * @param lastUse when data were last given to it, or under its name; absent if never
     * @param decision absent until an approver has decided in this period
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "AccessReviewLine")
    record Line(
            String who,
            PledgeState pledge,
            Instant pledgeUntil,
            String organisation,
            Instant lastUse,
            Decision decision,
            String reason,
            String decidedBy,
            Instant decidedAt) {}

    /** How a pledge stands. */
    enum PledgeState {
        VALID,
        ENDED,
        REVOKED,
        NONE
    }

    /** What an approver says. */
    enum Decision {
        KEEP,
        REMOVE
    }

    /** @param open how many lines nobody has decided yet; 0 closes the review */
    @Schema(name = "AccessReview")
    record Review(String period, LocalDate due, int open, List<Line> items) {}

    @Schema(name = "AccessReviewDecision")
    record Request(String who, Decision decision, String reason) {}

    private record Decided(Decision decision, String reason, String by, Instant at) {}

    @GET
    @Operation(
            operationId = "getAccessReview",
            summary = "Who has access",
            description = "Roles approver, admin, auditor, dpo. Everybody who has pledged, and whoever was given data.")
    @APIResponse(responseCode = "200", description = "Of the caller's party")
    @APIResponse(responseCode = "400", description = "INVALID: no half-year")
    public Review get(
            @PathParam("id") String id,
            @Parameter(description = "Half-year, absent for the present one", example = "2026-H2") @QueryParam("period")
                    String period) {
        Seat seat = seats.require(id, "approver", "admin", "auditor", "dpo");
        var of = period == null ? ReviewPeriod.of(LocalDate.now(JAKARTA)) : ReviewPeriod.parse(period);
        return jdbi.withHandle(handle -> review(handle, seat, of));
    }

    private Review review(Handle handle, Seat seat, ReviewPeriod period) {
        var lastUse = register.lastUse(seat.agreementId(), seat.party());
        var decided = decided(handle, seat, period);
        var lines = new TreeMap<String, Line>();
        var now = Instant.now();
        for (var pledge : pledges.listCurrent(seat.agreementId(), seat.party())) {
            var state = pledge.revokedAt() != null
                    ? PledgeState.REVOKED
                    : pledge.holdsAt(now) ? PledgeState.VALID : PledgeState.ENDED;
            lines.put(
                    pledge.person(),
                    line(
                            pledge.person(),
                            state,
                            pledge.validUntil(),
                            pledge.organisation(),
                            lastUse.get(pledge.person()),
                            decided.get(pledge.person())));
        }
        lastUse.forEach((who, at) ->
                lines.computeIfAbsent(who, unpledged -> line(who, PledgeState.NONE, null, null, at, decided.get(who))));
        int open = (int)
                lines.values().stream().filter(line -> line.decision() == null).count();
        return new Review(period.toString(), period.due(), open, List.copyOf(lines.values()));
    }

    private static Line line(
            String who, PledgeState state, Instant until, String organisation, Instant lastUse, Decided decided) {
        return new Line(
                who,
                state,
                until,
                organisation,
                lastUse,
                decided == null ? null : decided.decision(),
                decided == null ? null : decided.reason(),
                decided == null ? null : decided.by(),
                decided == null ? null : decided.at());
    }

    private static Map<String, Decided> decided(Handle handle, Seat seat, ReviewPeriod period) {
        var all = new TreeMap<String, Decided>();
        handle.createQuery("select * from access_review_decision"
                        + " where agreement_id = :agreement and party = :party and period = :period")
                .bind("agreement", seat.agreementId())
                .bind("party", seat.party())
                .bind("period", period.toString())
                .map((row, context) -> Map.entry(
                        row.getString("who"),
                        new Decided(
                                Decision.valueOf(row.getString("decision")),
                                row.getString("reason"),
                                row.getString("decided_by"),
                                row.getObject("decided_at", OffsetDateTime.class)
                                        .toInstant())))
                .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
        return all;
    }

    @POST
    @Path("{period}/decisions")
    @Operation(
            operationId = "decideAccess",
            summary = "Keep or remove access",
            description =
                    "Role approver, of whom nobody decides about himself. REMOVE ends the person's pledge, or suspends the"
                            + " client, so every gate refuses it within seconds; a new pledge, or resuming by another approver, opens it again. Only of the present half-year.")
    @APIResponse(responseCode = "200", description = "Decided")
    @APIResponse(
            responseCode = "400",
            description = "INVALID: a field is missing, or another half-year than the present one")
    @APIResponse(responseCode = "409", description = "CONFLICT: about oneself, or removed already")
    public Map<String, Object> decide(@PathParam("id") String id, @PathParam("period") String period, Request request) {
        Seat seat = seats.person(id, "approver");
        var of = ReviewPeriod.parse(period);
        var wanted = Words.present("body", request);
        var decision = Words.present("decision", wanted.decision());
        String reason = Words.require("reason", wanted.reason(), LONGEST);
        if (!of.equals(ReviewPeriod.of(LocalDate.now(JAKARTA)))) {
            throw Words.invalid(
                    "period",
                    "Only the present half-year is reviewed; " + of + " is not it.",
                    "Hanya semester berjalan yang ditinjau; " + of + " bukan semester berjalan.");
        }
        return jdbi.inTransaction(tx -> {
            var line = review(tx, seat, of).items().stream()
                    .filter(known -> known.who().equals(wanted.who()))
                    .findFirst()
                    .orElseThrow(Words::notFound);
            if (line.who().equals(seat.actor())) {
                throw Words.conflict("Nobody reviews his own access.", "Akses sendiri tidak boleh ditinjau sendiri.");
            }
            if (line.decision() == Decision.REMOVE) {
                throw Words.conflict(
                        "The access was removed in this period already; a new pledge, or resuming the client, gives it again.",
                        "Akses sudah dicabut pada semester ini; pernyataan baru, atau pemulihan klien, memberikannya kembali.");
            }
            if (decision == Decision.REMOVE) {
                pledges.findCurrent(tx, seat.agreementId(), seat.party(), line.who())
                        .filter(pledge -> pledge.revokedAt() == null)
                        .ifPresent(pledge -> pledges.revoke(tx, pledge, seat.actor(), reason));
                for (String client : register.listClients(tx, seat.party(), line.who())) {
                    suspending.suspendClient(
                            tx, seat.caller(), seat.agreementId(), client, "Peninjauan akses " + of + ": " + reason);
                }
            }
            // The name is in the commitment only, as in every leaf.
            var recorded = acts.record(
                    tx,
                    seat,
                    "ACCESS_REVIEW",
                    Map.of(
                            "decision", decision.name(),
                            "period", of.toString(),
                            "reason", reason,
                            "who", line.who()),
                    "access-reviews/" + of);
            tx.createUpdate("""
                            insert into access_review_decision (agreement_id, party, period, who, decision, reason, decided_by, decided_at, leaf)
                            values (:agreement, :party, :period, :who, :decision, :reason, :by, clock_timestamp(), :leaf)
                            on conflict (agreement_id, party, period, who) do update set decision = excluded.decision,
                                reason = excluded.reason, decided_by = excluded.decided_by, decided_at = excluded.decided_at,
                                leaf = excluded.leaf""")
                    .bind("agreement", seat.agreementId())
                    .bind("party", seat.party())
                    .bind("period", of.toString())
                    .bind("who", line.who())
                    .bind("decision", decision.name())
                    .bind("reason", reason)
                    .bind("by", seat.actor())
                    .bind("leaf", recorded.leaf())
                    .execute();
            // Not from the pledges' own list, which this transaction has not committed yet.
            return Map.of("who", line.who(), "period", of.toString(), "decision", decision, "leaf", recorded.leaf());
        });
    }
}
