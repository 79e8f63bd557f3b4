package id.padan.platform.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpClosedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jdbi.v3.core.ConnectionException;
import org.jose4j.jwt.consumer.InvalidJwtException;

/** Turns whatever ends a request early into problem details. The only mapper in the house. */
class ProblemMapper {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
    private static final String CHALLENGE = "Bearer realm=\"padan\"";
    /** A member's name is the sender's text too: a map keyed by NIK would name one. */
    private static final Pattern LONG_NUMBER = Pattern.compile("\\d{6,}");

    private static final int FRAMES = 12;

    private final ProblemBody bodies;

    ProblemMapper(ProblemBody bodies) {
        this.bodies = bodies;
    }

    @ServerExceptionMapper
    public Response problem(ProblemException problem) {
        return respond(problem);
    }

    @ServerExceptionMapper
    public Response noToken(UnauthorizedException unauthorized) {
        return respond(ProblemException.of(
                PlatformProblem.UNAUTHENTICATED,
                "Send a bearer token of the realm padan in the Authorization header.",
                "Sertakan token bearer dari realm padan pada header Authorization."));
    }

    @ServerExceptionMapper
    public Response tokenRefused(AuthenticationFailedException failed) {
        if (isIdentityProviderDown(failed)) {
            return identityProviderDown();
        }
        InvalidJwtException invalid = find(failed, InvalidJwtException.class);
        if (invalid != null && invalid.hasExpired()) {
            return respond(ProblemException.of(
                    PlatformProblem.TOKEN_EXPIRED,
                    "Get a new token and send the request again.",
                    "Ambil token baru lalu kirim ulang permintaan."));
        }
        return respond(ProblemException.of(
                PlatformProblem.UNAUTHENTICATED,
                "The token is not one that the realm padan gave out for use here.",
                "Token bukan token yang diterbitkan realm padan untuk dipakai di sini."));
    }

    @ServerExceptionMapper
    public Response tokenUnchecked(AuthenticationCompletionException failed) {
        return isIdentityProviderDown(failed)
                ? identityProviderDown()
                : respond(ProblemException.of(
                        PlatformProblem.UNAUTHENTICATED,
                        "The token could not be checked.",
                        "Token tidak dapat diperiksa."));
    }

    @ServerExceptionMapper
    public Response identityProviderDown(OIDCException failed) {
        return identityProviderDown();
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException forbidden) {
        return respond(ProblemException.of(
                PlatformProblem.ROLE_MISSING,
                "The token has none of the roles that may do this.",
                "Token tidak memiliki peran yang boleh melakukan ini."));
    }

    @ServerExceptionMapper
    public Response invalidJson(MismatchedInputException mismatched) {
        return respond(unreadable(mismatched));
    }

    @ServerExceptionMapper
    public Response webApplication(WebApplicationException failure) {
        JsonProcessingException json = find(failure, JsonProcessingException.class);
        if (json != null && failure.getResponse().getStatus() == 400) {
            return respond(unreadable(json));
        }
        ProblemException inner = find(failure, ProblemException.class);
        if (inner != null) {
            return respond(inner);
        }
        Response answer = failure.getResponse();
        if (answer.getStatus() < 400) {
            return answer;
        }
        Response problem = respond(byStatus(answer.getStatus(), failure));
        String allow = answer.getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? problem
                : Response.fromResponse(problem)
                        .header(HttpHeaders.ALLOW, allow)
                        .build();
    }

    @ServerExceptionMapper
    public Response unexpected(Throwable failure) {
        ProblemException inner = find(failure, ProblemException.class);
        if (inner != null) {
            return respond(inner);
        }
        if (find(failure, HttpClosedException.class) != null) {
            LOG.debug("The caller went away before the answer");
            return respond(byStatus(400, failure));
        }
        return respond(isDatabaseDown(failure) ? databaseDown(failure) : internal(failure));
    }

    private ProblemException byStatus(int status, Throwable failure) {
        return switch (status) {
            case 401 ->
                ProblemException.of(
                        PlatformProblem.UNAUTHENTICATED,
                        "Send a bearer token of the realm padan in the Authorization header.",
                        "Sertakan token bearer dari realm padan pada header Authorization.");
            case 403 ->
                ProblemException.of(
                        PlatformProblem.ROLE_MISSING,
                        "The token has none of the roles that may do this.",
                        "Token tidak memiliki peran yang boleh melakukan ini.");
            case 404 ->
                ProblemException.of(
                        PlatformProblem.NOT_FOUND,
                        "There is nothing here under this address, or nothing that this caller may know of.",
                        "Tidak ada apa pun di alamat ini, atau tidak ada yang boleh diketahui pemanggil ini.");
            case 405 ->
                ProblemException.of(
                        PlatformProblem.METHOD_NOT_ALLOWED,
                        "This address exists but not for this HTTP method.",
                        "Alamat ini ada, tetapi tidak untuk metode HTTP ini.");
            case 406 ->
                ProblemException.of(
                        PlatformProblem.NOT_ACCEPTABLE,
                        "Ask for another format in the Accept header; the API description lists them.",
                        "Minta format lain pada header Accept; lihat deskripsi API.");
            case 413 ->
                ProblemException.of(
                        PlatformProblem.TOO_LARGE, "Send a smaller body.", "Kirim isi permintaan yang lebih kecil.");
            case 415 ->
                ProblemException.of(
                        PlatformProblem.UNSUPPORTED_MEDIA,
                        "Send another Content-Type; the API description lists them.",
                        "Kirim Content-Type lain; lihat deskripsi API.");
            case 503 ->
                ProblemException.of(PlatformProblem.UNAVAILABLE, "Try again shortly.", "Coba lagi sebentar lagi.")
                        .retryAfter(Duration.ofSeconds(5));
            default ->
                status >= 500
                        ? internal(failure)
                        : ProblemException.of(
                                PlatformProblem.INVALID,
                                "The request cannot be read as this operation expects it.",
                                "Permintaan tidak dapat dibaca sebagaimana diharapkan.");
        };
    }

    private static ProblemException unreadable(JsonProcessingException json) {
        String field = json instanceof JsonMappingException mapping ? pathOf(mapping) : "";
        JsonLocation location = json.getLocation();
        Integer line = location == null || location.getLineNr() < 1 ? null : location.getLineNr();
        Integer column = location == null || location.getColumnNr() < 1 ? null : location.getColumnNr();
        boolean typed = !field.isEmpty();
        String where = line == null || column == null ? "" : " (line " + line + ", column " + column + ")";
        String di = line == null || column == null ? "" : " (baris " + line + ", kolom " + column + ")";
        return ProblemException.of(
                        PlatformProblem.INVALID,
                        typed
                                ? "The value of \"" + field + "\" has the wrong type or form" + where + "."
                                : "The body is not the JSON expected here" + where + ".",
                        typed
                                ? "Nilai \"" + field + "\" salah jenis atau bentuknya" + di + "."
                                : "Isi permintaan bukan JSON yang diharapkan" + di + ".")
                .with("field", typed ? field : null)
                .with("line", line)
                .with("column", column);
    }

    private static String pathOf(JsonMappingException mapping) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return LONG_NUMBER.matcher(path).replaceAll("***");
    }

    private Response identityProviderDown() {
        LOG.warn("The identity provider gave no keys to check a token with");
        return respond(ProblemException.of(
                        PlatformProblem.UNAVAILABLE,
                        "The identity provider cannot be reached, so no token can be checked. Try again shortly.",
                        "Penyedia identitas tidak dapat dihubungi sehingga token tidak dapat diperiksa. Coba lagi.")
                .retryAfter(Duration.ofSeconds(5)));
    }

    private static boolean isIdentityProviderDown(Throwable failure) {
        return find(failure, OIDCException.class) != null || find(failure, java.net.ConnectException.class) != null;
    }

    private static boolean isDatabaseDown(Throwable failure) {
        if (find(failure, ConnectionException.class) != null) {
            return true;
        }
        SQLException sql = find(failure, SQLException.class);
        // Class 08 is a lost connection, 57P the server going down or starting up.
        return sql != null
                && sql.getSQLState() != null
                && (sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57P"));
    }

    private static ProblemException databaseDown(Throwable failure) {
        LOG.warnf("The database cannot be reached: %s", trace(failure, 1));
        return ProblemException.of(
                        PlatformProblem.UNAVAILABLE,
                        "The store cannot be reached. Nothing was half done; try again shortly.",
                        "Penyimpanan tidak dapat dihubungi. Tidak ada yang setengah jadi; coba lagi sebentar lagi.")
                .retryAfter(Duration.ofSeconds(5));
    }

    private static ProblemException internal(Throwable failure) {
        String errorId = UUID.randomUUID().toString();
        // Messages are left out: a driver's message can quote a row.
        LOG.errorf("Unexpected error %s: %s", errorId, trace(failure, FRAMES));
        return ProblemException.of(
                        PlatformProblem.INTERNAL,
                        "Tell the operator the errorId; the log has the place under it.",
                        "Sampaikan errorId kepada operator; catatannya ada di log.")
                .with("errorId", errorId);
    }

    private Response respond(ProblemException problem) {
        Response.ResponseBuilder answer =
                Response.status(problem.code().status()).type(ProblemBody.TYPE).entity(bodies.of(problem));
        if (problem.code().status() == 401) {
            boolean invalid = problem.code() == PlatformProblem.TOKEN_EXPIRED;
            answer.header(HttpHeaders.WWW_AUTHENTICATE, invalid ? CHALLENGE + ", error=\"invalid_token\"" : CHALLENGE);
        }
        if (problem.retryAfter() != null) {
            answer.header(
                    HttpHeaders.RETRY_AFTER,
                    Math.max(1, problem.retryAfter().plusMillis(999).toSeconds()));
        }
        return answer.build();
    }

    /** Class names and places without messages. */
    static String trace(Throwable failure, int frames) {
        List<String> parts = new ArrayList<>();
        Throwable at = failure;
        for (int depth = 0; at != null && depth < 8; depth++) {
            StringBuilder part = new StringBuilder(at.getClass().getName());
            if (at instanceof java.sql.SQLException database) {
                part.append(" SQLSTATE ").append(database.getSQLState());
            }
            StackTraceElement[] stack = at.getStackTrace();
            for (int i = 0; i < Math.min(frames, stack.length); i++) {
                part.append("\n    at ").append(stack[i]);
            }
            parts.add(part.toString());
            at = at.getCause() == at ? null : at.getCause();
        }
        return String.join("\n  caused by ", parts);
    }

    private static <T extends Throwable> T find(Throwable failure, Class<T> type) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < 16; depth++) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
            at = at.getCause();
        }
        return null;
    }
}
