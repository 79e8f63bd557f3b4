package id.padan.agreement.drafting;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.agreement.inputs.RecordKind;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A draft. {@code batches}, {@code provinces} and {@code followUp} belong to a berita acara, {@code from}, {@code until} and {@code told}
 * to a laporan.
 *
 * @param numbers document number by party that signs
 * @param date of the document
 * @param officials by party that signs
 * @param letterhead of the drafting party; without it name and unit of the agreement
 * @param legalBasis beside the agreement and the programme's own
 * @param replaces a refused record in whose place this one stands
 * @param from first day of a half-year of the agreement
 * @param until its last day
 */
@Schema(name = "OfficialRecordRequest")
public record RecordRequest(
        RecordKind kind,
        Map<String, String> numbers,
        LocalDate date,
        String place,
        Map<String, Official> officials,
        Letterhead letterhead,
        List<String> legalBasis,
        List<String> notes,
        UUID replaces,
        List<BatchReceipt> batches,
        List<Province> provinces,
        List<FollowUp> followUp,
        LocalDate from,
        LocalDate until,
        Told told) {

    public RecordRequest {
        numbers = numbers == null ? Map.of() : Map.copyOf(numbers);
        officials = officials == null ? Map.of() : Map.copyOf(officials);
        legalBasis = copy(legalBasis);
        notes = copy(notes);
        batches = copy(batches);
        provinces = copy(provinces);
        followUp = copy(followUp);
    }

    @Schema(name = "RecordOfficial")
    public record Official(String name, String nip, String position, String basis) {}

    @Schema(name = "RecordLetterhead")
    public record Letterhead(String unit, String address, String contact) {}

    /** @param receipt as {@code GET /api/verification/v1/batches/{id}/receipt} gave it, unchanged */
    @Schema(name = "RecordBatch")
    public record BatchReceipt(
            String fileName,
            @Schema(implementation = Object.class) JsonNode receipt) {}

    /** @param code of Kemendagri, two digits; @param registered recorded as ASN, whatever the state */
    @Schema(name = "RecordProvince")
    public record Province(String code, long matched, long registered) {}

    @Schema(name = "RecordFollowUp")
    public record FollowUp(String action, String responsible, LocalDate due) {}

    @Schema(name = "RecordTold")
    public record Told(
            List<String> benefits,
            List<String> incidents,
            List<String> security,
            List<String> obstacles,
            List<String> plan) {
        public Told {
            benefits = copy(benefits);
            incidents = copy(incidents);
            security = copy(security);
            obstacles = copy(obstacles);
            plan = copy(plan);
        }
    }

    private static <T> List<T> copy(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
