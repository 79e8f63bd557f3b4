package id.padan.casn.release;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Disclosure control of this deployment. */
@ConfigMapping(prefix = "padan.casn")
public interface CasnConfig {
    /** People that a shown cell, and every difference of shown cells, has at least; or nobody. */
    @WithDefault("10")
    int threshold();

    /** Cells that a table may have with its totals; a larger one is refused before anything is counted. */
    @WithDefault("2000000")
    long mostCells();
}
