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
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

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
