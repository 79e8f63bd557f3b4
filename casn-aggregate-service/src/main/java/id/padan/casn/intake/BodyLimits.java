package id.padan.casn.intake;

import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/** Only ingests may be large: the service's body limit is theirs, and every other path keeps the house's. */
class BodyLimits {
    private static final long OTHERS = 1 << 20;
    private static final String INGESTS = "/api/casn/v1/ingests";
    /** After Quarkus has set the service's limit, before any route reads. */
    private static final int PRIORITY = 1;

    void register(@Observes Filters filters) {
        filters.register(BodyLimits::limit, PRIORITY);
    }

    private static void limit(RoutingContext request) {
        if (!INGESTS.equals(request.normalizedPath())) {
            var length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
            if (length != null && length.length() < 19 && Long.parseLong(length) > OTHERS) {
                request.response().putHeader(HttpHeaders.CONNECTION, "close");
                request.fail(413);
                return;
            }
            request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, OTHERS);
        }
        request.next();
    }
}
