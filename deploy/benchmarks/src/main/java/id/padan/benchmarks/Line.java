package id.padan.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import java.util.Map;

/**
 * A line of the table.
 *
 * @param what the work
 * @param ours what Padan needed, with its unit
 * @param rival what the rival needed, with its unit; empty if there is none
 * @param value the figure that must and aim speak of; absent when the line only informs
 * @param held {@code aim}, {@code must} or {@code missed}; absent when the line only informs
 * @param details the single runs and whatever else a program may want
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Line(
        String id,
        String what,
        String ours,
        String rival,
        Double value,
        String must,
        String aim,
        String held,
        Map<String, Object> details) {

    /** Whether a small figure or a large one is good. */
    enum Good {
        LOW,
        HIGH
    }

    static Line judged(
            String id,
            String what,
            String ours,
            String rival,
            double value,
            Good good,
            double must,
            double aim,
            String unit,
            Map<String, Object> details) {
        String sign = good == Good.LOW ? "at most " : "at least ";
        return new Line(
                id,
                what,
                ours,
                rival,
                value,
                sign + number(must) + unit,
                number(aim) + unit,
                reaches(value, good, aim) ? "aim" : reaches(value, good, must) ? "must" : "missed",
                details);
    }

    /** Seconds of both sides by their medians; small is good. */
    static Line ratio(String id, String what, Runs ours, Runs rival, double must, double aim) {
        return judged(
                id,
                what,
                ours.text(),
                rival.text(),
                ours.median() / rival.median(),
                Good.LOW,
                must,
                aim,
                " x",
                Map.of("ours", ours.seconds(), "rival", rival.seconds()));
    }

    static Line told(String id, String what, String ours, String rival) {
        return new Line(id, what, ours, rival, null, null, null, null, Map.of());
    }

    String markdown() {
        return "| " + id + " | " + what + " | " + ours + " | " + rival + " | "
                + (value == null ? "" : number(value)) + " | "
                + (must == null ? "" : must + " (aim " + aim + ")") + " | "
                + (held == null ? "" : held.equals("missed") ? "**missed**" : held + " held") + " |";
    }

    static String number(double value) {
        String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    private static boolean reaches(double value, Good good, double limit) {
        return good == Good.LOW ? value <= limit : value >= limit;
    }
}
