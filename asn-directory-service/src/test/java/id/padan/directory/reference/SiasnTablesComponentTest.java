package id.padan.directory.reference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The real tables, which are not in this repository: {@code -Dpadan.siasn-reference=FOLDER} names where they lie. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
@EnabledIfSystemProperty(named = "padan.siasn-reference", matches = ".+")
class SiasnTablesComponentTest {
    private static final String PATH = "/api/asn-directory/v1/references";

    @Test
    void allTablesAreTakenAsTheyAreWithinAMinuteAndTheirDefectsAreTold() throws IOException {
        PolicyPublisher.publishOpen();
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        given().auth().oauth2(TestTokens.token("bkn")).get(PATH).statusCode() == 200);
        List<Path> files;
        try (var all = Files.list(Path.of(System.getProperty("padan.siasn-reference")))) {
            files = all.filter(file -> file.toString().endsWith(".json.gz"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSize(41);
        long rows = 0;
        long began = System.nanoTime();
        for (Path file : files) {
            rows += put(file).getLong("version.rows");
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        began = System.nanoTime();
        for (Path file : files) {
            assertThat(put(file).getBoolean("unchanged")).as(file.toString()).isTrue();
        }
        System.out.printf(
                "FIGURE %d tables, %d rows: %.1f s; again, unchanged: %.1f s%n",
                files.size(), rows, seconds, (System.nanoTime() - began) / 1e9);
        assertThat(seconds).isLessThan(60);

        // domain.md 1.8.
        JsonPath positions = report("jabatanFungsional");
        assertThat(positions.getInt("version.rows")).isEqualTo(1466);
        assertThat(positions.getInt("orphans.find { it.field == 'kelompokJabatanId' }.count"))
                .isEqualTo(186);
        JsonPath groups = report("kelasJabatan");
        assertThat(groups.getInt("orphans.find { it.field == 'rumpunJabatanId' }.count"))
                .isEqualTo(312 - 31);
        assertThat(groups.getInt("orphans.find { it.field == 'rumpunJabatanId' }.empty"))
                .isEqualTo(31);
        assertThat(groups.getInt("orphans.find { it.field == 'pembinaId' }.count"))
                .isZero();
        // One agency is there twice, under two names.
        assertThat(report("instansi").getList("refusals.reason")).containsExactly("DUPLICATE_CODE");
        assertThat(report("kabupaten").getList("cycles")).isEmpty();
    }

    private static JsonPath put(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return given().auth()
                    .oauth2(TestTokens.token("bkn"))
                    .contentType("application/json")
                    .header("X-Padan-Data-Date", "2025-05-09")
                    .header("X-Padan-Confirm-Removal", "true")
                    .body(in.readAllBytes())
                    .put(PATH + "/" + file.getFileName().toString().replace(".json.gz", ""))
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
        }
    }

    private static JsonPath report(String table) {
        return given().auth()
                .oauth2(TestTokens.token("bkn"))
                .get(PATH + "/" + table + "/report")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
