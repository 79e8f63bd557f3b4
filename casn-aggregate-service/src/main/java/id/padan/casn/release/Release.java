package id.padan.casn.release;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import id.padan.casn.code.Dimension;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * A release as it stands.
 *
 * @param definition stays the same from version to version
 * @param version from 1 on, given when it is published
 * @param threshold people that a shown cell, and every difference of such, has at least
 * @param dataFrom day of the oldest data in it
 * @param dataTo day of the newest
 * @param hash SHA-256 of its cells, hex; an approval names it
 * @param quality coverage and renamed codes
 * @param loss what protection took; BKN's own
 * @param verdict what the attack found; BKN's own
 * @param timing milliseconds of each step; BKN's own
 * @param consents of the parties to passing it on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Release(
        UUID id,
        String definition,
        Integer version,
        String titleId,
        String titleEn,
        List<Integer> years,
        List<String> dimensions,
        int threshold,
        ReleaseState state,
        OnwardUse onwardUse,
        String draftedBy,
        Instant draftedAt,
        LocalDate dataFrom,
        LocalDate dataTo,
        String hash,
        JsonNode quality,
        JsonNode loss,
        JsonNode verdict,
        JsonNode timing,
        String decidedBy,
        Instant decidedAt,
        List<Consent> consents) {

    /** What the receiving party may do with it. */
    public enum OnwardUse {
        PARTNER_ONLY,
        /** With both parties' written consent. */
        PUBLIC
    }

    /** A party's written consent to passing a release on (Ps 9). */
    public record Consent(String party, String actor, Instant at, String documentNumber, LocalDate documentDate) {}

    @JsonIgnore
    public boolean isPublished() {
        return state == ReleaseState.PUBLISHED;
    }

    @JsonIgnore
    public List<Dimension> breakdown() {
        return dimensions.stream()
                .map(name -> Dimension.find(name).orElseThrow())
                .toList();
    }

    /** As the other party sees it: what protection and attack found tells of what is hidden. */
    public Release outside() {
        return new Release(
                id,
                definition,
                version,
                titleId,
                titleEn,
                years,
                dimensions,
                threshold,
                state,
                onwardUse,
                null,
                null,
                dataFrom,
                dataTo,
                hash,
                quality,
                null,
                null,
                null,
                null,
                decidedAt,
                consents);
    }
}
