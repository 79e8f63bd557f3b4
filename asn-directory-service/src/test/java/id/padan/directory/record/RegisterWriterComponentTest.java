package id.padan.directory.record;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What PostgreSQL must know so that a block costs what the block is, and not what the register is. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class RegisterWriterComponentTest {

    @Inject
    Jdbi jdbi;

    @Test
    void anImportCountsItsFirstBlockAnew() {
        PolicyPublisher.publishOpen();
        long before = counted();
        String line =
                "{\"id\":\"W%s\",\"nipBaru\":\"198001012006021999\",\"nama\":\"CONTOH\",\"nik\":\"3172010101809995\",\"kedudukanPnsId\":\"01\"}\n"
                        .formatted(UUID.randomUUID().toString().replace("-", ""));
        await().atMost(Duration.ofSeconds(30)).until(() -> sent(line) == 202);
        await().atMost(Duration.ofSeconds(30)).until(() -> counted() > before);
    }

    /** How often the table was analysed by order, autovacuum not counted. */
    private long counted() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select analyze_count from pg_stat_user_tables where relname = 'asn_record'")
                .mapTo(long.class)
                .one());
    }

    private static int sent(String line) {
        return given().auth()
                .oauth2(TestTokens.token("bkn"))
                .header("X-Padan-Mode", "delta")
                .header("X-Padan-Data-Date", "2026-11-01")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("application/x-ndjson")
                .body(line.getBytes(StandardCharsets.UTF_8))
                .post("/api/asn-directory/v1/imports")
                .statusCode();
    }
}
