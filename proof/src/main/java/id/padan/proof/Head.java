package id.padan.proof;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * What a log says of itself at one size: a C2SP checkpoint (tlog-checkpoint) with two extension lines, the hash of the head before it
 * and the log's time.
 *
 * @param origin the log's name, such as {@code padan/kemnaker-bkn/verification}
 * @param size leaves
 * @param root the Merkle root over them (RFC 9162 2.1.1)
 * @param previous SHA-256 of the previous head's text; 32 zero bytes for the first head
 * @param at the log's time of the last leaf; never before that of the head in front of it
 */
public record Head(String origin, long size, byte[] root, byte[] previous, Instant at) {
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");

    public Head {
        if (origin == null
                || origin.isEmpty()
                || origin.chars().anyMatch(c -> c <= ' ' || c > '~' || c == '+')
                || size < 0
                || root.length != TreeHash.BYTES
                || previous.length != TreeHash.BYTES) {
            throw new IllegalArgumentException("not a head of a log");
        }
    }

    /** What is signed: five lines, each ended. */
    public String text() {
        var base64 = Base64.getEncoder();
        return origin + "\n" + size + "\n" + base64.encodeToString(root) + "\nprevious "
                + base64.encodeToString(previous) + "\ntime " + at + "\n";
    }

    /** SHA-256 of {@link #text()}: what the next head names as its previous. */
    public byte[] hash() {
        return new TreeHash().sha256(text().getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ProofFault if the text is not byte for byte what {@link #text()} writes */
    public static Head parse(String text) throws ProofFault {
        var lines = text.split("\n", -1);
        if (lines.length != 6
                || !SIZE.matcher(lines[1]).matches()
                || !lines[3].startsWith("previous ")
                || !lines[4].startsWith("time ")) {
            throw new ProofFault("the head is not written as a head of a Padan log");
        }
        try {
            var head = new Head(
                    lines[0],
                    Long.parseLong(lines[1]),
                    Base64.getDecoder().decode(lines[2]),
                    Base64.getDecoder().decode(lines[3].substring("previous ".length())),
                    Instant.parse(lines[4].substring("time ".length())));
            if (head.text().equals(text)) {
                return head;
            }
        } catch (IllegalArgumentException | DateTimeParseException notAHead) {
            throw new ProofFault("the head is not written as a head of a Padan log");
        }
        throw new ProofFault("the head is not written as a head of a Padan log");
    }
}
