package id.padan.verification.batch;

import id.padan.platform.agreement.Policy;
import id.padan.platform.nik.Nik;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.token.TokenKeys;
import id.padan.verification.answer.Answer;
import id.padan.verification.projection.StatusIndex;
import id.padan.verification.projection.TestRegister;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A small register as BKN's side would publish it, and the oracle of what must be said of it. */
final class Register {
    static final String UNMAPPED = "UNMAPPED";

    /** NIKs of people who do not exist (serials 9990 to 9999) with what must be said of them. */
    static final Map<Long, String> PEOPLE = new LinkedHashMap<>();

    static {
        var says = List.of("ACTIVE", "INACTIVE", "RETIRED", "NOT_FOUND", UNMAPPED, "ACTIVE");
        for (int i = 0; i < 12; i++) {
            PEOPLE.put(nik(i), says.get(i % says.size()));
        }
    }

    private Register() {}

    /** The n-th well-formed NIK, for n up to a million; the first twelve are in the register. */
    static long nik(int n) {
        int serial = 9990 + n % 10;
        int day = 1 + n / 10 % 28;
        int month = 1 + n / 280 % 12;
        int year = 50 + n / 3360 % 50;
        int district = 1 + n / 168_000 % 6;
        return Long.parseLong(String.format("3273%02d%02d%02d%02d%04d", district, day, month, year, serial));
    }

    static String expected(long nik) {
        return PEOPLE.getOrDefault(nik, "NOT_FOUND");
    }

    static void publish(TokenKeys keys, StatusIndex index) {
        TestRegister.open(keys);
        openAgreement();
        PEOPLE.forEach((nik, says) -> TestRegister.publish(
                keys, Long.toString(nik), TestRegister.nextVersion(), nik == nik(0), nik != nik(1), new String[] {
                    row(says)
                }));
        Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            boolean all = true;
            for (var person : PEOPLE.entrySet()) {
                var answer = index.now()
                        .find(keys.token(Nik.of(person.getKey())))
                        .finding()
                        .mapped();
                all &= person.getValue().equals(UNMAPPED)
                        ? answer == null
                        : Answer.valueOf(person.getValue()) == answer;
            }
            return all;
        });
    }

    private static String row(String says) {
        return switch (says) {
            case "ACTIVE" -> TestRegister.ACTIVE;
            case "INACTIVE" -> TestRegister.INACTIVE;
            case "RETIRED" -> TestRegister.RETIRED;
            case "NOT_FOUND" -> TestRegister.NOT_FOUND;
            default -> TestRegister.UNMAPPED;
        };
    }

    static void openAgreement() {
        publish(List.of());
    }

    static void suspendAgreement() {
        publish(List.of(new Policy.Suspension(
                "test", "kemnaker", null, null, null, Instant.now().minusSeconds(1), null)));
    }

    static void suspendPerson(String subject) {
        publish(List.of(new Policy.Suspension(
                "test", null, null, null, null, Instant.now().minusSeconds(1), null, subject, "bkn")));
    }

    /** A legal hold on what a party has sent, until the agreement is opened again. */
    static void hold(String party) {
        publish(List.of(), List.of(new Policy.Hold("test", party, Instant.now().minusSeconds(1), null)));
    }

    private static void publish(List<Policy.Suspension> suspensions) {
        publish(suspensions, List.of());
    }

    private static void publish(List<Policy.Suspension> suspensions, List<Policy.Hold> holds) {
        var open = PolicyPublisher.open();
        long revision = System.currentTimeMillis();
        PolicyPublisher.publish(new Policy(
                open.type(),
                open.agreementId(),
                revision,
                open.numbers(),
                open.signed(),
                open.publishedAt(),
                open.parties(),
                open.versions(),
                suspensions,
                holds));
        PolicyPublisher.heartbeat(revision);
    }
}
