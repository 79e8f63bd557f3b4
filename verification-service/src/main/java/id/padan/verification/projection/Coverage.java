package id.padan.verification.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What share of the register can be found by its NIK at all, as BKN counted it last: "tidak ditemukan" is no proof for the rest (domain.md
 * 2.3 rule 5).
 *
 * @param records ASN records of the register
 * @param validNik those of them with a valid NIK
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Coverage")
public record Coverage(long records, long validNik, Instant countedAt) {

    /** Per cent of the records, to two decimals; null for an empty register. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public BigDecimal percent() {
        return records == 0
                ? null
                : BigDecimal.valueOf(validNik * 100).divide(BigDecimal.valueOf(records), 2, RoundingMode.HALF_UP);
    }
}
