package id.padan.platform.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.platform.testing.PolicyPublisher;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Deny by default: whatever is not named is closed, and taking something away never opens anything. */
class AccessRulesProperties {

    private static final Policy POLICY = PolicyPublisher.open();
    private static final Policy.Version VERSION = POLICY.versions().getFirst();

    private static final AccessRequest OPEN = new AccessRequest(
            "kemnaker", "kemnaker-system", "tester", "AID_VERIFICATION", "BSU-2025", Datasets.NIK_CONFIRMATION);
    private static final Instant SUSPENDED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NEXT_VERSION = Instant.parse("2026-03-01T00:00:00Z");
    /** Open, suspended for a minute, open, and from the next version on closed after a minute. */
    private static final Policy TURNING = POLICY.withSuspensions(List.of(
                    new Policy.Suspension("s", "kemnaker", null, null, null, SUSPENDED, SUSPENDED.plusSeconds(60))))
            .withVersions(List.of(
                    VERSION,
                    new Policy.Version(
                            "2",
                            NEXT_VERSION,
                            VERSION.term(),
                            VERSION.purposes(),
                            VERSION.datasets(),
                            VERSION.clauses().stream()
                                    .map(clause -> new Policy.Clause(
                                            clause.id(),
                                            clause.grantee(),
                                            clause.datasets(),
                                            clause.purposes(),
                                            clause.programmeRequired(),
                                            null,
                                            NEXT_VERSION.plusSeconds(60)))
                                    .toList(),
                            VERSION.elements(),
                            VERSION.programmes())));

    @Property
    void onlyWhatIsNamedIsOpen(@ForAll("requests") AccessRequest request, @ForAll("instants") Instant at) {
        boolean open = AccessRules.decide(List.of(POLICY), request, at) instanceof Allowed;

        boolean inTerm = !at.isBefore(VERSION.term().from())
                && at.isBefore(VERSION.term().until());
        boolean confirmation = "nik-confirmation".equals(request.dataset())
                && "AID_VERIFICATION".equals(request.purpose())
                && "BSU-2025".equals(request.programme());
        boolean guidance = List.of("asn-record", "asn-reference").contains(request.dataset())
                && "ASN_GUIDANCE".equals(request.purpose())
                && request.programme() == null;
        assertThat(open).isEqualTo(inTerm && "kemnaker".equals(request.party()) && (confirmation || guidance));
    }

    @Property
    void takingAwayNeverOpens(
            @ForAll("requests") AccessRequest request,
            @ForAll("instants") Instant at,
            @ForAll("thinned") Policy.Version thinner) {
        boolean before = AccessRules.decide(List.of(POLICY), request, at) instanceof Allowed;
        boolean after = AccessRules.decide(List.of(with(thinner)), request, at) instanceof Allowed;

        assertThat(after && !before).isFalse();
    }

    /** Whatever was asked before, and whenever: the remembered decision is the one that would be made. */
    @Property
    void whatIsRememberedIsWhatWouldBeDecided(
            @ForAll @Size(max = 40) List<@From("requests") AccessRequest> requests,
            @ForAll @Size(min = 1, max = 10) List<@From("turns") Instant> instants) {
        var policies = List.of(TURNING);
        var remembered = new OpenDecisions(policies);
        for (Instant at : instants) {
            // Twice: the second time from memory.
            for (int i = 0; i < 2 * requests.size(); i++) {
                var request = requests.get(i / 2);
                assertThat(remembered.decide(request, at)).isEqualTo(AccessRules.decide(policies, request, at));
            }
            assertThat(remembered.decide(OPEN, at)).isEqualTo(AccessRules.decide(policies, OPEN, at));
        }
    }

    @Property
    void everyRefusalSaysWhyInBothLanguages(@ForAll("requests") AccessRequest request, @ForAll("instants") Instant at) {
        if (AccessRules.decide(List.of(POLICY), request, at) instanceof Refused refused) {
            assertThat(refused.detailEn()).isNotBlank();
            assertThat(refused.detailId()).isNotBlank().isNotEqualTo(refused.detailEn());
            if (request.dataset().equals("nik-confirmation")) {
                assertThat(refused.clauseNeeded()).isEqualTo("Ps 3(1)b");
            }
        }
    }

    /** Around every instant at which something of it opens or closes. */
    @Provide
    Arbitrary<Instant> turns() {
        return Arbitraries.of(
                        VERSION.term().from(),
                        SUSPENDED,
                        SUSPENDED.plusSeconds(60),
                        NEXT_VERSION,
                        NEXT_VERSION.plusSeconds(60),
                        VERSION.term().until())
                .flatMap(turn -> Arbitraries.of(turn.minusNanos(1), turn, turn.plusNanos(1)));
    }

    @Provide
    Arbitrary<AccessRequest> requests() {
        return Combinators.combine(
                        Arbitraries.of("kemnaker", "bkn", "stranger", ""),
                        Arbitraries.of("ASN_GUIDANCE", "AID_VERIFICATION", "LABOUR_MARKET_INFORMATION", "OTHER", "")
                                .injectNull(0.1),
                        Arbitraries.of("BSU-2025", "BSU-1999", "").injectNull(0.3),
                        Arbitraries.of("nik-confirmation", "asn-record", "asn-reference", "unheard-of"))
                .as((party, purpose, programme, dataset) ->
                        new AccessRequest(party, party + "-system", "tester", purpose, programme, dataset));
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.oneOf(
                Arbitraries.longs()
                        .between(
                                Instant.parse("2023-01-01T00:00:00Z").getEpochSecond(),
                                Instant.parse("2029-01-01T00:00:00Z").getEpochSecond())
                        .map(Instant::ofEpochSecond),
                Arbitraries.of(
                        VERSION.term().from(),
                        VERSION.term().from().minusNanos(1),
                        VERSION.term().until(),
                        VERSION.term().until().minusNanos(1)));
    }

    @Provide
    Arbitrary<Policy.Version> thinned() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, VERSION.clauses().size()),
                        Arbitraries.integers().between(0, VERSION.datasets().size()),
                        Arbitraries.integers().between(0, VERSION.purposes().size()))
                .as((programmes, clients, clause, dataset, purpose) -> new Policy.Version(
                        VERSION.version(),
                        VERSION.effectiveFrom(),
                        VERSION.term(),
                        without(VERSION.purposes(), purpose, item -> true),
                        without(VERSION.datasets(), dataset, item -> true),
                        without(VERSION.clauses(), clause, item -> true),
                        VERSION.elements(),
                        programmes ? (clients ? VERSION.programmes() : withoutClients()) : List.of()));
    }

    private static List<Policy.Programme> withoutClients() {
        return VERSION.programmes().stream()
                .map(programme -> new Policy.Programme(
                                programme.code(),
                                programme.name(),
                                programme.clause(),
                                programme.purpose(),
                                programme.legalBasis(),
                                programme.cutOffDates(),
                                programme.from(),
                                programme.until(),
                                List.of())
                        .withDpia(programme.dpiaSha256()))
                .toList();
    }

    private static <T> List<T> without(List<T> items, int index, Predicate<T> any) {
        return items.stream()
                .filter(any)
                .filter(item -> items.indexOf(item) != index)
                .toList();
    }

    private static Policy with(Policy.Version version) {
        return new Policy(
                POLICY.type(),
                POLICY.agreementId(),
                POLICY.revision(),
                POLICY.numbers(),
                POLICY.signed(),
                POLICY.publishedAt(),
                POLICY.parties(),
                List.of(version),
                POLICY.suspensions());
    }
}
