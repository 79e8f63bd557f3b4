package id.padan.verification.check;

import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A single check.
 *
 * @param nik as typed; a JSON string, because numbers lose digits
 * @param purpose one of Ps 2
 * @param programCode a programme registered in the agreement
 * @param asOf the day asked for (Asia/Jakarta): one of the programme's cut-off dates, not after today; absent is today
 */
@Schema(description = "One NIK to be confirmed under Ps 3(1)b. Never logged, never stored in clear.")
record CheckRequest(
        @Schema(required = true, description = "16 digits, as a JSON string", examples = "1101014107909990")
        String nik,

        @Schema(required = true, description = "Purpose of Ps 2", examples = "AID_VERIFICATION")
        String purpose,

        @Schema(required = true, description = "Programme registered in the agreement", examples = "BSU-2025")
        String programCode,

        @Schema(
                description = "One of the programme's cut-off dates, not after today; absent for today (Asia/Jakarta)",
                examples = "2025-04-30")
        LocalDate asOf) {
    /** Masked: the NIK must not reach a log through a record's text. */
    @Override
    public String toString() {
        return "CheckRequest[masked]";
    }
}
