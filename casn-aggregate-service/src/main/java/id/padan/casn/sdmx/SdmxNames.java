package id.padan.casn.sdmx;

import id.padan.casn.release.Release;
import java.util.Locale;

/** How a release and its parts are named in SDMX. */
final class SdmxNames {
    static final String AGENCY = "BKN";
    static final String COUNT = "JUMLAH";
    static final String POSITIONS = "JUMLAH_FORMASI";
    static final String SUPPRESSION = "SUPRESI";
    static final String DATA_DATE = "TANGGAL_DATA";
    static final String TIME = "TIME_PERIOD";
    /** What is not hidden is {@code none}; no code tells why a cell is hidden. */
    static final String SHOWN = "none";

    static final String HIDDEN = "supresi";

    private SdmxNames() {}

    static String dataflow(Release release) {
        return "CASN_" + release.definition().toUpperCase(Locale.ROOT).replace('-', '_');
    }

    static String structure(Release release) {
        return "DSD_" + dataflow(release);
    }

    /** SDMX 3.0 wants a semantic version; a release that is not out has none yet. */
    static String version(Release release) {
        return (release.version() == null ? 0 : release.version()) + ".0.0";
    }

    static String urn(String kind, String id, Release release) {
        return "urn:sdmx:org.sdmx.infomodel." + kind + "=" + AGENCY + ":" + id + "(" + version(release) + ")";
    }
}
