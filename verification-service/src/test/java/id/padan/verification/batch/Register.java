package id.padan.verification.batch;

import id.padan.platform.agreement.Policy;
import id.padan.platform.events.Topics;
import id.padan.platform.nik.Nik;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.token.TokenKeys;
import id.padan.verification.answer.Answer;
import id.padan.verification.projection.StatusIndex;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
        openAgreement();
        PolicyPublisher.send(Topics.ASN_STATUS_MAPPING, "kedudukanHukum", """
                {"type":"asn.status-mapping","version":"lists-1","synthetic":true,"rows":[
                {"id":"m-active","answer":"ACTIVE"},{"id":"m-inactive","answer":"INACTIVE"},{"id":"m-retired","answer":"RETIRED"},
                {"id":"m-not_found","answer":"NOT_FOUND"}]}""".getBytes(StandardCharsets.UTF_8));
        PEOPLE.forEach((nik, says) ->
                PolicyPublisher.send(Topics.ASN_STATUS, keys.token(Nik.of(nik)).toKey(), """
                {"type":"asn.status","epoch":1,"version":%d,"dataTime":"2026-11-01","shared":%s,"validated":%s,"records":[
                {"asnId":"a","version":1,"intervals":[{"mappingRow":%s}]}]}""".formatted(
                                System.currentTimeMillis(),
                                nik == nik(0),
                                nik != nik(1),
                                says.equals(UNMAPPED) ? "null" : "\"m-" + says.toLowerCase(Locale.ROOT) + "\"")
                        .getBytes(StandardCharsets.UTF_8)));
        Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            boolean all = index.register().mappingVersion().equals("lists-1");
            for (var person : PEOPLE.entrySet()) {
                var answer = index.find(keys.token(Nik.of(person.getKey())))
                        .finding()
                        .mapped();
                all &= person.getValue().equals(UNMAPPED)
                        ? answer == null
                        : Answer.valueOf(person.getValue()) == answer;
            }
            return all;
        });
    }

    static void openAgreement() {
        publish(List.of());
    }

    static void suspendAgreement() {
        publish(List.of(new Policy.Suspension(
                "test", "kemnaker", null, null, null, Instant.now().minusSeconds(1), null)));
    }

    private static void publish(List<Policy.Suspension> suspensions) {
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
                suspensions));
        PolicyPublisher.heartbeat(revision);
    }
}
