package id.padan.platform.writing;

/** An answer whose version stands in {@code ETag}, for {@code If-Match}. */
public interface Versioned {
    int version();
}
