package id.padan.agreement.incident;

import static id.padan.agreement.Register.AGREEMENT;
import static id.padan.agreement.Register.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import id.padan.agreement.AgreementFolderFixture;
import id.padan.platform.testing.LocalInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The figure of issue 4, part 8: a blast radius over 10 million rows within 60 seconds, through the API, on the PostgreSQL of the tests (32 MB of
 * shared buffers). Run by {@code deploy/benchmarks/blast-radius}.
 */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
@QuarkusTestResource(AgreementFolderFixture.class)
@EnabledIfSystemProperty(named = "padan.figure.rows", matches = "[0-9]+")
class BlastRadiusFigure {
    private static final Duration MUST = Duration.ofSeconds(60);

    @Inject
    Jdbi jdbi;

    @Test
    void answersWithinAMinute() {
        long rows = Long.getLong("padan.figure.rows");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> as("bkn", "auditor").get(AGREEMENT).then().statusCode(200));
        long begin = System.nanoTime();
        fill(rows);
        say("rows %d made in %.1f s, %s with indexes", rows, seconds(begin), size());
        String id = as("kemnaker", "operator")
                .body("{\"title\":\"ukuran\",\"description\":\"ukuran\",\"detectedAt\":\"%s\",\"drill\":true}"
                        .formatted(Instant.now()))
                .post(AGREEMENT + "/incidents")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        Map<String, String> questions = new LinkedHashMap<>();
        questions.put("token", "{\"token\":\"00000000-0000-4000-8000-000000001000\"}");
        questions.put("person", "{\"person\":\"petugas-77\"}");
        questions.put("list key", "{\"key\":\"batches/00000000-0000-4000-8000-000000002000\"}");
        questions.put("client", "{\"client\":\"client-7\"}");
        questions.put("signing key", "{\"key\":\"kid-2\"}");
        questions.put("month", "{\"from\":\"2025-03-01\",\"until\":\"2025-03-31\"}");
        questions.put("everything", "{\"from\":\"2020-01-01\",\"until\":\"2030-01-01\"}");
        questions.forEach((name, question) -> {
            long asked = System.nanoTime();
            var answer = as("kemnaker", "dpo").body(question).post(AGREEMENT + "/incidents/" + id + "/blast-radius");
            double took = seconds(asked);
            answer.then().statusCode(200);
            say(
                    "%-12s %10d disclosures %12d subjects in %6.2f s",
                    name,
                    ((Number) answer.path("summary.disclosures")).longValue(),
                    ((Number) answer.path("summary.subjects")).longValue(),
                    took);
            assertThat(((Number) answer.path("summary.disclosures")).longValue())
                    .isPositive();
            assertThat(took).isLessThan(MUST.toSeconds());
        });
    }

    /** Three years in time order: 2,000 persons with 20 clients and 4 signing keys, 12 kinds, a token for 50 rows, every tenth a list. */
    private void fill(long rows) {
        jdbi.useHandle(handle -> {
            handle.execute("""
                    insert into disclosure_who (party, client, actor, officer, signing_key)
                    select 'kemnaker', 'client-' || n % 20, 'petugas-' || n, null, 'kid-' || n % 4 from generate_series(1, 2000) n""");
            handle.execute("""
                    insert into disclosure_what (service, kind, agreement_id, version, clause, purpose, programme, dataset, holder, elements)
                    select 'verification', 'CHECKS', 'kemnaker-bkn-2024', '1', 'Ps 3(1)b', 'AID_VERIFICATION', 'P-' || n, 'nik-confirmation',
                           'bkn', array['B-01', 'B-02', 'B-05', 'B-06'] from generate_series(1, 12) n""");
            handle.execute("drop index disclosure_at, disclosure_who_at, disclosure_token, disclosure_reference");
            int firstWho = one(handle, "select min(id) from disclosure_who where client like 'client-%'");
            int firstWhat = one(handle, "select min(id) from disclosure_what where programme like 'P-%'");
            handle.execute("""
                    insert into disclosure (id, at, who, what, subjects, first_leaf, last_leaf, token, reference)
                    select uuidv7(), timestamptz '2024-08-15' + n * (interval '1095 days' / %d), %d + (n * 7919) %% 2000, %d + n %% 12,
                           1 + n %% 20, n * 20, n * 20 + n %% 20,
                           '00000000-0000-4000-8000-' || lpad((n / 50)::text, 12, '0'),
                           case when n %% 10 = 0 then 'batches/00000000-0000-4000-8000-' || lpad((n / 10)::text, 12, '0') || '/results' end
                      from generate_series(1, %d::bigint) n""".formatted(rows, firstWho, firstWhat, rows));
            handle.execute("create index disclosure_at on disclosure (at, id)");
            handle.execute("create index disclosure_who_at on disclosure (who, at, id)");
            handle.execute("create index disclosure_token on disclosure (token) where token is not null");
            handle.execute(
                    "create index disclosure_reference on disclosure (reference text_pattern_ops) where reference is not null");
            handle.execute("vacuum analyze disclosure");
        });
    }

    private static int one(org.jdbi.v3.core.Handle handle, String sql) {
        return handle.createQuery(sql).mapTo(Integer.class).one();
    }

    private String size() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select pg_size_pretty(pg_total_relation_size('disclosure'))")
                        .mapTo(String.class)
                        .one());
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void say(String line, Object... values) {
        System.out.printf("FIGURE " + line + "%n", values);
    }
}
