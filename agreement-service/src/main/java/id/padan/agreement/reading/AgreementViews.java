package id.padan.agreement.reading;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import id.padan.agreement.document.AgreementFile;
import id.padan.agreement.document.Finding;
import id.padan.agreement.version.RefusedFile;
import id.padan.agreement.version.StoredVersion;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The shapes of the answers. Instants are shown in Asia/Jakarta, where legal days begin and end. */
final class AgreementViews {

    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    private AgreementViews() {}

    enum State {
        UPCOMING,
        IN_FORCE,
        ENDED;

        static State of(OffsetDateTime from, OffsetDateTime until, Instant at) {
            if (at.isBefore(from.toInstant())) {
                return UPCOMING;
            }
            return until == null || at.isBefore(until.toInstant()) ? IN_FORCE : ENDED;
        }
    }

    @Schema(description = "The agreements that the caller's party has signed.")
    record AgreementList(
            List<Item> items,

            @Schema(description = "Cursor of the next page; null on the last page")
            String next) {

        record Item(
                @Schema(examples = "kemnaker-bkn-2024") String id,
                String title,
                State state,

                @Schema(description = "Null before the first version takes effect", examples = "1")
                String versionInForce,

                List<String> numbers,
                Term term) {}
    }

    @Schema(
            description =
                    "One agreement: what is in force now, every version stored, and the last file that was refused.")
    record Agreement(
            String id,
            String title,
            State state,
            String versionInForce,

            @Schema(description = "Rises with each change; the gates' policies carry it")
            long revision,

            LocalDate signed,
            String place,
            List<Party> parties,
            Term term,
            List<Purpose> purposes,
            List<Dataset> datasets,
            List<Clause> clauses,
            List<Suspension> suspensions,
            List<VersionSummary> versions,

            @Schema(description = "Null unless the last change of the file was refused")
            Refusal lastRefused) {}

    record Party(
            String id,
            String role,
            String name,
            String number,
            AgreementFile.Contact contact,
            List<AgreementFile.Official> officials) {}

    @Schema(description = "Access is open from `from` and closed from `until` on (Ps 6(1)).")
    record Term(
            OffsetDateTime from,
            @Schema(examples = "2027-08-16T00:00:00+07:00") OffsetDateTime until) {

        static Term of(AgreementFile.Term term) {
            return new Term(jakarta(term.from()), jakarta(term.until()));
        }
    }

    record Purpose(@Schema(examples = "AID_VERIFICATION") String id, String clause, String text) {}

    record Dataset(
            @Schema(examples = "nik-confirmation") String id,
            @Schema(description = "A party's id, or both") String holder,
            String name) {}

    record Clause(
            @Schema(examples = "Ps 3(1)b") String id,

            @Schema(description = "The same in the other party's article", examples = "Ps 4(2)b")
            String mirror,

            String grantee,
            List<String> datasets,
            List<String> purposes,
            boolean programmeRequired,
            String text,
            @JsonInclude(JsonInclude.Include.NON_NULL) OffsetDateTime from,
            @JsonInclude(JsonInclude.Include.NON_NULL) OffsetDateTime until) {

        static Clause of(AgreementFile.Clause clause) {
            return new Clause(
                    clause.id(),
                    clause.mirror(),
                    clause.grantee(),
                    clause.datasets(),
                    clause.purposes(),
                    clause.programmeRequired(),
                    clause.text(),
                    jakarta(clause.from()),
                    jakarta(clause.until()));
        }
    }

    record Suspension(
            String id,
            String reason,
            String party,
            String client,
            String dataset,
            String programme,
            OffsetDateTime from,
            OffsetDateTime until) {

        static Suspension of(AgreementFile.Suspension suspension) {
            return new Suspension(
                    suspension.id(),
                    suspension.reason(),
                    suspension.party(),
                    suspension.client(),
                    suspension.dataset(),
                    suspension.programme(),
                    jakarta(suspension.from()),
                    jakarta(suspension.until()));
        }
    }

    record VersionSummary(
            String version,
            OffsetDateTime effectiveFrom,

            @Schema(description = "What the file asked for; earlier than effectiveFrom if that was past or too near")
            OffsetDateTime declaredFrom,

            boolean moved,
            OffsetDateTime knownFrom,

            @Schema(description = "Set when a later version took its place before it took effect")
            OffsetDateTime supersededAt,

            @Schema(description = "SHA-256 of the file, hex")
            String sha256) {

        static VersionSummary of(StoredVersion stored) {
            return new VersionSummary(
                    stored.version(),
                    jakarta(stored.effectiveFrom()),
                    jakarta(stored.declaredFrom()),
                    stored.wasMoved(),
                    jakarta(stored.knownFrom()),
                    jakarta(stored.supersededAt()),
                    stored.sha256());
        }
    }

    record Refusal(String file, OffsetDateTime refusedAt, List<Finding> findings) {

        static Refusal of(RefusedFile refused) {
            return new Refusal(refused.fileName(), jakarta(refused.refusedAt()), refused.findings());
        }
    }

    @Schema(description = "The annex (Lampiran) of one version: every element that may, or may never, be exchanged.")
    record Annex(String id, String version, OffsetDateTime effectiveFrom, List<Element> elements) {}

    record Element(
            @Schema(examples = "A-13") String code,
            @Schema(examples = "kedudukanHukumId") String name,
            String type,

            @Schema(description = "Where SIASN has it") @JsonInclude(JsonInclude.Include.NON_NULL)
            String source,

            @Schema(
                    description = "U general personal, P official, R reference, G aggregate; X excluded and I"
                            + " internal are never disclosed")
            @JsonProperty("class")
            String elementClass,

            @Schema(description = "Clauses that open it; empty: not open")
            List<String> clauses,

            List<String> purposes,
            @JsonInclude(JsonInclude.Include.NON_NULL) String why) {

        static Element of(AgreementFile.Element element) {
            return new Element(
                    element.code(),
                    element.name(),
                    element.type(),
                    element.source(),
                    element.elementClass(),
                    element.clauses(),
                    element.purposes(),
                    element.why());
        }
    }

    static OffsetDateTime jakarta(Instant instant) {
        return instant == null ? null : instant.atZone(JAKARTA).toOffsetDateTime();
    }

    static OffsetDateTime jakarta(OffsetDateTime time) {
        return time == null ? null : jakarta(time.toInstant());
    }
}
