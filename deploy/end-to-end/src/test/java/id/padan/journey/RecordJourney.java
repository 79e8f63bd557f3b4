package id.padan.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From the list that {@code up} verified to a berita acara that BKN has received, by the people of the realm. */
class RecordJourney {
    @RegisterExtension
    static final Stack STARTED = new Stack();

    private static final String RECORDS = "/api/agreements/v1/agreements/kemnaker-bkn-2024/official-records";

    private final Api api = new Api(Stack.stack());

    @Test
    void theSampleListBecomesABeritaAcaraThatBknReceives() {
        var batches =
                api.get(api.token("kemnaker"), "/api/verification/v1/batches").json();
        var batch = StreamSupport.stream(batches.path("items").spliterator(), false)
                .filter(item -> item.path("state").asText().equals("COMPLETED"))
                .findFirst()
                .orElseThrow();
        var receipt = api.get(
                api.token("kemnaker"),
                "/api/verification/v1/batches/" + batch.path("id").asText() + "/receipt");
        assertThat(receipt.status()).as(receipt.body()).isEqualTo(200);

        var drafted = api.post(
                api.personToken("petugas.kemnaker"),
                RECORDS,
                BodyPublishers.ofString(request(receipt.json()).toString()),
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                UUID.randomUUID().toString());
        assertThat(drafted.status()).as(drafted.body()).isEqualTo(201);
        var record = drafted.json();
        var counts = record.at("/inputs/sources/0/counts");
        assertThat(counts.path("received").asLong())
                .isEqualTo(batch.path("counts").path("received").asLong());
        assertThat(counts.path("active").asLong())
                .isEqualTo(batch.path("counts").path("answers").path("ACTIVE").asLong());
        assertThat(record.at("/inputs/sources/0/mappingVersions")).isNotEmpty();
        assertThat(record.at("/inputs/sources/0/dataNewest").asText()).isNotEmpty();

        var at = RECORDS + "/" + record.path("id").asText();
        step("verifikator.bkn", at + "/transitions", 1, "{\"to\":\"CHECKED\"}", "CHECKED");
        var signing = "{\"identifier\":\"pejabat@contoh.go.id\",\"passphrase\":\"padan\"}";
        step("pejabat.kemnaker", at + "/signatures", 2, signing, "CHECKED");
        step("pejabat.bkn", at + "/signatures", 3, signing, "SIGNED");
        step("petugas.kemnaker", at + "/transitions", 4, "{\"to\":\"SENT\"}", "SENT");
        step("verifikator.bkn", at + "/transitions", 5, "{\"to\":\"RECEIVED\"}", "RECEIVED");
        assertThat(api.get(api.personToken("auditor.bkn"), at + "/file").body()).startsWith("%PDF-");

        // As the code on the paper leads there: through the gateway, without a token.
        var printed = URI.create(record.at("/inputs/heading/verifyAt").asText());
        assertThat(printed.toString()).startsWith(Stack.stack().origin());
        var checked = api.get(
                null, at + "/verification?inputs=" + record.path("inputsSha256").asText());
        assertThat(checked.status()).as(checked.body()).isEqualTo(200);
        assertThat(checked.json().path("state").asText()).isEqualTo("RECEIVED");
        assertThat(checked.json().path("signatures")).hasSize(2);
    }

    private void step(String person, String path, int version, String body, String state) {
        var answer = api.post(
                api.personToken(person),
                path,
                BodyPublishers.ofString(body),
                "Content-Type",
                "application/json",
                "If-Match",
                "\"" + version + "\"");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("state").asText()).isEqualTo(state);
    }

    private static JsonNode request(JsonNode receipt) {
        var request = Api.JSON
                .createObjectNode()
                .put("kind", "BERITA_ACARA_PEMADANAN")
                .put("date", "2026-11-01")
                .put("place", "Jakarta");
        request.putObject("numbers").put("kemnaker", "B.1/REN/XI/2026").put("bkn", "1/BA/XI/2026");
        var officials = request.putObject("officials");
        for (var party : new String[] {"kemnaker", "bkn"}) {
            officials
                    .putObject(party)
                    .put("name", "CONTOH PEJABAT")
                    .put("nip", "199001012015031999")
                    .put("position", "Pejabat Contoh");
        }
        request.putArray("batches").addObject().put("fileName", "contoh.csv").set("receipt", receipt);
        return request;
    }
}
