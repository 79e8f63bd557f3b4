package id.padan.platform.problem;

import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses a body that declares itself too large with a problem, and cuts off one that turns out so. Quarkus' own refusal, which comes after
 * the first, has no body.
 */
@ApplicationScoped
class BodyLimit {

    private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*([KMGT]?)B?");
    private static final Map<String, Integer> SHIFT = Map.of("", 0, "K", 10, "M", 20, "G", 30, "T", 40);
    /** Before Quarkus' own limit, which is at 2. */
    private static final int DECLARED = 50;
    /** After Quarkus has set the service's limit, before any route reads. */
    private static final int READ = 1;

    private final BigInteger service;
    private final Instance<BodySizes> sizes;
    private final ProblemBody bodies;

    BodyLimit(
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") String service,
            Instance<BodySizes> sizes,
            ProblemBody bodies) {
        this.service = bytes(service);
        this.sizes = sizes;
        this.bodies = bodies;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, DECLARED);
        if (sizes.isResolvable()) {
            filters.register(this::narrow, READ);
        }
    }

    private void check(RoutingContext context) {
        String declared = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        BigInteger limit = limit(context);
        if (declared == null || !isLarger(declared, limit)) {
            context.next();
            return;
        }
        ProblemException problem = ProblemException.of(
                        PlatformProblem.TOO_LARGE,
                        "The body may have at most " + limit + " bytes.",
                        "Isi permintaan paling banyak " + limit + " bita.")
                .with("limitBytes", limit);
        // The rest of the body is not read, so the connection cannot be used again.
        context.response()
                .setStatusCode(problem.code().status())
                .putHeader(HttpHeaders.CONNECTION, "close")
                .putHeader(HttpHeaders.CONTENT_TYPE, ProblemBody.TYPE)
                .end(bodies.of(problem));
    }

    private void narrow(RoutingContext context) {
        context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, limit(context).longValue());
        context.next();
    }

    private BigInteger limit(RoutingContext context) {
        return sizes.isResolvable()
                ? service.min(BigInteger.valueOf(sizes.get().most(context.normalizedPath())))
                : service;
    }

    private static boolean isLarger(String declared, BigInteger limit) {
        try {
            return new BigInteger(declared.strip()).compareTo(limit) > 0;
        } catch (NumberFormatException malformed) {
            return false;
        }
    }

    static BigInteger bytes(String size) {
        Matcher matcher = SIZE.matcher(size.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("quarkus.http.limits.max-body-size: not a size: " + size);
        }
        return new BigInteger(matcher.group(1)).shiftLeft(SHIFT.get(matcher.group(2)));
    }
}
