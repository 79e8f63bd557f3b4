package id.padan.agreement.acting;

import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import java.util.regex.Pattern;

/** What people may write into the books of the agreement. */
public final class Wording {
    private static final Pattern NIK = Pattern.compile("[0-9]{16}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private Wording() {}

    /** The text without outer space; refused if it is missing, too long, unprintable, or if a NIK stands in it. */
    public static String text(String field, String value, int longest) {
        String text = value == null ? "" : value.strip();
        if (text.isEmpty()
                || text.length() > longest
                || text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')
                || NIK.matcher(text).find()) {
            throw invalid(
                    field,
                    field + " is needed: 1 to " + longest + " visible characters, without a run of 16 digits.",
                    field + " harus diisi: 1 sampai " + longest + " karakter, tanpa 16 angka berurutan.");
        }
        return text;
    }

    /** SHA-256 of a document in lower-case hexadecimal. */
    public static String hash(String field, String value) {
        if (value == null || !SHA256.matcher(value).matches()) {
            throw invalid(
                    field,
                    field + " is the document's SHA-256, 64 digits in lower-case hexadecimal.",
                    field + " adalah SHA-256 dokumen, 64 digit heksadesimal huruf kecil.");
        }
        return value;
    }

    /** The value, which must be there. */
    public static <T> T needed(String field, T value) {
        if (value == null) {
            throw invalid(field, field + " is missing.", field + " belum diisi.");
        }
        return value;
    }

    public static ProblemException invalid(String field, String en, String idn) {
        return ProblemException.of(PlatformProblem.INVALID, en, idn).with("field", field);
    }

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
