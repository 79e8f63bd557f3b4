package id.padan.directory.record;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class SealingNiksComponentTest {

    private static final String NIK = "3172010101809993";
    private static final String FORMER = "3172010101809994";

    @Inject
    Jdbi jdbi;

    @Inject
    SealingNiks sealing;

    /** As a register of the release before is found at the start of this one. */
    @Test
    void niksOfAnEarlierReleaseAreSealedAndTheRecordIsStillTheSame() {
        PolicyPublisher.publishOpen();
        String id = "S" + UUID.randomUUID().toString().replace("-", "");
        String line =
                "{\"id\":\"%s\",\"nipBaru\":\"198001012005021999\",\"nama\":\"CONTOH\",\"nik\":\"%s\",\"kedudukanPnsId\":\"01\"}\n"
                        .formatted(id, NIK);
        await().atMost(Duration.ofSeconds(30)).until(() -> sent(line) == 202);
        jdbi.useHandle(handle -> {
            handle.execute(
                    "update asn_record set nik = ?, nik_lookup = null, nik_sealed = null, hash = gen_random_uuid() where id = ?",
                    Long.parseLong(NIK),
                    id);
            handle.execute(
                    "insert into former_nik_plain select no, ? from asn_record where id = ?",
                    Long.parseLong(FORMER),
                    id);
        });

        sealing.start(new StartupEvent());

        assertThat(jdbi.<Long, RuntimeException>withHandle(
                        handle -> handle.createQuery("""
                                select (select count(*) from asn_record where nik is not null) + (select count(*) from former_nik_plain)""").mapTo(Long.class).one()))
                .isZero();
        assertThat(jdbi.<Long, RuntimeException>withHandle(handle -> handle.createQuery(
                                "select count(*) from former_nik join asn_record using (no) where id = :id")
                        .bind("id", id)
                        .mapTo(Long.class)
                        .one()))
                .isOne();
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .get("/api/asn-directory/v1/asn/198001012005021999")
                .then()
                .statusCode(200)
                .body("nik", equalTo(NIK))
                .body("version", equalTo(1));
        // Its hash is that of the reader: what comes again unchanged makes no event.
        sent(line);
        given().auth()
                .oauth2(TestTokens.token("bkn"))
                .get("/api/asn-directory/v1/asn/198001012005021999")
                .then()
                .body("version", equalTo(1));
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
