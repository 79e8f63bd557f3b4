package id.padan.agreement.disclosure;

import static id.padan.agreement.Register.AGREEMENT;
import static id.padan.agreement.Register.as;
import static id.padan.agreement.Register.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import id.padan.agreement.AgreementFolderFixture;
import id.padan.agreement.Register;
import id.padan.platform.events.Topics;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
@QuarkusTestResource(AgreementFolderFixture.class)
class DisclosureComponentTest {
    private static final String REGISTER = AGREEMENT + "/disclosures";

    @Inject
    Jdbi jdbi;

    @Inject
    DisclosureStore store;

    @Inject
    ForgettingDisclosures forgetting;

    @BeforeEach
    void theAgreementIsStored() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> as("bkn", "auditor").get(AGREEMENT).then().statusCode(200));
    }

    @Test
    void keepsOnceWhatIsReportedTwiceAndShowsEachPartyWhatConcernsIt() {
        String token = "t-" + UUID.randomUUID();
        var checks = Register.checks(UUID.randomUUID(), token, 100, 3);
        var own = Register.ownRecord(UUID.randomUUID(), 7);
        Instant at = Instant.now();
        Register.report("verification", "kemnaker", at, checks);
        Register.report("asn-directory", "bkn", at, own);
        Register.report("verification", "kemnaker", at, checks);
        // Behind the repetition, so that it has been dealt with when this is seen.
        var last = Register.checks(UUID.randomUUID(), token, 103, 1);
        Register.report("verification", "kemnaker", at, last);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> as("kemnaker", "auditor")
                        .get(REGISTER + "?token=" + token)
                        .then()
                        .statusCode(200)
                        .body(
                                "items.id",
                                containsInAnyOrder(
                                        checks.id().toString(), last.id().toString())));

        as("kemnaker", "dpo")
                .get(REGISTER + "?token=" + token + "&limit=500")
                .then()
                .body("items", hasSize(2))
                .body("items.find { it.subjects == 3 }.officer", equalTo("pejabat.kemnaker"))
                .body("items.find { it.subjects == 3 }.clause", equalTo("Ps 3(1)b"))
                .body("items.find { it.subjects == 3 }.elements", contains("B-01", "B-02", "B-05"))
                .body("items.find { it.subjects == 3 }.log.first", equalTo(100))
                .body("items.find { it.subjects == 3 }.log.last", equalTo(102));
        // The holder sees what was given of its data, not the other party's token.
        as("bkn", "auditor")
                .get(REGISTER + "?token=" + token)
                .then()
                .body("items", hasSize(2))
                .body("items.token", everyItem(nullValue()));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> as("bkn", "auditor")
                        .get(REGISTER + "?token=token-of-bkn")
                        .then()
                        .body("items.id", contains(own.id().toString())));
        as("kemnaker", "auditor").get(REGISTER + "?token=token-of-bkn").then().body("items", hasSize(0));
        as("stranger", "auditor").get(REGISTER).then().statusCode(404);
        as("kemnaker", "operator").get(REGISTER).then().statusCode(403).body("code", equalTo("ROLE_MISSING"));
    }

    @Test
    void findsByPeriodClausePurposeClientPersonAndKey() {
        UUID list = UUID.randomUUID();
        String login = "petugas-" + list;
        Instant at = Instant.parse("2025-03-10T03:00:00Z");
        var fetched = Register.results(UUID.randomUUID(), login, list, 500, 9000);
        Register.report("verification", "kemnaker", at, fetched);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> found("person=" + login, fetched.id()));

        found("person=" + login + "&from=2025-03-10&until=2025-03-10", fetched.id());
        found("person=" + login + "&clause=Ps%203(1)b&purpose=AID_VERIFICATION&client=padan-cli", fetched.id());
        found("key=batches/" + list, fetched.id());
        found("key=kid-2&person=" + login, fetched.id());
        nothing("person=" + login + "&from=2025-03-11");
        nothing("person=" + login + "&until=2025-03-09");
        nothing("person=" + login + "&clause=Ps%203(1)a");
        nothing("person=" + login + "&purpose=ASN_GUIDANCE");
        nothing("person=" + login + "&client=kemnaker-system");
        nothing("person=" + login + "&key=kid-1");
        nothing("key=batches/" + UUID.randomUUID());
    }

    @Test
    void pagesWithoutGapOrRepetition() {
        String token = "page-" + UUID.randomUUID();
        Instant at = Instant.parse("2025-04-01T00:00:00Z");
        List<String> ids = java.util.stream.IntStream.range(0, 7)
                .mapToObj(i -> {
                    var one = Register.checks(UUID.randomUUID(), token, 1000 + i, 1);
                    // Some of the same moment: the cursor has to tell them apart.
                    Register.report("verification", "kemnaker", at.plusSeconds(i / 3), one);
                    return one.id().toString();
                })
                .toList();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> as("kemnaker", "auditor")
                        .get(REGISTER + "?token=" + token)
                        .then()
                        .body("items", hasSize(7)));

        var seen = new java.util.ArrayList<String>();
        String cursor = null;
        do {
            var page = as("kemnaker", "auditor")
                    .get(REGISTER + "?limit=2&token=" + token + (cursor == null ? "" : "&cursor=" + cursor));
            seen.addAll(page.jsonPath().getList("items.id", String.class));
            cursor = page.path("next");
        } while (cursor != null);

        assertThat(seen).hasSize(7).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void whatIsOlderThanTheAgreementKeepsLeavesACountAndALeafUnlessAHoldStopsIt() {
        String token = "old-" + UUID.randomUUID();
        var old = Register.checks(UUID.randomUUID(), token, 2000, 1);
        var young = Register.checks(UUID.randomUUID(), token, 2001, 1);
        Instant sevenYears = Instant.now().atZone(ZoneOffset.UTC).minusYears(7).toInstant();
        Register.report("verification", "kemnaker", sevenYears.minusSeconds(86_400), old);
        Register.report("verification", "kemnaker", sevenYears.plusSeconds(86_400), young);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> as("kemnaker", "auditor")
                        .get(REGISTER + "?token=" + token)
                        .then()
                        .body("items", hasSize(2)));
        String hold = as("bkn", "dpo")
                .body(Map.of("reason", "perkara sedang berjalan", "orderNumber", "PN/7/2026"))
                .post(AGREEMENT + "/legal-holds")
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        forgetting.look();

        as("kemnaker", "auditor").get(REGISTER + "?token=" + token).then().body("items", hasSize(2));
        as("bkn", "approver")
                .body(Map.of("reason", "perkara telah selesai"))
                .post(AGREEMENT + "/legal-holds/" + hold + "/lifting")
                .then()
                .statusCode(200);

        forgetting.look();

        as("kemnaker", "auditor")
                .get(REGISTER + "?token=" + token)
                .then()
                .body("items.id", contains(young.id().toString()));
        as("bkn", "auditor")
                .get(REGISTER + "/removals")
                .then()
                .statusCode(200)
                .body("items[0].disclosures", greaterThanOrEqualTo(1))
                .body("items[0].leaf", notNullValue());
    }

    @Test
    void refusesQuestionsThatMeanNothing() {
        for (String bad : List.of("from=yesterday", "until=32-01-2025", "limit=0", "limit=501", "cursor=!")) {
            as("kemnaker", "auditor")
                    .get(REGISTER + "?" + bad)
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("INVALID"))
                    .body("field", equalTo(bad.substring(0, bad.indexOf('='))));
        }
    }

    @Test
    void aPersonNeedsAPledgeBeforeTheRegisterOpens() {
        String login = "auditor-" + UUID.randomUUID();
        person("kemnaker", login, "auditor")
                .get(REGISTER)
                .then()
                .statusCode(403)
                .body("code", equalTo("PLEDGE_MISSING"))
                .body("clause", equalTo("Ps 9(5)"));
        person("kemnaker", login, "auditor").get(AGREEMENT).then().statusCode(200);
        Register.pledge("bkn", login);
        // Another party's pledge is none.
        person("kemnaker", login, "auditor").get(REGISTER).then().statusCode(403);

        Register.pledge("kemnaker", login);

        person("kemnaker", login, "auditor").get(REGISTER).then().statusCode(200);
    }

    @Test
    void whatCannotBeReadGoesToTheDeadLettersAndTheNextIsKept() {
        String token = "after-poison-" + UUID.randomUUID();
        String poison = "{\"type\":\"disclosure.recorded\",\"poison\":\"" + token + "\"}";
        PolicyPublisher.send(Topics.DISCLOSURE_RECORDED, "kemnaker", poison.getBytes(StandardCharsets.UTF_8));
        // Under another party's key: somebody reports in a party's name.
        Register.report("verification", "kemnaker", Instant.now(), Register.checks(UUID.randomUUID(), token, 1, 1));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> as("kemnaker", "auditor")
                        .get(REGISTER + "?token=" + token)
                        .then()
                        .body("items", hasSize(1)));
        assertThat(Register.events(
                        "operator", Topics.deadLetters(Topics.DISCLOSURE_RECORDED), value -> value.contains(token)))
                .hasSize(1);
    }

    @Test
    void goesOnWhereTheStoreSays() {
        long stored =
                store.places().values().stream().mapToLong(Long::longValue).sum();
        String token = "place-" + UUID.randomUUID();
        Register.report("verification", "kemnaker", Instant.now(), Register.checks(UUID.randomUUID(), token, 1, 1));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> as("kemnaker", "auditor")
                        .get(REGISTER + "?token=" + token)
                        .then()
                        .body("items", hasSize(1)));

        assertThat(store.places().values().stream().mapToLong(Long::longValue).sum())
                .isGreaterThan(stored);
        assertThat(jdbi.<Integer, RuntimeException>withHandle(
                        handle -> handle.createQuery("select count(*) from disclosure where token = :token")
                                .bind("token", token)
                                .mapTo(Integer.class)
                                .one()))
                .isEqualTo(1);
    }

    private static void found(String filter, UUID id) {
        as("kemnaker", "auditor")
                .urlEncodingEnabled(false)
                .get(REGISTER + "?" + filter)
                .then()
                .statusCode(200)
                .body("items.id", contains(id.toString()));
    }

    private static void nothing(String filter) {
        as("kemnaker", "auditor")
                .urlEncodingEnabled(false)
                .get(REGISTER + "?" + filter)
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
    }
}
