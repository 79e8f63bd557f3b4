package id.padan.verification.chunk;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The salt of each row's commitment: 16 bytes derived from the attempt's data key and the row's number by HKDF-SHA-256 (RFC 5869),
 * expanded once per group of 64 rows. A receipt shows its own row's salt only, which gives no neighbour's away; when the data key is
 * destroyed the salts are gone with it.
 */
final class RowSalts {
    static final int GROUP = 64;
    static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final byte[] INFO = "padan row salt 1".getBytes(StandardCharsets.US_ASCII);

    private final Mac expand;

    RowSalts(byte[] dataKey) {
        try {
            var extract = Mac.getInstance("HmacSHA256");
            extract.init(new SecretKeySpec(new byte[HASH_BYTES], "HmacSHA256"));
            expand = Mac.getInstance("HmacSHA256");
            expand.init(new SecretKeySpec(extract.doFinal(dataKey), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Fills {@code into} with the salts of the group that begins with row {@code firstRow}: 64 times 16 bytes. */
    void group(long firstRow, byte[] into) {
        var info = new byte[INFO.length + Long.BYTES + 1];
        System.arraycopy(INFO, 0, info, 0, INFO.length);
        for (int i = 0; i < Long.BYTES; i++) {
            info[INFO.length + i] = (byte) (firstRow >>> (56 - 8 * i));
        }
        try {
            for (int block = 0; block < GROUP * SALT_BYTES / HASH_BYTES; block++) {
                if (block > 0) {
                    expand.update(into, (block - 1) * HASH_BYTES, HASH_BYTES);
                }
                info[info.length - 1] = (byte) (block + 1);
                expand.update(info);
                expand.doFinal(into, block * HASH_BYTES);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the salts' buffer is too short", e);
        }
    }
}
