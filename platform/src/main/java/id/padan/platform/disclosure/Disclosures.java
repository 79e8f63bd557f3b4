package id.padan.platform.disclosure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.agreement.Policy;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.database.Trip;
import id.padan.platform.disclosure.Disclosure.LogRange;
import id.padan.platform.disclosure.Disclosure.Through;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reports disclosures; call it in the transaction that appends their leaves, so that neither is ever without the other. */
@ApplicationScoped
public class Disclosures {
    private final ObjectMapper json;
    private final AgreementGate gate;

    Disclosures(ObjectMapper json, AgreementGate gate) {
        this.json = json;
        this.gate = gate;
    }

    /** They are told to the register within about a second of the commit, see {@link TellingDisclosures}. */
    public void record(Handle tx, String party, Instant at, List<Disclosure> disclosures) {
        var trip = new Trip(tx);
        record(trip, party, at, disclosures);
        trip.go();
    }

    /** As {@link #record(Handle, String, Instant, List)}, with a trip of that transaction. */
    public void record(Trip trip, String party, Instant at, List<Disclosure> disclosures) {
        if (!disclosures.isEmpty()) {
            trip.tell(
                    "insert into disclosure_untold (party, at, disclosures) values (?, ?, ?)",
                    party,
                    at.atOffset(ZoneOffset.UTC),
                    write(disclosures));
        }
    }

    private String write(List<Disclosure> disclosures) {
        try {
            return json.writeValueAsString(disclosures);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a disclosure cannot be written", e);
        }
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

    /** What was given before and is shown once more to account for it, for which no clause is needed. */
    public Disclosure accounted(
            UUID id,
            String kind,
            PolicyRef policy,
            String dataset,
            Through through,
            long subjects,
            LogRange log,
            String reference) {
        return new Disclosure(
                id,
                kind,
                policy.agreementId(),
                policy.version(),
                null,
                null,
                null,
                dataset,
                version(policy).map(known -> holder(known, dataset)).orElse(null),
                through.client(),
                through.actor(),
                through.officer(),
                through.token(),
                through.signingKey(),
                Datasets.essentialElements(dataset).stream().sorted().toList(),
                subjects,
                log,
                reference,
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
