package id.padan.casn.intake;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Finds what must not come in: registrants have pseudonyms here, and a pseudonym beside a NIK is none. */
final class PersonNumbers {
    /** A NIK or family card has 16 digits, a NIP 18. */
    private static final int DIGITS = 16;

    private static final int PSEUDONYM_LENGTH = 36;
    private static final Pattern PSEUDONYM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}");
    private static final Pattern LETTER = Pattern.compile("[a-fA-F]");

    private static final Set<String> NUMBERS =
            Set.of("nik", "noktp", "nomorktp", "ktp", "nip", "nipbaru", "nokk", "kk", "nopeserta", "npwp");
    private static final Set<String> PERSONAL = Set.of(
            "nama",
            "namalengkap",
            "name",
            "tgllahir",
            "tanggallahir",
            "tempatlahir",
            "email",
            "nohp",
            "telepon",
            "alamat",
            "foto",
            "agama",
            "skor",
            "nilai_skd",
            "nilaiskd");

    /** Names of columns that are about no person, so that they are looked at once and not with each row. */
    private static final Set<String> HARMLESS = ConcurrentHashMap.newKeySet();

    private static final int MOST_NAMES = 1000;

    private PersonNumbers() {}

    /** A field at fault, and why. */
    record Found(String field, Reason reason) {}

    static Optional<Found> find(Map<String, String> row) {
        for (Map.Entry<String, String> cell : row.entrySet()) {
            String value = cell.getValue();
            if (value == null || value.isBlank()) {
                continue;
            }
            if (isNumberLike(value)) {
                return Optional.of(new Found(fieldName(cell.getKey()), Reason.NIK_LIKE));
            }
            if (HARMLESS.contains(cell.getKey())) {
                continue;
            }
            String name =
                    cell.getKey().toLowerCase(Locale.ROOT).replace("_", "").replace(" ", "");
            if (NUMBERS.contains(name) || isNumberLike(cell.getKey())) {
                return Optional.of(new Found(fieldName(cell.getKey()), Reason.NIK_LIKE));
            }
            if (PERSONAL.contains(name)) {
                return Optional.of(new Found(fieldName(cell.getKey()), Reason.PERSONAL_FIELD));
            }
            if (HARMLESS.size() < MOST_NAMES && cell.getKey().length() <= 64) {
                HARMLESS.add(cell.getKey());
            }
        }
        return Optional.empty();
    }

    /** A name that a sender chose may itself hold a number. */
    private static String fieldName(String name) {
        return name.matches("[A-Za-z][A-Za-z_]{0,40}") ? name : "?";
    }

    /**
     * Whether 16 digits stand together, whatever stands between them in print. A random UUID may by chance have so many: it is a pseudonym if
     * it has the marks of a UUID and a letter.
     */
    static boolean isNumberLike(String text) {
        if (text.length() == PSEUDONYM_LENGTH
                && PSEUDONYM.matcher(text).matches()
                && LETTER.matcher(text).find()) {
            return false;
        }
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isDigit(c)) {
                if (++digits == DIGITS) {
                    return true;
                }
            } else if (c != ' ' && c != '.' && c != '-' && c != '/') {
                digits = 0;
            }
        }
        return false;
    }
}
