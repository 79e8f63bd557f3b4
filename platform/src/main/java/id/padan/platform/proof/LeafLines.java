package id.padan.platform.proof;

import java.util.ArrayList;
import java.util.List;

/**
 * How the leaves of a group lie in its row: one a line. Most of a crowd's leaves differ from each other in commitment and id only; in a group
 * of some size these two stand for such a leaf, which is a quarter of what is written and made durable while the head row is held. What is
 * hashed and shown is always the whole leaf.
 */
final class LeafLines {
    /** Smaller groups stay readable for whoever looks into the table. */
    private static final int CROWD = 16;

    private static final String COMMITMENT = "\"commitment\":\"";
    private static final String ID = "\"id\":\"";
    private static final int COMMITMENT_LENGTH = 64;
    private static final int ID_LENGTH = 36;

    private LeafLines() {}

    static String join(List<String> leaves) {
        if (leaves.size() < CROWD) {
            return String.join("\n", leaves);
        }
        var lines = new StringBuilder(leaves.size() * (COMMITMENT_LENGTH + ID_LENGTH + 1) + 1024);
        Whole whole = null;
        for (var leaf : leaves) {
            if (whole != null) {
                lines.append('\n');
            }
            if (whole != null && whole.isLike(leaf)) {
                lines.append(leaf, whole.commitment, whole.commitment + COMMITMENT_LENGTH)
                        .append(leaf, whole.id, whole.id + ID_LENGTH);
            } else {
                lines.append(leaf);
                whole = Whole.of(leaf);
            }
        }
        return lines.toString();
    }

    /** A line that nothing can be made of is given as it stands: it is not the leaf that was hashed. */
    static List<String> split(String content) {
        var leaves = new ArrayList<String>();
        Whole whole = null;
        for (var line : content.split("\n")) {
            boolean isShort = line.length() == COMMITMENT_LENGTH + ID_LENGTH && !line.startsWith("{");
            if (isShort && whole != null && whole.id > 0) {
                leaves.add(whole.with(line));
            } else {
                leaves.add(line);
                whole = line.startsWith("{") ? Whole.of(line) : whole;
            }
        }
        return leaves;
    }

    /**
     * A leaf that is written in full.
     *
     * @param commitment where it begins
     * @param id where it begins, behind the commitment; 0 if the leaf lacks one of them
     */
    private record Whole(String leaf, int commitment, int id) {
        static Whole of(String leaf) {
            // Quotes inside a leaf's values are escaped, so these two are its members and nothing else.
            int commitment = leaf.indexOf(COMMITMENT) + COMMITMENT.length();
            int id = leaf.indexOf(ID, commitment) + ID.length();
            boolean hasBoth = commitment >= COMMITMENT.length()
                    && id >= commitment + COMMITMENT_LENGTH
                    && leaf.length() > id + ID_LENGTH;
            return new Whole(leaf, commitment, hasBoth ? id : 0);
        }

        boolean isLike(String other) {
            int middle = commitment + COMMITMENT_LENGTH;
            int end = id + ID_LENGTH;
            return id > 0
                    && other.length() == leaf.length()
                    && other.regionMatches(0, leaf, 0, commitment)
                    && other.regionMatches(middle, leaf, middle, id - middle)
                    && other.regionMatches(end, leaf, end, leaf.length() - end);
        }

        String with(String line) {
            return leaf.substring(0, commitment)
                    + line.substring(0, COMMITMENT_LENGTH)
                    + leaf.substring(commitment + COMMITMENT_LENGTH, id)
                    + line.substring(COMMITMENT_LENGTH)
                    + leaf.substring(id + ID_LENGTH);
        }
    }
}
