package id.padan.agreement.casework;

/** The registers, each with the segment of its path. */
public enum CaseKind {
    OBLIGATION("obligations"),
    MEETING("meetings"),
    CONTACT("contacts"),
    DIFFERENCE("differences"),
    DOCUMENT("documents"),
    FORCE_MAJEURE("force-majeure"),
    SUBJECT_REQUEST("subject-requests"),
    GUIDANCE("guidance");

    private final String path;

    CaseKind(String path) {
        this.path = path;
    }

    /** As in {@code /agreements/{id}/meetings}. */
    public String path() {
        return path;
    }
}
