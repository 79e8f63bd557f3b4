package id.padan.correction.intake;

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

/** Only lists and evidence may be large: the service's body limit is the lists', and every other path keeps the house's. */
@ApplicationScoped
class BodyLimits {

    private static final long OTHERS = 1 << 20;
    /** A file of 10 MiB and what multipart puts around it. */
    private static final long FILES = 11 << 20;

    private static final String LISTS = "/api/corrections/v1/proposals";
    private static final Pattern EVIDENCE = Pattern.compile("/api/corrections/v1/proposals/[^/]+/evidence");
    /** After Quarkus has set the service's limit, before any route reads. */
    private static final int PRIORITY = 1;

    private final ProblemBody bodies;

    BodyLimits(ProblemBody bodies) {
        this.bodies = bodies;
    }

    void register(@Observes Filters filters) {
        filters.register(this::limit, PRIORITY);
    }

    private void limit(RoutingContext request) {
        String path = request.normalizedPath();
        if (path.equals(LISTS)) {
            request.next();
            return;
        }
        long most = EVIDENCE.matcher(path).matches() ? FILES : OTHERS;
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && length.matches("\\d{1,18}") && Long.parseLong(length) > most) {
            ProblemException problem = ProblemException.of(
                            PlatformProblem.TOO_LARGE,
                            "The body may have at most " + most + " bytes.",
                            "Isi permintaan paling banyak " + most + " bita.")
                    .with("limitBytes", most);
            request.response()
                    .setStatusCode(problem.code().status())
                    .putHeader(HttpHeaders.CONNECTION, "close")
                    .putHeader(HttpHeaders.CONTENT_TYPE, ProblemBody.TYPE)
                    .end(bodies.of(problem));
            return;
        }
        request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, most);
        request.next();
    }
}
