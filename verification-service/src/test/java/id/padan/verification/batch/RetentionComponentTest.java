package id.padan.verification.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.TestTokens;
import id.padan.platform.token.TokenKeys;
import id.padan.verification.chunk.RetentionKeys;
import id.padan.verification.chunk.RetentionWeek;
import id.padan.verification.projection.StatusIndex;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists are forgotten when their time is over, and the log says so. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class RetentionComponentTest {
    @TestHTTPResource("/api/verification/v1/batches")
    URI lists;

    @Inject
    TokenKeys keys;

    @Inject
    StatusIndex index;

    @Inject
    RetentionKeys retentionKeys;

    @Inject
    Jdbi jdbi;

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

    private String completed(int rows) {
        var list = new StringBuilder("nik\n");
        for (int i = 0; i < rows; i++) {
            list.append(Register.nik(i)).append('\n');
        }
        list.append(UUID.randomUUID()).append('\n');
        var sent = kemnaker.send(Partner.newKey(), list.toString());
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
        var id = Partner.json(sent).path("id").asText();
        assertThat(kemnaker.ended(id).path("state").asText()).isEqualTo("COMPLETED");
        return id;
    }

    private String destroyedDaysAgo(int days) throws Exception {
        var id = completed(3);
        endedDaysAgo(id, days);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> kemnaker.batch(id).path("state").asText().equals("DESTROYED"));
        return id;
    }

    private void endedDaysAgo(String id, int days) {
        jdbi.useHandle(handle -> handle.execute(
                "update batch set ended_at = ended_at - ? * interval '1 day' where id = cast(? as uuid)", days, id));
    }

    @Test
    void aLegalHoldKeepsTheListsOfItsParty() {
        var id = completed(3);
        try {
            Register.hold("kemnaker");
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(code(kemnaker.delete("/" + id))).isEqualTo("409 LEGAL_HOLD"));
            endedDaysAgo(id, 90);
            Awaitility.await()
                    .during(Duration.ofSeconds(5))
                    .atMost(Duration.ofSeconds(8))
                    .until(() -> Partner.json(kemnaker.get("/" + id))
                            .path("state")
                            .asText()
                            .equals("COMPLETED"));
        } finally {
            Register.openAgreement();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> Partner.json(kemnaker.get("/" + id))
                        .path("state")
                        .asText()
                        .equals("DESTROYED"));
    }

    private JsonNode destruction(String id) {
        return Partner.json(kemnaker.get("/" + id + "/destruction"));
    }

    private static String code(HttpResponse<String> response) {
        return response.statusCode() + " " + Partner.json(response).path("code").asText();
    }

    /** The leaf's commitment is the hash of the record as its canonical text. */
    private void assertRecorded(JsonNode part) throws Exception {
        var canonical = Partner.JSON
                .writer()
                .without(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsBytes(part.path("record"));
        var commitment =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
        var receipt = kemnaker.exchange(HttpRequest.newBuilder(lists.resolve("/api/verification/v1/receipts/"
                        + part.path("receiptId").asText()))
                .header("Authorization", "Bearer " + TestTokens.token("kemnaker"))
                .build());
        assertThat(receipt.statusCode()).isEqualTo(200);
        assertThat(receipt.body()).contains("DESTRUCTION", commitment);
    }

    @Test
    void saysUntilWhenAListIsKept() {
        var batch = kemnaker.batch(completed(3));
        assertThat(batch.path("retentionEndsOn").asText())
                .isEqualTo(LocalDate.now(StatusIndex.JAKARTA).plusDays(30).toString());
        assertThat(code(kemnaker.get("/" + batch.path("id").asText() + "/destruction")))
                .isEqualTo("404 NOT_FOUND");
    }

    @Test
    void keepsAListThroughItsLastDayAndNotLonger() {
        var kept = completed(3);
        var over = completed(3);
        endedDaysAgo(kept, 30);
        endedDaysAgo(over, 31);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> kemnaker.batch(over).path("state").asText().equals("DESTROYED"));
        assertThat(destruction(over)
                        .path("destroyed")
                        .path("record")
                        .path("reason")
                        .asText())
                .isEqualTo("RETENTION_ENDED");
        assertThat(kemnaker.batch(kept).path("state").asText()).isEqualTo("COMPLETED");
        assertThat(kemnaker.get("/" + kept + "/results", "Accept", "text/csv").statusCode())
                .isEqualTo(200);
    }

    @Test
    void destructionIsCompleteWhenTheWeeksKeyIsGone() throws Exception {
        var week = RetentionWeek.of(LocalDate.now(StatusIndex.JAKARTA).minusDays(30));
        String id = destroyedDaysAgo(60);
        if (!destruction(id).toString().contains(week + "/")) {
            // It was made old in the middle of the clock's look, which no list is by itself: wrapped for its week it
            // was not.
            id = destroyedDaysAgo(60);
        }
        String list = id;
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> destruction(list).path("complete").asBoolean());
        var destruction = destruction(id);
        var record = destruction.path("destroyed").path("record");
        assertThat(record.path("batch").asText()).isEqualTo(id);
        assertThat(record.path("keyId").asText()).hasSize(32);
        assertThat(record.path("retentionKey").asText()).startsWith(week + "/");
        assertThat(record.path("retentionKeyEndsOn").asText())
                .isEqualTo(week.firstDayAfter().toString());
        assertThat(LocalDate.parse(record.path("backupsExpireOn").asText()))
                .isEqualTo(LocalDate.now(StatusIndex.JAKARTA).plusDays(35));
        assertThat(destruction.path("completed").path("record").path("keyId").asText())
                .isEqualTo(record.path("retentionKey").asText());
        assertThat(retentionKeys.weeks()).doesNotContain(week);
        assertRecorded(destruction.path("destroyed"));
        assertRecorded(destruction.path("completed"));
        assertThat(code(kemnaker.get("/" + id + "/results", "Accept", "text/csv")))
                .isEqualTo("409 BATCH_DESTROYED");
        assertThat(kemnaker.batch(id).path("counts").path("received").asInt()).isEqualTo(4);
        assertThat(kemnaker.get("/" + id + "/record-facts").statusCode()).isEqualTo(200);
    }

    @Test
    void endingEarlyIsRecordedOnceWithWhoEndedIt() throws Exception {
        var id = completed(3);
        assertThat(kemnaker.delete("/" + id).statusCode()).isEqualTo(200);
        var first = destruction(id);
        assertThat(kemnaker.delete("/" + id).statusCode()).isEqualTo(200);
        assertThat(destruction(id)).isEqualTo(first);
        assertThat(first.path("complete").asBoolean()).isFalse();
        assertThat(first.path("destroyed").path("record").path("reason").asText())
                .isEqualTo("ENDED_EARLY");
        assertRecorded(first.path("destroyed"));
        assertThat(new Partner(lists, "bkn").get("/" + id + "/destruction").statusCode())
                .isEqualTo(200);
        assertThat(code(new Partner(lists, "stranger").get("/" + id + "/destruction")))
                .isEqualTo("404 NOT_FOUND");
        assertThat(code(new Partner(lists, "bkn").delete("/" + id))).isEqualTo("404 NOT_FOUND");
    }

    @Test
    void resetsADownloadDuringWhichRetentionEnds() throws IOException {
        var id = completed(600_000);
        try (var socket = new Socket()) {
            // Little room, or the whole file would be on its way before the list is destroyed.
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(lists.getHost(), lists.getPort()));
            socket.getOutputStream()
                    .write(("GET " + lists.getPath() + "/" + id + "/results HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Accept: text/csv\r\nAuthorization: Bearer " + TestTokens.token("kemnaker")
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
            assertThat(kemnaker.delete("/" + id).statusCode()).isEqualTo(200);
            var got = new ByteArrayOutputStream();
            try {
                in.transferTo(got);
            } catch (IOException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
            var rest = got.toString(StandardCharsets.US_ASCII);
            assertThat(rest).doesNotEndWith("0\r\n\r\n").doesNotContain("\n600000,");
        }
    }
}
