package id.padan.cli.access;

/** How a command ends; scripts rely on these numbers. */
public final class ExitCode {
    public static final int OK = 0;
    /** Wrong usage, a file that cannot be read or written, something that does not exist. */
    public static final int USAGE = 1;
    /** 401 or 403: not logged in, or the agreement does not open it. */
    public static final int REFUSED = 2;
    /** 400, 413, 415, 422: what was sent is not acceptable. */
    public static final int NOT_ACCEPTED = 3;
    /** The job failed, or not everything got an answer; results that differ from what was expected. */
    public static final int INCOMPLETE = 4;
    /** No connection, 429, 5xx. */
    public static final int UNAVAILABLE = 5;

    /** For help texts. */
    public static final String HELP =
            "%nExit codes: 0 ok; 1 usage or file error; 2 refused by login or agreement (401, 403);%n"
                    + "3 what was sent is not acceptable (400, 413, 415, 422); 4 failed or completed partly;%n"
                    + "5 service unavailable.";

    private ExitCode() {}

    static int ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> REFUSED;
            case 400, 413, 415, 422 -> NOT_ACCEPTED;
            case 429 -> UNAVAILABLE;
            default -> status >= 500 ? UNAVAILABLE : USAGE;
        };
    }
}
