package id.padan.directory.intake;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The rows of a CSV file, RFC 4180 with the separator that its header uses: {@code ;}, {@code ,}, {@code |} or tab. */
public final class Table {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final char[] SEPARATORS = {';', ',', '|', '\t'};

    private final char separator;
    private final String[] header;

    public Table(byte[] headerRow, int length) {
        String line = text(headerRow, length);
        char best = ',';
        int most = 0;
        for (char candidate : SEPARATORS) {
            int count = (int) line.chars().filter(c -> c == candidate).count();
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        separator = best;
        header = split(line).stream().map(String::strip).toArray(String[]::new);
    }

    public String[] header() {
        return header;
    }

    public List<String> fields(byte[] row, int length) {
        return split(text(row, length));
    }

    private List<String> split(String line) {
        var fields = new ArrayList<String>(header == null ? 32 : header.length);
        int at = 0;
        while (true) {
            if (at < line.length() && line.charAt(at) == '"') {
                var field = new StringBuilder();
                at++;
                while (at < line.length()) {
                    char c = line.charAt(at++);
                    if (c != '"') {
                        field.append(c);
                    } else if (at < line.length() && line.charAt(at) == '"') {
                        field.append('"');
                        at++;
                    } else {
                        break;
                    }
                }
                int next = line.indexOf(separator, at);
                field.append(line, at, next < 0 ? line.length() : next);
                fields.add(field.toString());
                at = next;
            } else {
                int next = line.indexOf(separator, at);
                fields.add(line.substring(at, next < 0 ? line.length() : next));
                at = next;
            }
            if (at < 0) {
                return fields;
            }
            at++;
        }
    }

    /** UTF-8, or what old spreadsheets write. */
    private static String text(byte[] row, int length) {
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(row, 0, length));
            return decoded.toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(row, 0, length, WINDOWS_1252);
        }
    }
}
