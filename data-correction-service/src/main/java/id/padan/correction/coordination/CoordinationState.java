package id.padan.correction.coordination;

import id.padan.platform.writing.Words;
import java.util.Set;
import java.util.TreeSet;

/** Where a coordination stands; its methods are the moves that lead on, and every other one is a conflict. */
sealed interface CoordinationState {
    String name();

    /** The list's party hands in the result with its notes. */
    default CoordinationState submit() {
        throw impossible();
    }

    /** The holder has something to say, and wants it handed in again. */
    default CoordinationState comment() {
        throw impossible();
    }

    default CoordinationState acknowledge() {
        throw impossible();
    }

    /** From one party's side; when both have, it is closed. */
    default CoordinationState close(String party) {
        throw impossible();
    }

    record Open() implements CoordinationState {
        @Override
        public String name() {
            return "OPEN";
        }

        @Override
        public CoordinationState submit() {
            return new Submitted();
        }
    }

    record Submitted() implements CoordinationState {
        @Override
        public String name() {
            return "SUBMITTED";
        }

        @Override
        public CoordinationState comment() {
            return new Commented();
        }

        @Override
        public CoordinationState acknowledge() {
            return new Acknowledged(Set.of());
        }
    }

    record Commented() implements CoordinationState {
        @Override
        public String name() {
            return "COMMENTED";
        }

        @Override
        public CoordinationState submit() {
            return new Submitted();
        }
    }

    /** @param closedBy the party that has closed it already, if one has */
    record Acknowledged(Set<String> closedBy) implements CoordinationState {
        public Acknowledged {
            closedBy = Set.copyOf(closedBy);
        }

        @Override
        public String name() {
            return "ACKNOWLEDGED";
        }

        @Override
        public CoordinationState close(String party) {
            if (closedBy.contains(party)) {
                throw Words.conflict(
                                "Your party has closed it already; the other one has not.",
                                "Pihak Anda sudah menutupnya; pihak lain belum.")
                        .with("state", name());
            }
            var both = new TreeSet<>(closedBy);
            both.add(party);
            return both.size() == 2 ? new Closed(both) : new Acknowledged(both);
        }
    }

    record Closed(Set<String> closedBy) implements CoordinationState {
        public Closed {
            closedBy = Set.copyOf(closedBy);
        }

        @Override
        public String name() {
            return "CLOSED";
        }
    }

    static CoordinationState of(String name, Set<String> closedBy) {
        return switch (name) {
            case "OPEN" -> new Open();
            case "SUBMITTED" -> new Submitted();
            case "COMMENTED" -> new Commented();
            case "ACKNOWLEDGED" -> new Acknowledged(closedBy);
            case "CLOSED" -> new Closed(closedBy);
            default -> throw new IllegalArgumentException("no state of a coordination");
        };
    }

    default Set<String> parties() {
        return switch (this) {
            case Acknowledged one -> one.closedBy();
            case Closed one -> one.closedBy();
            default -> Set.of();
        };
    }

    private RuntimeException impossible() {
        return Words.conflict(
                        "The coordination is " + name() + "; from there this step does not lead on.",
                        "Koordinasi berstatus " + name() + "; langkah ini tidak dapat dilakukan dari status itu.")
                .with("state", name());
    }
}
