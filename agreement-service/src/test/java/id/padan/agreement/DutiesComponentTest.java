package id.padan.agreement;

import static id.padan.agreement.AgreementFolderFixture.packaged;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.agreement.acting.Seat;
import id.padan.agreement.acting.Seats;
import id.padan.agreement.obligation.AnnouncingDuties;
import id.padan.platform.events.Topics;
import id.padan.platform.proof.ProofLog;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import io.quarkus.mailer.MockMailbox;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Duties and the registers beside them, over HTTP, with an agreement of their own so that no other test's terms touch them. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
@QuarkusTestResource(AgreementFolderFixture.class)
class DutiesComponentTest {
    private static final String ID = "duties-bkn-2024";
    private static final String AGREEMENT = "/api/agreements/v1/agreements/" + ID;
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    @Inject
    Jdbi jdbi;

    @Inject
    ProofLog log;

    @Inject
    Seats seats;

    @Inject
    AnnouncingDuties announcing;

    @Inject
    MockMailbox mailbox;

    @Inject
    ObjectMapper json;

    @BeforeEach
    void theAgreementIsStored() {
        AgreementFolderFixture.put(ID + ".json", packaged(file -> file.put("id", ID)));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> kemnaker("operator").get(AGREEMENT).statusCode() == 200);
    }

    @Test
    void listsTheDutiesOfBothPartiesToBothAndToNobodyElse() {
        for (String party : List.of("kemnaker", "bkn")) {
            by(party, "orang", "auditor")
                    .get(AGREEMENT + "/obligations")
                    .then()
                    .statusCode(200)
                    .body("items.findAll { it.rule == 'usage-report' }.period.label", hasSize(7))
                    .body("items.findAll { it.rule == 'monitoring' && it.party == 'bkn' }", hasSize(7))
                    .body("items.find { it.key == 'asn-access.bkn' }.state.state", equalTo("STANDING"))
                    .body(
                            "items.find { it.key == 'usage-report.2024-H2.kemnaker' }.state.state",
                            equalTo("BEFORE_GO_LIVE"))
                    .body("items.find { it.key == 'term-notice.bkn' }.dueDay", equalTo("2027-07-15"));
        }
        by("stranger", "orang", "auditor")
                .get(AGREEMENT + "/obligations")
                .then()
                .statusCode(404);
        by("kemnaker", "mesin", "system").get(AGREEMENT + "/obligations").then().statusCode(403);
        Response firstPage = kemnaker("operator").get(AGREEMENT + "/obligations?limit=5&party=kemnaker");
        firstPage.then().statusCode(200).body("items", hasSize(5));
        String next = firstPage.path("next");
        kemnaker("operator")
                .get(AGREEMENT + "/obligations?limit=5&party=kemnaker&after=" + next)
                .then()
                .statusCode(200)
                .body("items.key", not(hasItem(next)));
        kemnaker("operator")
                .get(AGREEMENT + "/obligations?after=nothing")
                .then()
                .statusCode(400);
    }

    @Test
    void fillsBackWhatWasBeforeTheFirstStartWithAScanOnly() throws Exception {
        String duty = AGREEMENT + "/obligations/usage-report.2025-H1.kemnaker";
        kemnaker("operator")
                .header("If-Match", "\"0\"")
                .body(Map.of("reference", "Surat 12", "metOn", "2025-07-10"))
                .post(duty + "/evidence")
                .then()
                .statusCode(400)
                .body("field", equalTo("documents"));
        String own = document("kemnaker", "Laporan pemanfaatan 2025-H1", false);
        Map<String, Object> evidence = Map.of("documents", List.of(own), "metOn", "2025-07-10");
        kemnaker("operator")
                .header("If-Match", "\"0\"")
                .body(evidence)
                .post(duty + "/evidence")
                .then()
                .statusCode(400)
                .body("detail", equalTo("The other party cannot read this document. Share it first."));
        kemnaker("operator")
                .header("If-Match", "\"1\"")
                .post(AGREEMENT + "/documents/" + own + "/sharing")
                .then()
                .statusCode(200)
                .body("content.state", equalTo("SHARED"));

        kemnaker("operator")
                .body(evidence)
                .post(duty + "/evidence")
                .then()
                .statusCode(400)
                .body("field", equalTo("If-Match"));
        kemnaker("auditor")
                .header("If-Match", "\"0\"")
                .body(evidence)
                .post(duty + "/evidence")
                .then()
                .statusCode(403);
        // The other party cannot even name a document it does not own as evidence for a duty that is not its own.
        bkn("operator")
                .header("If-Match", "\"0\"")
                .body(evidence)
                .post(duty + "/evidence")
                .then()
                .statusCode(403)
                .body("code", equalTo("PARTY_MISMATCH"));
        kemnaker("operator")
                .header("If-Match", "\"7\"")
                .body(evidence)
                .post(duty + "/evidence")
                .then()
                .statusCode(412)
                .body("version", equalTo(0));
        Response delivered =
                kemnaker("operator").header("If-Match", "\"0\"").body(evidence).post(duty + "/evidence");
        delivered.then().statusCode(200).body("obligation.state.state", equalTo("DELIVERED"));
        Response met = by("bkn", "pejabat", "approver")
                .header("If-Match", "\"1\"")
                .body(Map.of("received", true))
                .post(duty + "/receipt");
        met.then()
                .statusCode(200)
                .body("obligation.state.state", equalTo("MET"))
                .body("obligation.state.backFilled", equalTo(true))
                .body("obligation.state.late", equalTo(false))
                .body("announced", empty());
        leafOf(met.path("steps[1].receipt"), "obligations/");
    }

    @Test
    void aReportIsMetWhenTheOtherPartyHasReceivedIt() {
        String key = firstOpen("usage-report", "kemnaker").path("key").asText();
        String duty = AGREEMENT + "/obligations/" + key;
        Map<String, Object> evidence = Map.of("reference", "Surat B-12/2026");
        kemnaker("operator")
                .header("If-Match", "\"0\"")
                .body(evidence)
                .post(duty + "/evidence")
                .then()
                .statusCode(200);
        by("bkn", "petugas", "operator")
                .header("If-Match", "\"1\"")
                .body(Map.of("received", true))
                .post(duty + "/receipt")
                .then()
                .statusCode(403)
                .body("code", equalTo("ROLE_MISSING"));
        by("kemnaker", "pejabat", "approver")
                .header("If-Match", "\"1\"")
                .body(Map.of("received", true))
                .post(duty + "/receipt")
                .then()
                .statusCode(403)
                .body("code", equalTo("PARTY_MISMATCH"));
        by("bkn", "pejabat", "approver")
                .header("If-Match", "\"1\"")
                .body(Map.of("received", false, "reason", "Lampiran kurang"))
                .post(duty + "/receipt")
                .then()
                .statusCode(200)
                .body("obligation.state.state", equalTo("OPEN"))
                .body("evidence.content.reason", equalTo("Lampiran kurang"));
        by("bkn", "pejabat", "approver")
                .header("If-Match", "\"2\"")
                .body(Map.of("received", true))
                .post(duty + "/receipt")
                .then()
                .statusCode(409);
        kemnaker("operator")
                .header("If-Match", "\"2\"")
                .body(evidence)
                .post(duty + "/evidence")
                .then()
                .statusCode(200);
        by("bkn", "pejabat", "approver")
                .header("If-Match", "\"3\"")
                .body(Map.of("received", true))
                .post(duty + "/receipt")
                .then()
                .statusCode(200)
                .body("obligation.state.state", equalTo("MET"))
                .body("steps.act", contains("DELIVER", "REFUSE", "DELIVER", "RECEIVE"));
        kemnaker("operator")
                .header("If-Match", "\"4\"")
                .body(evidence)
                .post(duty + "/evidence")
                .then()
                .statusCode(409)
                .body("code", equalTo("CONFLICT"));
    }

    @Test
    void whatIsOverdueIsAnnouncedOnceToBothAndWhatWasBeforeNever() throws IOException {
        JsonNode duty = firstNotYet("monitoring", "bkn");
        String key = duty.path("key").asText();
        Instant due = Instant.parse(duty.path("due").asText());
        Seat table = seats.tables().stream()
                .filter(one -> one.agreementId().equals(ID))
                .findFirst()
                .orElseThrow();

        announcing.announce(table, due.minusSeconds(1));
        assertThat(saidOf(key)).containsExactly("DUE_SOON");
        announcing.announce(table, due);
        announcing.announce(table, due.plusSeconds(60));

        assertThat(saidOf(key)).containsExactly("DUE_SOON", "OVERDUE");
        assertThat(letters(key)).containsExactlyInAnyOrder("bkn DUE", "bkn LATE", "kemnaker LATE");
        await().atMost(Duration.ofSeconds(20)).until(() -> unsent(key) == 0);
        // A copy: the sender goes on with other letters.
        assertThat(new ArrayList<>(mailbox.getMailsSentTo("pdpik@bkn.go.id")))
                .anySatisfy(mail -> assertThat(mail.getText()).contains(key));
        assertThat(events()).anySatisfy(event -> {
            assertThat(event.path("obligation").asText()).isEqualTo(key);
            assertThat(event.path("said").asText()).isEqualTo("OVERDUE");
            assertThat(event.path("clause").asText()).isEqualTo("Ps 7");
        });
        List<String> before = kemnaker("operator")
                .get(AGREEMENT + "/obligations?state=BEFORE_GO_LIVE")
                .path("items.key");
        assertThat(before).isNotEmpty();
        for (String old : before) {
            assertThat(saidOf(old)).isEmpty();
            assertThat(letters(old)).isEmpty();
        }
    }

    @Test
    void aContactIsPutInForceByAnotherOfficerAndKeepsItsHistory() {
        Map<String, String> card = Map.of("unit", "Pusdatik Baru", "email", "notices@example.go.id", "phone", "021-1");
        String contact = id(kemnaker("operator").body(card).post(AGREEMENT + "/contacts"));
        String path = AGREEMENT + "/contacts/" + contact;
        kemnaker("operator")
                .header("If-Match", "\"1\"")
                .post(path + "/acceptance")
                .then()
                .statusCode(403);
        by("bkn", "pejabat", "approver")
                .header("If-Match", "\"1\"")
                .post(path + "/acceptance")
                .then()
                .statusCode(403);
        by("kemnaker", "petugas", "approver")
                .header("If-Match", "\"1\"")
                .post(path + "/acceptance")
                .then()
                .statusCode(409);
        bkn("auditor")
                .get(AGREEMENT + "/contacts/current")
                .then()
                .body("find { it.party == 'kemnaker' }.card.email", not(equalTo("notices@example.go.id")));
        by("kemnaker", "pejabat", "approver")
                .header("If-Match", "\"1\"")
                .post(path + "/acceptance")
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("content.state", equalTo("IN_FORCE"));
        String second = id(kemnaker("operator")
                .body(Map.of("unit", "Pusdatik", "email", "pengembangansistem@kemnaker.go.id"))
                .post(AGREEMENT + "/contacts"));
        by("kemnaker", "pejabat", "approver")
                .header("If-Match", "\"1\"")
                .post(AGREEMENT + "/contacts/" + second + "/acceptance")
                .then()
                .statusCode(200);
        bkn("auditor")
                .get(path)
                .then()
                .body("content.state", equalTo("REPLACED"))
                .body("steps.act", contains("PROPOSE", "ACCEPT", "REPLACE"));
        bkn("auditor")
                .get(AGREEMENT + "/contacts/current")
                .then()
                .body("find { it.party == 'kemnaker' }.card.email", equalTo("pengembangansistem@kemnaker.go.id"))
                .body("find { it.party == 'bkn' }.card.email", equalTo("pdpik@bkn.go.id"));
        kemnaker("operator")
                .body(Map.of("unit", "X", "email", "no address"))
                .post(AGREEMENT + "/contacts")
                .then()
                .statusCode(400)
                .body("field", equalTo("email"));
    }

    @Test
    void aForceMajeurePausesTheClocksItNamesFromItsOnsetOnceAccepted() {
        String key = firstNotYet("usage-report", "kemnaker").path("key").asText();
        String open = firstOpen("monitoring", "kemnaker").path("key").asText();
        String statement = document("kemnaker", "Pernyataan BPBD", true);
        Map<String, Object> notice = new LinkedHashMap<>(Map.of(
                "event",
                "Banjir di pusat data",
                "onset",
                OffsetDateTime.now(JAKARTA).minusDays(2).toString(),
                "duties",
                List.of(open, key),
                "official",
                "Kepala BPBD DKI Jakarta"));
        kemnaker("operator")
                .body(notice)
                .post(AGREEMENT + "/force-majeure")
                .then()
                .statusCode(400)
                .body("field", equalTo("statement"));
        notice.put("statement", statement);
        notice.put("duties", List.of("monitoring.2026-H2.bkn"));
        kemnaker("operator")
                .body(notice)
                .post(AGREEMENT + "/force-majeure")
                .then()
                .statusCode(400)
                .body("field", equalTo("duties"));
        notice.put("duties", List.of(open, key));
        String made = id(kemnaker("operator").body(notice).post(AGREEMENT + "/force-majeure"));
        String path = AGREEMENT + "/force-majeure/" + made;
        kemnaker("operator")
                .get(path)
                .then()
                .body("content.state", equalTo("NOTIFIED"))
                .body("content.notice.late", equalTo(false));
        bkn("auditor")
                .get(AGREEMENT + "/obligations/force-majeure-answer." + made + ".bkn")
                .then()
                .statusCode(200)
                .body("obligation.state.state", equalTo("OPEN"));
        stateOf(open, "OPEN");

        bkn("operator")
                .header("If-Match", "\"1\"")
                .body(Map.of())
                .post(path + "/acceptance")
                .then()
                .statusCode(403);
        by("kemnaker", "pejabat", "approver")
                .header("If-Match", "\"1\"")
                .body(Map.of())
                .post(path + "/acceptance")
                .then()
                .statusCode(403);
        by("bkn", "pejabat", "approver")
                .header("If-Match", "\"1\"")
                .body(Map.of("reason", "Layanan tetap berjalan"))
                .post(path + "/contest")
                .then()
                .statusCode(200)
                .body("content.state", equalTo("CONTESTED"));
        stateOf(open, "OPEN");
        by("bkn", "pejabat", "approver")
                .header("If-Match", "\"1\"")
                .body(Map.of())
                .post(path + "/acceptance")
                .then()
                .statusCode(412);
        Response accepted = by("bkn", "pejabat", "approver")
                .header("If-Match", "\"2\"")
                .body(Map.of())
                .post(path + "/acceptance");
        accepted.then().statusCode(200).body("content.state", equalTo("ACCEPTED"));
        leafOf(accepted.path("steps[2].receipt"), "force-majeure/");
        stateOf(open, "PAUSED");
        kemnaker("operator").get(AGREEMENT + "/obligations/" + open).then().body("obligation.due", nullValue());

        by("bkn", "pejabat", "approver")
                .header("If-Match", "\"3\"")
                .body(Map.of("endedAt", OffsetDateTime.now(JAKARTA).toString()))
                .post(path + "/end")
                .then()
                .statusCode(403);
        kemnaker("operator")
                .header("If-Match", "\"3\"")
                .body(Map.of(
                        "endedAt", OffsetDateTime.now(JAKARTA).minusSeconds(1).toString()))
                .post(path + "/end")
                .then()
                .statusCode(200)
                .body("content.state", equalTo("RESUMED"));
        stateOf(open, "OPEN");
        String due =
                kemnaker("operator").get(AGREEMENT + "/obligations/" + open).path("obligation.due");
        String planned =
                kemnaker("operator").get(AGREEMENT + "/obligations/" + open).path("obligation.plannedDue");
        // The days that the flood touched: the day before yesterday, yesterday, today.
        assertThat(Duration.between(Instant.parse(planned), Instant.parse(due))).isEqualTo(Duration.ofDays(3));
    }

    @Test
    void aNoticeOneDayLateIsTakenMarkedAndAcceptedOnlyWithAReason() {
        String statement = document("bkn", "Pernyataan Kominfo", true);
        Map<String, Object> notice = Map.of(
                "event",
                "Gangguan nasional",
                "onset",
                LocalDate.now(JAKARTA)
                        .minusDays(15)
                        .atTime(23, 59)
                        .atZone(JAKARTA)
                        .toOffsetDateTime()
                        .toString(),
                "duties",
                List.of("guidance-answer"),
                "official",
                "Direktur",
                "statement",
                statement);
        String made = id(bkn("operator").body(notice).post(AGREEMENT + "/force-majeure"));
        String path = AGREEMENT + "/force-majeure/" + made;
        kemnaker("auditor").get(path).then().body("content.notice.late", equalTo(true));
        by("kemnaker", "pejabat", "approver")
                .header("If-Match", "\"1\"")
                .body(Map.of())
                .post(path + "/acceptance")
                .then()
                .statusCode(409)
                .body("field", equalTo("whyLate"));
        by("kemnaker", "pejabat", "approver")
                .header("If-Match", "\"1\"")
                .body(Map.of("whyLate", "Surat tertahan gangguan itu sendiri"))
                .post(path + "/acceptance")
                .then()
                .statusCode(200)
                .body("content.whyLate", equalTo("Surat tertahan gangguan itu sendiri"));
        bkn("operator")
                .header("If-Match", "\"2\"")
                .body(Map.of(
                        "endedAt", OffsetDateTime.now(JAKARTA).minusSeconds(1).toString()))
                .post(path + "/end")
                .then()
                .statusCode(200);
    }

    @Test
    void aJointMeetingMeetsTheHalfYearOfBothAndItsActionsAreDuties() {
        String minutes = document("bkn", "Notula", true);
        String meeting = id(bkn("operator")
                .body(Map.of("form", "JOINT", "subject", "Monev 2025", "plannedFor", "2025-11-12"))
                .post(AGREEMENT + "/meetings"));
        String path = AGREEMENT + "/meetings/" + meeting;
        Map<String, Object> record = Map.of(
                "heldOn",
                "2025-11-12",
                "attendees",
                List.of("Tim Pusdatik", "Tim PDPIK"),
                "findings",
                "Waktu jawab baik",
                "minutes",
                minutes,
                "actions",
                List.of(
                        Map.of("what", "Perbarui pemetaan", "party", "bkn", "until", "2099-01-31"),
                        Map.of("what", "Latih petugas", "party", "kemnaker", "until", "2099-02-28")));
        kemnaker("operator")
                .header("If-Match", "\"1\"")
                .body(record)
                .post(path + "/minutes")
                .then()
                .statusCode(403);
        bkn("operator")
                .header("If-Match", "\"1\"")
                .body(record)
                .post(path + "/minutes")
                .then()
                .statusCode(200);
        by("bkn", "pejabat", "approver")
                .header("If-Match", "\"2\"")
                .post(path + "/confirmation")
                .then()
                .statusCode(403);
        kemnaker("operator")
                .header("If-Match", "\"2\"")
                .post(path + "/confirmation")
                .then()
                .statusCode(403);
        by("kemnaker", "pejabat", "approver")
                .header("If-Match", "\"2\"")
                .post(path + "/confirmation")
                .then()
                .statusCode(200)
                .body("content.state", equalTo("CONFIRMED"));
        stateOf("monitoring.2025-H2.kemnaker", "MET");
        stateOf("monitoring.2025-H2.bkn", "MET");
        stateOf("meeting-action." + meeting + ".2", "OPEN");

        bkn("operator")
                .header("If-Match", "\"3\"")
                .body(Map.of("result", "x"))
                .post(path + "/actions/2/completion")
                .then()
                .statusCode(403);
        kemnaker("operator")
                .header("If-Match", "\"3\"")
                .body(Map.of("result", "x"))
                .post(path + "/actions/3/completion")
                .then()
                .statusCode(400);
        kemnaker("operator")
                .header("If-Match", "\"3\"")
                .body(Map.of("result", "24 petugas dilatih"))
                .post(path + "/actions/2/completion")
                .then()
                .statusCode(200);
        stateOf("meeting-action." + meeting + ".2", "MET");
        kemnaker("operator")
                .header("If-Match", "\"4\"")
                .body(Map.of("result", "lagi"))
                .post(path + "/actions/2/completion")
                .then()
                .statusCode(409);
    }

    @Test
    void aMeetingOfOnePartyAloneIsNotSeenByTheOther() {
        String minutes = document("kemnaker", "Notula internal", false);
        String meeting = id(kemnaker("operator")
                .body(Map.of("form", "OWN", "subject", "Evaluasi internal", "plannedFor", "2025-03-03"))
                .post(AGREEMENT + "/meetings"));
        String path = AGREEMENT + "/meetings/" + meeting;
        Map<String, Object> record = Map.of(
                "heldOn",
                "2025-03-03",
                "attendees",
                List.of("Tim Pusdatik"),
                "findings",
                "Rahasia",
                "minutes",
                minutes,
                "actions",
                List.of(Map.of("what", "Rapikan hak akses", "party", "kemnaker", "until", "2099-01-31")));
        kemnaker("operator")
                .header("If-Match", "\"1\"")
                .body(record)
                .post(path + "/minutes")
                .then()
                .statusCode(200);
        by("kemnaker", "petugas", "approver")
                .header("If-Match", "\"2\"")
                .post(path + "/confirmation")
                .then()
                .statusCode(409);
        by("kemnaker", "pejabat", "approver")
                .header("If-Match", "\"2\"")
                .post(path + "/confirmation")
                .then()
                .statusCode(200);

        bkn("auditor").get(path).then().statusCode(404);
        by("bkn", "pejabat", "approver")
                .header("If-Match", "\"3\"")
                .post(path + "/confirmation")
                .then()
                .statusCode(404);
        bkn("auditor").get(AGREEMENT + "/meetings?limit=200").then().body("items.id", not(hasItem(meeting)));
        String action = "meeting-action." + meeting + ".1";
        bkn("auditor").get(AGREEMENT + "/obligations/" + action).then().statusCode(404);
        bkn("auditor").get(AGREEMENT + "/obligations").then().body("items.key", not(hasItem(action)));
        kemnaker("auditor").get(AGREEMENT + "/obligations/" + action).then().statusCode(200);
        // That the duty is met is the other party's right to know.
        bkn("auditor")
                .get(AGREEMENT + "/obligations/monitoring.2025-H1.kemnaker")
                .then()
                .body("obligation.state.state", equalTo("MET"));
        stateOf("monitoring.2025-H1.bkn", "BEFORE_GO_LIVE");
    }

    @Test
    void aDifferenceIsSettledByTheTextThatTheOtherPartyAcceptsOrByTheLaw() {
        String path = AGREEMENT + "/differences/"
                + id(kemnaker("operator")
                        .body(Map.of("clause", "Ps 9(3)", "subject", "dan/atau", "reading", "Alternatif"))
                        .post(AGREEMENT + "/differences"));
        kemnaker("operator")
                .header("If-Match", "\"1\"")
                .body(Map.of("text", "x"))
                .post(path + "/reading")
                .then()
                .statusCode(403);
        by("kemnaker", "pejabat", "approver")
                .header("If-Match", "\"1\"")
                .body(Map.of("text", "x"))
                .post(path + "/failure")
                .then()
                .statusCode(409);
        bkn("operator")
                .header("If-Match", "\"1\"")
                .body(Map.of("text", "Kumulatif"))
                .post(path + "/reading")
                .then()
                .statusCode(200);
        bkn("operator")
                .header("If-Match", "\"2\"")
                .body(Map.of("on", "2026-01-15", "note", "Rapat di Jakarta"))
                .post(path + "/talks")
                .then()
                .statusCode(200);
        kemnaker("operator")
                .header("If-Match", "\"3\"")
                .body(Map.of("text", "Alternatif, tercatat"))
                .post(path + "/proposal")
                .then()
                .statusCode(200);
        by("kemnaker", "pejabat", "approver")
                .header("If-Match", "\"4\"")
                .post(path + "/acceptance")
                .then()
                .statusCode(403);
        by("bkn", "pejabat", "approver")
                .header("If-Match", "\"4\"")
                .post(path + "/acceptance")
                .then()
                .statusCode(200)
                .body("content.state", equalTo("AGREED"))
                .body("content.text", equalTo("Alternatif, tercatat"))
                .body("steps", hasSize(5));
        by("bkn", "pejabat", "approver")
                .header("If-Match", "\"5\"")
                .post(path + "/rejection")
                .then()
                .statusCode(409);
    }

    @Test
    void aDocumentIsSealedInTheStoreAndShownToItsPartyOnlyUntilShared() throws Exception {
        byte[] content = "Naskah asli rangkap kedua".getBytes(StandardCharsets.UTF_8);
        Response made =
                kemnaker("operator").body(upload("Naskah asli", content, false)).post(AGREEMENT + "/documents");
        made.then()
                .statusCode(201)
                .body(
                        "content.about.sha256",
                        equalTo(HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(content))));
        String path = AGREEMENT + "/documents/" + id(made);
        for (String hidden : List.of(path, path + "/content")) {
            bkn("auditor").get(hidden).then().statusCode(404);
            by("stranger", "x", "auditor").get(hidden).then().statusCode(404);
        }
        bkn("operator")
                .header("If-Match", "\"1\"")
                .post(path + "/sharing")
                .then()
                .statusCode(404);
        byte[] sealed = jdbi.withHandle(
                handle -> handle.createQuery("select sealed from document_content where case_id = cast(:id as uuid)")
                        .bind("id", id(made))
                        .mapTo(byte[].class)
                        .one());
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("Naskah");
        assertThat(kemnaker("auditor")
                        .get(path + "/content")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asByteArray())
                .isEqualTo(content);
        kemnaker("operator")
                .header("If-Match", "\"1\"")
                .post(path + "/sharing")
                .then()
                .statusCode(200);
        assertThat(bkn("auditor")
                        .get(path + "/content")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asByteArray())
                .isEqualTo(content);
        bkn("operator")
                .header("If-Match", "\"2\"")
                .post(path + "/sharing")
                .then()
                .statusCode(403);

        kemnaker("operator")
                .body(upload("Surat atas NIK 3171010101389999", content, false))
                .post(AGREEMENT + "/documents")
                .then()
                .statusCode(400)
                .body("field", equalTo("title"));
        kemnaker("operator")
                .body(upload("Besar", new byte[2 << 20], false))
                .post(AGREEMENT + "/documents")
                .then()
                .statusCode(201);
        kemnaker("operator")
                .body(upload("Terlalu besar", new byte[(8 << 20) + 4], false))
                .post(AGREEMENT + "/documents")
                .then()
                .statusCode(413);
        Map<String, Object> script = new LinkedHashMap<>(upload("Halaman", content, false));
        script.put("mediaType", "text/html");
        kemnaker("operator")
                .body(script)
                .post(AGREEMENT + "/documents")
                .then()
                .statusCode(400)
                .body("field", equalTo("mediaType"));
    }

    @Test
    void whoIsToldWhoLookedThemUpIsTheDpoOfThePartyAndOnlyAfterASearch() {
        Map<String, Object> request = Map.of(
                "kind",
                "ACCESS",
                "channel",
                "Surat",
                "fileNumber",
                "DPO/7/2026",
                "summary",
                "Siapa yang menanyakan datanya");
        by("kemnaker", "dpo.kemnaker", "operator")
                .body(request)
                .post(AGREEMENT + "/subject-requests")
                .then()
                .statusCode(403);
        Response made = by("kemnaker", "dpo.kemnaker", "dpo").body(request).post(AGREEMENT + "/subject-requests");
        made.then().statusCode(201).body("content.state", equalTo("RECEIVED"));
        Instant received = Instant.parse(made.path("content.request.receivedAt"));
        assertThat(Instant.parse(made.path("due"))).isEqualTo(received.plus(Duration.ofHours(72)));
        String theCase = id(made);
        String path = AGREEMENT + "/subject-requests/" + theCase;
        for (String role : List.of("dpo", "auditor")) {
            by("bkn", "dpo.bkn", role).get(path).then().statusCode(404);
        }
        kemnaker("approver").get(path).then().statusCode(403);
        bkn("auditor")
                .get(AGREEMENT + "/obligations")
                .then()
                .body("items.key", not(hasItem("subject-request." + theCase)));
        kemnaker("auditor")
                .get(AGREEMENT + "/obligations/subject-request." + theCase)
                .then()
                .body("obligation.state.state", equalTo("OPEN"))
                .body("obligation.dueDay", nullValue());

        Map<String, Object> answer = Map.of("measures", "Riwayat diserahkan");
        by("kemnaker", "dpo.kemnaker", "dpo")
                .header("If-Match", "\"1\"")
                .body(answer)
                .post(path + "/answer")
                .then()
                .statusCode(409);
        // Another party's officer cannot make it look as if this case had been searched.
        opened(theCase, "bkn", 1);
        UUID search = opened(theCase, "kemnaker", null);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> by("kemnaker", "dpo.kemnaker", "dpo")
                        .get(path)
                        .then()
                        .body("searches.searchId", contains(search.toString())));
        by("kemnaker", "dpo.kemnaker", "dpo")
                .header("If-Match", "\"1\"")
                .body(answer)
                .post(path + "/answer")
                .then()
                .statusCode(409);
        opened(search, theCase, "kemnaker", 3);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> by("kemnaker", "dpo.kemnaker", "dpo")
                        .get(path)
                        .then()
                        .body("searches.found", contains(3))
                        .body("caseReference", equalTo("subject-requests/" + theCase)));
        by("kemnaker", "dpo.kemnaker", "dpo")
                .header("If-Match", "\"9\"")
                .body(answer)
                .post(path + "/answer")
                .then()
                .statusCode(412);
        Response closed = by("kemnaker", "dpo.kemnaker", "dpo")
                .header("If-Match", "\"1\"")
                .body(answer)
                .post(path + "/answer");
        closed.then().statusCode(200).body("content.state", equalTo("ANSWERED"));
        leafOf(closed.path("steps[1].receipt"), "subject-requests/");
        kemnaker("auditor")
                .get(AGREEMENT + "/obligations/subject-request." + theCase)
                .then()
                .body("obligation.state.state", equalTo("MET"));
    }

    @Test
    void aRefusalNeedsAGroundThatTheLawGivesForThatRequest() {
        Map<String, Object> request = Map.of(
                "kind", "CORRECTION",
                "receivedAt", OffsetDateTime.now(JAKARTA).minusHours(80).toString(),
                "channel", "Loket",
                "fileNumber", "DPO/8/2026",
                "summary", "Nama salah");
        String path = AGREEMENT + "/subject-requests/"
                + id(by("bkn", "dpo.bkn", "dpo").body(request).post(AGREEMENT + "/subject-requests"));
        for (String ground : List.of("LAW_ENFORCEMENT", "RETENTION_BY_LAW", "NOT_ONLY_A_MACHINE")) {
            by("bkn", "dpo.bkn", "dpo")
                    .header("If-Match", "\"1\"")
                    .body(Map.of("ground", ground, "explanation", "x"))
                    .post(path + "/refusal")
                    .then()
                    .statusCode(400)
                    .body("field", equalTo("ground"));
        }
        by("bkn", "dpo.bkn", "dpo")
                .header("If-Match", "\"1\"")
                .body(Map.of("ground", "DATA_IS_RIGHT", "explanation", "Sesuai SK"))
                .post(path + "/refusal")
                .then()
                .statusCode(200)
                .body("content.law", equalTo("UU 27/2022 Ps 30"));
        by("bkn", "dpo.bkn", "dpo")
                .get(AGREEMENT + "/subject-requests/grounds")
                .then()
                .statusCode(200)
                .body("ground", hasItem("DATA_IS_RIGHT"));
        by("bkn", "dpo.bkn", "dpo")
                .body(Map.of(
                        "kind", "ERASURE", "channel", "x", "fileNumber", "y", "summary", "NIK 3171.0101.0138.9999"))
                .post(AGREEMENT + "/subject-requests")
                .then()
                .statusCode(400)
                .body("field", equalTo("summary"));
        int steps = jdbi.withHandle(handle -> handle.createQuery(
                        "select count(*) from case_step where content::text ~ '3171[ .]?0101[ .]?0138' or record ~ '3171[ .]?0101[ .]?0138'")
                .mapTo(Integer.class)
                .one());
        assertThat(steps).isZero();
    }

    @Test
    void guidanceIsAskedByTheFirstPartyAnsweredByTheSecondAndClosedByTheAsker() {
        String material = document("kemnaker", "Contoh berkas", true);
        Map<String, Object> question =
                Map.of("subject", "Galat NIK_DATE", "question", "Mengapa ditolak?", "material", List.of(material));
        bkn("operator")
                .body(question)
                .post(AGREEMENT + "/guidance")
                .then()
                .statusCode(403)
                .body("clause", equalTo("Ps 3(1)f"));
        Response asked = kemnaker("operator")
                .header("Idempotency-Key", "tanya-1")
                .body(question)
                .post(AGREEMENT + "/guidance");
        asked.then().statusCode(201).body("content.state", equalTo("OPEN")).body("due", notNullValue());
        Response again = kemnaker("operator")
                .header("Idempotency-Key", "tanya-1")
                .body(question)
                .post(AGREEMENT + "/guidance");
        assertThat(id(again)).isEqualTo(id(asked));
        kemnaker("operator")
                .header("Idempotency-Key", "tanya-1")
                .body(Map.of("subject", "Lain", "question", "Lain?"))
                .post(AGREEMENT + "/guidance")
                .then()
                .statusCode(422);
        String path = AGREEMENT + "/guidance/" + id(asked);
        Map<String, Object> answer = Map.of("answer", "Tanggal lahir tidak mungkin", "hours", 1.5);
        by("bkn", "verifikator.bkn", "verifier")
                .header("If-Match", "\"1\"")
                .body(answer)
                .post(path + "/answer")
                .then()
                .statusCode(409);
        kemnaker("operator")
                .header("If-Match", "\"1\"")
                .body(Map.of("assignee", "x"))
                .post(path + "/assignment")
                .then()
                .statusCode(403);
        bkn("operator")
                .header("If-Match", "\"1\"")
                .body(Map.of("assignee", "verifikator.bkn"))
                .post(path + "/assignment")
                .then()
                .statusCode(200);
        by("bkn", "orang.lain", "verifier")
                .header("If-Match", "\"2\"")
                .body(answer)
                .post(path + "/answer")
                .then()
                .statusCode(403);
        by("bkn", "verifikator.bkn", "verifier")
                .header("If-Match", "\"2\"")
                .body(Map.of("answer", "x", "hours", 0))
                .post(path + "/answer")
                .then()
                .statusCode(400)
                .body("field", equalTo("hours"));
        by("bkn", "verifikator.bkn", "verifier")
                .header("If-Match", "\"2\"")
                .body(answer)
                .post(path + "/answer")
                .then()
                .statusCode(200);
        bkn("operator")
                .header("If-Match", "\"3\"")
                .body(Map.of())
                .post(path + "/closing")
                .then()
                .statusCode(403);
        kemnaker("operator")
                .header("If-Match", "\"3\"")
                .body(Map.of("question", "Contohnya?"))
                .post(path + "/follow-up")
                .then()
                .statusCode(200)
                .body("content.state", equalTo("ASSIGNED"));
        kemnaker("operator")
                .header("If-Match", "\"4\"")
                .body(Map.of())
                .post(path + "/closing")
                .then()
                .statusCode(409);
        by("bkn", "verifikator.bkn", "verifier")
                .header("If-Match", "\"4\"")
                .body(answer)
                .post(path + "/answer")
                .then()
                .statusCode(200);
        kemnaker("operator")
                .header("If-Match", "\"5\"")
                .body(Map.of("result", "Jelas"))
                .post(path + "/closing")
                .then()
                .statusCode(200)
                .body("content.state", equalTo("CLOSED"));
        stateOf("guidance-answer." + id(asked) + ".1", "MET");
        stateOf("guidance-answer." + id(asked) + ".2", "MET");
        LocalDate today = LocalDate.now(JAKARTA);
        String period = today.getYear() + "-H" + (today.getMonthValue() <= 6 ? 1 : 2);
        bkn("auditor")
                .get(AGREEMENT + "/guidance/report?period=" + period)
                .then()
                .statusCode(200)
                .body("answered", equalTo(2))
                .body("inTime", equalTo(2))
                .body("hours", equalTo(3.0f));
    }

    /** The step's leaf is in the log, names the case, and commits to the record that is kept. */
    private void leafOf(String receipt, String reference) {
        var leaf = log.find(UUID.fromString(receipt)).orElseThrow();
        String record = jdbi.withHandle(
                handle -> handle.createQuery("select record from case_step where leaf = cast(:leaf as uuid)")
                        .bind("leaf", receipt)
                        .mapTo(String.class)
                        .one());
        try {
            assertThat(leaf.content())
                    .contains("agreements/" + ID + "/" + reference)
                    .contains(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256")
                                    .digest(record.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private UUID opened(String theCase, String party, Integer found) {
        UUID search = UUID.randomUUID();
        opened(search, theCase, party, found);
        return search;
    }

    private void opened(UUID search, String theCase, String party, Integer found) {
        String event = "{\"type\":\"verification.evidence-opened\",\"searchId\":\"" + search
                + "\",\"service\":\"verification\",\"caseReference\":\"subject-requests/" + theCase + "\",\"party\":\""
                + party + "\",\"actor\":\"dpo." + party + "\",\"openedAt\":\"" + Instant.now() + "\",\"logIndex\":7"
                + (found == null ? "" : ",\"found\":" + found) + "}";
        PolicyPublisher.send(
                Topics.VERIFICATION_EVIDENCE_OPENED, search.toString(), event.getBytes(StandardCharsets.UTF_8));
    }

    private List<JsonNode> events() throws IOException {
        List<JsonNode> events = new ArrayList<>();
        try (var consumer = PolicyPublisher.consumer("operator")) {
            var partition = new TopicPartition(Topics.AGREEMENT_OBLIGATION, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                for (var event : consumer.poll(Duration.ofMillis(300))) {
                    events.add(json.readTree(event.value()));
                }
                return events.stream()
                        .anyMatch(event -> event.path("said").asText().equals("OVERDUE"));
            });
            consumer.poll(Duration.ofMillis(500)).forEach(event -> {
                try {
                    events.add(json.readTree(event.value()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return events;
    }

    private List<String> saidOf(String key) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select said from duty_announcement where agreement_id = :id and duty = :duty order by at, said")
                .bind("id", ID)
                .bind("duty", key)
                .mapTo(String.class)
                .list());
    }

    private List<String> letters(String key) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select party || case when subject like '%terlambat%' then ' LATE' else ' DUE' end from letter
                         where about = :about""")
                .bind("about", "agreements/" + ID + "/obligations/" + key)
                .mapTo(String.class)
                .list());
    }

    private int unsent(String key) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select count(*) from letter where about = :about and sent_at is null")
                        .bind("about", "agreements/" + ID + "/obligations/" + key)
                        .mapTo(Integer.class)
                        .one());
    }

    private void stateOf(String key, String state) {
        ValidatableResponse seen =
                kemnaker("auditor").get(AGREEMENT + "/obligations/" + key).then();
        seen.statusCode(200).body("obligation.state.state", equalTo(state));
    }

    private JsonNode firstOpen(String rule, String party) {
        return first(rule, party, "OPEN");
    }

    private JsonNode firstNotYet(String rule, String party) {
        return first(rule, party, "NOT_YET");
    }

    private JsonNode first(String rule, String party, String state) {
        try {
            JsonNode list = json.readTree(kemnaker("auditor")
                    .get(AGREEMENT + "/obligations?party=" + party + "&state=" + state)
                    .asString());
            for (JsonNode duty : list.path("items")) {
                if (duty.path("rule").asText().equals(rule)) {
                    return duty;
                }
            }
            throw new AssertionError("no duty " + rule + " of " + party + " is " + state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String document(String party, String title, boolean shared) {
        return id(by(party, "petugas", "operator")
                .body(upload(title, (title + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8), shared))
                .post(AGREEMENT + "/documents"));
    }

    private static Map<String, Object> upload(String title, byte[] content, boolean shared) {
        return Map.of(
                "kind",
                "SCAN",
                "title",
                title,
                "mediaType",
                "application/pdf",
                "shared",
                shared,
                "content",
                Base64.getEncoder().encodeToString(content));
    }

    private static String id(Response made) {
        made.then().statusCode(201);
        return made.path("id");
    }

    private static RequestSpecification kemnaker(String role) {
        return by("kemnaker", "petugas", role);
    }

    private static RequestSpecification bkn(String role) {
        return by("bkn", "petugas", role);
    }

    private static RequestSpecification by(String party, String person, String role) {
        return given().header("Authorization", "Bearer " + TestTokens.person(party, person, "padan-cli", role))
                .contentType("application/json");
    }
}
