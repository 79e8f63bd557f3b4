package id.padan.casn.reading;

import id.padan.casn.code.CodeLists;
import id.padan.casn.code.Dimension;
import id.padan.casn.release.Release;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** What codes are called. */
@ApplicationScoped
public class Names {
    private final Jdbi jdbi;

    Names(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Names of codes by dimension's annex name: of the closed lists, and what the sources said last of agencies and jobs. */
    public Map<String, Map<String, String>> of(Release release) {
        var names = new LinkedHashMap<String, Map<String, String>>();
        for (Dimension dimension : release.breakdown()) {
            names.put(dimension.annexName(), new LinkedHashMap<>(CodeLists.of(dimension)));
        }
        jdbi.useHandle(handle -> handle.createQuery(
                        "select dimension, code, name from casn_code where since <= :last order by since, name")
                .bind("last", release.years().getLast())
                .map((row, context) -> {
                    var known = names.get(row.getString(1));
                    return known == null ? null : known.put(row.getString(2), row.getString(3));
                })
                .forEach(unused -> {}));
        return names;
    }
}
