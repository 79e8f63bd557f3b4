package id.padan.directory.reference;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Looks for rows that point nowhere and for trees that are none. A defect is told, and stops nothing: the real tables have hundreds. */
@ApplicationScoped
class CheckingReferences {
    private static final int SHOWN = 20;
    private static final String SUCCESSOR = "penggantiId";
    private static final String TARGET = "case when :field = 'penggantiId' then r.successor else r.data ->> :field end";

    private final ReferenceTables tables;
    private final ReferenceStore store;

    CheckingReferences(ReferenceTables tables, ReferenceStore store) {
        this.tables = tables;
        this.store = store;
    }

    /** In the publisher's role. */
    ReferenceReport report(Handle tx, ReferenceTable table, ReferenceVersion version, Boolean unchanged) {
        // Rows of a table that has just come stand in no statistics, and a loop over each pair of them would take
        // minutes.
        tx.execute("set local enable_nestloop = off");
        var orphans = new ArrayList<ReferenceReport.Orphans>();
        var cycles = new ArrayList<List<String>>();
        new TreeMap<>(table.parents()).forEach((field, parent) -> {
            orphans.add(orphans(tx, table, field, tables.get(parent)));
            if (parent.equals(table.key())) {
                cycles.addAll(cycles(store.parents(tx, table, field)));
            }
        });
        var successors = orphans(tx, table, SUCCESSOR, table);
        if (successors.count() > 0 || successors.endedParent() > 0) {
            orphans.add(successors);
        }
        return new ReferenceReport(
                table.key(),
                version,
                unchanged,
                store.refused(tx, table),
                store.refusals(tx, table, SHOWN),
                orphans,
                cycles.stream().limit(SHOWN).toList());
    }

    private ReferenceReport.Orphans orphans(Handle tx, ReferenceTable table, String field, ReferenceTable parent) {
        boolean loaded = store.findLatest(tx, parent).isPresent();
        int empty = store.query(tx, table, """
                        select count(*) from <schema>.reference_row r
                         where table_key = :table and until_version is null and not ended and coalesce(%s, '') = ''""".formatted(TARGET))
                .bind("field", field)
                .mapTo(int.class)
                .one();
        if (!loaded) {
            return new ReferenceReport.Orphans(field, parent.key(), false, 0, 0, empty, List.of());
        }
        var examples = new ArrayList<ReferenceReport.Example>();
        int[] counts = new int[2];
        store.query(tx, table, """
                        select r.kode, r.target, r.ended, p.ended as parent_ended from (
                                select kode, ended, %s as target from <schema>.reference_row r
                                 where table_key = :table and until_version is null) r
                            left join <schema>.reference_row p
                                on p.table_key = :parent and p.kode = r.target and p.until_version is null
                         where r.target <> '' and (p.kode is null or p.ended) order by r.kode""".formatted(TARGET))
                .bind("field", field)
                .bind("parent", parent.key())
                .map((row, context) -> {
                    if (row.getObject("parent_ended") != null) {
                        counts[1] += row.getBoolean("ended") ? 0 : 1;
                        return true;
                    }
                    if (counts[0]++ < SHOWN) {
                        examples.add(new ReferenceReport.Example(row.getString("kode"), row.getString("target")));
                    }
                    return true;
                })
                .forEach(unused -> {});
        return new ReferenceReport.Orphans(field, parent.key(), true, counts[0], counts[1], empty, examples);
    }

    /** Each cycle once, in the order in which one is led through it, from its smallest code on. */
    static List<List<String>> cycles(Map<String, String> parents) {
        Set<String> done = new HashSet<>();
        var cycles = new ArrayList<List<String>>();
        for (String start : new TreeMap<>(parents).keySet()) {
            var path = new ArrayList<String>();
            Map<String, Integer> place = new HashMap<>();
            String at = start;
            while (at != null && !done.contains(at) && !place.containsKey(at)) {
                place.put(at, path.size());
                path.add(at);
                at = parents.get(at);
            }
            if (at != null && place.containsKey(at)) {
                cycles.add(fromSmallest(path.subList(place.get(at), path.size())));
            }
            done.addAll(path);
        }
        return cycles;
    }

    private static List<String> fromSmallest(List<String> cycle) {
        int smallest = 0;
        for (int i = 1; i < cycle.size(); i++) {
            if (cycle.get(i).compareTo(cycle.get(smallest)) < 0) {
                smallest = i;
            }
        }
        var turned = new ArrayList<>(cycle.subList(smallest, cycle.size()));
        turned.addAll(cycle.subList(0, smallest));
        return turned;
    }
}
