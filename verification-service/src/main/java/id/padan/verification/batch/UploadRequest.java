package id.padan.verification.batch;

import id.padan.platform.writing.MultipartBody;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What stands around a list's bytes, from headers or multipart fields.
 *
 * @param fileName as the sender calls the file, or null; made harmless, because people put NIKs even there
 */
record UploadRequest(String purpose, String programme, String asOf, String fileName) {
    private static final int MAX_FILE_NAME = 120;
    private static final Pattern LONG_DIGITS = Pattern.compile("\\d{9,}");

    UploadRequest {
        purpose = blankToNull(purpose);
        programme = blankToNull(programme);
        asOf = blankToNull(asOf);
        fileName = harmless(blankToNull(fileName));
    }

    /** These are headers: the fields of a multipart body win over them. */
    UploadRequest under(MultipartBody multipart) {
        Map<String, String> fields = multipart.fields();
        return new UploadRequest(
                fields.getOrDefault("purpose", purpose),
                fields.getOrDefault("program", programme),
                fields.getOrDefault("as-of", asOf),
                fileName != null ? fileName : multipart.fileName());
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static String harmless(String name) {
        if (name == null) {
            return null;
        }
        var last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        var plain = LONG_DIGITS.matcher(last.replaceAll("\\p{Cntrl}", "")).replaceAll("************");
        return plain.length() <= MAX_FILE_NAME ? plain : plain.substring(0, MAX_FILE_NAME);
    }
}
