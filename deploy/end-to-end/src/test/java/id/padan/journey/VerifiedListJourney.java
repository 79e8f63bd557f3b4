package id.padan.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The main job, walked by a stranger with an own register and an own oracle. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VerifiedListJourney {
    @RegisterExtension
    static final Stack STARTED = new Stack();

    private static final Register REGISTER = Register.complete();

    private final Api api = new Api(Stack.stack());

    @Test
    @Order(1)
    void upTellsWhereThingsAreAndWhatWasVerified() {
        assertThat(Stack.stack().firstUp())
                .contains(Stack.stack().origin())
                .contains("petugas.kemnaker")
                .contains("tercatat sebagai ASN aktif");
    }

    @Test
    @Order(2)
    void aSecondUpChangesNothing() {
        var batches =
                api.get(api.token("kemnaker"), "/api/verification/v1/batches").body();
        var imports = api.get(api.token("bkn"), "/api/asn-directory/v1/imports").body();

        var again = Stack.stack().up();

        assertThat(again.exit()).as(again.output()).isZero();
        assertThat(api.get(api.token("kemnaker"), "/api/verification/v1/batches")
                        .body())
                .isEqualTo(batches);
        assertThat(api.get(api.token("bkn"), "/api/asn-directory/v1/imports").body())
                .isEqualTo(imports);
    }

    @Test
    @Order(3)
    void aListMadeBySomeoneElseGetsExactlyTheOraclesAnswers() {
        var imported = api.importRecords(
                api.token("bkn"),
                "delta",
                Register.today(),
                UUID.randomUUID().toString(),
                BodyPublishers.ofString(REGISTER.ndjson()));
        assertThat(imported.status()).as(imported.body()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            var last = REGISTER.niks().get(REGISTER.niks().size() - 2);
            var answer = api.check(api.token("kemnaker"), last, "AID_VERIFICATION", "BSU-2025")
                    .json();
            assertThat(answer.path("answer").asText())
                    .isEqualTo(REGISTER.expected().get(last));
        });

        var csv = new StringBuilder("no;nama;nik\r\n");
        for (var nik : REGISTER.niks()) {
            csv.append("1;ORANG CONTOH;").append(nik).append("\r\n");
        }
        var sent = api.uploadCsv(api.token("kemnaker"), csv.toString());
        assertThat(sent.status()).as(sent.body()).isEqualTo(202);
        var id = sent.json().path("id").asText();
        var batch = finished(id);
        assertThat(batch.path("state").asText()).isEqualTo("COMPLETED");

        var answers = new HashMap<String, String>();
        for (var row : Api.rows(api.results(api.token("kemnaker"), id).body())) {
            answers.put(row[1], row[2].equals("ANSWERED") ? row[3] : row[2]);
            if (row[2].equals("ANSWERED")) {
                assertThat(row[4]).isEqualTo(Register.STATEMENTS.get(row[3]));
            }
        }
        assertThat(answers).containsExactlyInAnyOrderEntriesOf(REGISTER.expected());
    }

    @Test
    @Order(4)
    void singleChecksSayTheSameAsTheList() {
        var token = api.token("kemnaker");
        var wrong = new ArrayList<String>();
        REGISTER.expected().forEach((nik, expected) -> {
            var answer = api.check(token, nik, "AID_VERIFICATION", "BSU-2025").json();
            var said = answer.path("status").asText().equals("ANSWERED")
                    ? answer.path("answer").asText()
                    : answer.path("status").asText();
            if (!said.equals(expected)) {
                wrong.add(expected + " but was " + said);
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    @Order(4)
    void theWorklistNamesTheCodesThatBknHasToReview() {
        assertThat(worklist("MAPPING_REVIEW")).containsAll(Register.TO_BE_REVIEWED.keySet());
        assertThat(worklist("UNKNOWN_STATUS_CODE")).contains(Register.UNKNOWN_CODE);
    }

    private List<String> worklist(String kind) {
        var page = api.get(api.token("bkn"), "/api/asn-directory/v1/worklist?limit=1000&kind=" + kind);
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        var subjects = new ArrayList<String>();
        page.json()
                .path("items")
                .forEach(item -> subjects.add(item.path("subject").asText()));
        return subjects;
    }

    @Test
    @Order(5)
    void everyAnswerLeavesAReceiptAndABatchItsFacts() {
        var token = api.token("kemnaker");
        var answer = api.check(token, REGISTER.niks().getFirst(), "AID_VERIFICATION", "BSU-2025")
                .json();
        var receipt = api.get(
                token,
                "/api/verification/v1/receipts/"
                        + answer.path("receipt").path("id").asText());
        assertThat(receipt.status()).as(receipt.body()).isEqualTo(200);
        assertThat(receipt.body()).doesNotContain(REGISTER.niks().getFirst());

        var sent = api.uploadCsv(
                token,
                "nik\n" + REGISTER.niks().getFirst() + "\nbukan nik\n"
                        + REGISTER.niks().getFirst() + "\n");
        var id = sent.json().path("id").asText();
        var counts = finished(id).path("counts");
        assertThat(counts.path("received").asInt()).isEqualTo(3);
        assertThat(counts.path("duplicates").asInt()).isEqualTo(1);
        assertThat(counts.path("rejected").path("NIK_FORMAT").asInt()).isEqualTo(1);
        var facts = api.get(token, "/api/verification/v1/batches/" + id + "/record-facts");
        assertThat(facts.status()).as(facts.body()).isEqualTo(200);
    }

    @Test
    @Order(6)
    void theSameKeyAndListIsTheSameBatchAndAnotherListIsRefused() {
        var token = api.token("kemnaker");
        var key = UUID.randomUUID().toString();
        var list = BodyPublishers.ofString("nik\n" + REGISTER.niks().getFirst() + "\n");
        var first = api.upload(token, key, "text/csv", list);
        var again = api.upload(token, key, "text/csv", list);
        var other = api.upload(
                token,
                key,
                "text/csv",
                BodyPublishers.ofString("nik\n" + REGISTER.niks().getLast() + "\n"));

        assertThat(again.json().path("id").asText())
                .isEqualTo(first.json().path("id").asText());
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("IDEMPOTENCY_MISMATCH");

        var newKey = api.upload(token, UUID.randomUUID().toString(), "text/csv", list);
        assertThat(newKey.json().path("id").asText())
                .isNotEqualTo(first.json().path("id").asText());
    }

    @Test
    @Order(7)
    void theCommandLineVerifiesASampleOfTheRegister() {
        var home = Stack.stack().home();
        var sample = Stack.stack()
                .padan(
                        Duration.ofMinutes(1),
                        "sample",
                        "candidates",
                        "--n",
                        "20000",
                        "--population",
                        "3000",
                        "-o",
                        home.resolve("calon.csv").toString(),
                        "--expected",
                        home.resolve("harapan.csv").toString());
        assertThat(sample.exit()).as(sample.output()).isZero();
        var verified = Stack.stack()
                .padan(
                        Duration.ofMinutes(2),
                        "verify",
                        home.resolve("calon.csv").toString(),
                        "-o",
                        home.resolve("hasil.csv").toString(),
                        "--format",
                        "csv",
                        "--program",
                        "BSU-2025");
        assertThat(verified.exit()).as(verified.output()).isZero();
        var compared = Stack.stack()
                .padan(
                        Duration.ofMinutes(1),
                        "compare",
                        home.resolve("hasil.csv").toString(),
                        home.resolve("harapan.csv").toString());
        assertThat(compared.exit()).as(compared.output()).isZero();
    }

    private com.fasterxml.jackson.databind.JsonNode finished(String id) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !Map.of("RECEIVING", 1, "PROCESSING", 1)
                        .containsKey(api.batch(api.token("kemnaker"), id)
                                .json()
                                .path("state")
                                .asText()));
        return api.batch(api.token("kemnaker"), id).json();
    }
}
