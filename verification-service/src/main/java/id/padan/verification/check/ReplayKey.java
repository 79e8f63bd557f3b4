package id.padan.verification.check;

import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A caller's Idempotency-Key together with its body. Finds its row by a hash of caller and key; all else needs key and body
 * themselves, so that the table gives away neither NIKs nor answers.
 */
final class ReplayKey {
    private static final int LONGEST = 255;
    private static final int TAG_BITS = 128;

    private final String lookup;
    private final byte[] secret;

    private ReplayKey(String lookup, byte[] secret) {
        this.lookup = lookup;
        this.secret = secret;
    }

    /** @throws ProblemException INVALID if the key is not 1 to 255 visible ASCII characters */
    static ReplayKey of(Caller caller, String key, CheckRequest request) {
        if (key.isEmpty() || key.length() > LONGEST || key.chars().anyMatch(c -> c < '!' || c > '~')) {
            throw ProblemException.of(
                            PlatformProblem.INVALID,
                            "An Idempotency-Key has 1 to 255 visible ASCII characters; a UUID is best.",
                            "Idempotency-Key terdiri atas 1 sampai 255 karakter ASCII; sebaiknya UUID.")
                    .with("field", "Idempotency-Key");
        }
        var lookup = sha256(framed("lookup", caller.party(), caller.client(), caller.subject(), key));
        var secret = framed(
                key,
                request.nik(),
                request.purpose(),
                request.programCode(),
                request.asOf() == null ? null : request.asOf().toString());
        return new ReplayKey(HexFormat.of().formatHex(lookup), secret);
    }

    /** In hexadecimal, to be sorted and compared. */
    String lookup() {
        return lookup;
    }

    /** Tells whether a later request has the same body, to whoever has key and body. */
    byte[] bodyHash(byte[] salt) {
        return hmac(hmac(salt, secret), "body".getBytes(StandardCharsets.US_ASCII));
    }

    byte[] seal(byte[] salt, byte[] clear) {
        return cipher(Cipher.ENCRYPT_MODE, salt, clear);
    }

    byte[] open(byte[] salt, byte[] sealed) {
        return cipher(Cipher.DECRYPT_MODE, salt, sealed);
    }

    private byte[] cipher(int mode, byte[] salt, byte[] input) {
        try {
            var key = hmac(hmac(salt, secret), "answer".getBytes(StandardCharsets.US_ASCII));
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            // Each salt makes a key that seals once, so the nonce need not vary.
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, new byte[12]));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored answer cannot be sealed or opened", e);
        }
    }

    /** Lengths before the parts: no two lists of parts give the same bytes. */
    private static byte[] framed(String... parts) {
        var bytes = new byte[parts.length][];
        int length = 0;
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = parts[i] == null ? null : parts[i].getBytes(StandardCharsets.UTF_8);
            length += Integer.BYTES + (bytes[i] == null ? 0 : bytes[i].length);
        }
        var framed = ByteBuffer.allocate(length);
        for (var part : bytes) {
            framed.putInt(part == null ? -1 : part.length);
            if (part != null) {
                framed.put(part);
            }
        }
        return framed.array();
    }

    private static byte[] sha256(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, byte[] input) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}
