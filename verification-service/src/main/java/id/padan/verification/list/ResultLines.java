package id.padan.verification.list;

import id.padan.verification.answer.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the results of a list, one line a row in the list's order: the same rows and answers always give the same bytes. CSV is RFC 4180
 * with the columns {@code row,nik,status,answer,statement,warnings}; NDJSON has the same names and leaves out what does not apply.
 */
public final class ResultLines {

    private static final byte[] CSV_HEADER = ascii("row,nik,status,answer,statement,warnings\r\n");
    private static final RowStatus[] STATUSES = RowStatus.values();
    private static final Answer[] ANSWERS = Answer.values();
    private static final int WARNING_SETS = 1 << RowWarning.values().length;
    private static final int BUFFER_BYTES = 1 << 16;
    /** The longest line: an odd cell of 64 characters, each escaped, beside the longest of everything else. */
    private static final int MAX_LINE_BYTES = 2048;

    private enum Form {
        CSV,
        NDJSON
    }

    private final Form form;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[][] statusParts = new byte[STATUSES.length][];
    private final byte[][] answerParts = new byte[ANSWERS.length][];
    private final byte[][] warningParts = new byte[WARNING_SETS][];
    private int length;

    private ResultLines(Form form, OutputStream out) {
        this.form = form;
        this.out = out;
        for (RowStatus status : STATUSES) {
            statusParts[status.ordinal()] =
                    ascii(form == Form.CSV ? "," + status.name() : ",\"status\":\"" + status.name() + "\"");
        }
        for (Answer answer : ANSWERS) {
            answerParts[answer.ordinal()] = ascii(
                    form == Form.CSV
                            ? "," + answer.name() + "," + answer.statement() + ","
                            : ",\"answer\":\"" + answer.name() + "\",\"statement\":\"" + answer.statement() + "\"");
        }
        for (int bits = 0; bits < WARNING_SETS; bits++) {
            warningParts[bits] = ascii(warnings(bits));
        }
    }

    /** Writes the header line at once. */
    public static ResultLines csv(OutputStream out) {
        ResultLines lines = new ResultLines(Form.CSV, out);
        lines.put(CSV_HEADER);
        return lines;
    }

    public static ResultLines ndjson(OutputStream out) {
        return new ResultLines(Form.NDJSON, out);
    }

    /** One chunk's lines. They may stay in a buffer until {@link #flush()}. */
    public void write(PackedRows rows, RowAnswers answers) throws IOException {
        for (int i = 0; i < rows.rows(); i++) {
            if (buffer.length - length < MAX_LINE_BYTES) {
                drain();
            }
            RowStatus given = rows.status(i);
            RowStatus status = given == null ? answers.status(i) : given;
            int warnings = rows.warnings(i) | (given == null ? answers.warnings(i) : 0);
            line(rows, i, status, status == RowStatus.ANSWERED ? answers.answer(i) : null, warnings);
        }
    }

    public void flush() throws IOException {
        drain();
        out.flush();
    }

    private void line(PackedRows rows, int index, RowStatus status, Answer answer, int warnings) {
        boolean csv = form == Form.CSV;
        if (!csv) {
            put("{\"row\":");
        }
        putNumber(rows.firstRow() + index);
        put(csv ? "," : ",\"nik\":");
        putNik(rows, index);
        put(statusParts[status.ordinal()]);
        if (answer != null) {
            put(answerParts[answer.ordinal()]);
        } else if (csv) {
            put(",,,");
        }
        put(warningParts[warnings & WARNING_SETS - 1]);
    }

    private void putNik(PackedRows rows, int index) {
        boolean csv = form == Form.CSV;
        long nik = rows.nik(index);
        String odd = rows.odd(index);
        if (odd != null) {
            if (csv) {
                putCsvText(odd);
            } else {
                putJsonText(odd);
            }
        } else if (nik != 0) {
            if (!csv) {
                buffer[length++] = '"';
            }
            for (int i = length + 15; i >= length; i--) {
                buffer[i] = (byte) ('0' + nik % 10);
                nik /= 10;
            }
            length += 16;
            if (!csv) {
                buffer[length++] = '"';
            }
        } else if (!csv) {
            put("\"\"");
        }
    }

    /** A cell that a spreadsheet would run as a formula gets an apostrophe before it. */
    private void putCsvText(String text) {
        boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        boolean quoted = false;
        for (int i = 0; i < text.length() && !quoted; i++) {
            char c = text.charAt(i);
            quoted = c == '"' || c == ',' || c == '\n' || c == '\r';
        }
        String safe = formula ? "'" + text : text;
        byte[] bytes = safe.getBytes(StandardCharsets.UTF_8);
        if (!quoted) {
            put(bytes);
            return;
        }
        buffer[length++] = '"';
        for (byte b : bytes) {
            if (b == '"') {
                buffer[length++] = '"';
            }
            buffer[length++] = b;
        }
        buffer[length++] = '"';
    }

    private void putJsonText(String text) {
        buffer[length++] = '"';
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b == '"' || b == '\\') {
                buffer[length++] = '\\';
                buffer[length++] = b;
            } else if (b >= 0 && b < 0x20) {
                put("\\u00");
                buffer[length++] = (byte) Character.forDigit(b >> 4, 16);
                buffer[length++] = (byte) Character.forDigit(b & 0xF, 16);
            } else {
                buffer[length++] = b;
            }
        }
        buffer[length++] = '"';
    }

    private String warnings(int bits) {
        StringBuilder text = new StringBuilder();
        for (RowWarning warning : RowWarning.of(bits)) {
            if (form == Form.CSV) {
                text.append(text.isEmpty() ? "" : " ").append(warning.name());
            } else {
                text.append(text.isEmpty() ? "" : ",")
                        .append('"')
                        .append(warning.name())
                        .append('"');
            }
        }
        if (form == Form.CSV) {
            return text.append("\r\n").toString();
        }
        return (text.isEmpty() ? "" : ",\"warnings\":[" + text + "]") + "}\n";
    }

    private void putNumber(long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    private void put(String text) {
        for (int i = 0; i < text.length(); i++) {
            buffer[length++] = (byte) text.charAt(i);
        }
    }

    private void put(byte[] bytes) {
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void drain() throws IOException {
        out.write(buffer, 0, length);
        length = 0;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
