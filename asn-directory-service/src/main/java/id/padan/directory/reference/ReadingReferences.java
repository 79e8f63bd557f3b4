package id.padan.directory.reference;

import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Policy;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;
import id.padan.platform.disclosure.Disclosure;
import id.padan.platform.disclosure.Disclosure.LogRange;
import id.padan.platform.disclosure.Disclosure.Through;
import id.padan.platform.disclosure.Disclosures;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.PolicySupersededException;
import id.padan.platform.proof.ProofLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Who may read which table, and what is written down of it before it leaves. */
@ApplicationScoped
class ReadingReferences {
    static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    private final Jdbi jdbi;
    private final AgreementGate gate;
    private final ProofLog log;
    private final Disclosures disclosures;

    ReadingReferences(Jdbi jdbi, AgreementGate gate, ProofLog log, Disclosures disclosures) {
        this.jdbi = jdbi;
        this.gate = gate;
        this.log = log;
        this.disclosures = disclosures;
    }

    /** How a caller may read a table. */
    sealed interface Right {
        Caller caller();

        PolicyRef policy();
    }

    /** Its publisher, who needs no clause. */
    record Own(Caller caller, PolicyRef policy) implements Right {}

    /** The other party, by a clause whose annex names the table. */
    record Opened(Caller caller, AccessRequest request, Allowed allowed) implements Right {
        @Override
        public PolicyRef policy() {
            return allowed.policy();
        }
    }

    /**
     * @param table empty if there is no such table, which looks to the other party like one that the annex does not name
     * @throws ProblemException as the gate refuses; NOT_FOUND
     */
    Right require(Caller caller, Optional<ReferenceTable> table, String purpose) {
        if (table.isPresent()) {
            var own = findHolding(caller, table.get().publisher());
            if (own.isPresent()) {
                return new Own(caller, own.get());
            }
        }
        Opened opened = requireOther(caller, purpose);
        if (table.isEmpty() || !isOpen(opened, table.get())) {
            throw notFound();
        }
        return opened;
    }

    /** What the other party publishes, as far as the agreement opens anything of it. */
    Opened requireOther(Caller caller, String purpose) {
        AccessRequest request =
                AccessRequest.of(caller, purpose, null, otherOf(caller).dataset());
        return new Opened(caller, request, gate.require(request));
    }

    /** Whose tables the caller would need a clause for. */
    Publisher otherOf(Caller caller) {
        return findHolding(caller, Publisher.BKN).isPresent() ? Publisher.KEMNAKER : Publisher.BKN;
    }

    boolean isOpen(Opened opened, ReferenceTable table) {
        return table.element() != null
                && table.publisher().dataset().equals(opened.request().dataset())
                && gate.elements(opened.allowed()).names().contains(table.element());
    }

    /** Asked again in the middle of a long download. */
    boolean isStill(Right right, ReferenceTable table) {
        try {
            gate.requireNotSuspended(right.caller());
            return switch (right) {
                case Own own -> true;
                case Opened opened -> {
                    Allowed now = gate.require(opened.request());
                    yield isOpen(new Opened(opened.caller(), opened.request(), now), table);
                }
            };
        } catch (ProblemException closed) {
            return false;
        }
    }

    /** @throws ProblemException PARTY_MISMATCH for another party */
    PolicyRef requireHolder(Caller caller, Publisher publisher) {
        return gate.requireHolder(caller, publisher.dataset());
    }

    /** The policy that names the caller as holder of what this publisher publishes. */
    Optional<PolicyRef> findHolding(Caller caller, Publisher publisher) {
        return gate.findHolder(caller, publisher.dataset());
    }

    /**
     * Writes down what is about to leave; the gate is asked again at the log's own time.
     *
     * @param what what of the version leaves, as {@code ?since=3}
     * @return the version that decided
     */
    PolicyRef record(Right right, ReferenceTable table, ReferenceVersion version, String what) {
        try {
            return jdbi.inTransaction(tx -> record(tx, right, table, version, what));
        } catch (PolicySupersededException newer) {
            throw ProblemException.of(
                            PlatformProblem.UNAVAILABLE,
                            "The agreement has just changed. Ask again.",
                            "Perjanjian baru saja berubah. Coba lagi.")
                    .retryAfter(Duration.ofSeconds(2));
        }
    }

    /**
     * The same for an event, which already says under which policy it is told.
     *
     * @throws ProblemException UNAVAILABLE, to try again, if another policy is in force by now
     */
    void recordUnder(Handle tx, Opened opened, ReferenceTable table, ReferenceVersion version, String what) {
        if (!record(tx, opened, table, version, what).equals(opened.policy())) {
            throw ProblemException.of(
                    PlatformProblem.UNAVAILABLE, "The agreement has just changed.", "Perjanjian baru saja berubah.");
        }
    }

    private PolicyRef record(Handle tx, Right right, ReferenceTable table, ReferenceVersion version, String what) {
        var head = log.lock(tx);
        Caller caller = right.caller();
        String reference = PublishingReferences.reference(table, version.version()) + what;
        byte[] commitment = HexFormat.of().parseHex(version.hash());
        Leaf leaf;
        PolicyRef policy;
        Allowed allowed = null;
        switch (right) {
            case Own own -> {
                policy = head.latest(own.policy());
                leaf = Leaf.own("REFERENCE_READ", policy, caller.party(), caller.subject(), commitment, reference)
                        .withOfficer(caller.officer());
            }
            case Opened opened -> {
                allowed = gate.require(opened.request(), head.at());
                policy = allowed.policy();
                leaf = Leaf.opened(
                                ProofLog.newId(),
                                "REFERENCE_READ",
                                allowed,
                                caller.party(),
                                caller.subject(),
                                commitment)
                        .withData(
                                /* mapping= */ null,
                                version.dataDate() == null
                                        ? null
                                        : version.dataDate()
                                                .atStartOfDay(JAKARTA)
                                                .toInstant())
                        .withReference(reference)
                        .withOfficer(caller.officer());
            }
        }
        long index = head.append(policy, List.of(leaf)).getFirst().logIndex();
        if (allowed != null) {
            Disclosure whole = disclosures.opened(
                    leaf.id(),
                    "REFERENCE",
                    allowed,
                    table.publisher().dataset(),
                    Through.of(caller),
                    /* subjects= */ 0,
                    new LogRange(index, index),
                    reference);
            disclosures.record(tx, caller.party(), head.at(), List.of(whole.withElements(codes(policy, table))));
        }
        return policy;
    }

    /** The annex's codes of a table: {@code D-11}. */
    private List<String> codes(PolicyRef policy, ReferenceTable table) {
        return gate.policies().stream()
                .filter(known -> known.agreementId().equals(policy.agreementId()))
                .flatMap(known -> known.versions().stream())
                .filter(version -> version.version().equals(policy.version()))
                .flatMap(version -> version.elements().stream())
                .filter(element -> table.element().equals(element.name()))
                .map(Policy.Element::code)
                .toList();
    }

    static ProblemException notFound() {
        return ProblemException.of(PlatformProblem.NOT_FOUND, "There is no such table.", "Tabel tersebut tidak ada.");
    }
}
