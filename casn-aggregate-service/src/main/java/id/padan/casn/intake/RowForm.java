package id.padan.casn.intake;

import id.padan.casn.code.CodeLists;
import id.padan.casn.code.Dimension;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** One kind of row: how it is read, where it waits, and how what waits is merged into what is known. */
interface RowForm {
    /** Columns of the temporary table {@code incoming}, after {@code row bigint}, in the order of {@link #read}. */
    String columns();

    /** Names that this kind knows; others are ignored and told. */
    Set<String> fields();

    /** The values of a row for {@link #columns}, as COPY's texts. */
    String[] read(Map<String, String> row) throws Refusal;

    /** Merges {@code incoming}; puts what cannot be used into the temporary table {@code refused (row, field, reason)}. */
    Counts merge(Handle tx, LocalDate dataDate);

    /** What became of the rows that could be read. */
    record Counts(long accepted, long changed, long corrected, long late, long duplicates) {}

    /** A row is not taken. */
    final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        private final String field;
        private final transient Reason reason;

        Refusal(String field, Reason reason) {
            super(reason.name(), null, false, false);
            this.field = field;
            this.reason = reason;
        }

        String field() {
            return field;
        }

        Reason reason() {
            return reason;
        }
    }

    /** Code of an agency, a job, a regency or a formation. */
    Pattern ID = Pattern.compile("[A-Za-z0-9_@$-]{1,64}");

    /** The first of these names that has a value. */
    static String need(Map<String, String> row, String... names) throws Refusal {
        String value = find(row, names);
        if (value == null) {
            throw new Refusal(names[0], Reason.MISSING);
        }
        return value;
    }

    static String find(Map<String, String> row, String... names) {
        for (String name : names) {
            String value = row.get(name);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return null;
    }

    static String code(Map<String, String> row, Dimension dimension) throws Refusal {
        String code = need(row, dimension.annexName());
        if (!CodeLists.isKnown(dimension, code)) {
            throw new Refusal(dimension.annexName(), Reason.UNKNOWN_CODE);
        }
        return code;
    }

    static String id(Map<String, String> row, String... names) throws Refusal {
        String id = need(row, names);
        if (!ID.matcher(id).matches()) {
            throw new Refusal(names[0], Reason.INVALID);
        }
        return id;
    }

    static String date(Map<String, String> row, String name) throws Refusal {
        try {
            LocalDate date = LocalDate.parse(need(row, name));
            if (date.getYear() < 2010 || date.isAfter(LocalDate.now(java.time.ZoneId.of("Asia/Jakarta")))) {
                throw new Refusal(name, Reason.INVALID);
            }
            return date.toString();
        } catch (DateTimeParseException e) {
            throw new Refusal(name, Reason.INVALID);
        }
    }

    /** A whole number from 0 on; null if it may be absent and is. */
    static String count(Map<String, String> row, boolean needed, String... names) throws Refusal {
        String text = needed ? need(row, names) : find(row, names);
        if (text != null && !text.matches("[0-9]{1,9}")) {
            throw new Refusal(names[0], Reason.INVALID);
        }
        return text;
    }

    static String year(Map<String, String> row) throws Refusal {
        String year = need(row, "tahun");
        if (!year.matches("20[0-9]{2}")) {
            throw new Refusal("tahun", Reason.INVALID);
        }
        return year;
    }

    /** One of a few words. */
    static String word(Map<String, String> row, String name, List<String> words) throws Refusal {
        String word = need(row, name);
        if (!words.contains(word)) {
            throw new Refusal(name, Reason.UNKNOWN_CODE);
        }
        return word;
    }
}
