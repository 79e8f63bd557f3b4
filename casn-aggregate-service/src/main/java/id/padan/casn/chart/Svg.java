package id.padan.casn.chart;

import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Draws a chart as SVG without script or foreign font. Its title and description say in words what it shows, so that nobody needs to see it; the
 * two series differ in lightness and pattern, not in hue alone.
 */
final class Svg {
    private static final int WIDTH = 900;
    private static final int LEFT = 260;
    private static final int RIGHT = 130;
    private static final int TOP = 70;
    private static final int BAR = 16;
    private static final List<String> FILLS = List.of("#0b5394", "#e69138");

    private final Chart chart;
    private final StringBuilder out = new StringBuilder(8192);
    private final NumberFormat number = NumberFormat.getIntegerInstance(Locale.of("id", "ID"));

    private Svg(Chart chart) {
        this.chart = chart;
    }

    static String of(Chart chart) {
        return new Svg(chart).draw();
    }

    private String draw() {
        int group = chart.series().size() * BAR + 10;
        int height = TOP + (chart.overTime() ? 320 : Math.max(1, chart.bars().size()) * group) + 60;
        out.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"judul uraian\" lang=\"id\" "
                        .formatted(WIDTH, height));
        out.append("font-family=\"sans-serif\" font-size=\"12\">");
        out.append("<title id=\"judul\">").append(escape(chart.titleId())).append("</title>");
        out.append("<desc id=\"uraian\">").append(escape(words())).append("</desc>");
        out.append("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>".formatted(WIDTH, height));
        text(20, 28, "16", "start", chart.titleId());
        text(20, 46, "12", "start", chart.titleEn());
        legend();
        if (chart.overTime()) {
            lines();
        } else {
            bars(group);
        }
        if (chart.hidden() > 0) {
            text(
                    20,
                    height - 16,
                    "12",
                    "start",
                    chart.hidden() + " tidak ditampilkan untuk melindungi orang / not shown to protect people");
        }
        return out.append("</svg>").toString();
    }

    /** Every figure, in a sentence each: the text alternative. */
    private String words() {
        String figures = chart.bars().stream()
                .map(bar -> {
                    var parts = new StringBuilder(bar.label()).append(": ");
                    for (int i = 0; i < chart.series().size(); i++) {
                        Long value = bar.values().get(i);
                        parts.append(i == 0 ? "" : ", ")
                                .append(chart.series().get(i))
                                .append(' ')
                                .append(value == null ? "tidak ditampilkan" : number.format(value));
                    }
                    return parts.toString();
                })
                .collect(Collectors.joining("; "));
        return chart.titleEn() + ". " + figures + ".";
    }

    private void legend() {
        for (int i = 0; i < chart.series().size(); i++) {
            int x = LEFT + i * 200;
            out.append("<rect x=\"%d\" y=\"54\" width=\"12\" height=\"12\" fill=\"%s\"/>".formatted(x, FILLS.get(i)));
            text(x + 18, 64, "12", "start", chart.series().get(i));
        }
    }

    private long largest() {
        return chart.bars().stream()
                .flatMap(bar -> bar.values().stream())
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .max()
                .orElse(1);
    }

    private void bars(int group) {
        double scale = (double) (WIDTH - LEFT - RIGHT) / Math.max(1, largest());
        int y = TOP + 10;
        for (Chart.Bar bar : chart.bars()) {
            text(LEFT - 8, y + 12, "12", "end", shorten(bar.label()));
            for (int i = 0; i < chart.series().size(); i++) {
                Long value = bar.values().get(i);
                int at = y + i * BAR;
                if (value == null) {
                    text(LEFT + 4, at + 12, "11", "start", "—");
                    continue;
                }
                out.append(String.format(
                        Locale.ROOT,
                        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                        LEFT,
                        at,
                        Math.max(1, value * scale),
                        BAR - 3,
                        FILLS.get(i)));
                text((int) (LEFT + value * scale) + 6, at + 11, "11", "start", number.format(value));
            }
            y += group;
        }
    }

    private void lines() {
        double scale = 280.0 / Math.max(1, largest());
        int steps = Math.max(1, chart.bars().size() - 1);
        int bottom = TOP + 310;
        out.append("<line x1=\"90\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#444\"/>"
                .formatted(bottom, WIDTH - 40, bottom));
        for (int i = 0; i < chart.series().size(); i++) {
            var points = new StringBuilder();
            for (int n = 0; n < chart.bars().size(); n++) {
                Long value = chart.bars().get(n).values().get(i);
                if (value == null) {
                    continue;
                }
                double x = 120 + n * (WIDTH - 240.0) / steps;
                double y = bottom - value * scale;
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
                out.append(String.format(
                        Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>", x, y, FILLS.get(i)));
                text((int) x, (int) y - 8, "11", "middle", number.format(value));
            }
            out.append("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>"
                    .formatted(points.toString().strip(), FILLS.get(i), i == 0 ? "" : " stroke-dasharray=\"6 4\""));
        }
        for (int n = 0; n < chart.bars().size(); n++) {
            text(
                    (int) (120 + n * (WIDTH - 240.0) / steps),
                    bottom + 18,
                    "12",
                    "middle",
                    chart.bars().get(n).label());
        }
    }

    private static String shorten(String label) {
        return label.length() <= 36 ? label : label.substring(0, 35) + "…";
    }

    private void text(int x, int y, String size, String anchor, String text) {
        out.append("<text x=\"%d\" y=\"%d\" font-size=\"%s\" text-anchor=\"%s\">%s</text>"
                .formatted(x, y, size, anchor, escape(text)));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
