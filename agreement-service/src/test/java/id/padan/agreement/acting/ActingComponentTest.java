package id.padan.agreement.acting;

import static id.padan.agreement.Register.AGREEMENT;
import static id.padan.agreement.Register.as;
import static id.padan.agreement.Register.machine;
import static id.padan.agreement.Register.person;
import static id.padan.agreement.Register.pledge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import id.padan.agreement.AgreementFolderFixture;
import id.padan.platform.testing.LocalInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
@QuarkusTestResource(AgreementFolderFixture.class)
class ActingComponentTest {
    private static final String[] EVERY_ROLE = {"operator", "verifier", "approver", "auditor", "dpo", "admin", "system"
    };
    private static final String SUSPENSIONS = AGREEMENT + "/suspensions";

    @Inject
    Jdbi jdbi;

    @BeforeEach
    void agreementIsStored() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> as("bkn", "auditor").get(AGREEMENT).then().statusCode(200));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            addenda                            | {}
            addenda/ID/transitions             | {"action":"APPROVE"}
            addenda/ID/transitions             | {"action":"RETURN"}
            notices                            | {}
            notices/ID/approval                | {}
            notices/ID/withdrawal              | {}
            destruction                        | {}
            legal-holds                        | {}
            legal-holds/ID/lifting             | {}
            suspensions                        | {}
            suspensions/ID/resumption          | {}
            programmes                         | {}
            programmes/BSU-2025/decision       | {"decision":"APPROVE"}
            programmes/BSU-2025/decisions      | {}
            onward-disclosures                 | {}
            onward-disclosures/ID/approvals    | {}
            onward-disclosures/ID/withdrawal   | {}
            incidents/ID/notices               | {}
            incidents/ID/closing               | {"conclusion":"selesai"}
            pledges                            | {}
            pledges/ID/revocation              | {"reason":"berhenti"}
            access-reviews/2026-H2/decisions   | {}
            differences                        | {}
            differences/ID/acceptance          | {}
            differences/ID/failure             | {}
            force-majeure                      | {}
            force-majeure/ID/acceptance        | {}
            force-majeure/ID/contest           | {}
            meetings/ID/confirmation           | {}
            contacts                           | {}
            contacts/ID/acceptance             | {}
            guidance                           | {}
            guidance/ID/answer                 | {}
            documents                          | {}
            documents/ID/sharing               | {}
            obligations/x/evidence             | {}
            obligations/x/receipt              | {}
            subject-requests                   | {}
            subject-requests/ID/refusal        | {}
            official-records/ID/transitions    | {"to":"CHECKED"}
            official-records/ID/transitions    | {"to":"RECEIVED"}
            official-records/ID/transitions    | {"to":"REFUSED","reason":"angka"}
            official-records/ID/signatures     | {}
            """)
    void aMachineDecidesNothingWhateverRolesItWasGiven(String path, String body) {
        machine("kemnaker", EVERY_ROLE)
                .header("If-Match", "\"1\"")
                .body(body)
                .post(AGREEMENT + "/" + path.replace("ID", UUID.randomUUID().toString()))
                .then()
                .statusCode(403)
                .body("code", equalTo("PERSON_NEEDED"));
    }

    @Test
    void aWriteIsDoneOnceForItsKeyAndItsAnswerGivenAgain() {
        String key = UUID.randomUUID().toString();
        String target = "klien-" + UUID.randomUUID();
        Map<String, String> body = Map.of("kind", "CLIENT", "target", target, "reason", "uji kunci idempotensi");
        Response first = as("kemnaker", "operator")
                .header("Idempotency-Key", key)
                .body(body)
                .post(SUSPENSIONS);
        first.then().statusCode(201);
        Response again = as("kemnaker", "operator")
                .header("Idempotency-Key", key)
                .body(body)
                .post(SUSPENSIONS);
        again.then().statusCode(201).header("Location", equalTo(first.header("Location")));
        assertThat(again.jsonPath().getMap("")).isEqualTo(first.jsonPath().getMap(""));
        as("kemnaker", "auditor")
                .get(SUSPENSIONS)
                .then()
                .body("items.findAll { it.target == '" + target + "' }", hasSize(1));

        as("kemnaker", "operator")
                .header("Idempotency-Key", key)
                .body(Map.of("kind", "CLIENT", "target", target, "reason", "alasan yang lain"))
                .post(SUSPENSIONS)
                .then()
                .statusCode(422)
                .body("code", equalTo("IDEMPOTENCY_MISMATCH"));
        // The same words from somebody else are another request.
        as("kemnaker", "verifier")
                .header("Idempotency-Key", key)
                .body(body)
                .post(SUSPENSIONS)
                .then()
                .statusCode(422);
        as("kemnaker", "operator")
                .header("Idempotency-Key", "3171010101389999")
                .body(body)
                .post(SUSPENSIONS)
                .then()
                .statusCode(400)
                .body("field", equalTo("Idempotency-Key"));
    }

    @Test
    void anAnswerIsKeptForNinetyDays() {
        String old = UUID.randomUUID().toString();
        String young = UUID.randomUUID().toString();
        for (String key : List.of(old, young)) {
            suspendClientOnce(key);
        }
        jdbi.useHandle(handle -> {
            age(handle, old, 91);
            age(handle, young, 89);
        });
        suspendClientOnce(UUID.randomUUID().toString());
        List<String> kept = jdbi.withHandle(
                handle -> handle.createQuery("select idempotency_key from acting_once where idempotency_key in (?, ?)")
                        .bind(0, old)
                        .bind(1, young)
                        .mapTo(String.class)
                        .list());
        assertThat(kept).containsExactly(young);
    }

    private static void suspendClientOnce(String key) {
        as("kemnaker", "operator")
                .header("Idempotency-Key", key)
                .body(Map.of("kind", "CLIENT", "target", "klien-" + key, "reason", "uji masa simpan jawaban"))
                .post(SUSPENSIONS)
                .then()
                .statusCode(201);
    }

    private static void age(Handle handle, String key, int days) {
        handle.execute(
                "update acting_once set at = at - make_interval(days => ?) where idempotency_key = ?", days, key);
    }

    @Test
    void whatWasRefusedLeavesItsKeyFree() {
        String approver = "pejabat-" + UUID.randomUUID();
        pledge("kemnaker", approver);
        String key = UUID.randomUUID().toString();
        String suspension = person("kemnaker", approver, "approver")
                .body(Map.of(
                        "kind", "CLIENT", "target", "klien-" + UUID.randomUUID(), "reason", "uji kunci yang bebas"))
                .post(SUSPENSIONS)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        Map<String, String> body = Map.of("reason", "sudah diperiksa kembali");
        person("kemnaker", approver, "approver")
                .header("Idempotency-Key", key)
                .body(body)
                .post(SUSPENSIONS + "/" + suspension + "/resumption")
                .then()
                .statusCode(403)
                .body("code", equalTo("SECOND_PERSON_NEEDED"));
        as("kemnaker", "approver")
                .header("Idempotency-Key", key)
                .body(body)
                .post(SUSPENSIONS + "/" + suspension + "/resumption")
                .then()
                .statusCode(200);
        // Without the key a second resumption is a conflict; with it, the answer that was given.
        as("kemnaker", "approver")
                .body(body)
                .post(SUSPENSIONS + "/" + suspension + "/resumption")
                .then()
                .statusCode(409);
        as("kemnaker", "approver")
                .header("Idempotency-Key", key)
                .body(body)
                .post(SUSPENSIONS + "/" + suspension + "/resumption")
                .then()
                .statusCode(200);
    }

    @Test
    void aStepOfACaseIsTakenOnceAndKeepsItsVersion() {
        Map<String, String> asked =
                Map.of("clause", "Ps 3(1)b", "subject", "Arti tidak ditemukan", "reading", "Bukan bukti bukan ASN");
        String opening = UUID.randomUUID().toString();
        Response opened = as("kemnaker", "operator")
                .header("Idempotency-Key", opening)
                .body(asked)
                .post(AGREEMENT + "/differences");
        opened.then().statusCode(201).header("ETag", equalTo("\"1\""));
        as("kemnaker", "operator")
                .header("Idempotency-Key", opening)
                .body(asked)
                .post(AGREEMENT + "/differences")
                .then()
                .statusCode(201)
                .header("ETag", equalTo("\"1\""))
                .body("id", equalTo(opened.path("id")));
        String path = AGREEMENT + "/differences/" + opened.path("id");
        String reading = UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++) {
            as("bkn", "operator")
                    .header("Idempotency-Key", reading)
                    .header("If-Match", "\"1\"")
                    .body(Map.of("text", "Sama dengan pembacaan PIHAK KESATU"))
                    .post(path + "/reading")
                    .then()
                    .statusCode(200)
                    .header("ETag", equalTo("\"2\""))
                    .body("steps", hasSize(2));
        }
        as("bkn", "operator")
                .header("If-Match", "\"1\"")
                .body(Map.of("text", "Sekali lagi"))
                .post(path + "/reading")
                .then()
                .statusCode(412);
    }

    @Test
    void keepsTheAnswersOfPledgesAndHoldsToo() {
        String key = UUID.randomUUID().toString();
        Map<String, String> body = Map.of("reason", "perkara sedang berjalan", "orderNumber", "PN/12/2026");
        String hold = null;
        for (int i = 0; i < 2; i++) {
            String placed = as("bkn", "dpo")
                    .header("Idempotency-Key", key)
                    .body(body)
                    .post(AGREEMENT + "/legal-holds")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id");
            assertThat(hold == null || hold.equals(placed)).isTrue();
            hold = placed;
        }
        as("bkn", "approver")
                .body(Map.of("reason", "perkara telah selesai"))
                .post(AGREEMENT + "/legal-holds/" + hold + "/lifting")
                .then()
                .statusCode(200);
    }
}
