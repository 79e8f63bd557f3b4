package id.padan.platform.problem;

/**
 * A stable code that programs outside may test for. Each service has one enum of its own beside {@link PlatformProblem}; {@code name()}
 * is the wire code and never changes its meaning.
 */
public interface ProblemCode {

    /** The wire value of {@code code}, and the end of {@code type}: {@code urn:padan:problem:NAME}. */
    String name();

    Meaning meaning();

    /**
     * What is the same for every occurrence.
     *
     * @param status the HTTP status that it is always answered with
     * @param titleEn one short English sentence
     * @param titleId the same sentence in Indonesian ({@code judul})
     */
    record Meaning(int status, String titleEn, String titleId) {}

    default int status() {
        return meaning().status();
    }

    default String titleEn() {
        return meaning().titleEn();
    }

    default String titleId() {
        return meaning().titleId();
    }
}
