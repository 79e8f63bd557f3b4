package id.padan.agreement.version;

import id.padan.agreement.document.AgreementFile;
import id.padan.platform.agreement.Policy;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Changes of one agreement, one after the other; each is published in the transaction that makes it. */
@ApplicationScoped
public class Revisions {

    /** Every gate must have heard of a change before it takes effect. */
    public static final Duration NOTICE = Duration.ofSeconds(2);

    private static final String EVENT_TYPE = "agreement.policy.v1";

    private final AgreementVersions versions;
    private final Outbox outbox;
    private final Instance<PolicyAddition> additions;

    Revisions(AgreementVersions versions, Outbox outbox, @Any Instance<PolicyAddition> additions) {
        this.versions = versions;
        this.outbox = outbox;
        this.additions = additions;
    }

    /**
     * An agreement at one moment; its row is locked until the transaction ends, unless it was only peeked at.
     *
     * @param now the database's time, read after the lock
     * @param versions every version stored, in the order of storing
     */
    public record Locked(String agreementId, long revision, Instant now, List<StoredVersion> versions) {

        public Optional<StoredVersion> inForce() {
            return StoredVersion.inForce(versions, now, now);
        }

        /** The version in force, or before the first one the one to come. */
        public StoredVersion shown() {
            return inForce().orElseGet(versions::getLast);
        }

        /** Under which acts are recorded. */
        public PolicyRef policy() {
            return new PolicyRef(agreementId, shown().version());
        }

        /** Every party but this one. */
        public List<String> othersThan(String party) {
            return parties().stream().filter(other -> !other.equals(party)).toList();
        }

        public List<String> parties() {
            return shown().file().parties().stream()
                    .map(AgreementFile.Party::id)
                    .toList();
        }

        /** A number for a version that follows all that are stored. */
        public String nextVersion() {
            return VersionNumber.of(versions.getLast().version()).next();
        }

        /** The earliest moment at which a change of now takes effect. */
        public Instant earliest() {
            return now.plus(NOTICE);
        }
    }

    public Locked lock(Handle tx, String agreementId) {
        long revision = AgreementVersions.lock(tx, agreementId);
        return new Locked(agreementId, revision, AgreementVersions.now(tx), versions.listVersions(tx, agreementId));
    }

    /** An agreement as it is, without the lock: for reading only. */
    public Locked peek(Handle handle, String agreementId) {
        return new Locked(agreementId, 0, AgreementVersions.now(handle), versions.listVersions(handle, agreementId));
    }

    /** Raises the revision and publishes the policy as it is stored by now. */
    public void publish(Handle tx, Locked agreement) {
        long revision = agreement.revision() + 1;
        AgreementVersions.setRevision(tx, agreement.agreementId(), revision, agreement.now());
        send(tx, agreement.agreementId(), revision, agreement.now());
    }

    /** Publishes what is stored once more: after a lost slot or topic, gates hold less than we do. */
    void republish(Handle tx, String agreementId) {
        long revision = AgreementVersions.lock(tx, agreementId);
        send(tx, agreementId, revision, AgreementVersions.now(tx));
    }

    private void send(Handle tx, String agreementId, long revision, Instant now) {
        Policy policy = PolicyOfVersions.of(versions.listVersions(tx, agreementId), revision, now);
        for (PolicyAddition addition : additions) {
            policy = addition.add(tx, policy);
        }
        outbox.append(tx, OutboxEvent.of(Topics.AGREEMENT_POLICY, agreementId, EVENT_TYPE, policy));
    }
}
