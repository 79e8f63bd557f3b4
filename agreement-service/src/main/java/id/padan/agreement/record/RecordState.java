package id.padan.agreement.record;

import java.util.Set;
import java.util.TreeSet;

/** Where a record stands. What may follow is what a state has a method for; nothing leads back. */
sealed interface RecordState {

    /** The state's name on the wire and in the store. */
    String name();

    /** @param drafter subject of who drafted it */
    record Draft(String drafter) implements RecordState {
        @Override
        public String name() {
            return "DRAFT";
        }

        /** @throws SameEyes if the drafter checks his own draft */
        Checked check(String actor) {
            requireOther(drafter, actor);
            return new Checked(drafter, Set.of());
        }
    }

    /** @param signed parties that have signed so far */
    record Checked(String drafter, Set<String> signed) implements RecordState {
        public Checked {
            signed = Set.copyOf(signed);
        }

        @Override
        public String name() {
            return "CHECKED";
        }

        /**
         * @param needed parties that must sign
         * @return still this state until all of them have
         * @throws SameEyes if the drafter signs his own draft
         */
        RecordState sign(String actor, String party, Set<String> needed) {
            requireOther(drafter, actor);
            var all = new TreeSet<>(signed);
            all.add(party);
            return all.containsAll(needed) ? new Signed(drafter) : new Checked(drafter, all);
        }
    }

    record Signed(String drafter) implements RecordState {
        @Override
        public String name() {
            return "SIGNED";
        }

        Sent send() {
            return new Sent(drafter);
        }
    }

    record Sent(String drafter) implements RecordState {
        @Override
        public String name() {
            return "SENT";
        }

        /** With it the duty of Ps 3(2)f is met. */
        Received receive() {
            return new Received(drafter);
        }

        Refused refuse() {
            return new Refused(drafter);
        }
    }

    record Received(String drafter) implements RecordState {
        @Override
        public String name() {
            return "RECEIVED";
        }
    }

    record Refused(String drafter) implements RecordState {
        @Override
        public String name() {
            return "REFUSED";
        }
    }

    String drafter();

    /** Four eyes: one person's record is no record. */
    final class SameEyes extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private SameEyes() {
            super("the drafter cannot check or sign the draft", null, false, false);
        }
    }

    private static void requireOther(String drafter, String actor) {
        if (drafter.equals(actor)) {
            throw new SameEyes();
        }
    }

    static RecordState of(String name, String drafter, Set<String> signed) {
        return switch (name) {
            case "DRAFT" -> new Draft(drafter);
            case "CHECKED" -> new Checked(drafter, signed);
            case "SIGNED" -> new Signed(drafter);
            case "SENT" -> new Sent(drafter);
            case "RECEIVED" -> new Received(drafter);
            case "REFUSED" -> new Refused(drafter);
            default -> throw new IllegalStateException("the store holds a record in no known state");
        };
    }
}
