package id.padan.benchmarks;

import id.padan.casn.attack.Attack;
import id.padan.casn.attack.Verdict;
import id.padan.casn.protection.InformationLoss;
import id.padan.casn.protection.ProtectedTable;
import id.padan.casn.protection.Protection;
import id.padan.casn.table.Cells;
import id.padan.casn.table.Dimension;
import id.padan.casn.table.Dimension.Kind;
import id.padan.casn.table.Knowledge;
import id.padan.casn.table.Release;
import id.padan.casn.table.Shape;
import id.padan.casn.table.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * CASN without the service around it: groups and attack over six dimensions beside the cell key method on the same table, and the attack as
 * releases grow. Needs no stack; the registrants are drawn by a fixed seed, skewed as the real ones are (few codes have most people).
 */
final class ProtectionFigure {
    private static final int THRESHOLD = Protection.THRESHOLD;

    private ProtectionFigure() {}

    static List<Line> lines(int registrants, int releases) {
        Table table = table(registrants, new Random(7));
        Knowledge known = known(table);
        Protection protection = new Protection(THRESHOLD);
        List<Line> lines = new ArrayList<>();
        List<Release> past = new ArrayList<>();
        StringBuilder growth = new StringBuilder();
        Random random = new Random(8);
        for (int release = 0; release <= releases; release++) {
            long start = System.nanoTime();
            ProtectedTable shown = protection.protect(table, past, known);
            double protectedIn = Bench.secondsSince(start);
            start = System.nanoTime();
            Verdict verdict = new Attack(THRESHOLD).on(List.of(shown.table()), past, known);
            double attackedIn = Bench.secondsSince(start);
            if (!verdict.passed()) throw new Failure("the attack found " + verdict.findings());
            if (release == 0) lines.addAll(compared(table, shown, verdict, protectedIn, attackedIn));
            growth.append(String.format(Locale.ROOT, "%s%.1f", release == 0 ? "" : ", ", attackedIn));
            past.add(new Release("r" + release, LocalDate.of(2024, 9, 1).plusDays(release), List.of(shown.table())));
            table = corrected(table, random);
        }
        lines.add(Line.told("CASN", "the attack alone with 0, 1, 2 ... releases before", growth + " s", ""));
        return lines;
    }

    private static List<Line> compared(
            Table table, ProtectedTable shown, Verdict verdict, double protectedIn, double attackedIn) {
        InformationLoss loss = shown.loss();
        long start = System.nanoTime();
        CellKeyRival rival = new CellKeyRival(table);
        double perturbedIn = Bench.secondsSince(start);
        start = System.nanoTime();
        long narrow = rival.narrow(THRESHOLD);
        double narrowedIn = Bench.secondsSince(start);
        return List.of(
                Line.told(
                        "CASN",
                        String.format(
                                Locale.ROOT,
                                "%,d registrants x 6 dimensions alone: %,d cells with anybody, %,d groups, %,d programs of %,d variables and %,d rows; rival: cell key",
                                loss.people(),
                                loss.cells(),
                                shown.groups(),
                                verdict.programs(),
                                verdict.variables(),
                                verdict.constraints()),
                        String.format(Locale.ROOT, "protected %.1f s, attacked %.1f s", protectedIn, attackedIn),
                        String.format(
                                Locale.ROOT, "perturbed %.1f s, one subtraction %.1f s", perturbedIn, narrowedIn)),
                Line.told(
                        "CASN",
                        "cells shown, and their mean error",
                        String.format(Locale.ROOT, "%.1f %% of cells, exact", 100.0 * loss.shown() / loss.cells()),
                        String.format(
                                Locale.ROOT,
                                "100 %% of cells, off by %.2f",
                                (double) rival.absoluteError() / rival.cells())),
                Line.told("CASN", "people in shown cells that fix 0, 1 ... 6 dimensions", shares(loss), "100 %"),
                Line.told(
                        "CASN",
                        "cells bound more narrowly than " + THRESHOLD + " near nobody",
                        Long.toString(verdict.found()),
                        String.format(Locale.ROOT, "%,d", narrow)));
    }

    private static String shares(InformationLoss loss) {
        StringBuilder text = new StringBuilder();
        for (double share : loss.peopleShown())
            text.append(String.format(Locale.ROOT, "%s%.1f", text.isEmpty() ? "" : ", ", 100 * share));
        return text + " %";
    }

    private static Dimension dimension(String name, Kind kind, int codes) {
        return new Dimension(
                name,
                IntStream.rangeClosed(1, codes).mapToObj(Integer::toString).toList(),
                kind);
    }

    private static Table table(int registrants, Random random) {
        Shape shape = new Shape(List.of(
                dimension("jenisPengadaan", Kind.FORMATION, 4),
                dimension("provinsiFormasi", Kind.FORMATION, 38),
                dimension("kbji4", Kind.FORMATION, 120),
                dimension("tkPendidikanId", Kind.PERSON, 8),
                dimension("jenisKelamin", Kind.PERSON, 2),
                dimension("kelompokUsia", Kind.PERSON, 7)));
        long[] keys = new long[registrants];
        for (int i = 0; i < registrants; i++) {
            int occupation = few(random, 120);
            keys[i] = shape.key(
                    few(random, 4),
                    few(random, 38),
                    occupation,
                    // An occupation asks for one or two levels of education.
                    1 + (occupation * 5 + (random.nextInt(6) == 0 ? 1 : 0)) % 8,
                    1 + (random.nextInt(10) < 2 + occupation % 7 ? 0 : 1),
                    Math.clamp(Math.round(3 + 1.4 * random.nextGaussian()), 1, 7));
        }
        return new Table("bench", "registrants", "2024", shape, counted(keys));
    }

    private static int few(Random random, int codes) {
        return Math.min(codes, 1 + (int) (codes * Math.pow(random.nextDouble(), 2.5)));
    }

    private static Cells counted(long[] people) {
        Arrays.parallelSort(people);
        long[] keys = Arrays.stream(people).distinct().toArray();
        long[] counts = new long[keys.length];
        int at = 0;
        for (long person : people) {
            if (keys[at] != person) at++;
            counts[at]++;
        }
        return new Cells(keys, counts);
    }

    /** The portal's counts by formation, and totals by procurement and by sex from elsewhere. */
    private static Knowledge known(Table table) {
        List<Knowledge.Control> controls = new ArrayList<>();
        for (int mask : new int[] {1, 1 << 4}) {
            Cells cells = table.margin(mask);
            for (int i = 0; i < cells.size(); i++)
                controls.add(new Knowledge.Control(
                        "siaran pers",
                        table.universe(),
                        table.period(),
                        table.shape().cell(cells.key(i)),
                        cells.count(i)));
        }
        Shape formations = new Shape(table.shape().dimensions().subList(0, 3));
        Table portal = new Table(
                "portal",
                table.universe(),
                table.period(),
                formations,
                table.with(table.margin(7)).onto(formations));
        return new Knowledge(controls, List.of(portal));
    }

    /** A few people counted elsewhere. */
    private static Table corrected(Table table, Random random) {
        Cells cells = table.cells();
        long[] counts = IntStream.range(0, cells.size()).mapToLong(cells::count).toArray();
        for (int i = 0; i < counts.length / 100; i++) {
            int from = random.nextInt(counts.length);
            if (counts[from] < 2) continue;
            counts[from]--;
            counts[random.nextInt(counts.length)]++;
        }
        return table.with(
                new Cells(IntStream.range(0, cells.size()).mapToLong(cells::key).toArray(), counts));
    }
}
