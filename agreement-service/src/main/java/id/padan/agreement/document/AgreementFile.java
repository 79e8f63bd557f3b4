package id.padan.agreement.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * One version of one agreement as its file says it; the members are described in {@code schemas/agreement-file.schema.json}.
 *
 * @param registerRetentionYears how long disclosures stay in the register; null for {@link #REGISTER_RETENTION_YEARS}
 */
public record AgreementFile(
        String id,
        String version,
        OffsetDateTime effectiveFrom,
        String title,
        LocalDate signed,
        String place,
        List<Party> parties,
        Term term,
        List<Purpose> purposes,
        List<Dataset> datasets,
        List<Clause> clauses,
        List<Element> elements,
        List<Programme> programmes,
        List<Suspension> suspensions,
        Integer registerRetentionYears) {

    /** As long as the topics of disclosures keep them. */
    public static final int REGISTER_RETENTION_YEARS = 7;

    public AgreementFile {
        parties = copy(parties);
        purposes = copy(purposes);
        datasets = copy(datasets);
        clauses = copy(clauses);
        elements = copy(elements);
        programmes = copy(programmes);
        suspensions = copy(suspensions);
    }

    /** @param officials who signs or approves for the party, by office */
    public record Party(String id, String role, String name, String number, Contact contact, List<Official> officials) {
        public Party {
            officials = copy(officials);
        }
    }

    /**
     * An office and who held it.
     *
     * @param role {@code SIGNATORY}, {@code APPROVER} or {@code LIAISON}
     * @param appointment the decision that put them there
     */
    public record Official(String role, String name, String office, String appointment) {}

    public record Contact(String unit, String email, String phone) {}

    public record Term(OffsetDateTime from, OffsetDateTime until, String clause) {}

    public record Purpose(String id, String clause, String text) {}

    public record Dataset(String id, String holder, String name) {}

    public record Clause(
            String id,
            String mirror,
            String grantee,
            List<String> datasets,
            List<String> purposes,
            boolean programmeRequired,
            String text,
            OffsetDateTime from,
            OffsetDateTime until) {
        public Clause {
            datasets = copy(datasets);
            purposes = copy(purposes);
        }
    }

    public record Element(
            String code,
            String name,
            String type,
            String source,
            @JsonProperty("class") String elementClass,
            List<String> clauses,
            List<String> purposes,
            String why) {
        public Element {
            clauses = copy(clauses);
            purposes = copy(purposes);
        }
    }

    public record Programme(
            String code,
            String name,
            String clause,
            String purpose,
            String legalBasis,
            List<LocalDate> cutOffDates,
            OffsetDateTime from,
            OffsetDateTime until,
            List<String> clients,
            Long quotaRowsPerDay,
            BigDecimal asnShareLimit,
            Integer retentionDays,
            Integer standingDays,
            String stage,
            String dpiaSha256) {
        public Programme {
            cutOffDates = copy(cutOffDates);
            clients = copy(clients);
        }
    }

    public record Suspension(
            String id,
            String reason,
            String party,
            String client,
            String dataset,
            String programme,
            OffsetDateTime from,
            OffsetDateTime until) {}

    private static <T> List<T> copy(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
