package id.padan.verification.list;

import id.padan.verification.answer.Answer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * The results of a list, one line a row in the list's order: the same rows and answers always give the same bytes. CSV is RFC 4180
 * with the columns {@code row,nik,status,answer,statement,warnings}; NDJSON has the same names and leaves out what does not apply.
 * Written straight as bytes, a whole chunk at a time, with no object a row.
 */
public final class ResultLines implements ResultForm {

    private static final byte[] CSV_HEADER = ascii("row,nik,status,answer,statement,warnings\r\n");
    private static final RowStatus[] STATUSES = RowStatus.values();
    private static final Answer[] ANSWERS = Answer.values();
    private static final int WARNING_BITS = RowWarning.values().length;
    private static final int ANSWER_BITS = 3;
    /** Stands where there is no answer. */
    private static final int NO_ANSWER = (1 << ANSWER_BITS) - 1;
    /** The longest line: an odd cell of 64 characters, each escaped, beside the longest of everything else. */
    private static final int MAX_LINE_BYTES = 2048;
    /** As many as the decimal digits of a long, and one. */
    private static final int COUNTER_BYTES = 20;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int[] FOUR_DIGITS = fourDigits();

    private enum Form {
        CSV,
        NDJSON
    }

    // After the tables that they are made from.
    public static final ResultForm CSV = new ResultLines(Form.CSV, null);
    public static final ResultForm NDJSON = new ResultLines(Form.NDJSON, null);

    private final Form form;
    /** In each answered NDJSON line; null for the day of the list itself, which needs no saying. */
    private final LocalDate asOf;

    private final byte[] beforeRow;
    private final byte[] beforeNik;
    /** All that can follow a NIK: by status, answer and warnings. */
    private final byte[][] afterNik;

    /** NDJSON of a list that asks of an earlier day, which each of its answers then says. */
    public static ResultForm ndjson(LocalDate asOf) {
        return new ResultLines(Form.NDJSON, asOf);
    }

    private ResultLines(Form form, LocalDate asOf) {
        this.form = form;
        this.asOf = asOf;
        boolean csv = form == Form.CSV;
        beforeRow = csv ? new byte[0] : ascii("{\"row\":");
        beforeNik = ascii(csv ? "," : ",\"nik\":");
        afterNik = new byte[STATUSES.length << ANSWER_BITS + WARNING_BITS][];
        for (RowStatus status : STATUSES) {
            for (int warnings = 0; warnings < 1 << WARNING_BITS; warnings++) {
                for (int answer = 0; answer < ANSWERS.length; answer++) {
                    afterNik[place(status.code(), answer, warnings)] = afterNik(status, answer, warnings);
                }
                afterNik[place(status.code(), NO_ANSWER, warnings)] = afterNik(status, NO_ANSWER, warnings);
            }
        }
    }

    private static int place(int status, int answer, int warnings) {
        return (status << ANSWER_BITS | answer) << WARNING_BITS | warnings;
    }

    private byte[] afterNik(RowStatus status, int answer, int warnings) {
        StringBuilder text = new StringBuilder();
        if (form == Form.CSV) {
            text.append(',').append(status.name()).append(',');
            if (answer != NO_ANSWER) {
                text.append(ANSWERS[answer].name());
            }
            text.append(',');
            if (answer != NO_ANSWER) {
                text.append(ANSWERS[answer].statement());
            }
            text.append(',');
        } else {
            text.append(",\"status\":\"").append(status.name()).append('"');
            if (answer != NO_ANSWER) {
                text.append(",\"answer\":\"")
                        .append(ANSWERS[answer].name())
                        .append("\",\"statement\":\"")
                        .append(ANSWERS[answer].statement())
                        .append('"');
            }
            if (asOf != null && (answer != NO_ANSWER || status == RowStatus.AS_OF_UNKNOWN)) {
                text.append(",\"asOf\":\"").append(asOf).append('"');
            }
        }
        return ascii(text.append(warnings(warnings)).toString());
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

    @Override
    public void head(ResultBytes into) {
        if (form == Form.CSV) {
            into.put(CSV_HEADER);
        }
    }

    @Override
    public void chunk(PackedRows rows, RowAnswers answers, ResultBytes into) {
        byte[] counter = new byte[COUNTER_BYTES];
        int counterFrom = number(rows.firstRow(), counter);
        for (int i = 0; i < rows.rows(); i++) {
            into.ensure(MAX_LINE_BYTES);
            byte[] to = into.array();
            int at = copy(beforeRow, to, into.length());
            for (int d = counterFrom; d < COUNTER_BYTES; d++) {
                to[at++] = counter[d];
            }
            at = copy(beforeNik, to, at);
            long word = rows.word(i);
            int status = NikRules.statusCode(word);
            int warnings = NikRules.warnings(word);
            int answer = NO_ANSWER;
            if (status == 0) {
                status = answers.status(i).code();
                warnings |= answers.warnings(i);
                if (status == 0) {
                    answer = answers.answer(i).ordinal();
                }
            }
            // Only a refused cell may be anything but its sixteen digits.
            String odd = status > 0 && STATUSES[status].rejected() ? rows.odd(i) : null;
            at = odd == null ? putNik(NikRules.nik(word), to, at) : putOdd(odd, to, at);
            at = copy(afterNik[place(status, answer, warnings)], to, at);
            into.length(at);
            counterFrom = increase(counter, counterFrom);
        }
    }

    @Override
    public boolean isSealed() {
        return false;
    }

    @Override
    public void tail(long rows, Seal sha256, ResultBytes into) {
        // Lines have no tail; a connection that ends as it should says that they are whole.
    }

    private static int number(long number, byte[] counter) {
        long rest = number;
        int from = COUNTER_BYTES;
        do {
            counter[--from] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        return from;
    }

    private static int increase(byte[] counter, int from) {
        int i = COUNTER_BYTES - 1;
        while (i >= from && counter[i] == '9') {
            counter[i--] = '0';
        }
        if (i < from) {
            counter[i] = '1';
            return i;
        }
        counter[i]++;
        return from;
    }

    private int putNik(long nik, byte[] to, int start) {
        int at = start;
        boolean csv = form == Form.CSV;
        if (!csv) {
            to[at++] = '"';
        }
        if (nik != 0) {
            int upper = (int) (nik / 100_000_000);
            int lower = (int) (nik - upper * 100_000_000L);
            int first = upper / 10_000;
            int third = lower / 10_000;
            INTS.set(to, at, FOUR_DIGITS[first]);
            INTS.set(to, at + 4, FOUR_DIGITS[upper - first * 10_000]);
            INTS.set(to, at + 8, FOUR_DIGITS[third]);
            INTS.set(to, at + 12, FOUR_DIGITS[lower - third * 10_000]);
            at += 16;
        }
        if (!csv) {
            to[at++] = '"';
        }
        return at;
    }

    private int putOdd(String text, byte[] to, int at) {
        return form == Form.CSV ? putCsvText(text, to, at) : putJsonText(text, to, at);
    }

    /** A cell that a spreadsheet would run as a formula gets an apostrophe before it. */
    private static int putCsvText(String text, byte[] to, int start) {
        int at = start;
        boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        boolean quoted = false;
        for (int i = 0; i < text.length() && !quoted; i++) {
            char c = text.charAt(i);
            quoted = c == '"' || c == ',' || c == '\n' || c == '\r';
        }
        String safe = formula ? "'" + text : text;
        byte[] bytes = safe.getBytes(StandardCharsets.UTF_8);
        if (!quoted) {
            return copy(bytes, to, at);
        }
        to[at++] = '"';
        for (byte b : bytes) {
            if (b == '"') {
                to[at++] = '"';
            }
            to[at++] = b;
        }
        to[at++] = '"';
        return at;
    }

    private static int putJsonText(String text, byte[] to, int start) {
        int at = start;
        to[at++] = '"';
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b == '"' || b == '\\') {
                to[at++] = '\\';
                to[at++] = b;
            } else if (b >= 0 && b < 0x20) {
                at = copy(ascii("\\u00"), to, at);
                to[at++] = (byte) Character.forDigit(b >> 4, 16);
                to[at++] = (byte) Character.forDigit(b & 0xF, 16);
            } else {
                to[at++] = b;
            }
        }
        to[at++] = '"';
        return at;
    }

    private static int copy(byte[] bytes, byte[] to, int at) {
        System.arraycopy(bytes, 0, to, at, bytes.length);
        return at + bytes.length;
    }

    private static int[] fourDigits() {
        int[] table = new int[10_000];
        for (int i = 0; i < table.length; i++) {
            table[i] = '0' + i / 1000 << 24 | '0' + i / 100 % 10 << 16 | '0' + i / 10 % 10 << 8 | '0' + i % 10;
        }
        return table;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
