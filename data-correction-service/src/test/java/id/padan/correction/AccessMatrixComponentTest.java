package id.padan.correction;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Resource x party x role: every cell is walked, and what is not listed as open is refused. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class AccessMatrixComponentTest {

    private static final List<String> PARTIES = List.of("kemnaker", "bkn", "stranger");
    private static final List<String> ROLES =
            List.of("operator", "verifier", "approver", "auditor", "dpo", "admin", "system");
    private static final Set<String> READ = Set.of("operator", "verifier", "approver", "auditor", "dpo", "system");
    private static final Set<String> ALL = Set.copyOf(ROLES);
    private static final String NONE = "/0198f3a2-7c11-7d3e-9c55-1a2b3c4d5e6f";

    /**
     * A resource with the roles to which it opens, of both parties. 400 and 404 mean: let in, and then the request itself was looked at.
     *
     * @param type of the body, null without one
     */
    private record Row(String method, String path, String type, int answered, Set<String> open) {
        Row(String path, int answered, Set<String> open) {
            this("GET", path, null, answered, open);
        }
    }

    private static final List<Row> ROWS = List.of(
            new Row("/proposals", 200, READ),
            new Row("/proposals" + NONE, 404, READ),
            new Row("/proposals" + NONE + "/comments", 404, READ),
            new Row("/proposals" + NONE + "/forwarding-letter", 404, READ),
            new Row("/effects?proposal=0198f3a2-7c11-7d3e-9c55-1a2b3c4d5e6f", 200, Set.of("system")),
            new Row("/proposals" + NONE + "/evidence", 404, READ),
            new Row("/proposals" + NONE + "/evidence" + NONE + "/content", 404, READ),
            new Row("POST", "/proposals", "application/json", 400, Set.of("operator", "approver", "system")),
            new Row(
                    "POST",
                    "/proposals" + NONE + "/transitions",
                    "application/json",
                    404,
                    Set.of("operator", "verifier", "approver", "system")),
            new Row(
                    "POST",
                    "/proposals" + NONE + "/comments",
                    "application/json",
                    404,
                    Set.of("operator", "verifier", "approver")),
            new Row(
                    "POST",
                    "/proposals" + NONE + "/evidence",
                    "application/pdf",
                    404,
                    Set.of("operator", "verifier", "approver", "system")),
            new Row("/lists", 200, ALL),
            new Row("/lists" + NONE, 404, ALL),
            new Row("/lists" + NONE + "/rejects", 404, ALL),
            new Row("/ageing", 200, ALL),
            new Row("/competence", 200, ALL),
            new Row("/coordinations" + NONE, 404, READ),
            new Row(
                    "POST",
                    "/coordinations" + NONE + "/transitions",
                    "application/json",
                    404,
                    Set.of("operator", "verifier", "approver", "system")),
            new Row("POST", "/findings/proposals", "application/json", 200, Set.of()),
            new Row("/findings", 200, Set.of("operator", "verifier", "approver", "auditor", "system")));

    @Test
    void eachCellOfTheMatrixIsAsWritten() {
        PolicyPublisher.publishOpen();
        await().atMost(Duration.ofSeconds(30)).until(() -> answer(ROWS.getFirst(), "bkn", "operator") == 200);
        var softly = new SoftAssertions();
        for (Row row : ROWS) {
            for (String party : PARTIES) {
                for (String role : ROLES) {
                    // A coordination of others is as unknown to a stranger as one that is not there.
                    boolean open = row.open().contains(role)
                            && (!party.equals("stranger") || row.path().startsWith("/coordinations"));
                    softly.assertThat(answer(row, party, role))
                            .as(row.method() + " " + row.path() + " " + party + " " + role)
                            .isEqualTo(open ? row.answered() : 403);
                }
            }
            softly.assertThat(answer(row, null, null))
                    .as(row.path() + " without token")
                    .isEqualTo(401);
        }
        softly.assertAll();
    }

    private static int answer(Row row, String party, String role) {
        var request = given();
        if (party != null) {
            request.auth().oauth2(TestTokens.token(party, role));
        }
        if (row.type() != null) {
            request.contentType(row.type())
                    .body("{\"to\":\"RECEIVED\",\"text\":\"x\"}".getBytes(StandardCharsets.UTF_8));
        }
        return request.request(row.method(), "/api/corrections/v1" + row.path()).statusCode();
    }
}
