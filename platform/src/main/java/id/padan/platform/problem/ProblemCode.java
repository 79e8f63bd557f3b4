package id.padan.platform.problem;

/**
 * A stable code that programs outside may test for. Each service has one enum of its own beside {@link PlatformProblem}; {@code name()}
 * is the wire code and never changes its meaning.
 */
public interface ProblemCode {

    /** The wire value of {@code code}, and the end of {@code type}: {@code urn:padan:problem:NAME}. */
    String name();

    /** The HTTP status this problem is always answered with. */
    int status();

    /** One short English sentence, the same for every occurrence. */
    String titleEn();

    /** The same sentence in Indonesian ({@code judul}). */
    String titleId();
}
