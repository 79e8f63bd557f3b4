package id.padan.correction.life;

/**
 * Where a proposal stands. Each state's methods are the transitions that the agreement allows from it; there are no others. What is closed
 * has none.
 */
public sealed interface ProposalState {

    /** The name on the wire (design, section Interfaces). */
    enum Wire {
        SUBMITTED,
        RECEIVED,
        UNDER_REVIEW,
        PROPOSED_TO_SIASN,
        RETURNED,
        REFUSED,
        NOT_COMPETENT,
        COMPLETED,
        WITHDRAWN;

        public boolean isClosed() {
            return this == REFUSED || this == COMPLETED || this == WITHDRAWN;
        }
    }

    Wire wire();

    default Effect effect() {
        return Effect.NONE;
    }

    /** SIASN's procedure, null while there is none. */
    default Usul usul() {
        return null;
    }

    /** Why it was returned, refused or came back; null otherwise. */
    default Reason reason() {
        return null;
    }

    /** Sent, and not yet taken by the receiver. */
    record Submitted() implements ProposalState {
        @Override
        public Wire wire() {
            return Wire.SUBMITTED;
        }

        public Received receive() {
            return new Received();
        }

        public Withdrawn withdraw() {
            return new Withdrawn(null);
        }
    }

    record Received() implements ProposalState {
        @Override
        public Wire wire() {
            return Wire.RECEIVED;
        }

        public UnderReview review() {
            return new UnderReview(null, Effect.NONE);
        }

        public NotCompetent forward() {
            return new NotCompetent();
        }

        public Withdrawn withdraw() {
            return new Withdrawn(null);
        }
    }

    /** @param effect DIFFERENT or REFUSED where a decision came back from the record, else NONE */
    record UnderReview(Usul usul, Effect effect) implements ProposalState {
        @Override
        public Wire wire() {
            return Wire.UNDER_REVIEW;
        }

        /** The receiver answers: it is in SIASN's procedure now. */
        public InSiasn propose(Usul told) {
            return new InSiasn(usul == null ? told : usul.then(told), false);
        }

        public InSiasn decide() {
            return new InSiasn(usul, true);
        }

        public Returned giveBack(Reason reason) {
            return new Returned(usul, reason);
        }

        public Refused refuse(Reason reason) {
            return new Refused(usul, reason);
        }

        public NotCompetent forward() {
            return new NotCompetent();
        }

        public Withdrawn withdraw() {
            return new Withdrawn(usul);
        }
    }

    /**
     * Proposed to SIASN, or decided.
     *
     * @param usul null where the holder decides without a procedure of SIASN, as Kemnaker about its own records
     * @param decided whoever is competent has said yes; the record's holder is to apply it, and nobody can take it back
     */
    record InSiasn(Usul usul, boolean decided) implements ProposalState {
        @Override
        public Wire wire() {
            return Wire.PROPOSED_TO_SIASN;
        }

        @Override
        public Effect effect() {
            return decided ? Effect.AWAITED : Effect.NONE;
        }

        /** What SIASN says meanwhile, where that decides nothing. */
        public InSiasn report(Usul told) {
            requireUndecided();
            return new InSiasn(usul == null ? told : usul.then(told), false);
        }

        public InSiasn decide() {
            requireUndecided();
            return new InSiasn(usul, true);
        }

        public Returned giveBack(Reason reason) {
            requireUndecided();
            return new Returned(usul, reason);
        }

        public Refused refuse(Reason reason) {
            requireUndecided();
            return new Refused(usul, reason);
        }

        public Withdrawn withdraw() {
            requireUndecided();
            return new Withdrawn(usul);
        }

        /** The record shows the proposed value (F-16). */
        public Completed complete() {
            requireDecided();
            return new Completed(usul);
        }

        /** The record shows another value, or its holder refused this one. */
        public UnderReview reopen(Effect why) {
            requireDecided();
            return new UnderReview(usul, why);
        }

        private void requireUndecided() {
            if (decided) {
                throw new IllegalMoveException("it is decided, and waits for the record");
            }
        }

        private void requireDecided() {
            if (!decided) {
                throw new IllegalMoveException("nothing is decided");
            }
        }
    }

    /** BTS: back at the sender, who may mend it; the receiver's clock stands still. */
    record Returned(Usul usul, Reason reason) implements ProposalState {
        @Override
        public Wire wire() {
            return Wire.RETURNED;
        }

        public Submitted resubmit() {
            return new Submitted();
        }

        public Withdrawn withdraw() {
            return new Withdrawn(usul);
        }
    }

    /** TMS: final. */
    record Refused(Usul usul, Reason reason) implements ProposalState {
        @Override
        public Wire wire() {
            return Wire.REFUSED;
        }
    }

    /** A third agency's record: the clock stands still, and the item stays on the list until it is seen to be mended or is withdrawn. */
    record NotCompetent() implements ProposalState {
        @Override
        public Wire wire() {
            return Wire.NOT_COMPETENT;
        }

        /** The agency has answered. */
        public UnderReview review() {
            return new UnderReview(null, Effect.NONE);
        }

        public Withdrawn withdraw() {
            return new Withdrawn(null);
        }
    }

    record Completed(Usul usul) implements ProposalState {
        @Override
        public Wire wire() {
            return Wire.COMPLETED;
        }

        @Override
        public Effect effect() {
            return Effect.APPLIED;
        }
    }

    record Withdrawn(Usul usul) implements ProposalState {
        @Override
        public Wire wire() {
            return Wire.WITHDRAWN;
        }
    }

    /** The state as it was kept. */
    static ProposalState of(Wire wire, Usul usul, Reason reason, Effect effect) {
        return switch (wire) {
            case SUBMITTED -> new Submitted();
            case RECEIVED -> new Received();
            case UNDER_REVIEW -> new UnderReview(usul, effect);
            case PROPOSED_TO_SIASN -> new InSiasn(usul, effect == Effect.AWAITED);
            case RETURNED -> new Returned(usul, reason);
            case REFUSED -> new Refused(usul, reason);
            case NOT_COMPETENT -> new NotCompetent();
            case COMPLETED -> new Completed(usul);
            case WITHDRAWN -> new Withdrawn(usul);
        };
    }

    /** A transition that the state does not have. */
    final class IllegalMoveException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public IllegalMoveException(String why) {
            super(why, null, false, false);
        }
    }
}
