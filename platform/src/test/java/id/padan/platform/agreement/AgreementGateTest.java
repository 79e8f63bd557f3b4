package id.padan.platform.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.padan.platform.caller.Caller;
import id.padan.platform.events.UnusableRecordException;
import id.padan.platform.json.StrictJson;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.testing.PolicyPublisher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AgreementGateTest {

    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Instant START = Instant.parse("2026-11-23T02:00:00Z");
    private static final AccessRequest CHECK = new AccessRequest(
            "kemnaker", "kemnaker-system", "tester", "AID_VERIFICATION", "BSU-2025", Datasets.NIK_CONFIRMATION);

    private final MovableClock clock = new MovableClock();
    private final AgreementGate gate = new AgreementGate(LEASE, clock, new SimpleMeterRegistry());

    @Test
    void refusesEverythingBeforeAPolicyIsHeard() {
        assertThat(refusal(CHECK, START).code()).isEqualTo(PlatformProblem.POLICY_UNKNOWN);
        assertThat(refusal(CHECK, START).clauseNeeded()).isEqualTo("Ps 3(1)b");
        assertThatThrownBy(() -> gate.requireHolder(new Caller("bkn", "x", "x", Set.of()), Datasets.ASN_RECORD))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(PlatformProblem.POLICY_UNKNOWN));
    }

    @Test
    void closesExactlyAtTheEndOfTheTerm() {
        hear(PolicyPublisher.open());
        Instant end = Instant.parse("2027-08-15T17:00:00Z");

        assertThat(gate.decide(CHECK, end.minusNanos(1))).isInstanceOf(Allowed.class);
        assertThat(refusal(CHECK, end).code()).isEqualTo(PlatformProblem.TERM_ENDED);
        assertThat(refusal(CHECK, Instant.parse("2024-08-14T16:59:59.999999999Z"))
                        .code())
                .isEqualTo(PlatformProblem.TERM_NOT_STARTED);
    }

    @Test
    void refusesWhenTheLeaseIsOverAndOpensWithTheNextHeartbeat() {
        hear(PolicyPublisher.open());

        clock.now = START.plus(LEASE);
        assertThat(gate.decide(CHECK, clock.now)).isInstanceOf(Allowed.class);
        clock.now = START.plus(LEASE).plusMillis(1);
        assertThat(refusal(CHECK, clock.now).code()).isEqualTo(PlatformProblem.POLICY_STALE);

        beat(1);
        assertThat(gate.decide(CHECK, clock.now)).isInstanceOf(Allowed.class);
    }

    @Test
    void aHeartbeatOfANewerRevisionDoesNotKeepAnOldPolicyAlive() {
        hear(PolicyPublisher.open());
        clock.now = START.plus(LEASE).plusSeconds(1);

        beat(2);

        assertThat(refusal(CHECK, clock.now).code()).isEqualTo(PlatformProblem.POLICY_STALE);
    }

    @Test
    void aHeartbeatFromTheFutureLendsNoTime() {
        hear(PolicyPublisher.open());
        gate.hear(book -> book.withHeartbeat(
                new Heartbeat(
                        Heartbeat.TYPE,
                        START.plus(Duration.ofDays(1)),
                        List.of(new Heartbeat.Confirmed("kemnaker-bkn-2024", 1))),
                clock.now));
        clock.now = START.plus(LEASE).plusSeconds(1);

        assertThat(refusal(CHECK, clock.now).code()).isEqualTo(PlatformProblem.POLICY_STALE);
    }

    @Test
    void anOlderRevisionNeverReplacesANewerOne() {
        Policy open = PolicyPublisher.open();
        hear(copy(open, 7, List.of()));
        hear(copy(open, 6, List.of(new Policy.Suspension("s", null, null, null, null, START, null))));

        assertThat(gate.decide(CHECK, START)).isInstanceOf(Allowed.class);
    }

    @Test
    void aSuspensionClosesWhatItMatchesOnly() {
        hear(copy(
                PolicyPublisher.open(),
                2,
                List.of(new Policy.Suspension(
                        "s", null, null, Datasets.NIK_CONFIRMATION, null, START, START.plusSeconds(60)))));
        AccessRequest guidance = new AccessRequest("kemnaker", "c", "s", "ASN_GUIDANCE", null, Datasets.ASN_RECORD);

        assertThat(refusal(CHECK, START).code()).isEqualTo(PlatformProblem.SUSPENDED);
        assertThat(gate.decide(CHECK, START.minusNanos(1))).isInstanceOf(Allowed.class);
        assertThat(gate.decide(CHECK, START.plusSeconds(60))).isInstanceOf(Allowed.class);
        assertThat(gate.decide(guidance, START)).isInstanceOf(Allowed.class);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void eachOfTheFiveKindsClosesItsOwnAndNothingElse(Kind kind) {
        hear(copy(PolicyPublisher.open(), 2, List.of(kind.suspension(START))));
        AccessRequest other = kind.other();

        assertThat(refusal(CHECK, START).code()).isEqualTo(PlatformProblem.SUSPENDED);
        assertThat(gate.decide(CHECK, START.minusNanos(1))).isInstanceOf(Allowed.class);
        if (gate.decide(other, START) instanceof Refused refused) {
            assertThat(refused.code()).isNotEqualTo(PlatformProblem.SUSPENDED);
        }
    }

    private enum Kind {
        CLIENT,
        PERSON,
        PROGRAMME,
        DATASET,
        PARTY;

        Policy.Suspension suspension(Instant from) {
            return new Policy.Suspension(
                    "s",
                    this == PARTY ? CHECK.party() : null,
                    this == CLIENT ? CHECK.client() : null,
                    this == DATASET ? CHECK.dataset() : null,
                    this == PROGRAMME ? CHECK.programme() : null,
                    from,
                    null,
                    this == PERSON ? CHECK.subject() : null,
                    "bkn");
        }

        /** The same request but for the member that is suspended; refused for another reason or allowed, never for the suspension. */
        AccessRequest other() {
            return new AccessRequest(
                    this == PARTY ? "stranger" : CHECK.party(),
                    this == CLIENT ? "another-client" : CHECK.client(),
                    this == PERSON ? "somebody.else" : CHECK.subject(),
                    CHECK.purpose(),
                    this == PROGRAMME ? "BSU-1999" : CHECK.programme(),
                    this == DATASET ? Datasets.CASN_AGGREGATE : CHECK.dataset());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"CLIENT", "PERSON"})
    void anotherClientOrPersonGoesOn(Kind kind) {
        hear(copy(PolicyPublisher.open(), 2, List.of(kind.suspension(START))));

        assertThat(gate.decide(kind.other(), START)).isInstanceOf(Allowed.class);
    }

    @Test
    void whoeverIsSuspendedDoesNotReadWhatAColleagueWasAllowed() {
        hear(copy(PolicyPublisher.open(), 2, List.of(Kind.PERSON.suspension(START))));
        Caller suspended = new Caller("kemnaker", CHECK.subject(), "padan-cli", Set.of());
        Caller colleague = new Caller("kemnaker", "somebody.else", "padan-cli", Set.of());

        assertThatThrownBy(() -> gate.requireNotSuspended(suspended))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(PlatformProblem.SUSPENDED));
        gate.requireNotSuspended(colleague);
    }

    @Test
    void anOfficerWhoActsThroughAMachineIsStoppedThereAndWhoOnlyAnswersForItIsNot() {
        hear(copy(
                PolicyPublisher.open(),
                2,
                List.of(new Policy.Suspension("s", null, null, null, null, START, null, "petugas.kemnaker", "bkn"))));
        Caller acting = machine(true);
        Caller answering = machine(false);

        assertThat(gate.decide(checkBy(acting), START))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(PlatformProblem.SUSPENDED));
        assertThat(gate.decide(checkBy(answering), START)).isInstanceOf(Allowed.class);
        assertThatThrownBy(() -> gate.requireNotSuspended(acting)).isInstanceOf(ProblemException.class);
        gate.requireNotSuspended(answering);
    }

    private static Caller machine(boolean acting) {
        return new Caller(
                "kemnaker",
                "service-account-kemnaker-system",
                "kemnaker-system",
                Set.of("system"),
                "petugas.kemnaker",
                acting,
                null,
                null);
    }

    private static AccessRequest checkBy(Caller caller) {
        return AccessRequest.of(caller, CHECK.purpose(), CHECK.programme(), CHECK.dataset());
    }

    @Test
    void onlyTheHolderItselfKeepsItsPeopleFromItsOwnData() {
        Caller officer = new Caller("bkn", "verifikator.bkn", "padan-cli", Set.of());
        hear(copy(
                PolicyPublisher.open(),
                2,
                List.of(new Policy.Suspension(
                        "s", null, null, null, null, START, null, "verifikator.bkn", "kemnaker"))));
        assertThat(gate.requireHolder(officer, Datasets.ASN_RECORD)).isNotNull();

        hear(copy(
                PolicyPublisher.open(),
                3,
                List.of(new Policy.Suspension("s", null, null, null, null, START, null, "verifikator.bkn", "bkn"))));
        assertThatThrownBy(() -> gate.requireHolder(officer, Datasets.ASN_RECORD))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(PlatformProblem.SUSPENDED));
    }

    @Test
    void closesTwoSecondsAfterItKnowsThatAChangeIsMissingAndOpensWhenItArrives() {
        hear(PolicyPublisher.open());
        beat(2);
        clock.now = START.plus(PolicyBook.PATIENCE);
        assertThat(gate.decide(CHECK, clock.now)).isInstanceOf(Allowed.class);

        clock.now = clock.now.plusNanos(1);
        beat(2);
        assertThat(refusal(CHECK, clock.now).code()).isEqualTo(PlatformProblem.POLICY_STALE);

        hear(copy(PolicyPublisher.open(), 2, List.of()));
        assertThat(gate.decide(CHECK, clock.now)).isInstanceOf(Allowed.class);
    }

    @Test
    void theLastSecondOfTheTermInJakartaIsOpenAndTheNextIsNot() {
        hear(PolicyPublisher.open());
        OffsetDateTime lastSecond = OffsetDateTime.parse("2027-08-15T23:59:59+07:00");

        assertThat(gate.decide(CHECK, lastSecond.toInstant())).isInstanceOf(Allowed.class);
        assertThat(gate.decide(CHECK, lastSecond.plusNanos(999_999_999).toInstant()))
                .isInstanceOf(Allowed.class);
        assertThat(refusal(CHECK, lastSecond.plusSeconds(1).toInstant()).code()).isEqualTo(PlatformProblem.TERM_ENDED);
    }

    @Test
    void aProgrammeWithoutAssessmentOrOfAnotherClientIsClosed() {
        Policy open = PolicyPublisher.open();
        Policy.Version version = open.versions().getFirst();
        Policy.Programme known = version.programmes().getFirst();
        hear(copy(open.withVersions(List.of(version.withProgrammes(List.of(known.withDpia(null))))), 2, List.of()));
        assertThat(refusal(CHECK, START).code()).isEqualTo(PlatformProblem.PROGRAMME_DPIA_MISSING);

        Policy.Programme theirs = new Policy.Programme(
                        known.code(),
                        known.name(),
                        known.clause(),
                        known.purpose(),
                        known.legalBasis(),
                        known.cutOffDates(),
                        known.from(),
                        known.until(),
                        List.of("another-client"))
                .withDpia(known.dpiaSha256());
        hear(copy(open.withVersions(List.of(version.withProgrammes(List.of(theirs)))), 3, List.of()));
        assertThat(refusal(CHECK, START).code()).isEqualTo(PlatformProblem.PROGRAMME_CLIENT);
    }

    @Test
    void anAnnexThatNoLongerOpensTheSentenceClosesTheConfirmation() {
        Policy open = PolicyPublisher.open();
        Policy.Version version = open.versions().getFirst();
        List<Policy.Element> narrowed = version.elements().stream()
                .filter(element -> !element.code().equals("B-06"))
                .toList();
        hear(copy(
                open.withVersions(List.of(new Policy.Version(
                        version.version(),
                        version.effectiveFrom(),
                        version.term(),
                        version.purposes(),
                        version.datasets(),
                        version.clauses(),
                        narrowed,
                        version.programmes()))),
                2,
                List.of()));

        assertThat(gate.elements(new Allowed(
                                new PolicyRef("kemnaker-bkn-2024", "1"), "Ps 3(1)b", "AID_VERIFICATION", "BSU-2025"))
                        .names())
                .containsExactly("nik");
        assertThat(refusal(CHECK, START).code()).isEqualTo(PlatformProblem.ELEMENT_NOT_OPEN);
        assertThat(refusal(CHECK, START).detailEn()).contains("B-06");
    }

    @Test
    void aLegalHoldIsOnForItsPartyWhileItLasts() {
        hear(PolicyPublisher.open().withHolds(List.of(new Policy.Hold("h", "kemnaker", START, START.plusSeconds(9)))));

        assertThat(gate.partiesOnHold()).containsExactly("kemnaker");
        clock.now = START.plusSeconds(9);
        assertThat(gate.partiesOnHold()).isEmpty();
    }

    @Test
    void namesWhatIsMissing() {
        hear(PolicyPublisher.open());

        assertThat(refusal(request("kemnaker", null, "BSU-2025"), START).code())
                .isEqualTo(PlatformProblem.PURPOSE_MISSING);
        assertThat(refusal(request("kemnaker", "CURIOSITY", "BSU-2025"), START).code())
                .isEqualTo(PlatformProblem.PURPOSE_UNKNOWN);
        assertThat(refusal(request("kemnaker", "ASN_GUIDANCE", "BSU-2025"), START)
                        .code())
                .isEqualTo(PlatformProblem.PURPOSE_NOT_OPEN);
        assertThat(refusal(request("kemnaker", "AID_VERIFICATION", null), START).code())
                .isEqualTo(PlatformProblem.PROGRAMME_MISSING);
        assertThat(refusal(request("kemnaker", "AID_VERIFICATION", "BSU-1999"), START)
                        .code())
                .isEqualTo(PlatformProblem.PROGRAMME_UNKNOWN);
        assertThat(refusal(request("bkn", "AID_VERIFICATION", "BSU-2025"), START)
                        .code())
                .isEqualTo(PlatformProblem.CLAUSE_NOT_OPEN);
        assertThat(refusal(request("stranger", "AID_VERIFICATION", "BSU-2025"), START)
                        .code())
                .isEqualTo(PlatformProblem.PARTY_MISMATCH);
    }

    @Test
    void aPolicyThatCannotBeObeyedIsUnusable() {
        byte[] key = "kemnaker-bkn-2024".getBytes(StandardCharsets.UTF_8);
        for (String bad : List.of(
                "not json",
                "[]",
                "{}",
                "{\"type\":\"agreement.policy\"}",
                "{\"type\":\"agreement.policy\",\"agreementId\":\"other\"}",
                "{\"type\":\"agreement.policy\",\"agreementId\":\"kemnaker-bkn-2024\",\"versions\":[{}]}")) {
            assertThatThrownBy(() ->
                            PolicyReader.readPolicy(StrictJson.mapper(), key, bad.getBytes(StandardCharsets.UTF_8)))
                    .as(bad)
                    .isInstanceOf(UnusableRecordException.class);
        }
        assertThat(PolicyReader.readPolicy(
                        StrictJson.mapper(), key, "{\"type\":\"agreement.later\"}".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    private Refused refusal(AccessRequest request, Instant at) {
        return (Refused) gate.decide(request, at);
    }

    private static AccessRequest request(String party, String purpose, String programme) {
        return new AccessRequest(party, "client", "tester", purpose, programme, Datasets.NIK_CONFIRMATION);
    }

    private void hear(Policy policy) {
        gate.hear(book -> book.withPolicy(policy, clock.now, clock.now));
    }

    private void beat(long revision) {
        gate.hear(book -> book.withHeartbeat(
                new Heartbeat(
                        Heartbeat.TYPE, clock.now, List.of(new Heartbeat.Confirmed("kemnaker-bkn-2024", revision))),
                clock.now));
    }

    private static Policy copy(Policy policy, long revision, List<Policy.Suspension> suspensions) {
        return new Policy(
                policy.type(),
                policy.agreementId(),
                revision,
                policy.numbers(),
                policy.signed(),
                policy.publishedAt(),
                policy.parties(),
                policy.versions(),
                suspensions);
    }

    private static final class MovableClock extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
