package id.padan.casn.attack;

import id.padan.casn.table.Groups;
import id.padan.casn.table.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which groups a known region cuts. A region that cuts none only repeats what the table tells; one that cuts some links them, and linked groups are
 * one system of equations. Groups that nothing cuts stand alone: any hidden part of one is between nobody and all of it.
 */
final class Links {
    private final Groups groups;
    private final Shape shape;
    private final List<Region> regions;
    /** People of whole groups in each region, and the groups it cuts. */
    final long[] whole;

    final List<List<Integer>> cut = new ArrayList<>();
    /** The smallest portal count that a whole group is in. */
    final long[] portal;

    Links(Groups groups, List<Region> regions) {
        this.groups = groups;
        this.shape = groups.shape();
        this.regions = regions;
        whole = new long[regions.size()];
        portal = new long[groups.size()];
        Arrays.fill(portal, Long.MAX_VALUE);
        regions.forEach(_ -> cut.add(new ArrayList<>()));
        // By the dimensions a region fixes, then by how many of them a group fixes too: equal codes there, or nothing
        // in common.
        Map<Integer, List<Map<Long, List<Integer>>>> byMask = new HashMap<>();
        for (int r = 0; r < regions.size(); r++) {
            int mask = regions.get(r).mask(shape);
            List<Map<Long, List<Integer>>> byDepth = byMask.computeIfAbsent(mask, _ -> maps());
            for (int at = 0; at <= shape.size(); at++)
                byDepth.get(at)
                        .computeIfAbsent(head(regions.get(r).cell(), at, mask), _ -> new ArrayList<>())
                        .add(r);
        }
        byMask.forEach((mask, byDepth) -> {
            for (int g = 0; g < groups.size(); g++) {
                int at = groups.depth(g);
                for (int r : byDepth.get(at).getOrDefault(head(groups.prefix(g), at, mask), List.of()))
                    meet(g, r, mask);
            }
        });
    }

    private List<Map<Long, List<Integer>>> maps() {
        List<Map<Long, List<Integer>>> maps = new ArrayList<>();
        for (int at = 0; at <= shape.size(); at++) maps.add(new HashMap<>());
        return maps;
    }

    /** The codes of the dimensions of a mask among the first ones. */
    private long head(long cell, int at, int mask) {
        long head = 0;
        for (int d = 0; d < at; d++) if ((mask >> d & 1) != 0) head = shape.with(head, d, shape.code(cell, d));
        return head;
    }

    private void meet(int g, int r, int mask) {
        Region region = regions.get(r);
        int at = groups.depth(g);
        boolean part = mask >> at != 0;
        if ((mask >> at & 1) != 0 && at < shape.size() && !groups.has(g, shape.code(region.cell(), at))) return;
        if (region.dimension() >= 0 && region.dimension() < at) {
            if (!region.has(shape.code(groups.prefix(g), region.dimension()))) return;
        } else if (region.dimension() == at) {
            boolean some = false;
            for (int code = 1; code < shape.radix(at); code++) {
                if (!groups.has(g, code)) continue;
                if (region.has(code)) some = true;
                else part = true;
            }
            if (!some) return;
        } else part |= region.dimension() > at;
        if (part) {
            cut.get(r).add(g);
            return;
        }
        whole[r] += groups.value(g);
        if (region.source() == Region.Source.PORTAL) portal[g] = Math.min(portal[g], region.value());
    }

    /** Regions that are linked by the groups they cut. */
    List<List<Integer>> components() {
        int[] root = new int[groups.size()];
        for (int g = 0; g < root.length; g++) root[g] = g;
        for (List<Integer> together : cut) for (int g : together) root[find(root, g)] = find(root, together.getFirst());
        Map<Integer, List<Integer>> components = new TreeMap<>();
        for (int r = 0; r < regions.size(); r++)
            if (!cut.get(r).isEmpty())
                components
                        .computeIfAbsent(find(root, cut.get(r).getFirst()), _ -> new ArrayList<>())
                        .add(r);
        return List.copyOf(components.values());
    }

    static int find(int[] root, int of) {
        int at = of;
        while (root[at] != at) at = root[at] = root[root[at]];
        return at;
    }
}
