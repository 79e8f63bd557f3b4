package id.padan.directory.credit;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.time.YearMonth;

/** One step of an explained computation. Steps are in the order of their months; each says what it adds and what there is then. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "langkah")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CreditStep.EarlierLevel.class, name = "JENJANG_SEBELUMNYA"),
    @JsonSubTypes.Type(value = CreditStep.BroughtIn.class, name = "DIBAWA"),
    @JsonSubTypes.Type(value = CreditStep.Converted.class, name = "KONVERSI"),
    @JsonSubTypes.Type(value = CreditStep.DiplomaAdded.class, name = "IJAZAH")
})
public sealed interface CreditStep {

    /** Points of this step. */
    BigDecimal nilai();

    /** Points in the present level after this step. */
    BigDecimal kumulatif();

    /** The computation in figures, as an official would write it. */
    String rumus();

    /** Ended before the present level began: it does not count in it. */
    record EarlierLevel(YearMonth dari, YearMonth sampai, BigDecimal nilai, BigDecimal kumulatif, String rumus)
            implements CreditStep {}

    record BroughtIn(
            CreditEntry.Kind jenis,
            YearMonth dari,
            YearMonth sampai,
            BigDecimal nilai,
            BigDecimal kumulatif,
            String rumus)
            implements CreditStep {}

    record Converted(
            YearMonth dari,
            YearMonth sampai,
            int predikat,
            BigDecimal koefisien,
            BigDecimal persentase,
            int bulan,
            BigDecimal nilai,
            BigDecimal kumulatif,
            String rumus)
            implements CreditStep {}

    record DiplomaAdded(YearMonth dari, BigDecimal dasar, BigDecimal nilai, BigDecimal kumulatif, String rumus)
            implements CreditStep {}
}
