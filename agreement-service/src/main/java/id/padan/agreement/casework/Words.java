package id.padan.agreement.casework;

import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import java.util.regex.Pattern;

/** What people write into case files: short, visible, and never a NIK. */
public final class Words {
    /** Also with the separators that people put between the groups of a NIK, or of a NIP, which is longer. */
    private static final Pattern NUMBER_OF_A_PERSON = Pattern.compile("(?:\\p{Nd}[ .\\-]?){16,}");

    private Words() {}

    /** @throws ProblemException INVALID with the field, if it is missing, too long, or has a run of 16 digits */
    public static String require(String field, String value, int longest) {
        if (value == null || value.isBlank()) {
            throw invalid(field, field + " is needed.", field + " harus diisi.");
        }
        return optional(field, value, longest);
    }

    /** As {@link #require}, but null stays null. */
    public static String optional(String field, String value, int longest) {
        if (value == null) {
            return null;
        }
        String text = value.strip();
        if (text.length() > longest || text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
            throw invalid(
                    field,
                    field + " has at most " + longest + " visible characters.",
                    field + " paling banyak " + longest + " karakter.");
        }
        if (NUMBER_OF_A_PERSON.matcher(text).find()) {
            throw invalid(
                    field,
                    field + " holds a run of 16 digits or more. A case file never holds a NIK or NIP.",
                    field + " memuat 16 angka atau lebih berurutan. Berkas perkara tidak boleh memuat NIK atau NIP.");
        }
        return text;
    }

    /** @throws ProblemException INVALID with the field, if it is null */
    public static <T> T present(String field, T value) {
        if (value == null) {
            throw invalid(field, field + " is needed.", field + " harus diisi.");
        }
        return value;
    }

    public static ProblemException invalid(String field, String en, String idn) {
        return ProblemException.of(PlatformProblem.INVALID, en, idn).with("field", field);
    }

    /** The state does not allow it. */
    public static ProblemException conflict(String en, String idn) {
        return ProblemException.of(PlatformProblem.CONFLICT, en, idn);
    }

    /** A step that its state does not know. */
    public static ProblemException notFrom(CaseState state) {
        return conflict(
                        "This cannot be done in state " + state.state() + ".",
                        "Tidak dapat dilakukan pada keadaan " + state.state() + ".")
                .with("state", state.state());
    }
}
