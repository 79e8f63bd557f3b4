package id.padan.directory.intake;

import id.padan.platform.problem.BodySizes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;

/** Only imports and reference tables may be large; of a table ReferenceResource itself takes 256 MiB. */
@ApplicationScoped
class ImportSizes implements BodySizes {

    private static final Pattern LARGE =
            Pattern.compile("/api/asn-directory/v1/(imports|functional-positions/imports|references/[^/]+)");

    @Override
    public long most(String path) {
        return LARGE.matcher(path).matches() ? SERVICE : HOUSE;
    }
}
