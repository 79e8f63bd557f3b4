package id.padan.correction.life;

/** What has become of a decision in the record itself. */
public enum Effect {
    /** Nothing is decided. */
    NONE,
    /** Decided; the record's holder is to apply it. */
    AWAITED,
    /** The record, read again, shows the proposed value (F-16). */
    APPLIED,
    /** The record, read again, shows another value. */
    DIFFERENT,
    /** The record's holder refused the value. */
    REFUSED
}
