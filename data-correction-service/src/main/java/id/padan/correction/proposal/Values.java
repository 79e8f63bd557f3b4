package id.padan.correction.proposal;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The two values of a proposal, and what the record showed when it was read again. Personal data: sealed at rest, and never in a log or event.
 *
 * @param present as the proposer stated it; null if it is empty, or not stated
 * @param proposed null to empty it
 * @param found on re-reading, where it was another one
 */
record Values(String present, String proposed, String found) {

    static final int LONGEST = 500;

    /** Two years before any ASN of today was born to a century hence. */
    private static final int FIRST_YEAR = 1930;

    private static final int LAST_YEAR = 2130;
    private static final DateTimeFormatter SIASN =
            DateTimeFormatter.ofPattern("dd-MM-uuuu").withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern DATE_FIELD = Pattern.compile("(tmt|tanggal|tgl)[A-Za-z]*|berlakuSampai");
    private static final Pattern NIK = Pattern.compile("(?:\\p{Nd}[ .\\-]?){16,}");

    Values withFound(String value) {
        return new Values(present, proposed, value);
    }

    /** Whether a record that has this value shows what was proposed. */
    boolean isShownBy(String element, String field, String value) {
        String held = value == null || value.isBlank() ? null : normal(element, field, value);
        return Objects.equals(held, proposed);
    }

    @Override
    public String toString() {
        return "Values[masked]";
    }

    /**
     * The value in the form in which it is compared: stripped, dates as ISO 8601.
     *
     * @return null if this element cannot have it
     */
    static String normal(String element, String field, String value) {
        String text = value.strip();
        if (text.isEmpty() || text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            return null;
        }
        if (element.equals("A-04")) {
            return text.matches("[0-9]{16}") ? text : null;
        }
        if (element.equals("A-02") || element.equals("C-01") && field.equals("nip")) {
            return text.matches("[0-9]{18}") ? text : null;
        }
        // A NIK belongs into its own element and nowhere else.
        if (NIK.matcher(text).find()) {
            return null;
        }
        return DATE_FIELD.matcher(field).matches() ? date(text) : text;
    }

    private static String date(String text) {
        try {
            LocalDate day = text.matches("\\d{2}-\\d{2}-\\d{4}") ? LocalDate.parse(text, SIASN) : LocalDate.parse(text);
            return day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR ? null : day.toString();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
