package id.padan.platform.writing;

import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import java.util.regex.Pattern;

/** What people write into forms, before it is kept for years and shown to the other party: short, visible, and never a NIK. */
public final class Words {
    /** Also with the separators that people put between the groups of a NIK, or of a NIP, which is longer. */
    private static final Pattern NUMBER_OF_A_PERSON = Pattern.compile("(?:\\p{Nd}[ .\\-]?){16,}");

    /** Ids, and dates of the term, of which two in a row are no NIK: no region has the code 20. */
    private static final Pattern HARMLESS =
            Pattern.compile("\\b(?:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
                    + "|20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]))\\b");

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private Words() {}

    /** @throws ProblemException INVALID with the field, if it is missing, too long, or has a run of 16 digits */
    public static String require(String field, String value, int longest) {
        if (value == null || value.isBlank()) {
            throw invalid(field, field + " is needed.", field + " harus diisi.");
        }
        return optional(field, value, longest);
    }

    /** As {@link #require(String, String, int)}, and no shorter than this: a word is no reason. */
    public static String require(String field, String value, int shortest, int longest) {
        String text = require(field, value, longest);
        if (text.length() < shortest) {
            throw invalid(
                    field,
                    field + " has at least " + shortest + " characters.",
                    field + " paling sedikit " + shortest + " karakter.");
        }
        return text;
    }

    /** As {@link #require(String, String, int)}, but null stays null. */
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
        if (NUMBER_OF_A_PERSON.matcher(HARMLESS.matcher(text).replaceAll("x")).find()) {
            throw invalid(
                    field,
                    field + " holds a run of 16 digits or more. A NIK or NIP is never written here.",
                    field + " memuat 16 angka atau lebih berurutan. NIK atau NIP tidak boleh ditulis di sini.");
        }
        return text;
    }

    /** @throws ProblemException INVALID if it is not a SHA-256 in lower-case hexadecimal */
    public static String requireSha256(String field, String value) {
        if (value == null || !SHA256.matcher(value).matches()) {
            throw invalid(
                    field,
                    field + " is the document's SHA-256: 64 characters 0-9 and a-f.",
                    field + " adalah SHA-256 dokumen: 64 karakter 0-9 dan a-f.");
        }
        return value;
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

    public static ProblemException notFound() {
        return ProblemException.of(
                PlatformProblem.NOT_FOUND,
                "There is no such thing, or it is not open to your party.",
                "Tidak ada, atau tidak terbuka bagi pihak Anda.");
    }
}
