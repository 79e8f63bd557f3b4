package id.padan.casn.chart;

import id.padan.casn.code.CodeLists;
import id.padan.casn.code.Dimension;
import id.padan.casn.code.Stage;
import id.padan.casn.release.Release;
import id.padan.casn.release.YearTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The figures of a drawing.
 *
 * @param series names of the values that each bar has
 * @param hidden how many bars have no figure because their cells are hidden
 */
record Chart(String titleId, String titleEn, List<String> series, List<Bar> bars, long hidden, boolean overTime) {
    private static final int MOST = 40;

    /** @param values per series; null where it is not told */
    record Bar(String code, String label, List<Long> values) {}

    /** Which drawings there are. */
    enum Name {
        FUNNEL("funnel"),
        PROVINCES("provinces"),
        SUPPLY_DEMAND("supply-demand"),
        TREND("trend");

        private final String path;

        Name(String path) {
            this.path = path;
        }

        static Optional<Name> find(String path) {
            for (Name name : values()) {
                if (name.path.equals(path)) {
                    return Optional.of(name);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * @param year drawn where one is; null for the last
     * @param names of codes by dimension
     * @return empty if the release is not broken down so
     */
    static Optional<Chart> of(
            Name name, Release release, List<YearTable> tables, String year, Map<String, Map<String, String>> names) {
        YearTable table = tables.stream()
                .filter(one -> year == null || one.period().equals(year))
                .reduce((first, later) -> later)
                .orElse(null);
        if (table == null) {
            return Optional.empty();
        }
        var has = release.breakdown();
        return switch (name) {
            case FUNNEL -> has.contains(Dimension.TAHAPAN) ? Optional.of(funnel(release, table)) : Optional.empty();
            case PROVINCES -> {
                Dimension by = has.contains(Dimension.PROVINSI_FORMASI)
                        ? Dimension.PROVINSI_FORMASI
                        : Dimension.PROVINSI_DOMISILI;
                yield has.contains(by) ? Optional.of(provinces(release, table, by, names)) : Optional.empty();
            }
            case SUPPLY_DEMAND ->
                has.contains(Dimension.KBJI) ? Optional.of(supplyDemand(release, table, names)) : Optional.empty();
            case TREND -> Optional.of(trend(release, tables));
        };
    }

    private static Stage.Step applicants(Release release) {
        return release.breakdown().contains(Dimension.TAHAPAN) ? Stage.Step.SUBMIT : Stage.Step.PENDAFTAR;
    }

    private static Chart funnel(Release release, YearTable table) {
        var bars = new ArrayList<Bar>();
        for (Stage.Step step : Stage.Step.values()) {
            bars.add(bar(step.name(), step.title(), table.reached(step, Map.of())));
        }
        return chart(
                "Corong seleksi " + table.period() + ": " + release.titleId(),
                "Selection funnel " + table.period() + ": " + release.titleEn(),
                List.of("Orang"),
                bars);
    }

    private static Chart provinces(
            Release release, YearTable table, Dimension by, Map<String, Map<String, String>> names) {
        Stage.Step step = applicants(release);
        var bars = new ArrayList<Bar>();
        for (String code : codes(table, by)) {
            bars.add(bar(code, label(names, by, code), table.reached(step, Map.of(by.annexName(), code))));
        }
        bars.sort(largestFirst());
        return chart(
                by.title() + " " + table.period() + ": " + release.titleId(),
                "Provinces " + table.period() + ": " + release.titleEn(),
                List.of(step.title()),
                bars);
    }

    private static Chart supplyDemand(Release release, YearTable table, Map<String, Map<String, String>> names) {
        Stage.Step step = applicants(release);
        var bars = new ArrayList<Bar>();
        for (String code : codes(table, Dimension.KBJI)) {
            Map<String, String> cell = Map.of(Dimension.KBJI.annexName(), code);
            var values = new ArrayList<Long>();
            values.add(value(table.reached(step, cell)));
            values.add(value(table.positions(cell)));
            bars.add(new Bar(code, label(names, Dimension.KBJI, code), values));
        }
        bars.sort(largestFirst());
        return chart(
                "Pasokan dan kebutuhan menurut jabatan (KBJI) " + table.period() + ": " + release.titleId(),
                "Supply and demand by occupation (KBJI) " + table.period() + ": " + release.titleEn(),
                List.of(step.title(), "Formasi"),
                bars.size() > MOST ? bars.subList(0, MOST) : bars);
    }

    private static Chart trend(Release release, List<YearTable> tables) {
        Stage.Step step = applicants(release);
        var bars = new ArrayList<Bar>();
        for (YearTable table : tables) {
            var values = new ArrayList<Long>();
            values.add(value(table.reached(step, Map.of())));
            values.add(value(table.positions(Map.of())));
            bars.add(new Bar(table.period(), table.period(), values));
        }
        Chart drawn = chart(
                "Perkembangan: " + release.titleId(),
                "Trend: " + release.titleEn(),
                List.of(step.title(), "Formasi"),
                bars);
        return new Chart(drawn.titleId, drawn.titleEn, drawn.series, drawn.bars, drawn.hidden, true);
    }

    private static Chart chart(String titleId, String titleEn, List<String> series, List<Bar> bars) {
        long hidden =
                bars.stream().filter(bar -> bar.values().getFirst() == null).count();
        return new Chart(titleId, titleEn, series, List.copyOf(bars), hidden, false);
    }

    private static List<String> codes(YearTable table, Dimension by) {
        return table.shape().dimensions().stream()
                .filter(dimension -> dimension.name().equals(by.annexName()))
                .findFirst()
                .orElseThrow()
                .codes();
    }

    private static String label(Map<String, Map<String, String>> names, Dimension by, String code) {
        return code.equals(CodeLists.NONE)
                ? "Tidak diketahui"
                : names.getOrDefault(by.annexName(), Map.of()).getOrDefault(code, code);
    }

    private static Bar bar(String code, String label, OptionalLong value) {
        var values = new ArrayList<Long>();
        values.add(value(value));
        return new Bar(code, label, values);
    }

    private static Long value(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static Comparator<Bar> largestFirst() {
        return Comparator.comparingLong((Bar bar) ->
                        bar.values().getFirst() == null ? -1 : bar.values().getFirst())
                .reversed()
                .thenComparing(Bar::code);
    }
}
