package id.padan.platform.problem;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Ends a request with problem details. Details are written by us for the reader; they never repeat what the caller sent, because that
 * may be a NIK.
 */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProblemCode code;
    private final String detailEn;
    private final String detailId;
    private final transient Map<String, Object> extensions;
    private final Duration retryAfter;

    private ProblemException(
            ProblemCode code, String detailEn, String detailId, Map<String, Object> extensions, Duration retryAfter) {
        // Expected refusals are cheap: no stack trace is taken, and none can leak.
        super(code.name() + ": " + detailEn, null, false, false);
        this.code = code;
        this.detailEn = detailEn;
        this.detailId = detailId;
        this.extensions = extensions;
        this.retryAfter = retryAfter;
    }

    public static ProblemException of(ProblemCode code, String detailEn, String detailId) {
        return new ProblemException(
                Objects.requireNonNull(code),
                Objects.requireNonNull(detailEn),
                Objects.requireNonNull(detailId),
                Map.of(),
                null);
    }

    /** A copy with one more member in the body, such as {@code field}, {@code row}, {@code column} or {@code clause}; null adds nothing. */
    public ProblemException with(String key, Object value) {
        if (value == null) {
            return this;
        }
        Map<String, Object> more = new LinkedHashMap<>(extensions);
        more.put(key, value);
        return new ProblemException(code, detailEn, detailId, more, retryAfter);
    }

    /** A copy whose answer carries {@code Retry-After} in whole seconds, at least one. */
    public ProblemException retryAfter(Duration wait) {
        return new ProblemException(code, detailEn, detailId, extensions, wait);
    }

    public ProblemCode code() {
        return code;
    }

    public String detailEn() {
        return detailEn;
    }

    public String detailId() {
        return detailId;
    }

    public Map<String, Object> extensions() {
        return Collections.unmodifiableMap(extensions);
    }

    /** How long to wait before trying again, or null when trying again changes nothing. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
