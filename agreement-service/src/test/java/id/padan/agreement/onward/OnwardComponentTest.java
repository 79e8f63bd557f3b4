package id.padan.agreement.onward;

import static id.padan.agreement.Register.AGREEMENT;
import static id.padan.agreement.Register.SHA256;
import static id.padan.agreement.Register.as;
import static id.padan.agreement.Register.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import id.padan.agreement.AgreementFolderFixture;
import id.padan.agreement.Register;
import id.padan.platform.testing.LocalInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
@QuarkusTestResource(AgreementFolderFixture.class)
class OnwardComponentTest {
    private static final String ONWARD = AGREEMENT + "/onward-disclosures";
    private static final String FILE = "nik,B-05\n"
            + IntStream.range(0, 120)
                    .mapToObj(i -> "31710101019%05d".formatted(i) + ",ACTIVE")
                    .collect(Collectors.joining("\n"))
            + "\n";
    private final LocalDate today = LocalDate.now(ZoneId.of("Asia/Jakarta"));

    @BeforeEach
    void theAgreementIsStored() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> as("bkn", "auditor").get(AGREEMENT).then().statusCode(200));
    }

    @Test
    void consentNeedsAnApproverOfEachParty() {
        String grant = propose("kemnaker", "Badan Contoh", "CONSENT", "B-02\",\"B-05");
        file("kemnaker", grant, FILE)
                .then()
                .statusCode(403)
                .body("code", equalTo("ONWARD_NOT_OPEN"))
                .body("clause", equalTo("Ps 9(3)"));

        approve("kemnaker", grant).then().statusCode(200).body("state", equalTo("PROPOSED"));
        file("kemnaker", grant, FILE).then().statusCode(403);
        approve("kemnaker", grant).then().statusCode(409);
        as("kemnaker", "operator")
                .post(ONWARD + "/" + grant + "/approvals")
                .then()
                .statusCode(403)
                .body("code", equalTo("ROLE_MISSING"));
        as("stranger", "approver")
                .post(ONWARD + "/" + grant + "/approvals")
                .then()
                .statusCode(404);
        approve("bkn", grant)
                .then()
                .statusCode(200)
                .body("state", equalTo("OPEN"))
                .body("clause", equalTo("Ps 9(3)a"))
                .body("approvals", contains("kemnaker", "bkn"));

        file("bkn", grant, FILE).then().statusCode(403).body("code", equalTo("ONWARD_NOT_OPEN"));
        file("kemnaker", grant, FILE).then().statusCode(200);
        // Either consent can be taken back.
        as("bkn", "approver")
                .post(ONWARD + "/" + grant + "/withdrawal")
                .then()
                .statusCode(200)
                .body("state", equalTo("WITHDRAWN"));
        file("kemnaker", grant, FILE).then().statusCode(403);
        approve("bkn", grant).then().statusCode(409);
    }

    @Test
    void anOrderBindsThePartyThatGotItAndTheOneWhoAsksDoesNotApprove() {
        String approver = "pejabat-" + UUID.randomUUID();
        Register.pledge("bkn", approver);
        String grant = person("bkn", approver, "approver")
                .body(body("Pengadilan Contoh", "ORDER", "B-05"))
                .post(ONWARD)
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        person("bkn", approver, "approver")
                .post(ONWARD + "/" + grant + "/approvals")
                .then()
                .statusCode(409);
        approve("kemnaker", grant).then().statusCode(409);
        as("kemnaker", "approver")
                .post(ONWARD + "/" + grant + "/withdrawal")
                .then()
                .statusCode(409);
        approve("bkn", grant)
                .then()
                .statusCode(200)
                .body("state", equalTo("OPEN"))
                .body("clause", equalTo("Ps 9(3)b"));
    }

    @Test
    void nothingLeavesThatTheGrantDoesNotName() {
        String grant = open("Badan Sempit", "B-05");

        file("kemnaker", grant, FILE)
                .then()
                .statusCode(403)
                .body("code", equalTo("ONWARD_OUT_OF_SCOPE"))
                .body("column", equalTo(1));
        file("kemnaker", grant, "B-05,nama\nACTIVE,CONTOH\n")
                .then()
                .statusCode(403)
                .body("column", equalTo(2));
        file("kemnaker", grant, "B-05\n\"ACTIVE\"\n").then().statusCode(400).body("row", equalTo(1));
        file("kemnaker", grant, "B-05\nACTIVE,lebih\n").then().statusCode(400).body("row", equalTo(1));
        file("kemnaker", grant, "B-05\n").then().statusCode(400);
        assertThat(file("kemnaker", grant, "B-05\nACTIVE\n").statusCode()).isEqualTo(200);
    }

    @Test
    void aLeakedCopyLeadsToItsRecipient() {
        String first = open("Penerima Satu", "B-02\",\"B-05");
        String second = open("Penerima Dua", "B-02\",\"B-05");
        String one = file("kemnaker", first, FILE).asString();
        String two = file("kemnaker", second, FILE).asString();
        assertThat(one)
                .isNotEqualTo(two)
                .isEqualTo(file("kemnaker", first, FILE).asString());
        assertThat(one.lines().findFirst()).contains("nik,B-05,kode");

        trace(one)
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].recipient", equalTo("Penerima Satu"))
                .body("items[0].exactFile", notNullValue())
                .body("items[0].rowsOfThisRecipient", equalTo(120));
        List<String> rows = two.lines().skip(1).toList();
        trace(rows.stream().sorted().limit(3).collect(Collectors.joining("\r\n")))
                .then()
                .body("items", hasSize(1))
                .body("items[0].recipient", equalTo("Penerima Dua"))
                .body("items[0].exactFile", nullValue())
                .body("items[0].rowsOfThisRecipient", equalTo(3));
        trace(rows.stream()
                        .map(row -> row.substring(0, row.lastIndexOf(',')))
                        .limit(100)
                        .collect(Collectors.joining("\n")))
                .then()
                .body("items", hasSize(1))
                .body("items[0].recipient", equalTo("Penerima Dua"))
                .body("items[0].rowsOfThisRecipient", equalTo(0));
        trace(FILE).then().body("items", hasSize(0));
        as("kemnaker", "operator")
                .contentType("text/csv")
                .body(one)
                .post(ONWARD + "/traces")
                .then()
                .statusCode(403);
    }

    @Test
    void keepsHashAndCountOfWhatLeftAndNothingOfTheRows() {
        String grant = open("Penerima Tiga", "B-02\",\"B-05");
        String file = file("kemnaker", grant, FILE).asString();

        String listed = as("bkn", "dpo")
                .get(ONWARD)
                .then()
                .statusCode(200)
                .body("items.find { it.id == '" + grant + "' }.files", hasSize(1))
                .body("items.find { it.id == '" + grant + "' }.files[0].rows", equalTo(120))
                .body("items.find { it.id == '" + grant + "' }.files[0].sha256", equalTo(sha256(file)))
                .extract()
                .asString();
        assertThat(listed).doesNotContain("31710101019");
    }

    @Test
    void refusesGrantsThatCannotBe() {
        refused(body("bkn", "CONSENT", "B-05"), "recipient");
        refused(body("Badan", "CONSENT", "X-07"), "elements[0]");
        refused(body("Badan", "CONSENT", "Z-99"), "elements[0]");
        refused(body("Badan", "CONSENT", "B-05").replace("\"elements\":[\"B-05\"]", "\"elements\":[]"), "elements");
        refused(body("Badan", "CONSENT", "B-05").replace(SHA256, "1234"), "evidenceSha256");
        refused(
                body("Badan", "CONSENT", "B-05")
                        .replace(
                                today.plusDays(30).toString(),
                                today.minusDays(1).toString()),
                "expiresOn");
        refused(
                body("Badan", "CONSENT", "B-05")
                        .replace("\"evidenceDate\":\"" + today, "\"evidenceDate\":\"" + today.plusDays(1)),
                "evidenceDate");
        refused(body("Badan", "CONSENT", "B-05").replace("penyidikan", "nik 3171010101909991"), "scope");
        as("kemnaker", "operator")
                .body(body("Badan", "WISH", "B-05"))
                .post(ONWARD)
                .then()
                .statusCode(400);
        as("kemnaker", "auditor")
                .body(body("Badan", "LAW", "B-05"))
                .post(ONWARD)
                .then()
                .statusCode(403);
    }

    private void refused(String body, String field) {
        as("kemnaker", "operator")
                .body(body)
                .post(ONWARD)
                .then()
                .statusCode(400)
                .body("code", equalTo("INVALID"))
                .body("field", equalTo(field));
    }

    private String open(String recipient, String elements) {
        String grant = propose("kemnaker", recipient, "LAW", elements);
        approve("kemnaker", grant).then().statusCode(200).body("state", equalTo("OPEN"));
        return grant;
    }

    private String propose(String party, String recipient, String basis, String elements) {
        // A person, so that the party's machine may approve.
        String login = "petugas-" + UUID.randomUUID();
        Register.pledge(party, login);
        return person(party, login, "operator")
                .body(body(recipient, basis, elements))
                .post(ONWARD)
                .then()
                .statusCode(201)
                .body("state", equalTo("PROPOSED"))
                .extract()
                .path("id");
    }

    private String body(String recipient, String basis, String elements) {
        return """
                {"recipient":"%s","basis":"%s","evidenceNumber":"S-1/2026","evidenceIssuer":"Penerbit Contoh","evidenceDate":"%s",\
                "evidenceSha256":"%s","elements":["%s"],"scope":"untuk penyidikan","expiresOn":"%s"}""".formatted(recipient, basis, today, SHA256, elements, today.plusDays(30));
    }

    private static Response approve(String party, String grant) {
        return as(party, "approver").post(ONWARD + "/" + grant + "/approvals");
    }

    private static Response file(String party, String grant, String csv) {
        return as(party, "operator").contentType("text/csv").body(csv).post(ONWARD + "/" + grant + "/files");
    }

    private static Response trace(String csv) {
        return as("bkn", "dpo").contentType("text/csv").body(csv).post(ONWARD + "/traces");
    }

    private static String sha256(String text) {
        return java.util.HexFormat.of().formatHex(id.padan.agreement.acting.RecordingActs.sha256(text));
    }
}
