package id.padan.platform.problem;

/** Which paths of a service may have large bodies: a bean of this type keeps the service's limit to them. */
public interface BodySizes {

    /** What a path may have that has no reason for more. */
    long HOUSE = 1 << 20;
    /** As much as the service takes anywhere, {@code quarkus.http.limits.max-body-size}. */
    long SERVICE = Long.MAX_VALUE;

    /**
     * @param path normalized
     * @return bytes
     */
    long most(String path);
}
