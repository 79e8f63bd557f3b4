package id.padan.agreement;

import static id.padan.agreement.AgreementFolderFixture.packaged;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import id.padan.agreement.correction.CoordinatedResults;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of corrections and coordinations are duties as they are heard of, with an agreement of their own. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
@QuarkusTestResource(AgreementFolderFixture.class)
class CorrectionDutiesComponentTest {
    private static final String ID = "corrections-bkn-2024";
    private static final String OBLIGATIONS = "/api/agreements/v1/agreements/" + ID + "/obligations/";
    private static final Duration TIME = Duration.ofSeconds(30);

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @Inject
    CoordinatedResults coordinated;

    @BeforeEach
    void theAgreementIsStored() {
        AgreementFolderFixture.put(ID + ".json", packaged(file -> file.put("id", ID)));
        await().atMost(Duration.ofSeconds(60)).until(() -> duty("").extract().statusCode() == 200);
    }

    private static ValidatableResponse duty(String key) {
        return given().auth()
                .oauth2(TestTokens.person("kemnaker", "orang", "kemnaker-portal", "auditor"))
                .get(key.isEmpty() ? OBLIGATIONS.substring(0, OBLIGATIONS.length() - 1) : OBLIGATIONS + key)
                .then();
    }

    private void proposal(UUID list, UUID id, int version, String state, String more) {
        tell("correction.proposal.v1", id, """
                {"type":"correction.proposal","proposalId":"%s","listId":"%s","version":%d,"at":"%s","agreementId":"%s","receiver":"bkn",\
                "state":"%s","submittedAt":"%s"%s}""".formatted(id, list, version, now, ID, state, now, more));
    }

    private static void tell(String topic, UUID key, String value) {
        PolicyPublisher.send(topic, key.toString(), value.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aListOfCorrectionsIsADutyOfItsReceiverUntilItsLastItemIsDone() {
        var list = UUID.randomUUID();
        var first = UUID.randomUUID();
        var second = UUID.randomUUID();
        var soon = now.plus(Duration.ofDays(5));
        var later = now.plus(Duration.ofDays(20));
        proposal(list, first, 1, "SUBMITTED", ",\"dueAt\":\"" + soon + "\"");
        proposal(list, second, 1, "SUBMITTED", ",\"dueAt\":\"" + later + "\"");
        var key = "correction-list-second." + list;
        await().atMost(TIME)
                .untilAsserted(() -> duty(key)
                        .statusCode(200)
                        .body("obligation.party", equalTo("bkn"))
                        .body("obligation.clause", equalTo("Ps 4(2)f"))
                        .body("obligation.title", equalTo("Menyelesaikan daftar perbaikan data kepegawaian (2 butir)"))
                        .body("obligation.plannedDue", equalTo(soon.toString()))
                        .body("obligation.state.state", equalTo("OPEN")));

        // Told twice and out of order; what is the sender's or another agency's turn is not the receiver's.
        proposal(list, first, 3, "COMPLETED", ",\"closedAt\":\"" + now + "\"");
        proposal(list, first, 2, "UNDER_REVIEW", ",\"dueAt\":\"" + soon + "\"");
        proposal(list, first, 3, "COMPLETED", ",\"closedAt\":\"" + now + "\"");
        await().atMost(TIME)
                .untilAsserted(() -> duty(key)
                        .body("obligation.plannedDue", equalTo(later.toString()))
                        .body("obligation.state.state", equalTo("OPEN")));
        proposal(list, second, 2, "NOT_COMPETENT", "");
        await().atMost(TIME).untilAsserted(() -> duty(key).body("obligation.state.state", equalTo("MET")));
        // Taken up again, it is owed again.
        proposal(list, second, 3, "UNDER_REVIEW", ",\"dueAt\":\"" + later + "\"");
        await().atMost(TIME).untilAsserted(() -> duty(key).body("obligation.state.state", equalTo("OPEN")));
    }

    @Test
    void aCompletedListIsToBeCoordinatedAndTheRecordCitesIt() {
        var batch = UUID.randomUUID();
        var id = UUID.randomUUID();
        var key = "coordination-of-result." + id;
        coordination(batch, id, 1, "OPEN", "");
        await().atMost(TIME)
                .untilAsserted(() -> duty(key)
                        .statusCode(200)
                        .body("obligation.party", equalTo("kemnaker"))
                        .body("obligation.clause", equalTo("Ps 3(2)d"))
                        .body("obligation.state.state", equalTo("OPEN")));
        coordination(batch, id, 2, "SUBMITTED", ",\"submittedAt\":\"" + now + "\"");
        coordination(batch, id, 1, "OPEN", "");
        await().atMost(TIME)
                .untilAsserted(() -> duty(key)
                        .body("obligation.state.state", equalTo("MET"))
                        .body("obligation.state.late", equalTo(false))
                        .body("obligation.unknown", nullValue()));

        var cited = coordinated.list(List.of(UUID.randomUUID(), batch));

        assertThat(cited).singleElement().satisfies(one -> {
            assertThat(one.batchId()).isEqualTo(batch);
            assertThat(one.coordinationId()).isEqualTo(id);
            assertThat(one.state()).isEqualTo("SUBMITTED");
        });
    }

    private void coordination(UUID batch, UUID id, int version, String state, String more) {
        tell("correction.coordination.v1", batch, """
                {"type":"correction.coordination","coordinationId":"%s","batchId":"%s","version":%d,"state":"%s","party":"kemnaker",\
                "agreementId":"%s","openedAt":"%s","at":"%s"%s}""".formatted(id, batch, version, state, ID, now, now, more));
    }
}
