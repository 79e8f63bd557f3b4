package id.padan.directory.credit;

import java.math.BigDecimal;
import java.time.YearMonth;

/** One line of a credit history, in whatever order. */
public sealed interface CreditEntry {

    /** The first month it speaks of. */
    YearMonth from();

    /** The last month it speaks of. */
    YearMonth to();

    /** Number of the PAK; null if there is none yet. */
    String nomorPak();

    /** Points that were decided before or outside the conversion: taken over as they are. */
    record BroughtIn(Kind kind, YearMonth from, YearMonth to, BigDecimal nilai, String nomorPak)
            implements CreditEntry {}

    /** Months of one calendar year in one level, with the predicate of the performance in them. */
    record Conversion(YearMonth from, YearMonth to, Integer predikat, String nomorPak) implements CreditEntry {}

    /** A new diploma that is higher than the one before. */
    record Diploma(YearMonth from, String nomorPak) implements CreditEntry {
        @Override
        public YearMonth to() {
            return from;
        }
    }

    /** {@code isAngkaKreditPertama}, {@code isIntegrasi}, and neither of SIASN's three marks. */
    enum Kind {
        PERTAMA,
        INTEGRASI,
        KONVENSIONAL
    }
}
