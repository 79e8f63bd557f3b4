package id.padan.verification.chunk;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * One chunk of one upload attempt; its Kafka key is {@code batch/attempt/number} and says nothing about a person.
 *
 * @param batch the batch's id
 * @param attempt the upload attempt, from 1
 * @param number position in the list, from 0
 */
public record ChunkId(UUID batch, int attempt, int number) {
    private static final Pattern KEY =
            Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(\\d{1,9})/(\\d{1,9})");

    public ChunkId {
        if (attempt < 1 || number < 0) {
            throw new IllegalArgumentException("attempts count from 1 and chunks from 0");
        }
    }

    /** What a record's key names, empty if it is no chunk key. */
    public static Optional<ChunkId> find(byte[] key) {
        if (key == null) {
            return Optional.empty();
        }
        var matcher = KEY.matcher(new String(key, StandardCharsets.US_ASCII));
        if (!matcher.matches() || matcher.group(2).equals("0")) {
            return Optional.empty();
        }
        return Optional.of(new ChunkId(
                UUID.fromString(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3))));
    }

    public byte[] key() {
        return toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return batch + "/" + attempt + "/" + number;
    }
}
