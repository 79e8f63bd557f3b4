package id.padan.casn.attack;

import id.padan.casn.attack.Region.Source;
import id.padan.casn.attack.Verdict.Bounds;
import id.padan.casn.attack.Verdict.Finding;
import id.padan.casn.attack.Verdict.Reason;
import id.padan.casn.table.Cells;
import id.padan.casn.table.Dimension;
import id.padan.casn.table.Groups;
import id.padan.casn.table.Knowledge;
import id.padan.casn.table.Release;
import id.padan.casn.table.Shape;
import id.padan.casn.table.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Attacks a release before it goes out, with everything that was ever published. It reads published cells only, so it finds what a protection
 * forgot, whichever made them. A hidden cell passes if its bounds are as wide as the level, if it certainly is of as many people, or if the
 * public portal tells as much without us.
 */
public final class Attack {
    private static final int MOST_FINDINGS = 100;
    private static final int MOST_PIECES = 1_000_000;
    /** Systems up to here are also asked for the sums of their small pieces. */
    private static final int MOST_SUMMED = 2_000;

    private final int level;
    private final int mostFindings;

    /** @param level the narrowest bounds allowed: highest less lowest possible count of a hidden cell */
    public Attack(int level) {
        this(level, MOST_FINDINGS);
    }

    /** @param mostFindings how many findings the verdict names */
    public Attack(int level, int mostFindings) {
        this.level = level;
        this.mostFindings = mostFindings;
    }

    /**
     * @param candidate the published cells of the release's tables
     * @param earlier all releases before, oldest first
     */
    public Verdict on(List<Table> candidate, List<Release> earlier, Knowledge known) {
        Run run = new Run(candidate, earlier, known);
        for (Table table : candidate) run.candidate(table);
        for (Table table : run.before)
            if (candidate.stream().anyMatch(table::linked)) run.bind(table, Groups.of(table), run.linked(table));
        return run.verdict();
    }

    /**
     * How narrowly the attacker binds one cell of a table: for an officer who asks, and for tests. Solves the whole system that the cell touches.
     *
     * @throws IllegalArgumentException if that system is too large
     */
    public Bounds bounds(Table table, long cell, List<Table> candidate, List<Release> earlier, Knowledge known) {
        Run run = new Run(candidate, earlier, known);
        Groups groups = Groups.of(table);
        if (groups.size() == 0) return new Bounds(0, Long.MAX_VALUE);
        List<Region> regions = run.regions(table, groups);
        regions.add(Region.cell(cell, 0, Source.QUESTION));
        int asked = regions.size() - 1;
        Links links = new Links(groups, regions);
        for (List<Integer> component : links.components()) {
            if (!component.contains(asked)) continue;
            try {
                Equations equations = new Equations(groups, regions, links, component, MOST_SUMMED);
                Bounds inside = new Program(equations, level).solve().together(equations.asked);
                return new Bounds(inside.low() + links.whole[asked], inside.high() + links.whole[asked]);
            } catch (Equations.TooLarge _) {
                throw new IllegalArgumentException("the cell is linked with too much to bind it alone");
            }
        }
        return exactly(links.whole[asked]);
    }

    private final class Run {
        final List<Table> candidate;
        /** The last form of every earlier table that the candidate does not replace. */
        final List<Table> before = new ArrayList<>();
        /** The last form of those it replaces. */
        final List<Table> replaced = new ArrayList<>();

        final Knowledge known;
        final long start = System.nanoTime();
        final List<Finding> findings = new ArrayList<>();
        long found;
        long cells;
        long hidden;
        long programs;
        long variables;
        long constraints;

        Run(List<Table> candidate, List<Release> earlier, Knowledge known) {
            this.candidate = candidate;
            this.known = known;
            List<Table> last = new ArrayList<>();
            for (Release release : earlier.reversed())
                for (Table table : release.tables()) if (last.stream().noneMatch(table::succeeds)) last.add(table);
            for (Table table : last) (candidate.stream().anyMatch(table::succeeds) ? replaced : before).add(table);
        }

        void candidate(Table table) {
            Cells shown = table.cells();
            Groups groups = Groups.of(table);
            cells += shown.size();
            for (int i = 0; i < shown.size(); i++)
                if (shown.count(i) < level && shown.count(i) != 0)
                    find(
                            table,
                            shown.key(i),
                            shown.key(i),
                            exactly(shown.count(i)),
                            Reason.BELOW_THRESHOLD,
                            "A shown cell has fewer people than the threshold.",
                            "Sel yang ditampilkan kurang dari ambang.");
            for (Table form : replaced) if (table.succeeds(form)) renamed(table, form);
            for (Table other : before) if (table.linked(other)) renamed(table, other);
            bind(table, groups, regions(table, groups));
        }

        /** All that is known of a table's people beside its groups. */
        List<Region> regions(Table table, Groups groups) {
            List<Region> regions = linked(table);
            Cells shown = table.cells();
            Cells told = groups.margins();
            for (int i = 0; i < shown.size(); i++)
                if (told.find(shown.key(i)).orElse(-1) != shown.count(i))
                    regions.add(Region.cell(shown.key(i), shown.count(i), Source.TABLE));
            for (Table form : replaced) if (table.succeeds(form)) replaces(table, form, groups, regions);
            return regions;
        }

        /** What else is known of a table's people, as far as it can be said in the table's dimensions. */
        List<Region> linked(Table table) {
            List<Region> regions = new ArrayList<>();
            for (Table other : candidate)
                if (!other.equals(table) && table.linked(other) && !table.succeeds(other))
                    link(table, other, Source.LINKED, regions);
            for (Table other : before)
                if (!other.equals(table) && table.linked(other)) link(table, other, Source.LINKED_BEFORE, regions);
            for (Knowledge.Control control : known.controls()) {
                if (!control.universe().equals(table.universe())
                        || !control.period().equals(table.period())) continue;
                long cell = key(table.shape(), control.cell());
                if (cell >= 0 && table.cells().find(cell).isEmpty())
                    regions.add(Region.cell(cell, control.value(), Source.CONTROL));
            }
            for (Table portal : known.portal()) {
                if (!table.linked(portal)) continue;
                Cells counts = summed(portal, table.shape());
                for (int i = 0; i < counts.size(); i++)
                    regions.add(Region.cell(counts.key(i), counts.count(i), Source.PORTAL));
            }
            return regions;
        }

        private void link(Table table, Table other, Source source, List<Region> regions) {
            boolean fresh = candidate.contains(table) && replaced.stream().noneMatch(table::succeeds);
            Cells theirs = other.onto(table.shape());
            for (int i = 0; i < theirs.size(); i++) {
                long cell = theirs.key(i);
                long count = theirs.count(i);
                long ours = table.cells().find(cell).orElse(-1);
                long difference = Math.abs(ours - count);
                if (ours < 0) regions.add(Region.cell(cell, count, source));
                else if (fresh
                        && difference > 0
                        && (source == Source.LINKED
                                || difference < level && !isSum(table.shape(), cell, table.cells(), theirs)))
                    find(
                            table,
                            cell,
                            cell,
                            new Bounds(difference, difference),
                            source == Source.LINKED ? Reason.CONTRADICTION : Reason.DIFFERENCE_OVER_TIME,
                            "Table " + other.id() + " shows this cell with " + count + ", this one with " + ours + ".",
                            "Tabel " + other.id() + " menampilkan sel ini dengan " + count + ", tabel ini dengan "
                                    + ours + ".");
            }
        }

        /**
         * Whether a margin over an early dimension is the sum of cells that both tables show: each of those is judged by itself, and a net of
         * larger moves tells nothing more.
         */
        private static boolean isSum(Shape shape, long cell, Cells ours, Cells theirs) {
            int last = shape.size() - 1;
            while (last >= 0 && shape.code(cell, last) == 0) last--;
            return shape.fixed(cell) <= last
                    && sum(shape, cell, last, ours) == ours.find(cell).orElse(-1)
                    && sum(shape, cell, last, theirs) == theirs.find(cell).orElse(-1);
        }

        /** What is shown of a cell's parts that fix every dimension up to the last one that the cell fixes. */
        private static long sum(Shape shape, long cell, int last, Cells shown) {
            long sum = 0;
            for (int i = 0; i < shown.size(); i++) {
                long part = shown.key(i);
                boolean inside = true;
                for (int d = 0; inside && d < shape.size(); d++) {
                    int code = shape.code(part, d);
                    int fixed = shape.code(cell, d);
                    inside = d > last ? code == 0 : code > 0 && (fixed == 0 || code == fixed);
                }
                if (inside) sum += shown.count(i);
            }
            return sum;
        }

        /** What the earlier form told of the same groups is compared; other groups of it are something more to know. */
        private void replaces(Table table, Table form, Groups groups, List<Region> regions) {
            Groups old = Groups.of(table.with(form.onto(table.shape())));
            for (int o = 0; o < old.size(); o++) {
                Region was = new Region(
                        old.prefix(o), old.single(o) ? -1 : old.depth(o), old.members(o), old.value(o), Source.BEFORE);
                int g = groups.find(old.prefix(o));
                if (g >= 0 && Arrays.equals(groups.members(g), old.members(o))) repeats(table, was, groups.value(g));
                else regions.add(was);
            }
        }

        private void renamed(Table table, Table other) {
            for (Dimension was : other.shape().dimensions()) {
                boolean known = false;
                Set<String> codes = new HashSet<>(was.codes());
                for (Dimension now : table.shape().dimensions()) {
                    if (!now.name().equals(was.name())) continue;
                    known = true;
                    now.codes().forEach(codes::remove);
                }
                if (known && !codes.isEmpty() || !known && table.succeeds(other))
                    found(
                            new Finding(
                                    table.id(),
                                    0,
                                    Map.of(was.name(), String.join("+", codes)),
                                    exactly(0),
                                    Reason.RENAMED,
                                    "Table " + other.id()
                                            + " has these codes, and they are not in the list any more: keep them, or publish under a new period.",
                                    "Tabel " + other.id()
                                            + " memuat kode ini, tetapi kini tidak ada di daftar: pertahankan, atau terbitkan dengan periode baru."));
            }
        }

        /** Bounds of everything that a table hides. */
        void bind(Table table, Groups groups, List<Region> regions) {
            Links links = new Links(groups, regions);
            boolean fresh = candidate.contains(table);
            for (int g = 0; g < groups.size(); g++) {
                if (groups.single(g)) continue;
                hidden++;
                long value = groups.value(g);
                if (fresh && value < level)
                    find(
                            table,
                            groups.prefix(g),
                            groups.cell(g),
                            new Bounds(0, Math.max(0, value)),
                            value < 0 ? Reason.CONTRADICTION : Reason.DIFFERENCE,
                            value < 0
                                    ? "The parts are more than the whole."
                                    : "The total less what is shown leaves too few people.",
                            value < 0
                                    ? "Bagian melebihi keseluruhan."
                                    : "Total dikurangi yang ditampilkan menyisakan terlalu sedikit orang.");
            }
            for (int r = 0; r < regions.size(); r++)
                if (links.cut.get(r).isEmpty()) repeats(table, regions.get(r), links.whole[r]);
            boolean portal = known.portal().stream().anyMatch(table::linked);
            links.components().parallelStream()
                    .map(component -> solve(groups, regions, links, component))
                    .toList()
                    .forEach(program -> judge(table, groups, program, portal));
        }

        /** A region that is a sum of whole groups: it can only say the same, or tell of a difference. */
        private void repeats(Table table, Region region, long sum) {
            long difference = Math.abs(sum - region.value());
            if (difference == 0 || !candidate.contains(table)) return;
            if (region.source() == Source.TABLE || region.source() == Source.LINKED)
                find(
                        table,
                        region.cell(),
                        region.cell(),
                        exactly(difference),
                        Reason.CONTRADICTION,
                        "This cell is shown with " + region.value() + ", and its parts with " + sum + ".",
                        "Sel ini ditampilkan dengan " + region.value() + ", bagiannya dengan " + sum + ".");
            else if (region.source() == Source.BEFORE && difference < level)
                find(
                        table,
                        region.cell(),
                        name(table, region),
                        exactly(difference),
                        Reason.DIFFERENCE_OVER_TIME,
                        "It was shown with " + region.value() + " before and is " + sum + " now.",
                        "Dahulu ditampilkan dengan " + region.value() + " dan kini " + sum + ".");
        }

        private Map<String, String> name(Table table, Region region) {
            Groups alone = new Groups(table.shape());
            alone.add(
                    region.cell(),
                    region.dimension() < 0 ? table.shape().size() : region.dimension(),
                    region.codes(),
                    0);
            return alone.cell(0);
        }

        private Solved solve(Groups groups, List<Region> regions, Links links, List<Integer> component) {
            int first = links.cut.get(component.getFirst()).getFirst();
            try {
                Equations equations = new Equations(groups, regions, links, component, MOST_PIECES);
                return new Solved(first, equations, new Program(equations, level).solve());
            } catch (Equations.TooLarge _) {
                return new Solved(first, null, null);
            }
        }

        private void judge(Table table, Groups groups, Solved solved, boolean portal) {
            int first = solved.group;
            if (solved.program == null) {
                find(
                        table,
                        groups.prefix(first),
                        groups.cell(first),
                        new Bounds(0, groups.value(first)),
                        Reason.LINKED,
                        "Linked with too much to be proved safe.",
                        "Terkait dengan terlalu banyak hal untuk dibuktikan aman.");
                return;
            }
            Program program = solved.program;
            programs += program.solved;
            variables += program.variables;
            constraints += program.constraints;
            long change = changeOverTime(solved);
            if (program.contradiction || change != 0 && Math.abs(change) < level)
                find(
                        table,
                        groups.prefix(first),
                        groups.cell(first),
                        exactly(Math.abs(change)),
                        program.contradiction ? Reason.CONTRADICTION : Reason.DIFFERENCE_OVER_TIME,
                        program.contradiction
                                ? "What is published contradicts itself."
                                : "Cells were divided otherwise before; together they differ by " + Math.abs(change)
                                        + ".",
                        program.contradiction
                                ? "Yang diterbitkan saling bertentangan."
                                : "Dahulu sel dibagi lain; jumlahnya berselisih " + Math.abs(change) + ".");
            if (program.contradiction) return;
            for (int p = 0; p < program.low.length; p++) {
                hidden++;
                Bounds bounds = new Bounds(program.low[p], program.high[p]);
                long outside = solved.equations.portal.get(p);
                boolean known = solved.equations.told.contains(p)
                        || bounds.low() == 0 && bounds.high() >= outside
                        || portal && outside == Long.MAX_VALUE && bounds.high() == 0;
                if (program.wide[p] || bounds.low() >= level || known) continue;
                Equations.Piece piece = solved.equations.pieces.get(p);
                find(
                        table,
                        groups.prefix(piece.group()),
                        piece.cell(),
                        bounds,
                        Reason.LINKED,
                        bounds.width() >= level
                                ? "Too much is linked here to prove that it is bound widely enough."
                                : "Linked tables, control figures or portal counts bind it too narrowly.",
                        bounds.width() >= level
                                ? "Terlalu banyak yang terkait untuk membuktikan batasnya cukup lebar."
                                : "Tabel terkait, angka kendali, atau hitungan portal membatasinya terlalu sempit.");
            }
            if (program.low.length <= MOST_SUMMED) sums(table, groups, solved);
        }

        /**
         * Hidden cells made of pieces of several groups: each may be bound widely enough, and their sum not. A cell with a whole group in it has
         * enough people, and one with a piece that may have twice the level is not bound narrowly near nobody.
         */
        private void sums(Table table, Groups groups, Solved solved) {
            Program program = solved.program;
            List<Equations.Piece> pieces = solved.equations.pieces;
            Shape shape = table.shape();
            Map<Long, Integer> cells = new TreeMap<>();
            for (int p = 0; p < pieces.size(); p++) {
                if (program.low[p] == program.high[p] || program.high[p] >= 2L * level) continue;
                for (int mask = 1; mask < 1 << shape.size(); mask++) {
                    long cell = 0;
                    for (int d = 0; d < shape.size(); d++)
                        if ((mask >> d & 1) != 0)
                            cell = shape.with(cell, d, shape.code(pieces.get(p).cell(), d));
                    if (table.cells().find(cell).isEmpty()) cells.putIfAbsent(cell, p);
                }
            }
            Set<Integer> linked = new HashSet<>();
            pieces.forEach(piece -> linked.add(piece.group()));
            next:
            for (Map.Entry<Long, Integer> cell : cells.entrySet()) {
                List<Integer> inside = new ArrayList<>();
                for (int p = 0; p < pieces.size(); p++) {
                    if (!within(shape, cell.getKey(), pieces.get(p).cell())) continue;
                    if (program.high[p] >= 2L * level) continue next;
                    inside.add(p);
                }
                if (inside.size() < 2) continue;
                for (int g = 0; g < groups.size(); g++)
                    if (!linked.contains(g)
                            && (within(shape, cell.getKey(), groups.prefix(g))
                                    || !groups.single(g) && groups.cut(g, cell.getKey()))) continue next;
                Bounds bounds =
                        program.together(inside.stream().mapToInt(i -> i).toArray());
                long outside = 0;
                for (int p : inside)
                    outside = Math.min(
                            Long.MAX_VALUE / 2, outside + Math.min(Long.MAX_VALUE / 4, solved.equations.portal.get(p)));
                if (bounds.width() >= level || bounds.low() >= level || bounds.low() == 0 && bounds.high() >= outside)
                    continue;
                find(
                        table,
                        groups.prefix(pieces.get(cell.getValue()).group()),
                        cell.getKey(),
                        bounds,
                        Reason.LINKED,
                        "Linked tables, control figures or portal counts bind the sum of its hidden parts too narrowly.",
                        "Tabel terkait, angka kendali, atau hitungan portal membatasi jumlah bagian tersembunyinya terlalu sempit.");
            }
        }

        private boolean within(Shape shape, long wide, long narrow) {
            for (int d = 0; d < shape.size(); d++)
                if (shape.code(wide, d) != 0 && shape.code(wide, d) != shape.code(narrow, d)) return false;
            return true;
        }

        /** If the earlier form told of exactly the people of these groups, how many more they are now. */
        private long changeOverTime(Solved solved) {
            int[] told = new int[solved.equations.pieces.size()];
            long change = 0;
            for (Equations.Row row : solved.equations.rows) {
                if (row.group()) change += row.value();
                if (row.source() != Source.BEFORE) continue;
                change -= row.value();
                for (int piece : row.pieces()) told[piece]++;
            }
            for (int times : told) if (times != 1) return 0;
            return change;
        }

        private void find(Table table, long within, long cell, Bounds bounds, Reason reason, String en, String id) {
            find(table, within, table.shape().cell(cell), bounds, reason, en, id);
        }

        private void find(
                Table table,
                long within,
                Map<String, String> cell,
                Bounds bounds,
                Reason reason,
                String en,
                String id) {
            found(new Finding(table.id(), within, cell, bounds, reason, en, id));
        }

        private void found(Finding finding) {
            found++;
            if (findings.size() < mostFindings) findings.add(finding);
        }

        Verdict verdict() {
            return new Verdict(
                    findings,
                    found,
                    cells,
                    hidden,
                    programs,
                    variables,
                    constraints,
                    Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private record Solved(int group, Equations equations, Program program) {}

    private static Bounds exactly(long count) {
        return new Bounds(count, count);
    }

    /** −1 for a cell that the shape cannot say. */
    private static long key(Shape shape, Map<String, String> cell) {
        try {
            return shape.key(cell);
        } catch (IllegalArgumentException _) {
            return -1;
        }
    }

    /** Finest portal counts summed over the dimensions that the table lacks. */
    private static Cells summed(Table portal, Shape shape) {
        int mask = 0;
        for (int d = 0; d < portal.shape().size(); d++) {
            String name = portal.shape().dimensions().get(d).name();
            if (shape.dimensions().stream().anyMatch(own -> own.name().equals(name))) mask |= 1 << d;
        }
        return portal.with(portal.margin(mask)).onto(shape);
    }
}
