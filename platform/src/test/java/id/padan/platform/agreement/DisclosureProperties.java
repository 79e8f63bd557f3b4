package id.padan.platform.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.platform.testing.PolicyPublisher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What leaves: never more after an element went, never under a policy that is not in force, never what nobody has named. */
class DisclosureProperties {

    private static final Policy OPEN = PolicyPublisher.open();
    private static final Policy.Version VERSION = OPEN.versions().getFirst();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> NAMES = List.of("nip", "nama", "nik", "agama", "jawaban", "unorNama");

    @Property
    void removingAnElementNeverEnlargesAResponse(
            @ForAll("annexes") List<Policy.Element> annex,
            @ForAll("records") Map<String, String> record,
            @ForAll("clauses") String clause,
            @ForAll("purposes") String purpose) {
        Map<String, String> before =
                OpenElements.of(with(annex), clause, purpose).disclose(record);

        for (int i = 0; i < annex.size(); i++) {
            List<Policy.Element> fewer = new ArrayList<>(annex);
            fewer.remove(i);
            Map<String, String> after =
                    OpenElements.of(with(fewer), clause, purpose).disclose(record);
            assertThat(before).containsAllEntriesOf(after);
        }
        assertThat(record).containsAllEntriesOf(before);
    }

    @Property
    void whatTheAnnexDoesNotNameDoesNotLeave(
            @ForAll("annexes") List<Policy.Element> annex,
            @ForAll("records") Map<String, String> record,
            @ForAll("clauses") String clause,
            @ForAll("purposes") String purpose) {
        Set<String> disclosed =
                OpenElements.of(with(annex), clause, purpose).disclose(record).keySet();

        assertThat(disclosed)
                .allSatisfy(name -> assertThat(annex).anySatisfy(element -> {
                    assertThat(element.name()).isEqualTo(name);
                    assertThat(element.clause()).isEqualTo(clause);
                    assertThat(element.purposes()).contains(purpose);
                    assertThat(element.elementClass()).isNotIn("X", "I");
                }));
    }

    /** The log takes a leaf at the instant for which the gate decided, so this is what stands at the commit. */
    @Property
    void nothingIsAllowedUnderAPolicyThatIsNotInForceThen(
            @ForAll("changes") List<Integer> offsets,
            @ForAll("suspensions") List<Policy.Suspension> suspensions,
            @ForAll("offsets") int at) {
        List<Policy.Version> versions = new ArrayList<>();
        for (int i = 0; i < offsets.size(); i++) {
            versions.add(new Policy.Version(
                    Integer.toString(i + 1),
                    START.plusSeconds(offsets.get(i)),
                    VERSION.term(),
                    VERSION.purposes(),
                    VERSION.datasets(),
                    i % 2 == 0 ? VERSION.clauses() : List.of(),
                    VERSION.elements(),
                    VERSION.programmes()));
        }
        Policy policy = OPEN.withVersions(versions).withSuspensions(suspensions);
        Instant commit = START.plusSeconds(at);
        AccessRequest check = new AccessRequest(
                "kemnaker", "client-1", "person-1", "AID_VERIFICATION", "BSU-2025", Datasets.NIK_CONFIRMATION);

        if (AccessRules.decide(List.of(policy), check, commit) instanceof Allowed allowed) {
            Policy.Version inForce = policy.versionAt(commit).orElseThrow();
            assertThat(allowed.policy().version()).isEqualTo(inForce.version());
            assertThat(inForce.clauses()).isNotEmpty();
            assertThat(suspensions).noneMatch(suspension -> suspension.closes(check, commit));
        } else {
            assertThat(policy.versionAt(commit)
                                    .filter(version -> !version.clauses().isEmpty())
                                    .isEmpty()
                            || suspensions.stream().anyMatch(suspension -> suspension.closes(check, commit)))
                    .isTrue();
        }
    }

    @Property
    void whateverOrderChangesArriveInTheLatestRevisionIsObeyed(@ForAll("revisions") List<Long> heard) {
        PolicyBook book = PolicyBook.EMPTY;
        for (long revision : heard) {
            Policy policy = new Policy(
                    Policy.TYPE,
                    OPEN.agreementId(),
                    revision,
                    OPEN.numbers(),
                    OPEN.signed(),
                    START,
                    OPEN.parties(),
                    OPEN.versions(),
                    List.of());
            book = book.withPolicy(policy, START, START);
        }
        assertThat(book.policies())
                .singleElement()
                .satisfies(policy -> assertThat(policy.revision())
                        .isEqualTo(
                                heard.stream().mapToLong(Long::longValue).max().orElseThrow()));
    }

    @Property
    void unknownMeansDenied(
            @ForAll("words") String party,
            @ForAll("words") String purpose,
            @ForAll("words") String programme,
            @ForAll("words") String dataset) {
        boolean known = party.equals("kemnaker")
                && (purpose.equals("AID_VERIFICATION")
                                && programme.equals("BSU-2025")
                                && dataset.equals("nik-confirmation")
                        || purpose.equals("ASN_GUIDANCE")
                                && dataset.equals("asn-record")
                                && programme.equals("BSU-2025"));
        Decision decision = AccessRules.decide(
                List.of(OPEN), new AccessRequest(party, "client", "person", purpose, programme, dataset), START);

        if (!known) {
            assertThat(decision).isInstanceOf(Refused.class);
        }
    }

    private static Policy.Version with(List<Policy.Element> annex) {
        return new Policy.Version(
                VERSION.version(),
                VERSION.effectiveFrom(),
                VERSION.term(),
                VERSION.purposes(),
                VERSION.datasets(),
                VERSION.clauses(),
                annex,
                VERSION.programmes());
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12),
                Arbitraries.of(
                        "kemnaker",
                        "bkn",
                        "AID_VERIFICATION",
                        "ASN_GUIDANCE",
                        "BSU-2025",
                        "nik-confirmation",
                        "asn-record"));
    }

    @Provide
    Arbitrary<List<Policy.Element>> annexes() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 99),
                        Arbitraries.of(NAMES),
                        Arbitraries.of("U", "P", "R", "G", "X", "I"),
                        clauses().injectNull(0.2),
                        purposes().list().ofMaxSize(2).uniqueElements())
                .as((number, name, kind, clause, purposes) ->
                        new Policy.Element("A-" + number, name, kind, clause, purposes))
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<Map<String, String>> records() {
        return Arbitraries.of(NAMES).list().ofMaxSize(6).uniqueElements().map(names -> {
            Map<String, String> record = new LinkedHashMap<>();
            names.forEach(name -> record.put(name, "value of " + name));
            return record;
        });
    }

    @Provide
    Arbitrary<String> clauses() {
        return Arbitraries.of("Ps 3(1)a", "Ps 3(1)b");
    }

    @Provide
    Arbitrary<String> purposes() {
        return Arbitraries.of("ASN_GUIDANCE", "AID_VERIFICATION");
    }

    @Provide
    Arbitrary<Integer> offsets() {
        return Arbitraries.integers().between(-5, 30);
    }

    @Provide
    Arbitrary<List<Integer>> changes() {
        return Arbitraries.integers()
                .between(0, 20)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .uniqueElements();
    }

    @Provide
    Arbitrary<List<Long>> revisions() {
        return Arbitraries.longs().between(1, 9).list().ofMinSize(1).ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<Policy.Suspension>> suspensions() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.of("kemnaker", "client-1", "person-1", "BSU-2025", "nik-confirmation", "other"),
                        offsets(),
                        offsets().injectNull(0.4))
                .as((kind, target, from, until) -> new Policy.Suspension(
                        "s",
                        kind == 0 ? target : null,
                        kind == 1 ? target : null,
                        kind == 2 ? target : null,
                        kind == 3 ? target : null,
                        START.plusSeconds(from),
                        until == null ? null : START.plusSeconds(until),
                        kind == 4 ? target : null,
                        "bkn"))
                .list()
                .ofMaxSize(3);
    }
}
