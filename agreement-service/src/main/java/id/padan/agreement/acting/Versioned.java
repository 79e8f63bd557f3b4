package id.padan.agreement.acting;

/** An answer whose version stands in {@code ETag}, for {@code If-Match}. */
public interface Versioned {
    int version();
}
