package id.padan.directory.credit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;

/**
 * The points of one level with every step that leads to them.
 *
 * @param aturan version of the rules
 * @param total points in the level
 * @param pangkat what the next rank needs
 * @param jenjangBerikutnya what the next level needs; null in the highest level of its category
 * @param dikonfirmasi whether every figure used is found in the regulation
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CreditExplanation(
        String aturan,
        String dasarHukum,
        String jenjang,
        List<CreditStep> langkah,
        BigDecimal total,
        Threshold pangkat,
        Threshold jenjangBerikutnya,
        boolean dikonfirmasi) {

    public CreditExplanation {
        langkah = List.copyOf(langkah);
    }

    /** @param kurang points still missing, 0 if none */
    public record Threshold(BigDecimal kebutuhan, BigDecimal kurang, boolean terpenuhi) {
        static Threshold of(BigDecimal needed, BigDecimal total) {
            BigDecimal missing = needed.subtract(total).max(BigDecimal.ZERO);
            return new Threshold(needed, missing, missing.signum() == 0);
        }
    }
}
