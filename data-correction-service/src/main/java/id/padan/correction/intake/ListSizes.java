package id.padan.correction.intake;

import id.padan.platform.problem.BodySizes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;

/** Only lists and evidence may be large. */
@ApplicationScoped
class ListSizes implements BodySizes {

    /** A file of 10 MiB and what multipart puts around it. */
    private static final long FILES = 11 << 20;

    private static final Pattern EVIDENCE = Pattern.compile("/api/corrections/v1/proposals/[^/]+/evidence");

    @Override
    public long most(String path) {
        if (path.equals("/api/corrections/v1/proposals")) {
            return SERVICE;
        }
        return EVIDENCE.matcher(path).matches() ? FILES : HOUSE;
    }
}
