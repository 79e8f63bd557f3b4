package id.padan.verification.batch;

import id.padan.platform.caller.Caller;
import id.padan.platform.problem.ProblemException;
import java.util.UUID;

/** What ending a list's retention takes beyond this package: its evidence kept, its destruction recorded in the log. */
public interface EndingRetention {
    /**
     * Ends a list's retention now.
     *
     * @param caller who ends it
     * @return the list, DESTROYED
     * @throws ProblemException CONFLICT while it is being received or processed; UNAVAILABLE if it could not be recorded, and then
     *     nothing is destroyed
     */
    Batch end(UUID id, Caller caller);
}
