package id.padan.platform.token;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.prf.AesCmacPrfKey;
import com.google.crypto.tink.prf.AesCmacPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import id.padan.keyset.KeysetFile;
import id.padan.platform.nik.Nik;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keys that turn NIKs into tokens: a Tink keyset of AES_CMAC_PRF keys, 256-bit only. The Tink key id is the epoch; ids start
 * at 1 and rise with each rotation, so an epoch keeps its name when older keys go. The primary key is the current epoch.
 */
public final class TokenKeys {
    private static final int KEY_BYTES = 32;
    /** What {@code asn_status.epoch smallint} holds. */
    private static final int LAST_EPOCH = Short.MAX_VALUE;

    private final Map<Integer, BulkCmac> bulk;
    private final int current;

    private TokenKeys(Map<Integer, BulkCmac> bulk, int current) {
        this.bulk = Map.copyOf(bulk);
        this.current = current;
    }

    /**
     * Reads a clear-text keyset file ({@code PADAN_TOKEN_KEYSET}; locally generated, in Kubernetes a mounted secret).
     *
     * @throws IllegalArgumentException if the file is no keyset of 256-bit AES-CMAC PRF keys; never quotes the file's content
     * @throws IOException if the file cannot be read
     */
    public static TokenKeys load(Path file) throws IOException {
        KeysetHandle handle;
        try {
            PrfConfig.register();
            handle = TinkJsonProtoKeysetFormat.parseKeyset(
                    Files.readString(file, StandardCharsets.UTF_8), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException notAKeyset) {
            // No cause: parsers quote what they read, and this is a key.
            throw new IllegalArgumentException(file + " is not a Tink JSON keyset");
        }
        return of(handle, file.toString());
    }

    static TokenKeys of(KeysetHandle handle, String source) {
        var bulk = new HashMap<Integer, BulkCmac>();
        for (int i = 0; i < handle.size(); i++) {
            var entry = handle.getAt(i);
            if (!(entry.getKey() instanceof AesCmacPrfKey key)
                    || key.getParameters().getKeySizeBytes() != KEY_BYTES) {
                throw new IllegalArgumentException(source + ": only 256-bit AES_CMAC_PRF keys make tokens");
            }
            if (entry.getId() < 1 || entry.getId() > LAST_EPOCH) {
                throw new IllegalArgumentException(source + ": a key id is an epoch, 1 to " + LAST_EPOCH);
            }
            var bytes = key.getKeyBytes().toByteArray(InsecureSecretKeyAccess.get());
            bulk.put(entry.getId(), new BulkCmac(bytes));
        }
        try {
            return new TokenKeys(bulk, handle.getPrimary().getId());
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(source + " has no usable primary key", e);
        }
    }

    /** The epoch under which tokens are made now. */
    public int current() {
        return current;
    }

    /** All epochs whose keys are at hand, ascending; more than one only during a rotation. */
    public Set<Integer> epochs() {
        return new TreeSet<>(bulk.keySet());
    }

    /** The token of one NIK under the current epoch. */
    public NikToken token(Nik nik) {
        // By the pooled ciphers: in a virtual thread Tink would make a new one for every NIK.
        long[] niks = {nik.value()};
        var hi = new long[1];
        var lo = new long[1];
        tokens(niks, 0, 1, hi, lo);
        return new NikToken(hi[0], lo[0]);
    }

    /**
     * The tokens of many NIKs under the current epoch: {@code hi[i], lo[i]} of {@code niks[i]} for {@code from <= i < from + n}.
     * Safe for many threads at once as long as their ranges do not overlap.
     *
     * @throws IllegalArgumentException if a value is not 0 to 9,999,999,999,999,999
     */
    public void tokens(long[] niks, int from, int n, long[] hi, long[] lo) {
        tokens(current, niks, from, n, hi, lo);
    }

    /** As {@link #tokens(long[], int, int, long[], long[])}, under a given epoch: a rotation publishes under both. */
    public void tokens(int epoch, long[] niks, int from, int n, long[] hi, long[] lo) {
        var cmac = bulk.get(epoch);
        if (cmac == null) {
            throw new IllegalArgumentException("no key of epoch " + epoch);
        }
        cmac.tokens(niks, from, n, hi, lo);
    }

    /**
     * Writes a new keyset with one random key, epoch 1, readable by its owner only. An existing file is kept: to lose a key is to
     * lose every token made with it.
     */
    public static void generate(Path file) throws IOException {
        try {
            PrfConfig.register();
            var entry = KeysetHandle.generateEntryFromParameters(AesCmacPrfParameters.create(KEY_BYTES))
                    .withFixedId(1)
                    .makePrimary();
            var keyset = KeysetHandle.newBuilder().addEntry(entry).build();
            KeysetFile.write(file, keyset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink cannot make an AES_CMAC_PRF key", e);
        }
    }

    /** {@code java … id.padan.platform.token.TokenKeys FILE}: makes the keyset FILE unless it is there. */
    public static void main(String[] arguments) throws IOException {
        KeysetFile.main(arguments, TokenKeys.class, TokenKeys::generate);
    }
}
