package id.padan.verification.chunk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The salt of each row's commitment: AES-256 of the row's number under a key derived from the attempt's data key by HKDF-SHA-256
 * (RFC 5869). A receipt shows its own row's salt only, which gives no neighbour's away; when the data key is destroyed the salts are gone
 * with it. One block a row instead of HMAC's four (ADR 0017).
 */
final class RowSalts {
    static final int GROUP = 64;
    static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final byte[] INFO = "padan row salts 2".getBytes(StandardCharsets.US_ASCII);

    private final Cipher cipher;
    private final byte[] numbers = new byte[GROUP * SALT_BYTES];

    RowSalts(byte[] dataKey) {
        try {
            cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key(dataKey));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES or no HKDF", e);
        }
    }

    private static SecretKey key(byte[] dataKey) throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveKey("AES", HKDFParameterSpec.ofExtract().addIKM(dataKey).thenExpand(INFO, KEY_BYTES));
    }

    /** Fills {@code into} with the salts of the group that begins with row {@code firstRow}: 64 times 16 bytes. */
    void group(long firstRow, byte[] into) {
        var blocks = ByteBuffer.wrap(numbers);
        for (int i = 0; i < GROUP; i++) {
            blocks.putLong(i * SALT_BYTES + Long.BYTES, firstRow + i);
        }
        try {
            // Each number is one block and never comes twice under a key: that is all that is asked of ECB here.
            cipher.doFinal(numbers, 0, numbers.length, into, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the salts' buffer is too short", e);
        }
    }
}
