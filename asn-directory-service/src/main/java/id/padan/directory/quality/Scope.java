package id.padan.directory.quality;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Whose records Kemnaker may read at all (Ps 3(1)a): its own staff. */
@ApplicationScoped
class Scope {

    private final String agency;

    Scope(@ConfigProperty(name = "padan.positions.guiding-agency") String agency) {
        this.agency = agency;
    }

    /** A condition of SQL over one record, as in {@link Indicator}. */
    String condition() {
        return "coalesce(e.\"instansiKerjaId\" = '" + agency.replace("'", "''") + "', false)";
    }
}
