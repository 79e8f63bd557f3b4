package id.padan.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the officials of both parties do under the agreement changes what verification and directory answer: a suspension, an addendum
 * that narrows the annex and one that widens it, and the end of the term.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AgreementJourney {
    @RegisterExtension
    static final Stack STARTED = new Stack();

    private static final String NIK = "3171010101389999";
    private static final String AGREEMENT = "/api/agreements/v1/agreements/kemnaker-bkn-2024";
    private static final String RECORD = "/api/asn-directory/v1/asn/197001012000019991";
    private static final Duration BRAKE = Duration.ofSeconds(4);
    /** What the directory says to Kemnaker of nobody's NIP while the annex opens Ps 3(1)a. */
    private static final String OPEN = "NOT_FOUND";

    private static String original;
    private static String receipt;

    private final Api api = new Api(Stack.stack());

    @Test
    @Order(1)
    void aSuspendedClientIsRefusedEverywhereWithinFourSecondsUntilAnApproverResumes() {
        original = api.get(api.token("bkn"), AGREEMENT + "/versions/" + inForce() + "/document")
                .body();
        var answered = api.check(api.token("kemnaker"), NIK, "AID_VERIFICATION", "BSU-2025");
        assertThat(answered.status()).as(answered.body()).isEqualTo(200);
        receipt = answered.json().path("checkId").asText();
        assertThat(directory()).isEqualTo(OPEN);

        var act = Instant.now();
        var suspended = api.postJson(
                api.personToken("verifikator.bkn"),
                AGREEMENT + "/suspensions",
                "{\"kind\":\"CLIENT\",\"target\":\"kemnaker-system\",\"reason\":\"Kunci klien dilaporkan bocor\"}");
        assertThat(suspended.status()).as(suspended.body()).isEqualTo(201);
        until(act.plus(BRAKE), () -> check().equals("SUSPENDED") && directory().equals("SUSPENDED"));
        assertThat(api.get(api.token("kemnaker"), AGREEMENT + "/suspensions")
                        .json()
                        .at("/items/0/reason")
                        .asText())
                .isEqualTo("Kunci klien dilaporkan bocor");

        var resumed = Instant.now();
        var lifted = api.postJson(
                api.personToken("pejabat.bkn"),
                AGREEMENT + "/suspensions/" + suspended.json().path("id").asText() + "/resumption",
                "{\"reason\":\"Kunci klien sudah diganti\"}");
        assertThat(lifted.status()).as(lifted.body()).isEqualTo(200);
        until(resumed.plus(BRAKE), () -> check().equals("200") && directory().equals(OPEN));
    }

    @Test
    @Order(2)
    void anAddendumThatNarrowsTheAnnexClosesOnItsDateAndOneThatWidensItOpens() {
        var closing = agree(file -> file.withArray("elements").forEach(element -> {
            if (element.path("clauses").toString().matches(".*Ps 3\\(1\\)[ab].*")
                    && !element.path("code").asText().equals("B-02")) {
                ((ObjectNode) element).putArray("clauses");
                ((ObjectNode) element).putArray("purposes");
            }
        }));
        assertThat(check()).isEqualTo("200");
        until(
                closing.plusSeconds(2),
                () -> check().equals("ELEMENT_NOT_OPEN") && directory().equals("ELEMENT_NOT_OPEN"));
        assertThat(Instant.now()).isAfterOrEqualTo(closing);
        var changes = api.get(api.token("kemnaker"), AGREEMENT + "/versions/" + inForce() + "/changes");
        assertThat(changes.body()).contains("Elemen data B-06 (jawaban) tidak lagi dibuka oleh Ps 3(1)b.");

        var opening = agree(file -> {});
        until(opening.plusSeconds(2), () -> check().equals("200") && directory().equals(OPEN));
    }

    @Test
    @Order(3)
    void theEndOfTheTermClosesAccessAndLeavesWhatSurvives() {
        var end = Instant.now().plusSeconds(14);
        agree(file -> ((ObjectNode) file.get("term")).put("until", end.toString()));
        until(
                end.plusSeconds(2),
                () -> check().equals("TERM_ENDED") && directory().equals("TERM_ENDED"));
        assertThat(Instant.now()).isAfterOrEqualTo(end);

        var term = api.get(api.token("kemnaker"), AGREEMENT + "/term").json();
        assertThat(term.path("state").asText()).isEqualTo("ENDED");
        assertThat(term.path("destruction")).hasSize(2);
        // Ps 9(10): the log and the receipts stay.
        assertThat(api.get(api.token("kemnaker"), "/api/verification/v1/receipts/" + receipt)
                        .status())
                .isEqualTo(200);
        assertThat(api.get(api.personToken("auditor.kemnaker"), "/api/verification/v1/log/leaves?from=0")
                        .status())
                .isEqualTo(200);
        assertThat(api.get(api.token("bkn"), AGREEMENT + "/suspensions").status())
                .isEqualTo(200);
    }

    /** The stack is shared: the other journeys find the agreement as it was, by a file, which is for the local profile. */
    @AfterAll
    static void opensAgain() throws IOException {
        if (original == null) {
            return;
        }
        var api = new Api(Stack.stack());
        var file = (ObjectNode) Api.JSON.readTree(original);
        file.put("version", api.nextAgreementVersion());
        file.put("effectiveFrom", Instant.now().toString());
        var next = Files.createTempFile(Stack.stack().home(), "agreement-", ".tmp");
        Files.writeString(next, file.toPrettyString());
        Files.move(
                next,
                Stack.stack().home().resolve("agreements").resolve("kemnaker-bkn-2024.json"),
                StandardCopyOption.REPLACE_EXISTING);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> api.check(api.token("kemnaker"), NIK, "AID_VERIFICATION", "BSU-2025")
                                .status()
                        == 200);
    }

    /** An addendum over the first version, agreed by both parties; returns its moment, about ten seconds away. */
    private Instant agree(Consumer<ObjectNode> change) {
        try {
            var effective = Instant.now().plusSeconds(10);
            var file = (ObjectNode) Api.JSON.readTree(original);
            file.put("version", api.nextAgreementVersion());
            file.put("effectiveFrom", effective.toString());
            change.accept(file);
            var request = Api.JSON.createObjectNode().put("title", "Adendum");
            request.set("document", file);
            var operator = api.personToken("petugas.kemnaker");
            var draft = api.postJson(operator, AGREEMENT + "/addenda", request.toString());
            assertThat(draft.status()).as(draft.body()).isEqualTo(201);
            var path = AGREEMENT + "/addenda/" + draft.json().path("id").asText() + "/transitions";
            assertThat(api.postJson(operator, path, "{\"action\":\"SUBMIT\"}").status())
                    .isEqualTo(200);
            var approval = "{\"action\":\"APPROVE\",\"sha256\":\""
                    + draft.json().path("sha256").asText() + "\"}";
            JsonNode agreed = null;
            for (var person : new String[] {"pejabat.kemnaker", "pejabat.bkn"}) {
                var approved = api.postJson(api.personToken(person), path, approval);
                assertThat(approved.status()).as(approved.body()).isEqualTo(200);
                agreed = approved.json();
            }
            assertThat(agreed.path("state").asText()).isEqualTo("AGREED");
            return effective;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void until(Instant deadline, java.util.concurrent.Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(100))
                .atMost(Duration.between(Instant.now(), deadline))
                .until(condition);
    }

    private String check() {
        var answer = api.check(api.token("kemnaker"), NIK, "AID_VERIFICATION", "BSU-2025");
        return answer.status() == 200 ? "200" : answer.code();
    }

    private String directory() {
        return api.get(api.token("kemnaker"), RECORD, "X-Padan-Purpose", "ASN_GUIDANCE")
                .code();
    }

    private String inForce() {
        return api.get(api.token("bkn"), AGREEMENT)
                .json()
                .path("versionInForce")
                .asText();
    }
}
