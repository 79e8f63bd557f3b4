package id.padan.verification.batch;

import java.util.EnumSet;
import java.util.Set;

/** Where a list stands. The names are on the wire. */
public enum BatchState {
    /** Rows are arriving; nothing is answered yet. */
    RECEIVING,
    /** The list is sealed with total and hash; its chunks are being answered. */
    PROCESSING,
    /** Every row has its status, and every row that may be answered its answer. */
    COMPLETED,
    /** Every row has its status, but some could not be processed, because the agreement closed meanwhile. */
    COMPLETED_PARTLY,
    /** Nothing is kept of it; the same Idempotency-Key tries again. */
    FAILED,
    /** Retention has ended: rows and results are gone for good, counts stay. */
    DESTROYED;

    /** Whether its retention may be ended now. */
    public boolean mayBeDestroyed() {
        return next().contains(DESTROYED);
    }

    /** What may follow. RECEIVING follows itself when a second upload takes over. */
    Set<BatchState> next() {
        return switch (this) {
            case RECEIVING -> EnumSet.of(RECEIVING, PROCESSING, FAILED);
            case PROCESSING -> EnumSet.of(COMPLETED, COMPLETED_PARTLY, FAILED);
            case COMPLETED, COMPLETED_PARTLY -> EnumSet.of(DESTROYED);
            case FAILED -> EnumSet.of(RECEIVING, DESTROYED);
            case DESTROYED -> EnumSet.noneOf(BatchState.class);
        };
    }

    /** Nothing more happens by itself. */
    public boolean ended() {
        return this != RECEIVING && this != PROCESSING;
    }

    /** There are results to read. */
    public boolean hasResults() {
        return this == COMPLETED || this == COMPLETED_PARTLY;
    }
}
