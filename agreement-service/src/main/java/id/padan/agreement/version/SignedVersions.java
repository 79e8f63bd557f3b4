package id.padan.agreement.version;

import id.padan.proof.LogKey;
import id.padan.proof.LogSigner;
import id.padan.proof.ProofFault;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The signature under each version: Ed25519 by the log's key over a statement that names agreement, version, its moment and the SHA-256 of
 * the file's bytes. Whoever has the file and the public key can check both years later.
 */
@ApplicationScoped
public class SignedVersions {

    /** What is signed says what it is, so that no signature of one kind can stand for another. */
    private static final String KIND = "padan-agreement-version-v1";

    private final Jdbi jdbi;
    private final LogSigner signer;

    SignedVersions(Jdbi jdbi, LogSigner signer) {
        this.jdbi = jdbi;
        this.signer = signer;
    }

    /**
     * @param statement canonical JSON
     * @param signature Base64
     * @param key the verifier key, {@code name+id+base64}
     */
    public record Signed(String statement, String signature, String key) {}

    /** The signature of a version; a version of before there were signatures is signed now. */
    public Signed get(StoredVersion version) {
        return jdbi.inTransaction(tx -> find(tx, version).orElseGet(() -> sign(tx, version)));
    }

    Signed sign(Handle tx, StoredVersion version) {
        String statement = statement(version);
        Signed signed = new Signed(
                statement,
                Base64.getEncoder().encodeToString(signer.signStatement(KIND, statement)),
                signer.key().toString());
        tx.createUpdate("""
                        insert into version_signature (agreement_id, version, statement, signature, key)
                        values (:id, :version, :statement, :signature, :key)
                        on conflict (agreement_id, version) do nothing
                        """)
                .bind("id", version.agreementId())
                .bind("version", version.version())
                .bind("statement", signed.statement())
                .bind("signature", signed.signature())
                .bind("key", signed.key())
                .execute();
        return find(tx, version).orElseThrow();
    }

    /** Whether one of our keys has signed that this version has these bytes. */
    public boolean isValid(StoredVersion version, Signed signed) {
        if (!statement(version).equals(signed.statement())) {
            return false;
        }
        return signer.keys().stream()
                .filter(key -> key.toString().equals(signed.key()))
                .anyMatch(key -> isSignedBy(key, signed));
    }

    private static boolean isSignedBy(LogKey key, Signed signed) {
        try {
            key.requireStatement(KIND, signed.statement(), Base64.getDecoder().decode(signed.signature()));
            return true;
        } catch (ProofFault notSigned) {
            return false;
        }
    }

    private static Optional<Signed> find(Handle tx, StoredVersion version) {
        return tx.createQuery("""
                        select statement, signature, key from version_signature
                        where agreement_id = :id and version = :version
                        """)
                .bind("id", version.agreementId())
                .bind("version", version.version())
                .map((row, context) ->
                        new Signed(row.getString("statement"), row.getString("signature"), row.getString("key")))
                .findOne();
    }

    private static String statement(StoredVersion version) {
        var values = new TreeMap<String, String>();
        values.put("agreement", version.agreementId());
        values.put("effectiveFrom", version.effectiveFrom().toString());
        values.put("sha256", version.sha256());
        values.put("storedAt", version.knownFrom().toString());
        values.put("version", version.version());
        return id.padan.proof.CanonicalJson.write(values);
    }
}
