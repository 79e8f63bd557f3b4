package id.padan.agreement.archive;

import id.padan.platform.problem.BodySizes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;

/** Only documents may be large. */
@ApplicationScoped
class DocumentSizes implements BodySizes {

    private static final Pattern DOCUMENTS = Pattern.compile("/api/agreements/v1/agreements/[^/]+/documents");

    @Override
    public long most(String path) {
        return DOCUMENTS.matcher(path).matches() ? SERVICE : HOUSE;
    }
}
