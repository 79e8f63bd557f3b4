package id.padan.directory.reference;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.LocalDate;

/**
 * A code at one version of its table.
 *
 * @param ended no longer in use (status {@code O}); the code is never given to anything else
 * @param validFrom first day on which the code holds; null where the row says nothing
 * @param validTo day after the last; null for no end
 * @param successor code that takes its place, null for none
 * @param data the row's other members as JSON, sorted by name
 */
record ReferenceRow(String kode, boolean ended, LocalDate validFrom, LocalDate validTo, String successor, String data) {

    /** How a code differs between two versions. */
    enum Change {
        ADDED,
        CHANGED,
        ENDED
    }

    /** Whether anything of it differs from another state of the code. */
    String content() {
        return ended + "|" + validFrom + "|" + validTo + "|" + successor + "|" + data;
    }

    /**
     * The row as it is downloaded: one line of JSON, the same for ever.
     *
     * @param change how it differs from the version that was asked about; null in a whole table
     */
    void write(int version, Change change, StringBuilder out) {
        out.append("{\"kode\":");
        quote(kode, out);
        out.append(",\"status\":\"").append(ended ? 'O' : 'N');
        out.append("\",\"versi\":").append(version).append(",\"berlakuDari\":");
        date(validFrom, out);
        out.append(",\"berlakuSampai\":");
        date(validTo, out);
        out.append(",\"penggantiId\":");
        quote(successor, out);
        if (change != null) {
            out.append(",\"perubahan\":\"").append(change).append('"');
        }
        out.append(",\"data\":").append(data).append('}');
    }

    private static void quote(String text, StringBuilder out) {
        if (text == null) {
            out.append("null");
            return;
        }
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
    }

    private static void date(LocalDate date, StringBuilder out) {
        if (date == null) {
            out.append("null");
        } else {
            out.append('"').append(date).append('"');
        }
    }
}
