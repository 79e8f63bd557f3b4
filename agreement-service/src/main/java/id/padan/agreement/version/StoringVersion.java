package id.padan.agreement.version;

import id.padan.agreement.document.AgreementFile;
import id.padan.agreement.document.Finding;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.ProofLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Stores a version, signs it and publishes the policy that follows, in one transaction. */
@ApplicationScoped
public class StoringVersion {

    private final Jdbi jdbi;
    private final Revisions revisions;
    private final SignedVersions signatures;
    private final ProofLog log;
    private final boolean changesByFile;

    StoringVersion(
            Jdbi jdbi,
            Revisions revisions,
            SignedVersions signatures,
            ProofLog log,
            @ConfigProperty(name = "padan.agreements.changes-by-file") boolean changesByFile) {
        this.jdbi = jdbi;
        this.revisions = revisions;
        this.signatures = signatures;
        this.log = log;
        this.changesByFile = changesByFile;
    }

    /** A file of the folder: a new agreement, or where that is allowed a change without the parties' approvals. */
    public Storing store(AgreementFile file, byte[] content, String sha256, String fileName) {
        return jdbi.inTransaction(handle -> {
            Revisions.Locked agreement = revisions.lock(handle, file.id());
            List<StoredVersion> stored = agreement.versions();
            if (stored.stream().anyMatch(version -> version.sha256().equals(sha256))) {
                AgreementVersions.forgetRefusal(handle, fileName);
                return new Storing.Unchanged();
            }
            if (!stored.isEmpty() && !changesByFile) {
                return new Storing.NotNewer(List.of(new Finding(
                        "",
                        "Agreement " + file.id() + " is stored already, and here it changes by addendum only.",
                        "Propose the file at POST /api/agreements/v1/agreements/" + file.id() + "/addenda.")));
            }
            return store(handle, agreement, file, content, sha256, fileName, "agreement-folder");
        });
    }

    /**
     * A version that its parties have agreed; in the caller's transaction, which has locked the agreement.
     *
     * @param actor by whose act it is stored
     */
    public Storing store(
            Handle handle,
            Revisions.Locked agreement,
            AgreementFile file,
            byte[] content,
            String sha256,
            String name,
            String actor) {
        Instant now = agreement.now();
        Instant declared = file.effectiveFrom().toInstant();
        Instant effective = declared;
        if (!agreement.versions().isEmpty()) {
            StoredVersion last = agreement.versions().getLast();
            if (VersionNumber.of(file.version()).compareTo(VersionNumber.of(last.version())) <= 0) {
                return new Storing.NotNewer(List.of(new Finding(
                        "/version",
                        "Version " + last.version() + " is stored already, and this file with other content says "
                                + file.version() + ".",
                        "Raise the version above " + last.version() + ".")));
            }
            effective = declared.isBefore(agreement.earliest()) ? agreement.earliest() : declared;
        }
        StoredVersion added = new StoredVersion(
                file.id(),
                file.version(),
                agreement.versions().size() + 1,
                declared,
                effective,
                now,
                null,
                file,
                sha256,
                name);
        AgreementVersions.supersedeFrom(handle, file.id(), effective, now);
        AgreementVersions.add(handle, added, content);
        // As the database keeps it: its times have microseconds, a file's may have more.
        StoredVersion kept = revisions.peek(handle, file.id()).versions().getLast();
        signatures.sign(handle, kept);
        AgreementVersions.forgetRefusal(handle, name);
        revisions.publish(handle, agreement);
        record(handle, file, sha256, actor);
        return new Storing.Stored(kept);
    }

    /** Publishes what is stored once more. */
    public void republish(String agreementId) {
        jdbi.useTransaction(handle -> revisions.republish(handle, agreementId));
    }

    /** What the parties agreed is the first thing to be provable: the leaf commits to the file's hash. */
    private void record(Handle handle, AgreementFile file, String sha256, String actor) {
        PolicyRef version = new PolicyRef(file.id(), file.version());
        String parties = file.parties().stream().map(AgreementFile.Party::id).collect(Collectors.joining(","));
        var unused = log.append(
                handle,
                version,
                List.of(Leaf.own(
                        "AGREEMENT",
                        version,
                        parties,
                        actor,
                        HexFormat.of().parseHex(sha256),
                        "agreements/" + file.id() + "/versions/" + file.version())));
    }
}
