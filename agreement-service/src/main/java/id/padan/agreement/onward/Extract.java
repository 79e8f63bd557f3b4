package id.padan.agreement.onward;

import id.padan.platform.writing.Words;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A CSV file that is to go out, or was found: a header and rows. Cells are plain: neither quotes nor line breaks, so that a row has one form
 * only and its mark can be found again.
 */
record Extract(List<String> columns, List<String> rows) {
    /** @throws id.padan.platform.problem.ProblemException INVALID, with the row */
    static Extract strict(byte[] body) {
        var lines = lines(body);
        var columns = List.of(lines.getFirst().split(",", -1));
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.indexOf('"') >= 0 || line.chars().anyMatch(Character::isISOControl)) {
                throw Words.invalid(
                                "body",
                                "Cells are plain text without quotes; commas separate them.",
                                "Sel berupa teks biasa tanpa tanda kutip; dipisahkan koma.")
                        .with("row", i);
            }
            if (line.split(",", -1).length != columns.size()) {
                throw Words.invalid(
                                "body",
                                "A row has another number of cells than the header.",
                                "Jumlah sel suatu baris berbeda dengan judul kolom.")
                        .with("row", i);
            }
        }
        if (lines.size() < 2) {
            throw Words.invalid("body", "The file has no rows.", "Berkas tidak memuat baris.");
        }
        return new Extract(columns, lines.subList(1, lines.size()));
    }

    /** A copy as it was found: with or without header or codes, cut, or with other line ends. */
    static List<String> found(byte[] body) {
        return lines(body);
    }

    private static List<String> lines(byte[] body) {
        if (body == null || body.length == 0) {
            throw Words.invalid("body", "Send the file as text/csv.", "Kirim berkas sebagai text/csv.");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return Arrays.stream((text.startsWith("\uFEFF") ? text.substring(1) : text).split("\r?\n"))
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (CharacterCodingException notText) {
            throw Words.invalid("body", "The file is not UTF-8.", "Berkas bukan UTF-8.");
        }
    }
}
