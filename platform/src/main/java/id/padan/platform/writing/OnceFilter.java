package id.padan.platform.writing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Does writes {@link Once}. Act and kept answer are one transaction: whatever the resource writes through Jdbi on this thread joins the
 * transaction that is begun here, so an act without its answer, or the other way round, cannot be.
 */
@Once
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class OnceFilter {

    private static final Pattern KEY = Pattern.compile("[!-~]{1,200}");
    private static final Pattern NIK = Pattern.compile("[0-9]{16}");

    private final Jdbi jdbi;
    private final Callers callers;
    private final CurrentVertxRequest current;
    private final ObjectWriter json;

    OnceFilter(Jdbi jdbi, Callers callers, CurrentVertxRequest current, ObjectMapper json) {
        this.jdbi = jdbi;
        this.callers = callers;
        this.current = current;
        // A body's maps have another order in each run of the program.
        this.json = json.writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    }

    /** An answer as it is kept. */
    private record Kept(int status, String location, String etag, String body) {
        Response toResponse() {
            var response = Response.status(status)
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(body);
            return response.location(location == null ? null : URI.create(location))
                    .header(HttpHeaders.ETAG, etag)
                    .build();
        }
    }

    @AroundInvoke
    Object answer(InvocationContext call) throws Exception {
        HttpServerRequest request = current.getCurrent().request();
        String key = request.getHeader(Once.HEADER);
        if (key == null || request.method().equals(HttpMethod.GET)) {
            return call.proceed();
        }
        if (!KEY.matcher(key).matches() || NIK.matcher(key).find()) {
            throw Words.invalid(
                    Once.HEADER,
                    "An Idempotency-Key has 1 to 200 visible ASCII characters, and never a NIK.",
                    "Idempotency-Key terdiri atas 1 sampai 200 karakter ASCII tercetak, bukan NIK.");
        }
        // Another caller's answer is none of this one's business, though the key be the same.
        Caller caller = callers.require();
        byte[] asked = sha256(
                text(new Object[] {caller.subject(), request.method().name(), request.path(), call.getParameters()}));
        return jdbi.inTransaction(tx -> {
            tx.execute("select pg_advisory_xact_lock(hashtextextended(?, 160))", caller.party() + '\n' + key);
            Optional<Kept> before = find(tx, caller.party(), key, asked);
            if (before.isPresent()) {
                throw new WebApplicationException(before.get().toResponse());
            }
            Object answer = call.proceed();
            keep(tx, caller.party(), key, asked, kept(call, answer));
            return answer;
        });
    }

    private static Optional<Kept> find(Handle tx, String party, String key, byte[] asked) {
        return tx.createQuery("select * from acting_once where party = :party and idempotency_key = :key")
                .bind("party", party)
                .bind("key", key)
                .map((row, context) -> {
                    if (!MessageDigest.isEqual(row.getBytes("request_sha256"), asked)) {
                        throw ProblemException.of(
                                PlatformProblem.IDEMPOTENCY_MISMATCH,
                                "This Idempotency-Key was used for another request. Use a new key.",
                                "Idempotency-Key ini sudah dipakai untuk permintaan lain. Gunakan kunci baru.");
                    }
                    return new Kept(
                            row.getInt("status"),
                            row.getString("location"),
                            row.getString("etag"),
                            row.getString("answer"));
                })
                .findOne();
    }

    private Kept kept(InvocationContext call, Object answer) {
        if (answer instanceof Response response) {
            return new Kept(
                    response.getStatus(),
                    response.getHeaderString(HttpHeaders.LOCATION),
                    response.getHeaderString(HttpHeaders.ETAG),
                    text(response.getEntity()));
        }
        var status = call.getMethod().getAnnotation(ResponseStatus.class);
        return new Kept(
                status == null ? 200 : status.value(),
                null,
                answer instanceof Versioned versioned ? '"' + Integer.toString(versioned.version()) + '"' : null,
                text(answer));
    }

    private static void keep(Handle tx, String party, String key, byte[] asked, Kept kept) {
        // A few at a time, so that no write pays for all; what another write is just forgetting is left to it.
        tx.execute("""
                delete from acting_once where (party, idempotency_key) in (
                    select party, idempotency_key from acting_once
                    where at < clock_timestamp() - interval '90 days' limit 100 for update skip locked)""");
        tx.createUpdate("""
                        insert into acting_once (party, idempotency_key, request_sha256, answer, status, location, etag)
                        values (:party, :key, :asked, :answer, :status, :location, :etag)""")
                .bind("party", party)
                .bind("key", key)
                .bind("asked", asked)
                .bind("answer", kept.body())
                .bind("status", kept.status())
                .bind("location", kept.location())
                .bind("etag", kept.etag())
                .execute();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            // No cause: its message may quote a value.
            throw new IllegalStateException("a request or answer cannot be written as JSON");
        }
    }
}
