package id.padan.agreement.acting;

import id.padan.platform.writing.Once;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Shows the header of {@link Once} at every write that takes it. */
public class OnceInOpenApi implements OASFilter {

    /** Nothing of a file's rows or of a passphrase is kept, and questions may be asked again. */
    private static final Set<String> NOT_ONCE =
            Set.of("blastRadius", "makeOnwardFile", "traceOnwardFile", "signOfficialRecord");

    @Override
    public PathItem filterPathItem(PathItem path) {
        Stream.of(path.getPOST(), path.getPUT())
                .filter(Objects::nonNull)
                .filter(write -> write.getOperationId() == null || !NOT_ONCE.contains(write.getOperationId()))
                .filter(write -> write.getParameters() == null
                        || write.getParameters().stream().noneMatch(known -> Once.HEADER.equals(known.getName())))
                .forEach(write -> write.addParameter(OASFactory.createParameter()
                        .name(Once.HEADER)
                        .in(Parameter.In.HEADER)
                        .description(
                                "1 to 200 visible ASCII characters; sent again with the same body by the same caller it gives the"
                                        + " first answer, with another body 422 IDEMPOTENCY_MISMATCH")
                        .schema(OASFactory.createSchema().addType(Schema.SchemaType.STRING))));
        return path;
    }
}
