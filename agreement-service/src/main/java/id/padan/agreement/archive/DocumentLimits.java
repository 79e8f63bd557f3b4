package id.padan.agreement.archive;

import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemBody;
import id.padan.platform.problem.ProblemException;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;

/** Only documents may be large: the service's body limit is theirs, and every other path keeps the house's. */
@ApplicationScoped
class DocumentLimits {
    private static final long OTHERS = 1 << 20;
    private static final Pattern DOCUMENTS = Pattern.compile("/api/agreements/v1/agreements/[^/]+/documents");
    /** After Quarkus has set the service's limit, before any route reads. */
    private static final int PRIORITY = 1;

    private final ProblemBody bodies;

    DocumentLimits(ProblemBody bodies) {
        this.bodies = bodies;
    }

    void register(@Observes Filters filters) {
        filters.register(this::limit, PRIORITY);
    }

    private void limit(RoutingContext request) {
        if (!DOCUMENTS.matcher(request.normalizedPath()).matches()) {
            String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
            if (length != null && length.matches("\\d{1,18}") && Long.parseLong(length) > OTHERS) {
                ProblemException problem = ProblemException.of(
                                PlatformProblem.TOO_LARGE,
                                "The body may have at most " + OTHERS + " bytes.",
                                "Isi permintaan paling banyak " + OTHERS + " bita.")
                        .with("limitBytes", OTHERS);
                request.response()
                        .setStatusCode(problem.code().status())
                        .putHeader(HttpHeaders.CONNECTION, "close")
                        .putHeader(HttpHeaders.CONTENT_TYPE, ProblemBody.TYPE)
                        .end(bodies.of(problem));
                return;
            }
            request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, OTHERS);
        }
        request.next();
    }
}
