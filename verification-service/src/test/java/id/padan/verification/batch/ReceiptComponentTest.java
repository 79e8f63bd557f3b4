package id.padan.verification.batch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import id.padan.platform.proof.ProofLog;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.TestTokens;
import id.padan.platform.token.TokenKeys;
import id.padan.proof.ReceiptFile;
import id.padan.verification.projection.StatusIndex;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the API gives out as proof holds offline, with the public key alone. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class ReceiptComponentTest {
    @TestHTTPResource("/api/verification/v1/batches")
    URI lists;

    @Inject
    TokenKeys keys;

    @Inject
    StatusIndex index;

    @Inject
    ProofLog log;

    private Partner kemnaker;
    private static boolean published;

    @BeforeEach
    void openForBusiness() {
        kemnaker = new Partner(lists, "kemnaker");
        if (!published) {
            Register.publish(keys, index);
            published = true;
        }
    }

    /** 300 candidates, then an empty cell, a refused cell and a duplicate. */
    private String completed() {
        var list = new StringBuilder("no,nik\n");
        for (int i = 0; i < 300; i++) {
            list.append(i).append(',').append(Register.nik(i)).append('\n');
        }
        list.append("300,\n301,12x\n302,").append(Register.nik(7)).append('\n');
        list.append("303,").append(UUID.randomUUID()).append('\n');
        var sent = kemnaker.send(Partner.newKey(), list.toString());
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
        var id = Partner.json(sent).path("id").asText();
        assertThat(kemnaker.ended(id).path("state").asText()).isEqualTo("COMPLETED");
        return id;
    }

    private static String code(HttpResponse<String> response) {
        return response.statusCode() + " " + Partner.json(response).path("code").asText();
    }

    private static String digits(int n) {
        return Long.toString(Register.nik(n));
    }

    @Test
    void theAnswerOfACheckProvesItself() throws Exception {
        var nik = digits(0);
        var answer = given().header("Authorization", "Bearer " + TestTokens.token("kemnaker"))
                .contentType("application/json")
                .body("{\"nik\":\"%s\",\"purpose\":\"AID_VERIFICATION\",\"programCode\":\"BSU-2025\"}".formatted(nik))
                .post("/api/verification/v1/checks");
        assertThat(answer.statusCode()).isEqualTo(200);

        var proven = ReceiptFile.verify(answer.asString(), log.key(), nik);

        assertThat(proven.kind()).isEqualTo("CHECK");
        assertThat(proven.opened()).containsEntry("answer", Register.expected(Register.nik(0)));
        assertThat(answer.asString()).doesNotContain(nik);
        var leafOnly = given().header("Authorization", "Bearer " + TestTokens.token("kemnaker"))
                .get(answer.<String>path("receipt.href"))
                .asString();
        assertThat(ReceiptFile.verify(leafOnly, log.key(), null).opened()).isEmpty();
    }

    @Test
    void everyKindOfRowAndTheWholeListProveThemselves() throws Exception {
        var id = completed();

        for (int row : new int[] {1, 5, 64, 65, 192, 257, 300, 301, 302, 303, 304}) {
            var receipt = kemnaker.get("/" + id + "/results/" + row + "/receipt");
            assertThat(receipt.statusCode()).as(receipt.body()).isEqualTo(200);
            var proven = ReceiptFile.verify(receipt.body(), log.key(), row <= 300 ? digits(row - 1) : null);
            assertThat(proven.opened()).containsEntry("row", Integer.toString(row));
            if (row <= 300) {
                var expected = Register.expected(Register.nik(row - 1));
                assertThat(proven.opened())
                        .containsEntry(
                                expected.equals(Register.UNMAPPED) ? "status" : "answer",
                                expected.equals(Register.UNMAPPED) ? "STATUS_UNMAPPED" : expected);
            }
        }
        // A neighbour's receipt gives no other NIK away.
        assertThat(kemnaker.get("/" + id + "/results/2/receipt").body())
                .contains(digits(1))
                .doesNotContain(digits(0), digits(2));

        var whole = ReceiptFile.verify(kemnaker.get("/" + id + "/receipt").body(), log.key(), null);
        assertThat(whole.opened())
                .containsEntry("batch", id)
                .containsEntry("received", "304")
                // What the official record states about the register behind the answers.
                .containsEntry("agreementVersions", "1")
                .containsKeys("mappingVersions", "dataTimeOldest", "dataTimeNewest")
                .containsEntry("duplicates", "1")
                .containsEntry("chunks", "1");
        assertThat(log.verify()).isEmpty();
    }

    @Test
    void receiptsAreForWhomTheListBelongsToAndForRowsThatAreThere() {
        var id = completed();
        var bkn = new Partner(lists, "bkn");
        var stranger = new Partner(lists, "stranger");

        assertThat(code(bkn.get("/" + id + "/results/1/receipt"))).isEqualTo("404 NOT_FOUND");
        assertThat(bkn.get("/" + id + "/receipt").statusCode()).isEqualTo(200);
        assertThat(code(stranger.get("/" + id + "/receipt"))).isEqualTo("404 NOT_FOUND");
        for (var row : new String[] {"0", "305", "-1", "x", "99999999999999999999"}) {
            assertThat(code(kemnaker.get("/" + id + "/results/" + row + "/receipt")))
                    .as(row)
                    .isEqualTo("404 NOT_FOUND");
        }
        assertThat(kemnaker.get("/00000000-0000-7000-8000-000000000000/receipt").statusCode())
                .isEqualTo(404);
    }

    @Test
    void ofADestroyedListTheWholeCanStillBeProvenButNoRow() throws Exception {
        var id = completed();
        var before = kemnaker.get("/" + id + "/receipt").body();
        assertThat(kemnaker.delete("/" + id).statusCode()).isEqualTo(200);

        assertThat(code(kemnaker.get("/" + id + "/results/1/receipt"))).isEqualTo("409 BATCH_DESTROYED");
        assertThat(kemnaker.get("/" + id + "/receipt").body()).isEqualTo(before);
        assertThat(ReceiptFile.verify(before, log.key(), null).opened()).containsEntry("received", "304");
    }
}
