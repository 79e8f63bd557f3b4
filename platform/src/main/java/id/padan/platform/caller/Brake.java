package id.padan.platform.caller;

import id.padan.platform.problem.ProblemException;

/** Who has been suspended (Ps 9(2)); the gate knows, and callers are asked for it before they may do anything. */
public interface Brake {
    /** @throws ProblemException SUSPENDED for a person or client that its own party, or the agreement itself, has suspended */
    void requireInOffice(Caller caller);

    /** @throws ProblemException SUSPENDED for whom any party has suspended */
    void requireNotSuspended(Caller caller);
}
