package id.padan.casn.intake;

import id.padan.platform.problem.BodySizes;
import jakarta.enterprise.context.ApplicationScoped;

/** Only ingests may be large. */
@ApplicationScoped
class IngestSizes implements BodySizes {

    @Override
    public long most(String path) {
        return path.equals("/api/casn/v1/ingests") ? SERVICE : HOUSE;
    }
}
