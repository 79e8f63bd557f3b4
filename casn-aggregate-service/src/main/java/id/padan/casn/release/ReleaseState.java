package id.padan.casn.release;

/** How far a release has come. */
public enum ReleaseState {
    DRAFT,
    /** Cells are hidden; the attack runs. */
    PROTECTED,
    /** The attack found nothing; an approver may publish it. */
    ATTACKED,
    /** The attack found a cell too narrowly bound; it never goes out. */
    UNSAFE,
    FAILED,
    PUBLISHED,
    REFUSED
}
