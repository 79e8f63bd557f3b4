package id.padan.agreement.disclosure;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.agreement.pledge.PledgedSeats;
import id.padan.platform.writing.Words;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/agreements/v1/agreements/{id}/disclosures")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Disclosures", description = "The register of what was disclosed (Ps 9)")
class DisclosureResource {
    private static final int MOST = 500;

    private final PledgedSeats seats;
    private final DisclosureStore store;
    private final ForgettingDisclosures forgetting;

    DisclosureResource(PledgedSeats seats, DisclosureStore store, ForgettingDisclosures forgetting) {
        this.seats = seats;
        this.store = store;
        this.forgetting = forgetting;
    }

    /** @param next cursor of the next page; absent on the last */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Disclosures")
    record Page(List<DisclosureView> items, String next) {}

    @GET
    @Operation(
            operationId = "listDisclosures",
            summary = "What was disclosed, newest first",
            description =
                    "Roles auditor, dpo, approver, admin. A party sees what was given to it and what was given of the data it holds; "
                            + "token ids only of its own callers. No line names a person that the data are about.")
    @APIResponse(responseCode = "200", description = "A page")
    @APIResponse(responseCode = "400", description = "INVALID: a filter, the limit or the cursor is malformed")
    @APIResponse(responseCode = "403", description = "ROLE_MISSING, PARTY_MISMATCH, PLEDGE_MISSING")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: unknown, or the caller is not a party to it")
    public Page list(
            @PathParam("id") String id,
            @Parameter(description = "First day (Asia/Jakarta) or instant") @QueryParam("from") String from,
            @Parameter(description = "Last day (Asia/Jakarta), or the instant from which it is too late")
                    @QueryParam("until")
                    String until,
            @Parameter(example = "Ps 3(1)b") @QueryParam("clause") String clause,
            @QueryParam("purpose") String purpose,
            @QueryParam("programme") String programme,
            @QueryParam("client") String client,
            @Parameter(description = "Login of who called, acted through a machine, or answers for it")
                    @QueryParam("person")
                    String person,
            @Parameter(description = "Id of an access token (jti)") @QueryParam("token") String token,
            @Parameter(description = "Key that signed tokens (kid), or batches/<id> for a list's data key")
                    @QueryParam("key")
                    String key,
            @QueryParam("cursor") String cursor,
            @Parameter(description = "1 to 500") @QueryParam("limit") @DefaultValue("50") String limit) {
        var seat = seats.require(id, "auditor", "dpo", "approver", "admin");
        var wanted = new Selection(
                Selection.from("from", from),
                Selection.until("until", until),
                clause,
                purpose,
                programme,
                client,
                person,
                token,
                key);
        int size = limit(limit);
        var found = store.page(seat.agreementId(), seat.party(), wanted, place(cursor), size + 1);
        var shown = found.stream().limit(size).toList();
        return new Page(
                shown.stream()
                        .map(kept -> DisclosureView.of(kept, seat.party()))
                        .toList(),
                found.size() > size ? cursor(shown.getLast()) : null);
    }

    @Schema(name = "RegisterRemovals")
    record Removals(List<ForgettingDisclosures.Removal> items) {}

    @GET
    @Path("removals")
    @Operation(
            operationId = "listRegisterRemovals",
            summary = "What left the register because its time was over, newest first",
            description = "Roles auditor, dpo, approver, admin. A count and a leaf for each; at most the last 1000.")
    @APIResponse(responseCode = "200", description = "Of both parties")
    public Removals removals(@PathParam("id") String id) {
        var seat = seats.require(id, "auditor", "dpo", "approver", "admin");
        return new Removals(forgetting.list(seat.agreementId()));
    }

    private static int limit(String text) {
        if (text.matches("[0-9]{1,3}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MOST) {
            return Integer.parseInt(text);
        }
        throw Words.invalid("limit", "limit is 1 to " + MOST + ".", "limit adalah 1 sampai " + MOST + ".");
    }

    private static String cursor(DisclosureStore.Kept last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((last.at() + "|" + last.id()).getBytes(StandardCharsets.US_ASCII));
    }

    private static DisclosureStore.Place place(String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            var parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII).split("\\|", 2);
            return new DisclosureStore.Place(Instant.parse(parts[0]), UUID.fromString(parts[1]));
        } catch (RuntimeException malformed) {
            throw Words.invalid(
                    "cursor", "cursor is what next said.", "cursor adalah nilai next dari halaman sebelumnya.");
        }
    }
}
