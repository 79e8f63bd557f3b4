package id.padan.platform.token;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-CMAC of many NIKs at memory speed. A NIK is one whole block, so its CMAC is AES(NIK xor K1): blocks do not depend on each
 * other and can go through the cipher side by side.
 */
final class BulkCmac {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long NIK_LIMIT = 10_000_000_000_000_000L;
    private static final int BLOCK = 16;
    /** 32 KiB in and out: stays in the first caches. */
    private static final int BLOCKS = 2048;
    /** Four ASCII digits of 0..9999, big-endian. */
    private static final int[] FOUR_DIGITS = fourDigits();

    private final SecretKeySpec key;
    final long subkeyHi;
    final long subkeyLo;
    // Not a ThreadLocal: single checks run on virtual threads, and each would pay for a cipher of its own.
    private final ConcurrentLinkedQueue<Worker> idle = new ConcurrentLinkedQueue<>();

    private record Worker(Cipher cipher, byte[] in, byte[] out) {}

    BulkCmac(byte[] keyBytes) {
        key = new SecretKeySpec(keyBytes, "AES");
        var worker = newWorker();
        encrypt(worker, BLOCK);
        long hi = (long) LONGS.get(worker.out, 0);
        long lo = (long) LONGS.get(worker.out, 8);
        // K1 of SP 800-38B 6.1: L doubled in GF(2^128).
        subkeyHi = hi << 1 | lo >>> 63;
        subkeyLo = lo << 1 ^ (hi < 0 ? 0x87 : 0);
        idle.add(worker);
    }

    void tokens(long[] niks, int from, int n, long[] hi, long[] lo) {
        var borrowed = idle.poll();
        var worker = borrowed == null ? newWorker() : borrowed;
        for (int done = 0; done < n; done += BLOCKS) {
            int start = from + done;
            int count = Math.min(BLOCKS, n - done);
            for (int i = 0; i < count; i++) {
                long nik = niks[start + i];
                if (nik < 0 || nik >= NIK_LIMIT) {
                    throw new IllegalArgumentException("a NIK has 16 digits");
                }
                int upper = (int) (nik / 100_000_000);
                int lower = (int) (nik - upper * 100_000_000L);
                LONGS.set(worker.in, i * BLOCK, eightDigits(upper) ^ subkeyHi);
                LONGS.set(worker.in, i * BLOCK + 8, eightDigits(lower) ^ subkeyLo);
            }
            encrypt(worker, count * BLOCK);
            for (int i = 0; i < count; i++) {
                hi[start + i] = (long) LONGS.get(worker.out, i * BLOCK);
                lo[start + i] = (long) LONGS.get(worker.out, i * BLOCK + 8);
            }
        }
        idle.add(worker);
    }

    private Worker newWorker() {
        try {
            // One block at a time is all that CMAC asks; ECB is only the way to hand over many of them.
            var cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key);
            return new Worker(cipher, new byte[BLOCKS * BLOCK], new byte[BLOCKS * BLOCK]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES", e);
        }
    }

    private static void encrypt(Worker worker, int length) {
        try {
            worker.cipher.doFinal(worker.in, 0, length, worker.out, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES refused whole blocks", e);
        }
    }

    private static long eightDigits(int value) {
        int upper = value / 10_000;
        return (long) FOUR_DIGITS[upper] << 32 | FOUR_DIGITS[value - upper * 10_000];
    }

    private static int[] fourDigits() {
        var table = new int[10_000];
        for (int i = 0; i < table.length; i++) {
            table[i] = '0' + i / 1000 << 24 | '0' + i / 100 % 10 << 16 | '0' + i / 10 % 10 << 8 | '0' + i % 10;
        }
        return table;
    }
}
