package id.padan.platform.proof;

import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.PolicyRef;
import id.padan.proof.LogSigner;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * The services' own log, on a store that nobody else writes, fed as fast as it takes leaves. In this package because a log lets leaves in
 * only once its last published head has been seen, and this one publishes none.
 */
public final class LeafLoad {

    private static final PolicyRef POLICY = new PolicyRef("kemnaker-bkn-2024", "1.0");

    private final Jdbi jdbi;
    private final ProofLog log;

    public LeafLoad(Jdbi jdbi, LogSigner signer) {
        this.jdbi = jdbi;
        this.log = new ProofLog(jdbi, signer);
        log.open();
    }

    /** A leaf as a single check makes it. */
    public static Leaf leaf() {
        return Leaf.opened(
                        ProofLog.newId(),
                        "CHECK",
                        new Allowed(POLICY, "Ps 3(1)b", "AID_VERIFICATION", "BSU-2025"),
                        "kemnaker",
                        "service-account-kemnaker-system",
                        new byte[32])
                .withData("2024-1", Instant.EPOCH);
    }

    /** The bytes of such a leaf, for whoever stores it in another way. */
    public static String content(Leaf leaf) {
        return new String(new LeafWriter(Instant.EPOCH).write(leaf), StandardCharsets.UTF_8);
    }

    /** As RFC 9162 hashes a leaf. */
    public static byte[] hash(String content) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update((byte) 0);
            return sha.digest(content.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Appends one group; it is durable, chained and signed when this returns. */
    public void append(int leaves) {
        List<Leaf> group = new ArrayList<>(leaves);
        for (int i = 0; i < leaves; i++) {
            group.add(leaf());
        }
        var unused = jdbi.inTransaction(tx -> log.append(tx, POLICY, group));
    }

    public long size() {
        return log.head().size();
    }

    /** What is wrong with the log, if anything is. */
    public Optional<String> fault() {
        return log.verify();
    }
}
