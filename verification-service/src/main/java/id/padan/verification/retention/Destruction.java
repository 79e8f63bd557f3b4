package id.padan.verification.retention;

import id.padan.proof.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.UUID;

/**
 * What was destroyed, as its row says.
 *
 * @param record the text that the leaf commits to by SHA-256
 * @param leaf the leaf's id
 * @param completion null while the week's retention key is still there
 */
record Destruction(UUID batch, String party, String record, UUID leaf, long logIndex, Completion completion) {
    /** Kind of both leaves. */
    static final String KIND = "DESTRUCTION";

    /** Why a list was destroyed. */
    enum Reason {
        /** Its programme's retention is over. */
        RETENTION_ENDED,
        /** Its party ended retention before. */
        ENDED_EARLY
    }

    /** The week's key is gone, or there was no key left. */
    record Completion(Instant at, String record, UUID leaf, Long logIndex) {}

    /** The text of a record, and what its leaf commits to. */
    static byte[] commitment(String record) {
        return sha256(record.getBytes(StandardCharsets.UTF_8));
    }

    static String write(SortedMap<String, String> values) {
        values.values().removeIf(value -> value == null);
        return CanonicalJson.write(values);
    }

    /** Names a wrapped key without telling anything of it. */
    static String keyId(byte[] wrapped) {
        return wrapped == null ? null : HexFormat.of().formatHex(sha256(wrapped), 0, 16);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
