package id.padan.platform.token;

import java.util.HexFormat;
import java.util.UUID;

/**
 * The token of a NIK: all 128 bits of its AES-CMAC, so that no two NIKs share one within an epoch. Never shown outside BKN's side.
 *
 * @param hi the first 8 bytes, big-endian
 * @param lo the last 8 bytes, big-endian
 */
public record NikToken(long hi, long lo) {
    private static final int KEY_LENGTH = 32;

    /** Reads the Kafka key of {@code asn.status.v1}. */
    public static NikToken of(String key) {
        if (key.length() != KEY_LENGTH) {
            throw new IllegalArgumentException("a token is 32 hexadecimal digits");
        }
        try {
            return new NikToken(
                    HexFormat.fromHexDigitsToLong(key, 0, 16), HexFormat.fromHexDigitsToLong(key, 16, KEY_LENGTH));
        } catch (NumberFormatException notHex) {
            // The cause would carry the value into a log.
            throw new IllegalArgumentException("a token is 32 hexadecimal digits");
        }
    }

    public static NikToken of(UUID uuid) {
        return new NikToken(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    /** The Kafka key: 32 lower-case hexadecimal digits. */
    public String toKey() {
        var digits = new char[KEY_LENGTH];
        for (int i = 0; i < 16; i++) {
            digits[15 - i] = Character.forDigit((int) (hi >>> (4 * i)) & 0xf, 16);
            digits[31 - i] = Character.forDigit((int) (lo >>> (4 * i)) & 0xf, 16);
        }
        return new String(digits);
    }

    /** The same 128 bits in PostgreSQL's 16-byte type; its version and variant bits mean nothing. */
    public UUID toUuid() {
        return new UUID(hi, lo);
    }

    /** Masked: a token in a log is a person in a log. */
    @Override
    public String toString() {
        return "NikToken[masked]";
    }
}
