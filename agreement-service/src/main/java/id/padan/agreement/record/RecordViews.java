package id.padan.agreement.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import id.padan.agreement.inputs.RecordInputs;
import id.padan.agreement.inputs.RecordKind;
import id.padan.agreement.signature.PdfSignatures;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Records as the API shows them. */
final class RecordViews {

    private RecordViews() {}

    /** @param next id to ask for with {@code before}; absent on the last page */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "OfficialRecordList")
    record RecordList(List<Summary> items, UUID next) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "OfficialRecordSummary")
    record Summary(
            UUID id,
            RecordKind kind,
            int version,
            String state,
            String party,
            LocalDate date,
            LocalDate from,
            LocalDate until) {}

    /**
     * One record.
     *
     * @param version for {@code If-Match}
     * @param signedBy parties whose official has signed
     * @param fileSha256 of the file as it stands
     * @param unsignedSha256 of the file that its inputs give
     * @param inputs what the file is made of
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "OfficialRecord")
    record View(
            UUID id,
            RecordKind kind,
            int version,
            String state,
            String party,
            LocalDate date,
            LocalDate from,
            LocalDate until,
            List<String> signedBy,
            String fileSha256,
            String unsignedSha256,
            String inputsSha256,
            List<Step> steps,

            @Schema(implementation = Object.class) @JsonRawValue
            String inputs) {
        static View of(OfficialRecord r) {
            return new View(
                    r.id(),
                    r.kind(),
                    r.version(),
                    r.state().name(),
                    r.party(),
                    r.documentDate(),
                    r.from(),
                    r.until(),
                    r.steps().stream()
                            .filter(step -> step.act().equals("SIGNED"))
                            .map(OfficialRecord.Step::party)
                            .toList(),
                    r.fileSha256(),
                    r.unsignedSha256(),
                    r.inputsSha256(),
                    r.steps().stream().map(Step::of).toList(),
                    r.inputs());
        }
    }

    /** @param receiptId of the step's leaf in this service's log */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "OfficialRecordStep")
    record Step(
            int version,
            String act,
            String state,
            String party,
            String actor,
            Instant at,
            String reason,
            String fileSha256,
            UUID receiptId,
            long logIndex) {
        static Step of(OfficialRecord.Step s) {
            return new Step(
                    s.version(),
                    s.act(),
                    s.state(),
                    s.party(),
                    s.actor(),
                    s.at(),
                    s.reason(),
                    s.fileSha256(),
                    s.leaf(),
                    s.logIndex());
        }
    }

    /**
     * What a holder of the file learns: that it exists, where it stands, and which files are the true ones.
     *
     * @param matches whether the hash that was asked about is that of the signed or the unsigned file; absent if none was named
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "OfficialRecordVerification")
    record Verification(
            RecordKind kind,
            List<String> numbers,
            LocalDate date,
            String state,
            String unsignedSha256,
            String signedSha256,
            List<Signature> signatures,
            String matches) {
        static Verification of(
                OfficialRecord r, RecordInputs.Heading heading, List<PdfSignatures.Found> found, String asked) {
            return new Verification(
                    r.kind(),
                    heading.numbers().stream()
                            .map(RecordInputs.DocumentNumber::number)
                            .toList(),
                    r.documentDate(),
                    r.state().name(),
                    r.unsignedSha256(),
                    r.signed() == null ? null : r.signed().sha256(),
                    found.stream().map(Signature::of).toList(),
                    matches(r, asked));
        }

        private static String matches(OfficialRecord r, String asked) {
            if (asked == null) {
                return null;
            }
            if (r.signed() != null && r.signed().sha256().equalsIgnoreCase(asked)) {
                return "SIGNED";
            }
            return r.unsignedSha256().equalsIgnoreCase(asked) ? "UNSIGNED" : "NEITHER";
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "OfficialRecordSignature")
    record Signature(String certificate, String certificateSha256, Instant at, boolean intact) {
        static Signature of(PdfSignatures.Found f) {
            return new Signature(f.subject(), f.certificateSha256(), f.at(), f.intact());
        }
    }
}
