package id.padan.verification.batch;

import id.padan.platform.problem.BodySizes;
import jakarta.enterprise.context.ApplicationScoped;

/** Only lists may be large. */
@ApplicationScoped
class ListSizes implements BodySizes {

    @Override
    public long most(String path) {
        return path.equals("/api/verification/v1/batches") ? SERVICE : HOUSE;
    }
}
