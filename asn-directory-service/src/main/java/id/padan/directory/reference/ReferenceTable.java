package id.padan.directory.reference;

import java.util.List;
import java.util.Map;

/**
 * A code table as {@code references/tables.json} names it.
 *
 * @param key its name in addresses and events
 * @param element the annex element that discloses it; null for a table that no annex names and that only its publisher sees
 * @param code members that make the code together, joined by a colon; {@code id} or {@code kode} where nothing is said
 * @param pad width to which numeric codes are filled with zeros, because some clients store them as numbers; 0 for none
 * @param drop members that are not kept: they name persons
 * @param parents members that hold the code of another table's row
 * @param sources other names that files of this table have, with the members that the file takes for granted. Such a file speaks for its part
 *     of the table only, so that codes of PNS and PPPK that look the same never meet
 */
record ReferenceTable(
        String key,
        Publisher publisher,
        String element,
        List<String> code,
        int pad,
        List<String> drop,
        Map<String, String> parents,
        Map<String, Map<String, String>> sources) {

    ReferenceTable {
        code = code == null || code.isEmpty() ? List.of("id", "kode") : List.copyOf(code);
        drop = drop == null ? List.of() : List.copyOf(drop);
        parents = parents == null ? Map.of() : Map.copyOf(parents);
        sources = sources == null ? Map.of() : Map.copyOf(sources);
    }

    boolean isComposite() {
        return code.size() > 1 && !code.contains("kode");
    }

    /** What a file of this name takes for granted; empty for the table's own name. */
    Map<String, String> givenBy(String name) {
        return sources.getOrDefault(name, Map.of());
    }

    /** What the codes of a file of this name begin with. */
    String scopeOf(String name) {
        Map<String, String> given = givenBy(name);
        var scope = new StringBuilder();
        for (String member : code) {
            if (given.containsKey(member)) {
                scope.append(given.get(member)).append(':');
            }
        }
        return scope.toString();
    }
}
