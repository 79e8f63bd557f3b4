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
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * The keys that turn NIKs into tokens: a Tink keyset of AES_CMAC_PRF keys, 256-bit only. The Tink key id is the epoch; ids start
 * at 1 and rise with each rotation, so an epoch keeps its name when older keys go. The primary key is the current epoch.
 */
public final class TokenKeys {
    private static final int KEY_BYTES = 32;
    /** What {@code asn_status.epoch smallint} holds. */
    private static final int LAST_EPOCH = Short.MAX_VALUE;

    private static final Logger LOG = Logger.getLogger(TokenKeys.class);

    /** What the file said when it was last read. */
    private record Held(Map<Integer, BulkCmac> bulk, int current) {}

    /** Null for keys that come from no file. */
    private final Path file;

    private volatile Held held;
    private volatile FileTime read;

    private TokenKeys(Held held, Path file, FileTime read) {
        this.held = held;
        this.file = file;
        this.read = read;
    }

    /**
     * Reads a clear-text keyset file ({@code PADAN_TOKEN_KEYSET}; locally generated, in Kubernetes a mounted secret).
     *
     * @throws IllegalArgumentException if the file is no keyset of 256-bit AES-CMAC PRF keys; never quotes the file's content
     * @throws IOException if the file cannot be read
     */
    public static TokenKeys load(Path file) throws IOException {
        FileTime changed = Files.getLastModifiedTime(file);
        return new TokenKeys(held(parse(file), file.toString()), file, changed);
    }

    /**
     * Reads the file again if it has changed, so that a rotation needs no restart. A file that cannot be used, or that lacks a key still
     * in use, changes nothing and is said in the log.
     *
     * @param needed the epoch that answers now and must not get lost
     */
    public synchronized void refresh(int needed) {
        if (file == null) {
            return;
        }
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            if (changed.equals(read)) {
                return;
            }
            Held next = held(parse(file), file.toString());
            read = changed;
            if (!next.bulk().containsKey(needed)) {
                LOG.errorf(
                        "%s lacks the key of epoch %d, which is in use: the keys read before are kept", file, needed);
                return;
            }
            held = next;
            LOG.infof("the token keyset was read again: epochs %s", epochs());
        } catch (IOException | IllegalArgumentException unusable) {
            LOG.errorf(
                    "the token keyset %s could not be read again and is kept as it was: %s",
                    file, unusable.getClass().getSimpleName());
        }
    }

    private static KeysetHandle parse(Path file) throws IOException {
        try {
            PrfConfig.register();
            return TinkJsonProtoKeysetFormat.parseKeyset(
                    Files.readString(file, StandardCharsets.UTF_8), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException notAKeyset) {
            // No cause: parsers quote what they read, and this is a key.
            throw new IllegalArgumentException(file + " is not a Tink JSON keyset");
        }
    }

    static TokenKeys of(KeysetHandle handle, String source) {
        return new TokenKeys(held(handle, source), null, null);
    }

    private static Held held(KeysetHandle handle, String source) {
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
            return new Held(Map.copyOf(bulk), handle.getPrimary().getId());
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(source + " has no usable primary key", e);
        }
    }

    /** The epoch under which tokens are made now. */
    public int current() {
        return held.current();
    }

    /** All epochs whose keys are at hand, ascending; more than one only during a rotation. */
    public Set<Integer> epochs() {
        return new TreeSet<>(held.bulk().keySet());
    }

    /** The token of one NIK under the current epoch. */
    public NikToken token(Nik nik) {
        return token(current(), nik);
    }

    /** As {@link #token(Nik)}, under a given epoch: an index is asked with the key that filled it. */
    public NikToken token(int epoch, Nik nik) {
        // By the pooled ciphers: in a virtual thread Tink would make a new one for every NIK.
        var hi = new long[1];
        var lo = new long[1];
        tokens(epoch, new long[] {nik.value()}, 0, 1, hi, lo);
        return new NikToken(hi[0], lo[0]);
    }

    /**
     * The tokens of many NIKs under the current epoch: {@code hi[i], lo[i]} of {@code niks[i]} for {@code from <= i < from + n}.
     * Safe for many threads at once as long as their ranges do not overlap.
     *
     * @throws IllegalArgumentException if a value is not 0 to 9,999,999,999,999,999
     */
    public void tokens(long[] niks, int from, int n, long[] hi, long[] lo) {
        tokens(current(), niks, from, n, hi, lo);
    }

    /** As {@link #tokens(long[], int, int, long[], long[])}, under a given epoch: a rotation publishes under both. */
    public void tokens(int epoch, long[] niks, int from, int n, long[] hi, long[] lo) {
        var cmac = held.bulk().get(epoch);
        if (cmac == null) {
            throw new IllegalArgumentException("no key of epoch " + epoch);
        }
        cmac.tokens(niks, from, n, hi, lo);
    }

    /** Whether the key of an epoch is at hand. */
    public boolean has(int epoch) {
        return held.bulk().containsKey(epoch);
    }

    /**
     * Writes a new keyset with one random key, epoch 1, readable by its owner only. An existing file is kept: to lose a key is to
     * lose every token made with it.
     */
    public static void generate(Path file) throws IOException {
        KeysetFile.write(
                file, keyset(KeysetHandle.newBuilder().addEntry(randomKey(1).makePrimary())));
    }

    /**
     * First step of a rotation: adds a random key of the next epoch beside the others. The current one stays current.
     *
     * @return the new epoch
     */
    public static int addKey(Path file) throws IOException {
        KeysetHandle keyset = parse(file);
        int next = 1;
        for (int i = 0; i < keyset.size(); i++) {
            next = Math.max(next, keyset.getAt(i).getId() + 1);
        }
        KeysetFile.replace(file, keyset(KeysetHandle.newBuilder(keyset).addEntry(randomKey(next))));
        return next;
    }

    /** Last step of a rotation: the key of this epoch becomes the current one, and all others are destroyed. */
    public static void keepOnly(Path file, int epoch) throws IOException {
        KeysetHandle keyset = parse(file);
        for (int i = 0; i < keyset.size(); i++) {
            var entry = keyset.getAt(i);
            if (entry.getId() == epoch) {
                var kept = KeysetHandle.importKey(entry.getKey())
                        .withFixedId(epoch)
                        .makePrimary();
                KeysetFile.replace(file, keyset(KeysetHandle.newBuilder().addEntry(kept)));
                return;
            }
        }
        throw new IllegalArgumentException("no key of epoch " + epoch + " in " + file);
    }

    private static KeysetHandle.Builder.Entry randomKey(int epoch) {
        try {
            PrfConfig.register();
            return KeysetHandle.generateEntryFromParameters(AesCmacPrfParameters.create(KEY_BYTES))
                    .withFixedId(epoch);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink cannot make an AES_CMAC_PRF key", e);
        }
    }

    private static KeysetHandle keyset(KeysetHandle.Builder keyset) {
        try {
            return keyset.build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink cannot make a keyset of AES_CMAC_PRF keys", e);
        }
    }

    /**
     * {@code java … id.padan.platform.token.TokenKeys FILE}: makes the keyset FILE unless it is there; {@code FILE add} adds a key and
     * says its epoch; {@code FILE keep EPOCH} keeps only that one.
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 2 && arguments[1].equals("add")) {
            System.out.println(addKey(Path.of(arguments[0])));
        } else if (arguments.length == 3 && arguments[1].equals("keep")) {
            keepOnly(Path.of(arguments[0]), Integer.parseInt(arguments[2]));
        } else if (arguments.length == 1) {
            KeysetFile.main(arguments, TokenKeys.class, TokenKeys::generate);
        } else {
            throw new IllegalArgumentException("usage: TokenKeys FILE [add | keep EPOCH]");
        }
    }
}
