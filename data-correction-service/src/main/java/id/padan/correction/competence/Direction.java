package id.padan.correction.competence;

import java.util.Arrays;
import java.util.Optional;

/** From whom to whom (F-02). It comes from the token's party, never from the body. */
public enum Direction {
    KEMNAKER_TO_BKN("kemnaker", "bkn"),
    BKN_TO_KEMNAKER("bkn", "kemnaker");

    private final String proposer;
    private final String receiver;

    Direction(String proposer, String receiver) {
        this.proposer = proposer;
        this.receiver = receiver;
    }

    public String proposer() {
        return proposer;
    }

    public String receiver() {
        return receiver;
    }

    public static Optional<Direction> from(String party) {
        return Arrays.stream(values())
                .filter(direction -> direction.proposer.equals(party))
                .findFirst();
    }
}
