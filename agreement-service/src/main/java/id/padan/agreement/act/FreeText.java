package id.padan.agreement.act;

import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import java.util.regex.Pattern;

/** What people write into forms, before it is kept for years and shown to the other party. */
public final class FreeText {

    private static final Pattern NIK_LIKE = Pattern.compile("(?s).*\\d{16}.*");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private FreeText() {}

    /** @throws ProblemException INVALID if it is too short, too long, or holds what may be a NIK or NIP */
    public static String require(String field, String text, int shortest, int longest) {
        String found = text == null ? "" : text.strip();
        if (found.length() < shortest
                || found.length() > longest
                || NIK_LIKE.matcher(found).matches()) {
            throw invalid(
                    field,
                    field + " has " + shortest + " to " + longest + " characters and no NIK or NIP.",
                    field + " berisi " + shortest + " sampai " + longest + " karakter tanpa NIK atau NIP.");
        }
        return found;
    }

    /** @throws ProblemException INVALID if it is not a SHA-256 in lower-case hex */
    public static String requireSha256(String field, String text) {
        if (text == null || !SHA256.matcher(text).matches()) {
            throw invalid(
                    field,
                    field + " is the document's SHA-256: 64 characters 0-9 and a-f.",
                    field + " adalah SHA-256 dokumen: 64 karakter 0-9 dan a-f.");
        }
        return text;
    }

    public static ProblemException invalid(String field, String en, String id) {
        return ProblemException.of(PlatformProblem.INVALID, en, id).with("field", field);
    }
}
