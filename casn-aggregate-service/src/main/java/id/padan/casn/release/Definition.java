package id.padan.casn.release;

import id.padan.casn.code.Dimension;
import java.util.List;

/**
 * What a release is of.
 *
 * @param id stays the same from release to release, as {@code pendaftar-provinsi}
 * @param years each a table of its own
 * @param dimensions without the year, in the order of {@link Dimension}
 */
record Definition(String id, String titleId, String titleEn, List<Integer> years, List<Dimension> dimensions) {
    Definition {
        years = years.stream().sorted().distinct().toList();
        dimensions = dimensions.stream().sorted().distinct().toList();
    }
}
