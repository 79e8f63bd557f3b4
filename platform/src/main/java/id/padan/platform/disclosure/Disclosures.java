package id.padan.platform.disclosure;

import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Policy;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.disclosure.Disclosure.LogRange;
import id.padan.platform.disclosure.Disclosure.Through;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Handle;

/** Reports disclosures; call it in the transaction that appends their leaves, so that neither is ever without the other. */
@ApplicationScoped
public class Disclosures {
    private final Outbox outbox;
    private final AgreementGate gate;
    private final String context;

    Disclosures(Outbox outbox, AgreementGate gate, @ConfigProperty(name = "padan.context") String context) {
        this.outbox = outbox;
        this.gate = gate;
        this.context = context;
    }

    /** One event, so one row of the outbox, however many disclosures of this party there are. */
    public void record(Handle tx, String party, Instant at, List<Disclosure> disclosures) {
        if (disclosures.isEmpty()) {
            return;
        }
        outbox.append(
                tx,
                OutboxEvent.of(
                        Topics.DISCLOSURE_RECORDED,
                        party,
                        Topics.DISCLOSURE_RECORDED,
                        new DisclosureRecorded(DisclosureRecorded.TYPE, context, party, at, disclosures)));
    }

    /** What a clause opened, with the elements that the annex in force gives under it. */
    public Disclosure opened(
            UUID id,
            String kind,
            Allowed allowed,
            String dataset,
            Through through,
            long subjects,
            LogRange log,
            String reference) {
        var version = version(allowed.policy());
        return new Disclosure(
                id,
                kind,
                allowed.policy().agreementId(),
                allowed.policy().version(),
                allowed.clause(),
                allowed.purpose(),
                allowed.programme(),
                dataset,
                version.map(known -> holder(known, dataset)).orElse(null),
                through.client(),
                through.actor(),
                through.officer(),
                through.token(),
                through.signingKey(),
                version.map(known -> elements(known, allowed)).orElse(List.of()),
                subjects,
                log,
                reference,
                /* answers= */ null);
    }

    /** What a holder saw of its own data, for which it needs no clause. */
    public static Disclosure own(
            UUID id,
            String kind,
            PolicyRef policy,
            String dataset,
            String holder,
            Through through,
            long subjects,
            LogRange log) {
        return new Disclosure(
                id,
                kind,
                policy.agreementId(),
                policy.version(),
                null,
                null,
                null,
                dataset,
                holder,
                through.client(),
                through.actor(),
                through.officer(),
                through.token(),
                through.signingKey(),
                List.of(Disclosure.ALL),
                subjects,
                log,
                /* reference= */ null,
                /* answers= */ null);
    }

    private Optional<Policy.Version> version(PolicyRef ref) {
        return gate.policies().stream()
                .filter(policy -> policy.agreementId().equals(ref.agreementId()))
                .flatMap(policy -> policy.versions().stream())
                .filter(version -> version.version().equals(ref.version()))
                .findFirst();
    }

    private static String holder(Policy.Version version, String dataset) {
        return version.datasets().stream()
                .filter(held -> held.id().equals(dataset))
                .map(Policy.Dataset::holder)
                .findFirst()
                .orElse(null);
    }

    private static List<String> elements(Policy.Version version, Allowed allowed) {
        return version.elements().stream()
                .filter(element -> allowed.clause().equals(element.clause())
                        && (allowed.purpose() == null || element.purposes().contains(allowed.purpose())))
                .map(Policy.Element::code)
                .toList();
    }
}
