package id.padan.verification.chunk;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM over packed rows under the data key of one upload attempt. The nonce is the chunk's number, unique because each attempt
 * has a new key and each number is encrypted once; batch, attempt, number and row range are associated data, so a chunk that was
 * moved, renumbered or given another range does not open.
 */
public final class ChunkCipher {
    private static final int TAG_BITS = 128;
    private static final int NONCE_BYTES = 12;

    private final SecretKeySpec key;

    public ChunkCipher(byte[] dataKey) {
        if (dataKey.length != ContentKeys.DATA_KEY_BYTES) {
            throw new IllegalArgumentException("a data key has 32 bytes");
        }
        key = new SecretKeySpec(dataKey, "AES");
    }

    /** The record value: ciphertext and tag. */
    public byte[] encrypt(ChunkId id, long firstRow, int rows, byte[] plain) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, id, firstRow, rows).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        }
    }

    /** @throws UnreadableChunk if value, key or place do not belong together */
    public byte[] decrypt(ChunkId id, long firstRow, int rows, byte[] value) throws UnreadableChunk {
        try {
            return cipher(Cipher.DECRYPT_MODE, id, firstRow, rows).doFinal(value);
        } catch (AEADBadTagException e) {
            throw new UnreadableChunk("its authentication tag does not match");
        } catch (GeneralSecurityException e) {
            throw new UnreadableChunk("it is not an encrypted chunk");
        }
    }

    private Cipher cipher(int mode, ChunkId id, long firstRow, int rows) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        var nonce = ByteBuffer.allocate(NONCE_BYTES).putInt(NONCE_BYTES - Integer.BYTES, id.number());
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce.array()));
        cipher.updateAAD(ByteBuffer.allocate(36)
                .putLong(id.batch().getMostSignificantBits())
                .putLong(id.batch().getLeastSignificantBits())
                .putInt(id.attempt())
                .putInt(id.number())
                .putLong(firstRow)
                .putInt(rows)
                .array());
        return cipher;
    }
}
