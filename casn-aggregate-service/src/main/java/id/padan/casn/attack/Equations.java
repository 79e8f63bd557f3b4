package id.padan.casn.attack;

import id.padan.casn.attack.Region.Source;
import id.padan.casn.table.Groups;
import id.padan.casn.table.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Linked groups as equations. The unknowns are the pieces into which the regions cut the groups; what no region tells apart is one piece. A
 * group is the sum of its pieces, and a region is the sum of the pieces and whole groups in it.
 */
final class Equations {
    /** A part of a group; {@code code} of each dimension, 0 where the piece has more than one code or all. */
    record Piece(int group, long cell) {}

    /** The pieces add up to the value. */
    record Row(int[] pieces, long value, Source source, boolean group) {}

    final List<Piece> pieces = new ArrayList<>();
    final List<Row> rows = new ArrayList<>();
    /** The smallest portal count that contains a piece; the largest number if none does. */
    final List<Long> portal = new ArrayList<>();

    /** Pieces that are public by themselves. */
    final Set<Integer> told = new HashSet<>();

    /** Pieces of the cell that is asked for. */
    int[] asked = new int[0];

    private final Groups groups;
    private final Shape shape;

    /** @throws TooLarge if there are more pieces than can be bound */
    Equations(Groups groups, List<Region> regions, Links links, List<Integer> component, int most) throws TooLarge {
        this.groups = groups;
        this.shape = groups.shape();
        Map<Integer, List<Integer>> byGroup = new TreeMap<>();
        for (int r : component)
            for (int g : links.cut.get(r))
                byGroup.computeIfAbsent(g, _ -> new ArrayList<>()).add(r);
        Map<Integer, List<Integer>> inRegion = new HashMap<>();
        for (Map.Entry<Integer, List<Integer>> group : byGroup.entrySet())
            cut(group.getKey(), group.getValue(), regions, links, inRegion, most);
        // The portal is complete: where it shows nobody there is nobody, which its other rows tell only all together.
        boolean complete = regions.stream().anyMatch(region -> region.source() == Source.PORTAL);
        for (int p = 0; complete && p < pieces.size(); p++)
            if (portal.get(p) == Long.MAX_VALUE) rows.add(new Row(new int[] {p}, 0, Source.PORTAL, false));
        for (int r : component) {
            int[] in = inRegion.get(r).stream().mapToInt(i -> i).toArray();
            Source source = regions.get(r).source();
            if (source == Source.QUESTION) {
                asked = in;
                continue;
            }
            rows.add(new Row(in, regions.get(r).value() - links.whole[r], source, false));
            if (in.length == 1 && links.whole[r] == 0 && (source == Source.PORTAL || source == Source.CONTROL))
                told.add(in[0]);
        }
    }

    private void cut(
            int g, List<Integer> by, List<Region> regions, Links links, Map<Integer, List<Integer>> inRegion, int most)
            throws TooLarge {
        int at = groups.depth(g);
        int n = shape.size();
        // Per dimension: the class of each code, and of each class a code to stand for it, negative if there are more.
        int[][] classes = new int[n][];
        List<List<Integer>> codes = new ArrayList<>();
        long count = 1;
        for (int d = at; d < n; d++) {
            classes[d] = new int[shape.radix(d)];
            codes.add(classify(g, d, by, regions, classes[d]));
            count *= codes.getLast().size();
            if (pieces.size() + count > most) throw new TooLarge();
        }
        int first = pieces.size();
        for (int i = 0; i < count; i++) {
            long cell = groups.prefix(g);
            int rest = i;
            for (int d = n - 1; d >= at; d--) {
                List<Integer> of = codes.get(d - at);
                int code = of.get(rest % of.size());
                rest /= of.size();
                if (code > 0) cell = shape.with(cell, d, code);
            }
            pieces.add(new Piece(g, cell));
            portal.add(links.portal[g]);
        }
        int[] all = new int[(int) count];
        Arrays.setAll(all, i -> first + i);
        rows.add(new Row(all, groups.value(g), Source.TABLE, true));
        for (int r : by) {
            Region region = regions.get(r);
            int[] within = {first};
            for (int d = at; d < n; d++) {
                boolean[] taken = new boolean[codes.get(d - at).size()];
                int code = shape.code(region.cell(), d);
                if (code > 0) taken[classes[d][code]] = true;
                else
                    for (int c = 1; c < shape.radix(d); c++)
                        if (classes[d][c] >= 0 && (region.dimension() != d || region.has(c)))
                            taken[classes[d][c]] = true;
                int wide = taken.length;
                boolean outermost = d == at;
                within = Arrays.stream(within)
                        .flatMap(i ->
                                IntStream.range(0, wide).filter(k -> taken[k]).map(k -> outermost ? k : i * wide + k))
                        .toArray();
            }
            List<Integer> into = inRegion.computeIfAbsent(r, _ -> new ArrayList<>());
            for (int i : within) {
                into.add(first + i);
                if (region.source() == Source.PORTAL)
                    portal.set(first + i, Math.min(portal.get(first + i), region.value()));
            }
        }
    }

    /** Codes that no region tells apart are of one class. Returns a code per class: its only one, or 0. */
    private List<Integer> classify(int g, int d, List<Integer> by, List<Region> regions, int[] classes) {
        Set<Integer> named = new HashSet<>();
        List<Region> sets = new ArrayList<>();
        for (int r : by) {
            int code = shape.code(regions.get(r).cell(), d);
            if (code > 0) named.add(code);
            if (regions.get(r).dimension() == d) sets.add(regions.get(r));
        }
        Map<List<Integer>, Integer> seen = new HashMap<>();
        List<Integer> codes = new ArrayList<>();
        for (int code = 1; code < shape.radix(d); code++) {
            classes[code] = -1;
            if (d == groups.depth(g) && !groups.has(g, code)) continue;
            List<Integer> signature = new ArrayList<>();
            if (named.contains(code)) signature.add(-code);
            for (int s = 0; s < sets.size(); s++) if (sets.get(s).has(code)) signature.add(s);
            Integer known = seen.putIfAbsent(signature, codes.size());
            classes[code] = known == null ? codes.size() : known;
            if (known == null) codes.add(code);
            else codes.set(known, 0);
        }
        return codes;
    }

    /** More pieces than the attack can bind; the release is refused, because nothing is proved. */
    static final class TooLarge extends Exception {}
}
