package id.padan.verification.list;

import id.padan.platform.nik.Nik;
import java.util.Set;

/** What the rules say about one NIK as typed. */
public sealed interface NikVerdict {

    /** The NIK can be looked up; {@code warnings} may hold {@link RowWarning#NIK_REGION}. */
    record Valid(Nik nik, Set<RowWarning> warnings) implements NikVerdict {
        public Valid {
            warnings = Set.copyOf(warnings);
        }
    }

    /** The NIK breaks the rule that {@code status} names; {@code warnings} may hold {@link RowWarning#SUSPECTED_NIP}. */
    record Broken(RowStatus status, Set<RowWarning> warnings) implements NikVerdict {
        public Broken {
            warnings = Set.copyOf(warnings);
        }
    }
}
