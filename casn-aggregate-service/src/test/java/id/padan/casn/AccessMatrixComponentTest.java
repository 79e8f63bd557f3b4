package id.padan.casn;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Walks all cells of resource x party x role. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class AccessMatrixComponentTest {

    @Test
    void eachCellOfTheMatrixIsAsWritten() throws IOException {
        PolicyPublisher.publishOpen();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> given().auth()
                                .oauth2(TestTokens.token("bkn"))
                                .get("/api/casn/v1/ingests")
                                .statusCode()
                        == 200);
        var wrong = new ArrayList<String>();
        for (String cell : cells()) {
            String[] part = cell.split(",");
            int status = answer(part[0], part[1], part[2], part[3]);
            if (status != Integer.parseInt(part[4])) {
                wrong.add(cell + " was " + status);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static int answer(String method, String path, String party, String role) {
        RequestSpecification request = given().header("X-Padan-Purpose", "LABOUR_MARKET_INFORMATION");
        if (!party.equals("none")) {
            request.auth().oauth2(TestTokens.token(party, role));
        }
        if (method.equals("POST") && path.endsWith("/ingests")) {
            request.contentType("application/x-ndjson").body("{}\n".getBytes(StandardCharsets.UTF_8));
        } else if (path.endsWith("counter-signatures")) {
            request.contentType("text/plain").body("no head");
        } else if (!method.equals("GET")) {
            request.contentType("application/json").body("{}").header("Idempotency-Key", "matrix");
        }
        return request.urlEncodingEnabled(false)
                .request(method, "/api/casn/v1" + path)
                .statusCode();
    }

    private static List<String> cells() throws IOException {
        try (InputStream file = AccessMatrixComponentTest.class.getResourceAsStream("/access-matrix.csv")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("method,"))
                    .toList();
        }
    }
}
