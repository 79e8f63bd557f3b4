package id.padan.agreement.drafting;

import id.padan.platform.writing.Words;
import java.util.List;
import java.util.regex.Pattern;

/** Texts that people write into a record: one line of what the record's fonts hold, without a NIK; file names are among them. */
public final class PrintedText {

    private static final Pattern NIK = Pattern.compile("(?<![0-9])[0-9]{16}(?![0-9])");
    private static final int LONGEST_LIST = 50;

    private PrintedText() {}

    public static String require(String text, String field, int longest) {
        return optional(Words.present(field, text == null || text.isBlank() ? null : text), field, longest);
    }

    static String optional(String text, String field, int longest) {
        if (text == null || text.isBlank()) {
            return null;
        }
        var stripped = text.strip();
        if (stripped.length() > longest || !stripped.chars().allMatch(PrintedText::isPrinted)) {
            throw Words.invalid(
                    field,
                    "A text here is one line of at most " + longest + " printable Latin characters.",
                    "Teks di sini satu baris, paling panjang " + longest + " karakter Latin tercetak.");
        }
        if (NIK.matcher(stripped).find()) {
            throw Words.invalid(
                    field,
                    "A record names no NIK: this text holds a run of 16 digits.",
                    "Dokumen tidak memuat NIK: teks ini memuat 16 angka berurutan.");
        }
        return stripped;
    }

    /** What the record's fonts hold, and nothing that is invisible or turns the direction of reading. */
    private static boolean isPrinted(int c) {
        return c >= ' ' && c < 0x7f || c >= 0xa0 && c < 0x250 && c != 0xad || c >= 0x2010 && c <= 0x2027;
    }

    static List<String> list(List<String> texts, String field) {
        if (texts.size() > LONGEST_LIST) {
            throw Words.invalid(
                    field,
                    "At most " + LONGEST_LIST + " entries fit a record.",
                    "Paling banyak " + LONGEST_LIST + " butir dalam satu dokumen.");
        }
        return texts.stream().map(text -> require(text, field, 1000)).toList();
    }
}
