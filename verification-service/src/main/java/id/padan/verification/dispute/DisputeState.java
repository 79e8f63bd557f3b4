package id.padan.verification.dispute;

import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.verification.answer.Answer;
import java.util.UUID;

/** Where a dispute stands; its methods are the transitions that law knows, and every other one is a conflict. */
sealed interface DisputeState {
    String name();

    default DisputeState review() {
        throw impossible();
    }

    default DisputeState uphold() {
        throw impossible();
    }

    default DisputeState change(Answer answer, UUID leaf) {
        throw impossible();
    }

    default DisputeState withdraw() {
        throw impossible();
    }

    default boolean isOpen() {
        return false;
    }

    /** What an open dispute can come to, whether the holder has taken it up or not. */
    sealed interface Open extends DisputeState {
        @Override
        default DisputeState uphold() {
            return new Upheld();
        }

        @Override
        default DisputeState change(Answer answer, UUID leaf) {
            return new Changed(answer, leaf);
        }

        @Override
        default DisputeState withdraw() {
            return new Withdrawn();
        }

        @Override
        default boolean isOpen() {
            return true;
        }
    }

    record Raised() implements Open {
        @Override
        public String name() {
            return "RAISED";
        }

        @Override
        public DisputeState review() {
            return new UnderReview();
        }
    }

    record UnderReview() implements Open {
        @Override
        public String name() {
            return "UNDER_REVIEW";
        }
    }

    /** TETAP: the answer stands. */
    record Upheld() implements DisputeState {
        @Override
        public String name() {
            return "UPHELD";
        }
    }

    /**
     * DIUBAH: another answer is given.
     *
     * @param leaf of the new answer
     */
    record Changed(Answer answer, UUID leaf) implements DisputeState {
        @Override
        public String name() {
            return "CHANGED";
        }
    }

    record Withdrawn() implements DisputeState {
        @Override
        public String name() {
            return "WITHDRAWN";
        }
    }

    static DisputeState of(String name, String newAnswer, UUID newLeaf) {
        return switch (name) {
            case "RAISED" -> new Raised();
            case "UNDER_REVIEW" -> new UnderReview();
            case "UPHELD" -> new Upheld();
            case "CHANGED" -> new Changed(Answer.valueOf(newAnswer), newLeaf);
            case "WITHDRAWN" -> new Withdrawn();
            default -> throw new IllegalArgumentException("no state of a dispute");
        };
    }

    private ProblemException impossible() {
        return ProblemException.of(
                        PlatformProblem.CONFLICT,
                        "The dispute is " + name() + "; from there this step does not lead on.",
                        "Sengketa berstatus " + name() + "; langkah ini tidak dapat dilakukan dari status itu.")
                .with("state", name());
    }
}
