package id.padan.agreement;

import static id.padan.agreement.AgreementFolderFixture.packaged;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.agreement.Refused;
import id.padan.platform.events.Topics;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What parties do under an agreement, through the real store, relay, topics and gate. The agreements here are of the synthetic parties
 * alfa (PIHAK KESATU) and beta (PIHAK KEDUA): a third and fourth agency by files alone.
 */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
@QuarkusTestResource(AgreementFolderFixture.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AgreementActsComponentTest {

    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final String ID = "uji-alfa-beta";
    private static final String SHA = "c".repeat(64);
    private static final Duration BRAKE = Duration.ofSeconds(4);
    private static final AccessRequest CHECK = new AccessRequest(
            "alfa", "alfa-system", "andi.alfa", "AID_VERIFICATION", "BSU-2025", Datasets.NIK_CONFIRMATION);

    @Inject
    AgreementGate gate;

    @Inject
    Jdbi jdbi;

    @Inject
    ObjectMapper json;

    @BeforeEach
    void anAgreementOfAlfaAndBeta() {
        if (!(gate.decide(CHECK, Instant.now()) instanceof Allowed)) {
            place(ID, file -> {});
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> gate.decide(CHECK, Instant.now()) instanceof Allowed || isHeard(ID));
        }
    }

    @ParameterizedTest
    @Order(1)
    @CsvSource({
        "CLIENT,    alfa-system",
        "PERSON,    andi.alfa",
        "PROGRAMME, BSU-2025",
        "DATASET,   nik-confirmation",
        "PARTY,     alfa"
    })
    void theBrakeClosesWithinFourSecondsAndAnApproverReleasesIt(String kind, String target) {
        // Refused, but it runs through the code: the four seconds are not those of a service that has never been asked
        // before.
        suspend("beta", "bima.beta", kind, "").statusCode(400);
        Instant act = Instant.now();
        String id = suspend("beta", "bima.beta", kind, target)
                .statusCode(201)
                .extract()
                .path("id");
        awaitGate("SUSPENDED", act.plus(BRAKE));
        // Exactly from the moment that was said, not before.
        Instant from = Instant.parse(get("alfa", "/suspensions").extract().path("items[0].effectiveFrom"));
        assertThat(gate.decide(CHECK, from.minusNanos(1))).isInstanceOf(Allowed.class);
        get("alfa", "/suspensions")
                .body("items[0].id", equalTo(id))
                .body("items[0].target", equalTo(target))
                .body("items[0].state", equalTo("IN_FORCE"))
                .body("items[0].party", equalTo("beta"));

        String path = "/suspensions/" + id + "/resumption";
        Map<String, String> reason = Map.of("reason", "Kunci klien sudah diganti");
        post(person("beta", "bima.beta", "operator"), path, reason)
                .statusCode(403)
                .body("code", equalTo("ROLE_MISSING"));
        post(person("beta", "bima.beta", "approver"), path, reason)
                .statusCode(403)
                .body("code", equalTo("SECOND_PERSON_NEEDED"));
        post(person("alfa", "pejabat.alfa", "approver"), path, reason)
                .statusCode(403)
                .body("code", equalTo("PARTY_MISMATCH"));
        post(TestTokens.token("beta", "approver"), path, reason).statusCode(403).body("code", equalTo("PERSON_NEEDED"));
        Instant resumed = Instant.now();
        post(person("beta", "pejabat.beta", "approver"), path, reason)
                .statusCode(200)
                .body("resumed.by", equalTo("pejabat.beta"))
                .body("resumed.leaf", notNullValue());
        awaitGate("Allowed", resumed.plus(BRAKE));
        post(person("beta", "pejabat.beta", "approver"), path, reason)
                .statusCode(409)
                .body("code", equalTo("CONFLICT"));
    }

    @Test
    @Order(2)
    void theOtherPartyIsToldAndEachActIsALeaf() throws IOException {
        List<JsonNode> acts = acts();

        assertThat(acts)
                .filteredOn(act -> act.path("agreementId").asText().equals(ID))
                .extracting(act -> act.path("kind").asText())
                .contains("SUSPENDED", "RESUMED");
        assertThat(acts)
                .filteredOn(act -> act.path("kind").asText().equals("SUSPENDED")
                        && act.path("agreementId").asText().equals(ID))
                .allSatisfy(act -> {
                    assertThat(act.path("parties").get(0).asText()).isEqualTo("alfa");
                    assertThat(act.toString()).doesNotContain("bima.beta", "bocor");
                    assertThat(leaves(act.path("id").asText())).isEqualTo(1);
                });
        assertThat(leaves("\"kind\":\"RESUMED\"")).isGreaterThanOrEqualTo(5);
    }

    @Test
    @Order(3)
    void refusesBrakesWithoutATargetOrAReason() {
        String beta = person("beta", "bima.beta", "operator");
        for (Map<String, String> bad : List.of(
                Map.of("kind", "CLIENT", "target", "x", "reason", "kurang"),
                Map.of("kind", "CLIENT", "target", "x", "reason", "NIK 3273010101909990 dipakai orang lain"),
                Map.of("kind", "CLIENT", "target", "", "reason", "Alasan yang cukup panjang"),
                Map.of("kind", "PARTY", "target", "nobody", "reason", "Alasan yang cukup panjang"),
                Map.of("kind", "DATASET", "target", "nothing", "reason", "Alasan yang cukup panjang"),
                Map.of("target", "x", "reason", "Alasan yang cukup panjang"),
                Map.of("kind", "PLANET", "target", "x", "reason", "Alasan yang cukup panjang"))) {
            post(beta, "/suspensions", bad).statusCode(400).body("code", equalTo("INVALID"));
        }
        post(person("beta", "aud.beta", "auditor"), "/suspensions", Map.of())
                .statusCode(403)
                .body("code", equalTo("ROLE_MISSING"));
        post(person("gama", "g", "operator"), "/suspensions", Map.of("kind", "CLIENT", "target", "x"))
                .statusCode(404);
    }

    @Test
    @Order(4)
    void whoeverItsOwnPartyHasSuspendedBindsItNoLonger() {
        String id =
                suspend("beta", "bima.beta", "PERSON", "citra.beta").extract().path("id");
        String citra = person("beta", "citra.beta", "approver");
        await().atMost(BRAKE)
                .untilAsserted(
                        () -> post(citra, "/suspensions/" + id + "/resumption", Map.of("reason", "Saya sendiri saja"))
                                .statusCode(403)
                                .body("code", equalTo("SUSPENDED")));
        post(
                        person("beta", "pejabat.beta", "approver"),
                        "/suspensions/" + id + "/resumption",
                        Map.of("reason", "Pemeriksaan selesai"))
                .statusCode(200);
    }

    @Test
    @Order(5)
    void aRegisteredProgrammeOpensOnceASecondPersonHasApprovedIt() {
        AccessRequest theirs = new AccessRequest(
                "alfa", "alfa-system", "andi.alfa", "AID_VERIFICATION", "BSU-2027-T1", Datasets.NIK_CONFIRMATION);
        assertThat(code(theirs)).isEqualTo("PROGRAMME_UNKNOWN");
        post(person("beta", "bima.beta", "operator"), "/programmes", programme("BSU-2027-T1", SHA, "*"))
                .statusCode(403)
                .body("code", equalTo("PARTY_MISMATCH"));
        post(person("alfa", "andi.alfa", "operator"), "/programmes", programme("BSU-2027-T1", SHA, "alfa-system"))
                .statusCode(201)
                .body("state", equalTo("DRAFT"));
        assertThat(code(theirs)).isEqualTo("PROGRAMME_UNKNOWN");

        Map<String, String> approve = Map.of("decision", "APPROVE");
        String path = "/programmes/BSU-2027-T1/decision";
        post(person("alfa", "andi.alfa", "approver"), path, approve)
                .statusCode(403)
                .body("code", equalTo("SECOND_PERSON_NEEDED"));
        post(person("beta", "pejabat.beta", "approver"), path, approve)
                .statusCode(403)
                .body("code", equalTo("PARTY_MISMATCH"));
        post(person("alfa", "pejabat.alfa", "approver"), path, approve)
                .statusCode(200)
                .body("approver", equalTo("pejabat.alfa"));
        await().atMost(BRAKE).until(() -> code(theirs).equals("Allowed"));
        assertThat(gate.findProgramme("BSU-2027-T1").orElseThrow().stage()).isEqualTo("Tahap I");
        get("beta", "/programmes")
                .body("programmes.find { it.code == 'BSU-2027-T1' }.state", equalTo("IN_FORCE"))
                .body("programmes.find { it.code == 'BSU-2027-T1' }.dpiaSha256", equalTo(SHA));

        // A code each: another client, no assessment, ended, unknown.
        assertThat(code(new AccessRequest(
                        "alfa", "other-client", "x", "AID_VERIFICATION", "BSU-2027-T1", Datasets.NIK_CONFIRMATION)))
                .isEqualTo("PROGRAMME_CLIENT");
        post(person("alfa", "andi.alfa", "operator"), "/programmes", programme("BSU-2027-T2", null, "*"))
                .statusCode(201);
        post(person("alfa", "pejabat.alfa", "approver"), "/programmes/BSU-2027-T2/decision", approve)
                .statusCode(200)
                .body("state", equalTo("ASSESSMENT_MISSING"));
        AccessRequest unassessed = new AccessRequest(
                "alfa", "alfa-system", "andi.alfa", "AID_VERIFICATION", "BSU-2027-T2", Datasets.NIK_CONFIRMATION);
        await().atMost(BRAKE).until(() -> code(unassessed).equals("PROGRAMME_DPIA_MISSING"));
        post(person("alfa", "pejabat.alfa", "approver"), path, Map.of("decision", "END"))
                .statusCode(200);
        await().atMost(BRAKE).until(() -> code(theirs).equals("PROGRAMME_EXPIRED"));
        post(person("alfa", "andi.alfa", "operator"), "/programmes", programme("BSU-2027-T1", SHA, "*"))
                .statusCode(409)
                .body("code", equalTo("PROGRAMME_EXISTS"));
        post(person("alfa", "andi.alfa", "operator"), "/programmes", programme("BSU-2025", SHA, "*"))
                .statusCode(409);
    }

    @Test
    @Order(6)
    void aRefusalOfAidIsANamedHumansDecision() {
        String rules = "/programmes/BSU-2025/rules";
        String decisions = "/programmes/BSU-2025/decisions";
        Map<String, String> refusal = Map.of(
                "reference", "batches/6f9619ff-8b86-4011-b42d-00c04fc964ff/rows/12",
                "answer", "ACTIVE",
                "decision", "REFUSE",
                "reason", "Terkonfirmasi ASN aktif oleh instansi");
        String verifier = person("alfa", "veri.alfa", "verifier");
        get("alfa", rules, 404);
        post(verifier, decisions, refusal).statusCode(409).body("code", equalTo("RULE_MISSING"));
        put(person("alfa", "pejabat.alfa", "approver"), rules, Map.of("rules", List.of(rule("ACTIVE", "TIDAK_LAYAK"))))
                .statusCode(400);
        Map<String, Object> table = Map.of(
                "rules",
                List.of(
                        rule("ACTIVE", "TIDAK_LAYAK"),
                        rule("INACTIVE", "TINJAU"),
                        rule("RETIRED", "LAYAK"),
                        rule("NOT_FOUND", "LAYAK")));
        put(person("beta", "pejabat.beta", "approver"), rules, table).statusCode(404);
        put(person("alfa", "pejabat.alfa", "approver"), rules, table)
                .statusCode(200)
                .body("version", equalTo(1));
        get("alfa", rules).body("rules.find { it.answer == 'INACTIVE' }.outcome", equalTo("TINJAU"));
        get("beta", rules, 404);

        post(TestTokens.token("alfa", "verifier"), decisions, refusal)
                .statusCode(403)
                .body("code", equalTo("PERSON_NEEDED"));
        post(verifier, decisions, with(refusal, "reference", "3273010101909990"))
                .statusCode(400)
                .body("field", equalTo("reference"));
        post(verifier, decisions, with(refusal, "reason", "NIK 3273010101909990 adalah ASN"))
                .statusCode(400)
                .body("field", equalTo("reason"));
        post(verifier, decisions, with(refusal, "answer", "RETIRED"))
                .statusCode(409)
                .body("code", equalTo("RULE_CONTRADICTS"));
        String leaf = post(verifier, decisions, refusal)
                .statusCode(201)
                .body("decidedBy", equalTo("veri.alfa"))
                .body("outcome", equalTo("TIDAK_LAYAK"))
                .extract()
                .path("leaf");
        assertThat(leaves(leaf)).isEqualTo(1);
        get("alfa", decisions).body("items", hasSize(1)).body("items[0].ruleVersion", equalTo(1));
        get("beta", decisions).body("items", empty());
    }

    @Test
    @Order(7)
    void anAddendumTakesEffectOnItsDateOnceBothPartiesHaveApproved() {
        String base = document("1");
        Instant effective = Instant.now().plusSeconds(12);
        String id = draft("alfa", "andi.alfa", next(base, "2", effective, file -> narrow(file, "B-06")))
                .statusCode(201)
                .body("state", equalTo("DRAFT"))
                .body(
                        "changes.en",
                        contains(
                                "Element B-06 (jawaban) is no longer opened by Ps 3(1)b.",
                                "Element B-06 (jawaban): purposes loses AID_VERIFICATION."))
                .body("changes.id", hasItem("Elemen data B-06 (jawaban) tidak lagi dibuka oleh Ps 3(1)b."))
                .extract()
                .path("id");
        String path = "/addenda/" + id;
        get("beta", path, 404);
        String sha256 = get("alfa", path).extract().path("sha256");
        move("alfa", "pejabat.alfa", path, "APPROVE", sha256).statusCode(409).body("code", equalTo("CONFLICT"));
        move("beta", "bima.beta", path, "SUBMIT", null, "operator").statusCode(404);
        move("alfa", "andi.alfa", path, "SUBMIT", null, "operator")
                .statusCode(200)
                .body("state", equalTo("IN_REVIEW"));

        move("beta", "pejabat.beta", path, "APPROVE", SHA).statusCode(412).body("code", equalTo("STALE_VERSION"));
        move("beta", "bima.beta", path, "APPROVE", sha256, "operator")
                .statusCode(403)
                .body("code", equalTo("ROLE_MISSING"));
        move("alfa", "andi.alfa", path, "APPROVE", sha256)
                .statusCode(403)
                .body("code", equalTo("SECOND_PERSON_NEEDED"));
        move("gama", "g", path, "APPROVE", sha256).statusCode(404);
        move("alfa", "pejabat.alfa", path, "APPROVE", sha256).statusCode(200).body("state", equalTo("IN_REVIEW"));
        move("alfa", "direktur.alfa", path, "APPROVE", sha256)
                .statusCode(409)
                .body("code", equalTo("ALREADY_APPROVED"));
        assertThat(versions()).containsExactly("1");
        Instant before = Instant.now();
        move("beta", "pejabat.beta", path, "APPROVE", sha256)
                .statusCode(200)
                .body("state", equalTo("AGREED"))
                .body("approvals.party", contains("alfa", "beta"));

        assertThat(code(CHECK)).isEqualTo("Allowed");
        await().atMost(Duration.between(Instant.now(), effective.plusSeconds(2)))
                .until(() -> code(CHECK).equals("ELEMENT_NOT_OPEN"));
        assertThat(Instant.now()).isAfterOrEqualTo(effective);
        get("alfa", path).body("state", equalTo("EFFECTIVE"));

        // Two times: what is in force then, and what was believed of it before.
        String asOf = effective.plusSeconds(60).toString();
        get("alfa", "/versions?asOf=" + asOf)
                .body("inForce", equalTo("2"))
                .body("versions.version", contains("1", "2"));
        get("alfa", "/versions?asOf=" + asOf + "&knownAt=" + before)
                .body("inForce", equalTo("1"))
                .body("versions.version", contains("1"));
        get("alfa", "/annex?asOf=" + asOf).body("elements.find { it.code == 'B-06' }.clauses", empty());
        get("alfa", "/annex?asOf=" + asOf + "&knownAt=" + before)
                .body("elements.find { it.code == 'B-06' }.clauses", contains("Ps 3(1)b"));
        get("alfa", "/versions?knownAt=yesterday", 400);
    }

    @Test
    @Order(8)
    void aVersionIsASignedDocumentWithAHash() {
        String document = document("2");
        String sha256 = get("beta", "/versions/2")
                .body("signature", notNullValue())
                .extract()
                .path("version.sha256");
        assertThat(sha256).hasSize(64);
        get("beta", "/versions/2").body("statement", containsString(sha256)).body("key", containsString("+"));
        verification(document)
                .body("known", equalTo(true))
                .body("version", equalTo("2"))
                .body("signatureValid", equalTo(true))
                .body("inForce", equalTo(true));
        verification(document("1")).body("version", equalTo("1")).body("inForce", equalTo(false));
        verification(document.replace("jawaban", "jawabaN")).body("known", equalTo(false));
        jdbi.useHandle(handle -> handle.execute(
                "update version_signature set signature = replace(signature, substr(signature, 1, 4), 'AAAA') where agreement_id = ? and version = '1'",
                ID));
        verification(document("1")).body("known", equalTo(true)).body("signatureValid", equalTo(false));
        get("beta", "/versions/2/changes").body("changes.pointer", hasItem("/elements/B-06/clauses"));
        get("beta", "/versions/2/changes?from=2").body("changes", empty());
        get("beta", "/versions/9", 404);
    }

    @Test
    @Order(9)
    void refusesAddendaThatCannotBeObeyed() {
        String base = document("2");
        Instant later = Instant.now().plusSeconds(3600);
        draft("alfa", "andi.alfa", next(base, "3", Instant.now().minusSeconds(60), file -> {}))
                .statusCode(409)
                .body("code", equalTo("ADDENDUM_PAST"));
        draft("alfa", "andi.alfa", next(base, "2", later, file -> {}))
                .statusCode(409)
                .body("code", equalTo("ADDENDUM_OVERLAPS"));
        draft("alfa", "andi.alfa", next(base, "3", later, file -> file.put("id", "another")))
                .statusCode(400)
                .body("code", equalTo("ADDENDUM_INVALID"))
                .body("findings[0].pointer", equalTo("/id"));
        draft("alfa", "andi.alfa", next(base, "3", later, file -> {
                    ObjectNode added = file.withArray("elements").addObject();
                    added.put("code", "A-98")
                            .put("name", "riwayatKesehatan")
                            .put("type", "list")
                            .put("class", "P");
                    added.putArray("clauses").add("Ps 3(1)a");
                    added.putArray("purposes").add("ASN_GUIDANCE");
                }))
                .statusCode(400)
                .body("findings.problem", everyItem(containsString("UU 27/2022 Ps 4(2)")));
        draft(
                        "alfa",
                        "andi.alfa",
                        next(base, "3", later, file -> ((ArrayNode) file.at("/elements/0/clauses")).add("Ps 99")))
                .statusCode(400)
                .body("findings[0].pointer", equalTo("/elements/0/clauses/1"));
        draft(
                        "alfa",
                        "andi.alfa",
                        next(base, "3", later, file -> ((ObjectNode) file.at("/clauses/0")).put("grantee", "nobody")))
                .statusCode(400);
        draft(
                        "alfa",
                        "andi.alfa",
                        next(base, "3", later, file -> ((ObjectNode) file.at("/parties/0")).put("id", "delta")))
                .statusCode(400);

        // Two drafts over one base: the second finds the first in its way.
        String first = draft("alfa", "andi.alfa", next(base, "3", later, file -> file.put("place", "Bandung")))
                .statusCode(201)
                .extract()
                .path("id");
        String second = draft(
                        "beta",
                        "bima.beta",
                        next(base, "4", later.minusSeconds(60), file -> file.put("place", "Bogor")))
                .statusCode(201)
                .extract()
                .path("id");
        agree(first, "alfa", "andi.alfa");
        move("beta", "bima.beta", "/addenda/" + second, "SUBMIT", null, "operator")
                .statusCode(409)
                .body("code", equalTo("ADDENDUM_OVERLAPS"));
        move("beta", "pejabat.beta", "/addenda/" + second, "WITHDRAW", null)
                .statusCode(200)
                .body("state", equalTo("WITHDRAWN"));
    }

    @Test
    @Order(10)
    void aNoticeAloneChangesNothingAndBothTogetherChangeTheEnd() {
        String id = "uji-jangka-waktu";
        LocalDate today = LocalDate.now(JAKARTA);
        place(id, file -> term(file, today.plusDays(20)));
        await().atMost(Duration.ofSeconds(20)).until(() -> isHeard(id));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> get("alfa", id, "/term", 200).body("alarms.days", contains(90, 60, 30)));
        assertThat(leaves("\"kind\":\"TERM_ALARM\"")).isGreaterThanOrEqualTo(3);

        Map<String, String> letter = Map.of(
                "kind",
                "EXTENSION",
                "lastDay",
                today.plusYears(3).toString(),
                "letterNumber",
                "B-12/2026",
                "letterDate",
                today.toString(),
                "letterSha256",
                SHA);
        String operator = person("alfa", "andi.alfa", "operator");
        post(operator, id, "/notices", with(letter, "lastDay", today.toString()))
                .statusCode(400);
        post(
                        operator,
                        id,
                        "/notices",
                        with(letter, "letterDate", today.plusDays(1).toString()))
                .statusCode(400);
        String notice = post(operator, id, "/notices", letter)
                .statusCode(201)
                .body("state", equalTo("GIVEN"))
                .body("deadline", equalTo(today.plusDays(20).minusMonths(1).toString()))
                .extract()
                .path("id");
        get("beta", id, "/notices", 200)
                .body("items[0].daysLate", org.hamcrest.Matchers.greaterThan(0))
                .body("items[0].party", equalTo("alfa"));
        get("alfa", id, "/term", 200).body("lastDay", equalTo(today.plusDays(20).toString()));

        String approval = "/notices/" + notice + "/approval";
        post(operator, id, approval, Map.of()).statusCode(403);
        post(person("alfa", "pejabat.alfa", "approver"), id, approval, Map.of())
                .statusCode(200)
                .body("state", equalTo("GIVEN"));
        get("alfa", id, "/term", 200).body("lastDay", equalTo(today.plusDays(20).toString()));
        post(person("alfa", "direktur.alfa", "approver"), id, approval, Map.of())
                .statusCode(409)
                .body("code", equalTo("ALREADY_APPROVED"));
        post(person("beta", "pejabat.beta", "approver"), id, approval, Map.of())
                .statusCode(200)
                .body("state", equalTo("AGREED"))
                .body("version", equalTo("2"));
        await().atMost(BRAKE)
                .untilAsserted(() -> get("alfa", id, "/term", 200)
                        .body("lastDay", equalTo(today.plusYears(3).toString()))
                        .body("state", equalTo("RUNNING")));

        // An early end: the last day is today, so access is open until midnight and closed from then on.
        await().atMost(Duration.ofSeconds(10))
                .until(() -> gate.status().agreements().stream()
                        .anyMatch(one -> one.agreementId().equals(id) && "2".equals(one.versionInForce())));
        String early = post(
                        operator, id, "/notices", with(with(letter, "kind", "EARLY_END"), "lastDay", today.toString()))
                .statusCode(201)
                .body("daysLate", org.hamcrest.Matchers.greaterThan(27))
                .extract()
                .path("id");
        post(person("beta", "pejabat.beta", "approver"), id, "/notices/" + early + "/withdrawal", Map.of())
                .statusCode(403)
                .body("code", equalTo("PARTY_MISMATCH"));
        for (String party : List.of("alfa", "beta")) {
            post(person(party, "pejabat." + party, "approver"), id, "/notices/" + early + "/approval", Map.of())
                    .statusCode(200);
        }
        await().atMost(BRAKE)
                .untilAsserted(() -> get("beta", id, "/term", 200).body("lastDay", equalTo(today.toString())));
    }

    @Test
    @Order(11)
    void afterTheEndEachPartySignsItsRecordOfDestructionUnlessAHoldStopsIt() {
        String id = "uji-berakhir";
        LocalDate today = LocalDate.now(JAKARTA);
        place(id, file -> term(file, today.minusDays(10)));
        await().atMost(Duration.ofSeconds(20)).until(() -> isHeard(id));
        Map<String, String> record = Map.of(
                "method", "DESTROYED",
                "scope", "Seluruh daftar dan hasil pemadanan; log dan tanda terima tetap disimpan",
                "documentNumber", "BA-1/2026",
                "documentSha256", SHA);
        post(person("alfa", "pejabat.alfa", "approver"), "/destruction", record)
                .statusCode(409)
                .body("code", equalTo("TERM_RUNNING"));
        get("alfa", id, "/term", 200)
                .body("state", equalTo("ENDED"))
                .body("destruction.state", contains("DUE", "DUE"))
                .body("destruction[0].dueOn", equalTo(today.plusDays(20).toString()));

        String hold = post(
                        person("alfa", "dpo.alfa", "dpo"),
                        id,
                        "/legal-holds",
                        Map.of("reason", "Perkara 12/G/2026 masih berjalan", "orderNumber", "12/G/2026/PTUN"))
                .statusCode(201)
                .extract()
                .path("id");
        await().atMost(Duration.ofSeconds(10)).until(() -> gate.partiesOnHold().contains("alfa"));
        assertThat(gate.partiesOnHold()).doesNotContain("beta");
        post(person("alfa", "pejabat.alfa", "approver"), id, "/destruction", record)
                .statusCode(409)
                .body("code", equalTo("LEGAL_HOLD"));
        post(person("beta", "pejabat.beta", "approver"), id, "/destruction", record)
                .statusCode(200)
                .body("state", equalTo("SIGNED"));
        post(person("beta", "pejabat.beta", "approver"), id, "/destruction", record)
                .statusCode(409);
        get("beta", id, "/term", 200).body("destruction.state", contains("HELD", "SIGNED"));

        post(
                        person("alfa", "dpo.alfa", "approver"),
                        id,
                        "/legal-holds/" + hold + "/lifting",
                        Map.of("reason", "Putusan berkekuatan tetap"))
                .statusCode(403)
                .body("code", equalTo("SECOND_PERSON_NEEDED"));
        post(
                        person("beta", "pejabat.beta", "approver"),
                        id,
                        "/legal-holds/" + hold + "/lifting",
                        Map.of("reason", "Putusan berkekuatan tetap"))
                .statusCode(403)
                .body("code", equalTo("PARTY_MISMATCH"));
        post(
                        person("alfa", "pejabat.alfa", "approver"),
                        id,
                        "/legal-holds/" + hold + "/lifting",
                        Map.of("reason", "Putusan berkekuatan tetap"))
                .statusCode(200);
        post(person("alfa", "pejabat.alfa", "approver"), id, "/destruction", record)
                .statusCode(200);
        await().atMost(Duration.ofSeconds(10)).until(() -> !gate.partiesOnHold().contains("alfa"));

        // What survives (Ps 9(10)) stays readable, and what has ended is not extended.
        for (String path : List.of("", "/versions", "/annex", "/suspensions", "/addenda", "/notices")) {
            get("beta", id, path, 200);
        }
        post(
                        person("alfa", "andi.alfa", "operator"),
                        id,
                        "/notices",
                        Map.of(
                                "kind",
                                "EXTENSION",
                                "lastDay",
                                today.plusYears(1).toString(),
                                "letterNumber",
                                "B-1",
                                "letterDate",
                                today.toString(),
                                "letterSha256",
                                SHA))
                .statusCode(403)
                .body("code", equalTo("TERM_ENDED"));
        assertThat(code(CHECK)).isNotEqualTo("TERM_ENDED");
    }

    private void agree(String addendum, String party, String drafter) {
        String path = "/addenda/" + addendum;
        move(party, drafter, path, "SUBMIT", null, "operator").statusCode(200);
        String sha256 = get(party, path).extract().path("sha256");
        for (String one : List.of("alfa", "beta")) {
            move(one, "pejabat." + one, path, "APPROVE", sha256).statusCode(200);
        }
    }

    /** Puts an agreement of alfa and beta into the folder. */
    private static void place(String id, Consumer<ObjectNode> change) {
        AgreementFolderFixture.put(id + ".json", packaged(file -> {
            file.put("id", id);
            Map<String, String> names = Map.of("kemnaker", "alfa", "bkn", "beta");
            file.withArray("parties").forEach(one -> rename(one, "id", names));
            file.withArray("datasets").forEach(one -> rename(one, "holder", names));
            file.withArray("clauses").forEach(one -> rename(one, "grantee", names));
            change.accept(file);
        }));
    }

    private static void rename(JsonNode item, String member, Map<String, String> names) {
        String now = names.get(item.path(member).asText());
        if (now != null) {
            ((ObjectNode) item).put(member, now);
        }
    }

    private static void term(ObjectNode file, LocalDate lastDay) {
        ((ObjectNode) file.get("term"))
                .put(
                        "until",
                        java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                                lastDay.plusDays(1).atStartOfDay(JAKARTA)));
    }

    private static void narrow(ObjectNode file, String code) {
        file.withArray("elements").forEach(element -> {
            if (element.path("code").asText().equals(code)) {
                ((ObjectNode) element).putArray("clauses");
                ((ObjectNode) element).putArray("purposes");
            }
        });
    }

    private Object next(String base, String version, Instant effective, Consumer<ObjectNode> change) {
        try {
            ObjectNode file = (ObjectNode) json.readTree(base);
            file.put("version", version);
            file.put("effectiveFrom", AgreementTimes.jakarta(effective));
            change.accept(file);
            return file;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private boolean isHeard(String id) {
        return gate.status().agreements().stream()
                .anyMatch(one -> one.agreementId().equals(id));
    }

    private void awaitGate(String code, Instant deadline) {
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.between(Instant.now(), deadline))
                .until(() -> code(CHECK).equals(code));
    }

    private String code(AccessRequest request) {
        return switch (gate.decide(request, Instant.now())) {
            case Allowed allowed -> "Allowed";
            case Refused refused -> refused.code().name();
        };
    }

    private List<JsonNode> acts() throws IOException {
        List<JsonNode> acts = new java.util.ArrayList<>();
        try (var consumer = PolicyPublisher.consumer("operator")) {
            var partition = new TopicPartition(Topics.AGREEMENT_ACT, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                for (var act : consumer.poll(Duration.ofMillis(200))) {
                    acts.add(json.readTree(act.value()));
                }
                return acts.stream()
                                .filter(act -> act.path("kind").asText().equals("RESUMED"))
                                .count()
                        >= 5;
            });
        }
        return acts;
    }

    private long leaves(String text) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select count(*) from proof_group, unnest(string_to_array(content, chr(10))) as leaf where leaf like '%' || :text || '%'")
                .bind("text", text)
                .mapTo(Long.class)
                .one());
    }

    private List<String> versions() {
        return get("alfa", "/versions").extract().path("versions.version");
    }

    private static String document(String version) {
        return get("alfa", "/versions/" + version + "/document").extract().asString();
    }

    private static ValidatableResponse verification(String document) {
        return given().auth()
                .oauth2(TestTokens.token("beta", "auditor"))
                .contentType("application/json")
                .body(document)
                .post(address(ID, "/verifications"))
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse suspend(String party, String who, String kind, String target) {
        return post(
                person(party, who, "operator"),
                "/suspensions",
                Map.of("kind", kind, "target", target, "reason", "Kunci klien dilaporkan bocor"));
    }

    private static ValidatableResponse draft(String party, String who, Object document) {
        return post(person(party, who, "operator"), "/addenda", Map.of("title", "Adendum uji", "document", document));
    }

    private static ValidatableResponse move(String party, String who, String path, String action, String sha256) {
        return move(party, who, path, action, sha256, "approver");
    }

    private static ValidatableResponse move(
            String party, String who, String path, String action, String sha256, String role) {
        Map<String, String> body =
                sha256 == null ? Map.of("action", action) : Map.of("action", action, "sha256", sha256);
        return post(person(party, who, role), path + "/transitions", body);
    }

    private static Map<String, Object> programme(String code, String dpia, String client) {
        Map<String, Object> programme = new java.util.HashMap<>(Map.of(
                "code", code,
                "name", "Bantuan Subsidi Upah 2027",
                "stage", "Tahap I",
                "clause", "Ps 3(1)b",
                "purpose", "AID_VERIFICATION",
                "legalBasis", "Permenaker 1/2027",
                "cutOffDates", List.of("2026-10-31"),
                "from", "2026-11-01T00:00:00+07:00",
                "clients", List.of(client),
                "retentionDays", 30));
        if (dpia != null) {
            programme.put("dpiaSha256", dpia);
        }
        return programme;
    }

    private static Map<String, String> rule(String answer, String outcome) {
        return Map.of("answer", answer, "outcome", outcome, "basis", "Permenaker 5/2025 Ps 4");
    }

    private static Map<String, String> with(Map<String, String> body, String member, String value) {
        Map<String, String> changed = new java.util.HashMap<>(body);
        changed.put(member, value);
        return changed;
    }

    private static String person(String party, String who, String role) {
        return TestTokens.person(party, who, "padan-cli", role);
    }

    private static ValidatableResponse post(String token, String path, Object body) {
        return post(token, ID, path, body);
    }

    private static ValidatableResponse post(String token, String id, String path, Object body) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(body)
                .post(address(id, path))
                .then();
    }

    private static ValidatableResponse put(String token, String path, Object body) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(body)
                .put(address(ID, path))
                .then();
    }

    private static ValidatableResponse get(String party, String path) {
        return get(party, ID, path, 200);
    }

    private static ValidatableResponse get(String party, String path, int status) {
        return get(party, ID, path, status);
    }

    private static ValidatableResponse get(String party, String id, String path, int status) {
        return given().auth()
                .oauth2(TestTokens.token(party, "auditor"))
                .get(address(id, path))
                .then()
                .statusCode(status);
    }

    private static String address(String id, String path) {
        return "/api/agreements/v1/agreements/" + id + path;
    }
}
