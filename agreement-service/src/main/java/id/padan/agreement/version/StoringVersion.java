package id.padan.agreement.version;

import id.padan.agreement.document.AgreementFile;
import id.padan.agreement.document.Finding;
import id.padan.platform.agreement.Policy;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.ProofLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Stores a version and publishes the policy that follows, in one transaction. */
@ApplicationScoped
public class StoringVersion {

    /** Every gate must have heard of a change before it takes effect. */
    static final Duration NOTICE = Duration.ofSeconds(2);

    private static final String EVENT_TYPE = "agreement.policy.v1";

    private final Jdbi jdbi;
    private final AgreementVersions versions;
    private final Outbox outbox;
    private final ProofLog log;

    StoringVersion(Jdbi jdbi, AgreementVersions versions, Outbox outbox, ProofLog log) {
        this.jdbi = jdbi;
        this.versions = versions;
        this.outbox = outbox;
        this.log = log;
    }

    public Storing store(AgreementFile file, byte[] content, String sha256, String fileName) {
        return jdbi.inTransaction(handle -> store(handle, file, content, sha256, fileName));
    }

    /** Publishes what is stored once more: after a lost slot or topic, gates hold less than we do. */
    public void republish(String agreementId) {
        jdbi.useTransaction(handle -> {
            long revision = AgreementVersions.lock(handle, agreementId);
            publish(handle, agreementId, revision, AgreementVersions.now(handle));
        });
    }

    private Storing store(Handle handle, AgreementFile file, byte[] content, String sha256, String fileName) {
        long revision = AgreementVersions.lock(handle, file.id());
        List<StoredVersion> stored = versions.listVersions(handle, file.id());
        Instant now = AgreementVersions.now(handle);
        Instant declared = file.effectiveFrom().toInstant();
        Instant effective = declared;
        if (!stored.isEmpty()) {
            StoredVersion last = stored.getLast();
            if (last.sha256().equals(sha256)) {
                AgreementVersions.forgetRefusal(handle, fileName);
                return new Storing.Unchanged();
            }
            if (VersionNumber.of(file.version()).compareTo(VersionNumber.of(last.version())) <= 0) {
                return new Storing.NotNewer(List.of(new Finding(
                        "/version",
                        "Version " + last.version() + " is stored already, and this file with other content says "
                                + file.version() + ".",
                        "Raise the version above " + last.version() + ".")));
            }
            Instant earliest = now.plus(NOTICE);
            effective = declared.isBefore(earliest) ? earliest : declared;
        }
        StoredVersion added = new StoredVersion(
                file.id(), file.version(), stored.size() + 1, declared, effective, now, null, file, sha256, fileName);
        AgreementVersions.supersedeFrom(handle, file.id(), effective, now);
        AgreementVersions.add(handle, added, content);
        AgreementVersions.setRevision(handle, file.id(), revision + 1, now);
        AgreementVersions.forgetRefusal(handle, fileName);
        publish(handle, file.id(), revision + 1, now);
        record(handle, file, sha256);
        return new Storing.Stored(added);
    }

    /** What the parties agreed is the first thing to be provable: the leaf commits to the file's hash. */
    private void record(Handle handle, AgreementFile file, String sha256) {
        PolicyRef version = new PolicyRef(file.id(), file.version());
        String parties = file.parties().stream().map(AgreementFile.Party::id).collect(Collectors.joining(","));
        var unused = log.append(
                handle,
                version,
                List.of(Leaf.own(
                        "AGREEMENT",
                        version,
                        parties,
                        "agreement-folder",
                        HexFormat.of().parseHex(sha256),
                        "agreements/" + file.id() + "/versions/" + file.version())));
    }

    private void publish(Handle handle, String agreementId, long revision, Instant now) {
        Policy policy = PolicyOfVersions.of(versions.listVersions(handle, agreementId), revision, now);
        outbox.append(handle, OutboxEvent.of(Topics.AGREEMENT_POLICY, agreementId, EVENT_TYPE, policy));
    }
}
