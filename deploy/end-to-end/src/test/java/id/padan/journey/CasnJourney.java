package id.padan.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ps 3(1)c: registrants come in at BKN, a release is protected, attacked and approved, and Kemnaker reads it as SDMX; and what is refused. */
class CasnJourney {
    private static final String CASN = "/api/casn/v1";
    private static final String NIK = "3273010101909990";

    @RegisterExtension
    static final Stack STARTED = new Stack();

    private final Api api = new Api(Stack.stack());

    @Test
    void fromRegistrantsToSdmxAtThePartner() throws Exception {
        String bkn = api.token("bkn");
        String kemnaker = api.token("kemnaker");
        Path folder = Stack.stack().home().resolve("casn-sample");
        var made = Stack.stack()
                .padan(
                        Duration.ofMinutes(1),
                        "sample",
                        "casn",
                        "--year",
                        "2024",
                        "--n",
                        "3000",
                        "--seed",
                        "3",
                        "-o",
                        folder.toString());
        assertThat(made.exit()).as(made.output()).isZero();
        for (String rows : List.of("occupations", "formations", "facts")) {
            Path file = folder.resolve(rows.equals("occupations") ? "occupations.csv" : rows + "-2024.csv");
            var taken = ingest(bkn, rows, file);
            assertThat(taken.status()).as(taken.body()).isEqualTo(201);
            assertThat(taken.json().path("rejected").isEmpty()).as(taken.body()).isTrue();
        }
        var withNik = post(
                bkn,
                "/ingests",
                "pendaftarId,formasiId,nik\n" + UUID.randomUUID() + ",F-1," + NIK + "\n",
                "text/csv",
                "X-Padan-Data-Date",
                "2026-11-01",
                "Idempotency-Key",
                UUID.randomUUID().toString());
        assertThat(withNik.json().path("rejected").path("NIK_LIKE").asInt())
                .as(withNik.body())
                .isEqualTo(1);
        assertThat(api.get(bkn, CASN + "/ingests/" + withNik.json().path("id").asText() + "/rejects")
                        .body())
                .doesNotContain(NIK);
        assertThat(ingest(kemnaker, "facts", folder.resolve("facts-2024.csv")).status())
                .isEqualTo(403);

        // The officer behind BKN's machine is the approver of below.
        var drafted = post(
                api.personToken("verifikator.bkn"),
                "/releases",
                "{\"id\":\"journey-provinsi\",\"titleId\":\"Pendaftar menurut provinsi\",\"titleEn\":\"Registrants by province\","
                        + "\"years\":[2024],\"dimensions\":[\"provinsiFormasi\",\"tahapan\",\"jenisKelamin\"]}",
                "application/json",
                "Idempotency-Key",
                UUID.randomUUID().toString());
        assertThat(drafted.status()).as(drafted.body()).isEqualTo(202);
        String release = CASN + "/releases/" + drafted.json().path("id").asText();
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(
                                api.get(bkn, release).json().path("state").asText())
                        .isEqualTo("ATTACKED"));
        assertThat(data(kemnaker, release, "LABOUR_MARKET_INFORMATION").status())
                .isEqualTo(404);
        String approval = "{\"to\":\"PUBLISHED\",\"hash\":\""
                + api.get(bkn, release).json().path("hash").asText() + "\"}";
        assertThat(api.postJson(bkn, release + "/transitions", approval).status())
                .isEqualTo(403);
        assertThat(api.postJson(api.personToken("pejabat.kemnaker"), release + "/transitions", approval)
                        .status())
                .isEqualTo(403);
        var published = api.postJson(api.personToken("pejabat.bkn"), release + "/transitions", approval);
        assertThat(published.status()).as(published.body()).isEqualTo(200);
        assertThat(published.json().path("onwardUse").asText()).isEqualTo("PARTNER_ONLY");

        var read = data(kemnaker, release, "LABOUR_MARKET_INFORMATION");
        assertThat(read.status()).as(read.body()).isEqualTo(200);
        assertThat(read.headers().firstValue("Content-Type")).hasValue("application/vnd.sdmx.data+csv;version=2.0.0");
        assertThat(read.body())
                .startsWith("STRUCTURE,STRUCTURE_ID,ACTION,PROVINSI_FORMASI,TAHAPAN,JENIS_KELAMIN,TIME_PERIOD,JUMLAH");
        // Of each cell either at least ten people, or no number.
        assertThat(Api.rows(read.body())).hasSizeGreaterThan(50).allSatisfy(row -> {
            if (row[9].equals("none")) {
                assertThat(Long.parseLong(row[7])).isGreaterThanOrEqualTo(10);
            } else {
                assertThat(row[7]).isEmpty();
            }
        });
        assertThat(data(kemnaker, release, "AID_VERIFICATION").status()).isEqualTo(403);
        assertThat(data(kemnaker, release, null).status()).isEqualTo(400);
        assertThat(api.get(kemnaker, release + "/charts/funnel", "X-Padan-Purpose", "LABOUR_MARKET_INFORMATION")
                        .body())
                .contains("<svg")
                .contains("<desc");
        // The register of disclosures hears of it.
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(api.get(bkn, "/api/casn/v1/log/head").status())
                                .isEqualTo(200));
    }

    private Api.Answer data(String token, String release, String purpose) {
        return purpose == null
                ? api.get(token, release + "/data?format=sdmx-csv")
                : api.get(token, release + "/data?format=sdmx-csv", "X-Padan-Purpose", purpose);
    }

    private Api.Answer ingest(String token, String rows, Path file) throws FileNotFoundException {
        return api.post(
                token,
                CASN + "/ingests",
                BodyPublishers.ofFile(file),
                "Content-Type",
                "text/csv",
                "X-Padan-Rows",
                rows,
                "X-Padan-Data-Date",
                "2026-11-01",
                "Idempotency-Key",
                UUID.randomUUID().toString());
    }

    private Api.Answer post(String token, String path, String body, String type, String... headers) {
        var all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = type;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return api.post(token, CASN + path, BodyPublishers.ofString(body), all);
    }
}
