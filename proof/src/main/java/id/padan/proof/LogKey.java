package id.padan.proof;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeyVerify;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.signature.Ed25519Parameters;
import com.google.crypto.tink.signature.Ed25519PublicKey;
import com.google.crypto.tink.signature.SignatureConfig;
import com.google.crypto.tink.util.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/** The public half of a key that signs heads (a log's own) or counter-signs them (a party's), in the C2SP form of verifier keys. */
public final class LogKey {
    /** What a key signs, and the algorithm byte of signed-note and tlog-cosignature. */
    public enum Use {
        /** A log's own heads: Ed25519 over the head's text. */
        HEADS((byte) 1),
        /** Heads of somebody else's log: Ed25519 over time and text (cosignature/v1). */
        COUNTERSIGNATURES((byte) 4);

        private final byte algorithm;

        Use(byte algorithm) {
            this.algorithm = algorithm;
        }
    }

    private static final int TIME_BYTES = Long.BYTES;

    private final String name;
    private final Use use;
    private final byte[] publicKey;
    private final int id;
    private final PublicKeyVerify verifier;

    private LogKey(String name, Use use, byte[] publicKey) {
        if (name.isEmpty() || publicKey.length != 32 || name.chars().anyMatch(c -> c <= ' ' || c > '~' || c == '+')) {
            throw new IllegalArgumentException("not the name or key of a log");
        }
        this.name = name;
        this.use = use;
        this.publicKey = publicKey.clone();
        this.id = id(name, use, publicKey);
        try {
            SignatureConfig.register();
            var key = Ed25519PublicKey.create(
                    Ed25519Parameters.Variant.NO_PREFIX, Bytes.copyFrom(publicKey), /* idRequirement= */ null);
            verifier = KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.importKey(key).withRandomId().makePrimary())
                    .build()
                    .getPrimitive(RegistryConfiguration.get(), PublicKeyVerify.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 public key");
        }
    }

    public static LogKey of(String name, Use use, byte[] publicKey) {
        return new LogKey(name, use, publicKey);
    }

    /**
     * Reads {@code name+id+base64}.
     *
     * @throws IllegalArgumentException if it is not such a key, or its id is not that of its name and bytes
     */
    public static LogKey parse(String vkey) {
        var parts = vkey.strip().split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a verifier key is name+id+base64");
        }
        var raw = Base64.getDecoder().decode(parts[2]);
        if (raw.length != 33 || raw[0] != Use.HEADS.algorithm && raw[0] != Use.COUNTERSIGNATURES.algorithm) {
            throw new IllegalArgumentException("a verifier key holds one Ed25519 key");
        }
        var bytes = new byte[32];
        System.arraycopy(raw, 1, bytes, 0, bytes.length);
        var key = new LogKey(parts[0], raw[0] == Use.HEADS.algorithm ? Use.HEADS : Use.COUNTERSIGNATURES, bytes);
        if (!key.toString().equals(vkey.strip())) {
            throw new IllegalArgumentException("the verifier key's id is not that of its name and key");
        }
        return key;
    }

    public String name() {
        return name;
    }

    public Use use() {
        return use;
    }

    /** The first four bytes of SHA-256(name || 0x0A || algorithm || key). */
    public int id() {
        return id;
    }

    /** The verifier key, {@code name+id+base64}. */
    @Override
    public String toString() {
        var raw = ByteBuffer.allocate(33).put(use.algorithm).put(publicKey).array();
        return name + "+" + HexFormat.of().toHexDigits(id) + "+"
                + Base64.getEncoder().encodeToString(raw);
    }

    /** Whether this key's signature is on the head at all, valid or not. */
    public boolean isOn(SignedHead signed) {
        return signed.signatures().stream().anyMatch(this::isMine);
    }

    /** @throws ProofFault if this key has not signed that head */
    public void requireOn(SignedHead signed) throws ProofFault {
        if (use == Use.HEADS && !signed.head().origin().equals(name)) {
            throw new ProofFault("the head is of log " + signed.head().origin() + ", the key of log " + name);
        }
        var mine = signed.signatures().stream()
                .filter(this::isMine)
                .findFirst()
                .orElseThrow(() -> new ProofFault("the head is not signed with key " + name + "+"
                        + HexFormat.of().toHexDigits(id)));
        try {
            verifier.verify(signatureOf(mine), signedBytes(signed.head(), mine));
        } catch (GeneralSecurityException notValid) {
            throw new ProofFault("the signature of " + name + " is not valid for this head");
        }
    }

    /** When a counter-signature was given, as its signer says; null if there is none of this key. */
    public Instant timeOn(SignedHead signed) {
        return signed.signatures().stream()
                .filter(this::isMine)
                .filter(mine -> use == Use.COUNTERSIGNATURES && mine.bytes().length > TIME_BYTES)
                .map(mine -> Instant.ofEpochSecond(ByteBuffer.wrap(mine.bytes()).getLong()))
                .findFirst()
                .orElse(null);
    }

    private boolean isMine(SignedHead.Signature signature) {
        return signature.keyId() == id && signature.name().equals(name);
    }

    private byte[] signatureOf(SignedHead.Signature mine) throws GeneralSecurityException {
        int skipped = use == Use.HEADS ? 0 : TIME_BYTES;
        if (mine.bytes().length != skipped + 64) {
            throw new GeneralSecurityException("wrong length");
        }
        var signature = new byte[64];
        System.arraycopy(mine.bytes(), skipped, signature, 0, signature.length);
        return signature;
    }

    private byte[] signedBytes(Head head, SignedHead.Signature mine) {
        return use == Use.HEADS
                ? headBytes(head)
                : counterSigned(head, ByteBuffer.wrap(mine.bytes()).getLong());
    }

    /** @throws ProofFault if this key has not signed that statement as one of that kind */
    public void requireStatement(String kind, String statement, byte[] signature) throws ProofFault {
        try {
            verifier.verify(signature, statementBytes(kind, statement));
        } catch (GeneralSecurityException notValid) {
            throw new ProofFault("the signature of " + name + " is not valid for this statement");
        }
    }

    /** Never the bytes of a head or of a counter-signature, whose second line is a number or begins with "time". */
    static byte[] statementBytes(String kind, String statement) {
        if (!kind.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("the kind of a statement has small letters, digits and hyphens");
        }
        return ("statement/v1 " + kind + "\n\n" + statement + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] headBytes(Head head) {
        return head.text().getBytes(StandardCharsets.UTF_8);
    }

    /** C2SP tlog-cosignature: what a counter-signature signs. */
    static byte[] counterSigned(Head head, long epochSeconds) {
        return ("cosignature/v1\ntime " + epochSeconds + "\n" + head.text()).getBytes(StandardCharsets.UTF_8);
    }

    private static int id(String name, Use use, byte[] publicKey) {
        var named = (name + "\n").getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(named.length + 1 + publicKey.length)
                .put(named)
                .put(use.algorithm)
                .put(publicKey)
                .array();
        return ByteBuffer.wrap(new TreeHash().sha256(bytes)).getInt();
    }
}
