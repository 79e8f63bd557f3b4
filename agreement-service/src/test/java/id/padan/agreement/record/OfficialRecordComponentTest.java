package id.padan.agreement.record;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.agreement.AgreementFolderFixture;
import id.padan.agreement.record.VerificationLogFixture.ProvenList;
import id.padan.agreement.rendering.RecordRenderer;
import id.padan.agreement.signature.PdfSignatures;
import id.padan.platform.events.Topics;
import id.padan.platform.json.StrictJson;
import id.padan.platform.proof.ProofLog;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import id.padan.proof.CanonicalJson;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records over HTTP, with the real store, log, outbox and topics; signatures by test keys. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
@QuarkusTestResource(AgreementFolderFixture.class)
@QuarkusTestResource(VerificationLogFixture.class)
class OfficialRecordComponentTest {

    private static final String RECORDS = "/api/agreements/v1/agreements/kemnaker-bkn-2024/official-records";
    private static final ObjectMapper JSON = StrictJson.mapper();

    @Inject
    Jdbi jdbi;

    @Inject
    ProofLog log;

    @BeforeEach
    void agreementIsThere() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> jdbi.withHandle(handle -> handle.createQuery(
                                        "select count(*) from agreement_version where agreement_id = 'kemnaker-bkn-2024'")
                                .mapTo(Integer.class)
                                .one())
                        > 0);
    }

    @Test
    void aBeritaAcaraGoesFromProvenReceiptsToBknsReceipt() throws Exception {
        var draft = JSON.readTree(draft(petugas(), beritaAcara(list(1), list(2)))
                .statusCode(201)
                .header("ETag", "\"1\"")
                .body("state", equalTo("DRAFT"))
                .body("inputs.sources", hasSize(2))
                .body("inputs.sources[0].counts.received", equalTo(1000))
                .body("inputs.sources[0].counts.notProcessed", equalTo(1))
                .body("inputs.sources[0].mappingVersions", equalTo(List.of("2024-1")))
                .body("inputs.programme.legalBasis", not(nullValue()))
                .body("inputs.log.size", equalTo(2))
                .extract()
                .asString());
        var at = RECORDS + "/" + draft.path("id").asText();

        // Both parties' paper from the start; nobody steps over a state.
        as("bkn", "verifikator.bkn", "verifier").get(at).then().statusCode(200);
        sign(pejabat("kemnaker"), at, 1, "padan").statusCode(409).body("code", equalTo("CONFLICT"));
        move(petugas(), at, 1, "SENT").statusCode(409).body("state", equalTo("DRAFT"));
        move(as("bkn", "verifikator.bkn", "verifier"), at, 1, "RECEIVED").statusCode(409);

        // Four eyes and optimistic concurrency.
        move(as("kemnaker", "petugas.kemnaker", "operator", "verifier"), at, 1, "CHECKED")
                .statusCode(403)
                .body("code", equalTo("SAME_PERSON"));
        move(as("bkn", "verifikator.bkn", "verifier"), at, 7, "CHECKED")
                .statusCode(412)
                .body("code", equalTo("STALE_VERSION"))
                .body("version", equalTo(1));
        move(as("bkn", "verifikator.bkn", "verifier"), at, 1, "CHECKED")
                .statusCode(200)
                .body("state", equalTo("CHECKED"));

        sign(pejabat("kemnaker"), at, 2, "salah")
                .statusCode(422)
                .body("code", equalTo("SIGNATURE_PASSPHRASE_WRONG"))
                .body("detail", not(containsString("salah sekali")));
        sign(pejabat("kemnaker"), at, 2, "padan")
                .statusCode(200)
                .body("state", equalTo("CHECKED"))
                .body("signedBy", equalTo(List.of("kemnaker")));
        sign(pejabat("kemnaker"), at, 3, "padan").statusCode(409);
        sign(pejabat("bkn"), at, 2, "padan").statusCode(412);
        sign(pejabat("bkn"), at, 3, "padan")
                .statusCode(200)
                .body("state", equalTo("SIGNED"))
                .body("signedBy", equalTo(List.of("kemnaker", "bkn")));

        move(as("bkn", "pejabat.bkn", "approver"), at, 4, "SENT")
                .statusCode(403)
                .body("code", equalTo("PARTY_MISMATCH"))
                .body("clause", equalTo("Ps 3(2)f"));
        move(petugas(), at, 4, "SENT").statusCode(200);
        move(pejabat("kemnaker"), at, 5, "RECEIVED").statusCode(403).body("clause", equalTo("Ps 4(1)d"));
        var received = JSON.readTree(move(as("bkn", "verifikator.bkn", "verifier"), at, 5, "RECEIVED")
                .statusCode(200)
                .body("state", equalTo("RECEIVED"))
                .extract()
                .asString());
        refuse(pejabat("bkn"), at, 6, "terlambat").statusCode(409);

        // The signed file begins with the unsigned one, which is made again from its inputs.
        var unsigned = pdf(petugas(), at + "/file?unsigned=true");
        var signed = pdf(as("bkn", "auditor.bkn", "auditor"), at + "/file");
        assertThat(RecordRenderer.sha256(unsigned))
                .isEqualTo(draft.path("unsignedSha256").asText());
        assertThat(Arrays.copyOf(signed, unsigned.length)).isEqualTo(unsigned);
        assertThat(RecordRenderer.sha256(signed))
                .isEqualTo(received.path("fileSha256").asText());
        assertThat(PdfSignatures.of(signed)).hasSize(2).allMatch(PdfSignatures.Found::intact);

        everyStepHasItsLeaf(received);
        everyStepWasPublished(draft.path("id").asText());
        theHolderOfThePaperChecksItWithoutAToken(at, received);
    }

    private void everyStepHasItsLeaf(JsonNode record) {
        assertThat(record.path("steps")).hasSize(6);
        for (var step : record.path("steps")) {
            var leaf =
                    log.find(UUID.fromString(step.path("receiptId").asText())).orElseThrow();
            var committed = new TreeMap<String, String>(Map.of(
                    "act", step.path("act").asText(),
                    "file", step.path("fileSha256").asText(),
                    "inputs", record.path("inputsSha256").asText(),
                    "kind", "BERITA_ACARA_PEMADANAN",
                    "record", record.path("id").asText(),
                    "state", step.path("state").asText(),
                    "version", step.path("version").asText()));
            var commitment =
                    RecordRenderer.sha256(CanonicalJson.write(committed).getBytes(StandardCharsets.UTF_8));
            assertThat(leaf.content()).contains("\"commitment\":\"" + commitment + "\"");
            assertThat(leaf.content()).contains("\"kind\":\"OFFICIAL_RECORD\"");
            assertThat(leaf.logIndex()).isEqualTo(step.path("logIndex").asLong());
        }
        assertThat(log.verify()).isEmpty();
    }

    private void everyStepWasPublished(String record) throws IOException {
        var states = new ArrayList<String>();
        try (var consumer = PolicyPublisher.consumer("operator")) {
            var partition = new TopicPartition(Topics.AGREEMENT_RECORD, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                for (var told : consumer.poll(Duration.ofMillis(200))) {
                    if (new String(told.key(), StandardCharsets.UTF_8).equals(record)) {
                        states.add(JSON.readTree(told.value()).path("state").asText());
                    }
                }
                return states.contains("RECEIVED");
            });
        }
        assertThat(states).containsSubsequence("DRAFT", "CHECKED", "CHECKED", "SIGNED", "SENT", "RECEIVED");
    }

    private static void theHolderOfThePaperChecksItWithoutAToken(String at, JsonNode record) {
        var digest = record.path("inputsSha256").asText();
        given().get(at + "/verification?inputs=" + digest + "&file="
                        + record.path("fileSha256").asText())
                .then()
                .statusCode(200)
                .body("state", equalTo("RECEIVED"))
                .body("matches", equalTo("SIGNED"))
                .body("numbers", equalTo(List.of("B.12/REN/XI/2026", "88/BA/XI/2026")))
                .body("signatures", hasSize(2))
                .body("signatures.intact", everyItem(equalTo(true)))
                .body("inputs", nullValue());
        given().get(at + "/verification?inputs=" + digest + "&file=" + digest)
                .then()
                .statusCode(200)
                .body("matches", equalTo("NEITHER"));
        for (var wrong : new String[] {"", "?inputs=", "?inputs=" + digest.substring(1), "?inputs=" + "0".repeat(64)}) {
            given().get(at + "/verification" + wrong).then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        }
        given().get(RECORDS + "/" + UUID.randomUUID() + "/verification?inputs=" + digest)
                .then()
                .statusCode(404);
        given().get(at).then().statusCode(401);
        given().get(at + "/file").then().statusCode(401);
    }

    @Test
    void aRefusedRecordIsReplacedByAnother() throws IOException {
        var at = sentBeritaAcara();
        move(pejabat("bkn"), at, 5, "REFUSED").statusCode(400).body("field", equalTo("reason"));
        refuse(pejabat("bkn"), at, 5, "Tanggal acuan tidak sesuai surat permohonan")
                .statusCode(200)
                .body("state", equalTo("REFUSED"))
                .body("steps[5].reason", equalTo("Tanggal acuan tidak sesuai surat permohonan"));

        var again = beritaAcara(list(1)).put("replaces", at.substring(at.lastIndexOf('/') + 1));
        draft(petugas(), again).statusCode(201).body("inputs.heading.replaces", equalTo("B.12/REN/XI/2026"));
    }

    @Test
    void onlyWhatAReceiptProvesEntersARecord() {
        var proven = new ProvenList(UUID.randomUUID(), "kemnaker", "BSU-2025", 1000, 900, 41);

        draft(petugas(), beritaAcara(VerificationLogFixture.forged(proven)))
                .statusCode(422)
                .body("code", equalTo("RECORD_RECEIPT_INVALID"))
                .body("field", equalTo("batches[0].receipt"));
        var altered = VerificationLogFixture.receipt(proven);
        altered.put("batch", altered.path("batch").asText().replace("\"900\"", "\"901\""));
        draft(petugas(), beritaAcara(altered))
                .statusCode(422)
                .body("detail", containsString("the list's facts are not those the leaf commits to"));
        draft(petugas(), beritaAcara(list(1), altered)).statusCode(422).body("field", equalTo("batches[1].receipt"));
        draft(petugas(), beritaAcara(JSON.createObjectNode())).statusCode(422);

        var others = new ProvenList(UUID.randomUUID(), "bkn", "BSU-2025", 1000, 900, 41);
        draft(petugas(), beritaAcara(VerificationLogFixture.receipt(others)))
                .statusCode(400)
                .body("field", equalTo("batches[0].receipt"));
        var twice = VerificationLogFixture.receipt(proven);
        draft(petugas(), beritaAcara(twice, twice)).statusCode(400).body("field", equalTo("batches[1].receipt"));
        var another = new ProvenList(UUID.randomUUID(), "kemnaker", "TKM-2026", 1000, 900, 41);
        draft(petugas(), beritaAcara(twice, VerificationLogFixture.receipt(another)))
                .statusCode(400)
                .body("field", equalTo("batches[1].receipt"));
    }

    @Test
    void provenNumbersThatDoNotBalanceAreRefusedWithTheDifference() {
        var short7 = new ProvenList(UUID.randomUUID(), "kemnaker", "BSU-2025", 993, 900, 41);

        draft(petugas(), beritaAcara(VerificationLogFixture.receipt(short7)))
                .statusCode(422)
                .body("code", equalTo("RECORD_UNBALANCED"))
                .body("differences", hasSize(1))
                .body("differences[0].equation", equalTo("diterima = gagal format + ganda + dipadankan"))
                .body("differences[0].left", equalTo(993))
                .body("differences[0].right", equalTo(1000))
                .body("differences[0].difference", equalTo(-7));

        var request = beritaAcara(list(1));
        request.putArray("provinces")
                .addObject()
                .put("code", "32")
                .put("matched", 991)
                .put("registered", 950);
        draft(petugas(), request)
                .statusCode(422)
                .body("differences[0].equation", equalTo("dipadankan = jumlah menurut provinsi"))
                .body("differences[0].difference", equalTo(1));
    }

    @Test
    void smallProvincesAreMergedBeforeAnythingIsStored() {
        var request = beritaAcara(list(1));
        var provinces = request.putArray("provinces");
        provinces.addObject().put("code", "32").put("matched", 500).put("registered", 470);
        provinces.addObject().put("code", "35").put("matched", 482).put("registered", 471);
        provinces.addObject().put("code", "93").put("matched", 10).put("registered", 9);

        draft(petugas(), request)
                .statusCode(201)
                .body("inputs.provinces.province", equalTo(List.of("Jawa Timur", "Provinsi lainnya (digabungkan)")))
                .body("inputs.provinces[1].registered", equalTo(479));
    }

    @Test
    void oneKeyIsOneDraftAndItsTextsNameNoNik() {
        var request = beritaAcara(list(1));
        var key = UUID.randomUUID().toString();
        var first = draft(petugas(), request, key)
                .statusCode(201)
                .extract()
                .path("id")
                .toString();
        draft(petugas(), request, key).statusCode(201).body("id", equalTo(first));
        draft(petugas(), request.deepCopy().put("place", "Bandung"), key)
                .statusCode(422)
                .body("code", equalTo("IDEMPOTENCY_MISMATCH"));

        var told = beritaAcara(list(1));
        told.putArray("notes").add("NIK 3273019999010001 perlu diperiksa");
        draft(petugas(), told)
                .statusCode(400)
                .body("field", equalTo("notes"))
                .body("detail", not(containsString("3273")));
        var turned = beritaAcara(list(1)).put("place", "Jakarta\u202e");
        draft(petugas(), turned).statusCode(400).body("field", equalTo("place"));
        petugas()
                .contentType("application/json")
                .body(request.toString())
                .post(RECORDS)
                .then()
                .statusCode(400)
                .body("code", equalTo("IDEMPOTENCY_KEY_MISSING"));
        var late = beritaAcara(list(1)).put("date", "2999-01-01");
        draft(petugas(), late).statusCode(400).body("field", equalTo("date"));
        var nobody = beritaAcara(list(1));
        ((ObjectNode) nobody.path("officials")).remove("bkn");
        draft(petugas(), nobody).statusCode(400).body("field", equalTo("officials.bkn"));
    }

    @Test
    void aReportIsCountedFromTheRegisterAndHiddenFromBknUntilItIsSent() throws IOException {
        registerWithTwoDisclosures();
        var draft = JSON.readTree(draft(petugas(), laporan("2025-07-01", "2025-12-31"))
                .statusCode(201)
                .body("kind", equalTo("LAPORAN_PEMANFAATAN"))
                .body("inputs.figures.services", hasSize(2))
                .body("inputs.figures.services.find { it.service == 'verification' }.subjects", equalTo(1000))
                .body("inputs.figures.checks.asked", equalTo(1000))
                .body("inputs.figures.checks.active", equalTo(40))
                .body("inputs.figures.checks.notFound", equalTo(960))
                .body("inputs.figures.checks.notProcessed", equalTo(0))
                .body("inputs.figures.months", hasSize(6))
                .body("inputs.figures.months.find { it.month == '2025-12' }.disclosures", equalTo(1))
                .body("inputs.figures.clients[0].disclosures", equalTo(2))
                .body("inputs.figures.logs.find { it.service == 'verification' }.last", equalTo(17))
                .body("inputs.log.origin", equalTo("padan/kemnaker-bkn/agreements"))
                .extract()
                .asString());
        var at = RECORDS + "/" + draft.path("id").asText();

        for (var path : List.of(at, at + "/file")) {
            as("bkn", "pejabat.bkn", "approver").get(path).then().statusCode(404);
        }
        as("bkn", "pejabat.bkn", "approver")
                .get(RECORDS + "?limit=100")
                .then()
                .statusCode(200)
                .body("items.id", not(hasItem(draft.path("id").asText())));
        move(as("bkn", "verifikator.bkn", "verifier"), at, 1, "CHECKED").statusCode(404);
        move(pejabat("kemnaker"), at, 1, "CHECKED").statusCode(200);
        sign(pejabat("kemnaker"), at, 2, "padan").statusCode(200).body("state", equalTo("SIGNED"));
        move(petugas(), at, 3, "SENT").statusCode(200);
        as("bkn", "pejabat.bkn", "approver").get(at).then().statusCode(200);
        sign(pejabat("bkn"), at, 4, "padan").statusCode(403);
        move(pejabat("bkn"), at, 4, "RECEIVED").statusCode(200).body("state", equalTo("RECEIVED"));
        // Ps 3(2)f: the half-year's duty is met by this and by nothing before.
        pejabat("bkn")
                .get(RECORDS.replace("official-records", "obligations") + "?party=kemnaker&limit=100")
                .then()
                .statusCode(200)
                .body(
                        "items.find { it.rule == 'usage-report' && it.period.first == '2025-07-01' }.state.state",
                        equalTo("MET"));
        assertThat(new String(pdf(petugas(), at + "/file"), StandardCharsets.ISO_8859_1))
                .startsWith("%PDF-");

        draft(petugas(), laporan("2025-07-01", "2025-12-30")).statusCode(400).body("field", equalTo("from"));
        // Not ended yet; where another test has ended the agreement before, not a period of it any more.
        draft(petugas(), laporan("2027-07-01", "2027-08-15"))
                .statusCode(400)
                .body("field", anyOf(equalTo("until"), equalTo("from")));
    }

    @Test
    void countsOfListsAreHeardAndAnOlderWordChangesNothing() throws Exception {
        var batch = UUID.randomUUID().toString();
        tell(batch, 4, 60);
        tell(batch, 3, 50);
        var marker = UUID.randomUUID().toString();
        tell(marker, 1, 1);

        await().atMost(Duration.ofSeconds(20)).until(() -> active(marker) == 1 && active(batch) == 60);
    }

    private int active(String batch) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select active from verified_list where batch_id = cast(:id as uuid)")
                        .bind("id", batch)
                        .mapTo(Integer.class)
                        .findOne()
                        .orElse(0));
    }

    private static void tell(String batch, int version, int active) throws Exception {
        var event = """
                {"type":"verification.batch","batchId":"%s","version":%d,"state":"COMPLETED","attempt":1,"party":"kemnaker",
                 "purpose":"AID_VERIFICATION","program":"BSU-2025",
                 "agreement":{"id":"kemnaker-bkn-2024","version":"1","clause":"Ps 3(1)b"},
                 "counts":{"received":100,"rejected":{},"duplicates":0,"answers":{"ACTIVE":%d,"NOT_FOUND":10},"unmapped":0,"unprocessed":0},
                 "createdAt":"2026-11-23T01:00:00Z","endedAt":"2026-11-23T01:00:02Z"}""".formatted(batch, version, active);
        PolicyPublisher.send(Topics.VERIFICATION_BATCH, batch, event.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyCellOfTheMatrixHolds() throws IOException {
        var at = sentBeritaAcara();
        var roles = List.of("operator", "verifier", "approver", "auditor", "dpo", "admin", "system", "none");
        var readers = Set.of("operator", "verifier", "approver", "auditor", "dpo", "system");
        for (var role : roles) {
            boolean reads = readers.contains(role);
            for (var path : List.of(RECORDS, at, at + "/file")) {
                for (var party : List.of("kemnaker", "bkn")) {
                    as(party, "somebody", role).get(path).then().statusCode(reads ? 200 : 403);
                }
                as("stranger", "somebody", role).get(path).then().statusCode(reads ? 404 : 403);
            }
            boolean drafts =
                    Set.of("operator", "verifier", "approver", "system").contains(role);
            draft(as("bkn", "somebody", role), beritaAcara(list(1))).statusCode(403);
            draft(as("stranger", "somebody", role), beritaAcara(list(1))).statusCode(drafts ? 404 : 403);
            if (!drafts) {
                draft(as("kemnaker", "somebody", role), beritaAcara(list(1))).statusCode(403);
            }
            for (var party : List.of("kemnaker", "bkn")) {
                boolean signs = role.equals("approver");
                sign(as(party, "somebody", role), at, 5, "padan").statusCode(signs ? 409 : 403);
                move(as(party, "somebody", role), at, 5, "CHECKED")
                        .statusCode(role.equals("verifier") || role.equals("approver") ? 409 : 403);
                boolean sends = party.equals("kemnaker")
                        && Set.of("operator", "approver", "system").contains(role);
                move(as(party, "somebody", role), at, 5, "SENT").statusCode(sends ? 409 : 403);
            }
            if (!Set.of("operator", "verifier", "approver").contains(role)) {
                move(as("bkn", "somebody", role), at, 5, "RECEIVED").statusCode(403);
                refuse(as("bkn", "somebody", role), at, 5, "alasan").statusCode(403);
            }
            move(as("kemnaker", "somebody", role), at, 5, "RECEIVED").statusCode(403);
            move(as("stranger", "somebody", role), at, 5, "RECEIVED")
                    .statusCode(Set.of("operator", "verifier", "approver").contains(role) ? 404 : 403);
        }
        as("kemnaker", "somebody", "operator")
                .contentType("application/json")
                .body("{\"to\":\"SENT\"}")
                .post(at + "/transitions")
                .then()
                .statusCode(400)
                .body("field", equalTo("If-Match"));
        move(petugas(), at, 5, "BURNT").statusCode(400).body("field", equalTo("to"));
        as("kemnaker", "somebody", "operator")
                .get(RECORDS + "/not-an-id")
                .then()
                .statusCode(404);
    }

    private String sentBeritaAcara() {
        var at = RECORDS + "/"
                + draft(petugas(), beritaAcara(list(1)))
                        .statusCode(201)
                        .extract()
                        .path("id");
        move(as("bkn", "verifikator.bkn", "verifier"), at, 1, "CHECKED").statusCode(200);
        sign(pejabat("kemnaker"), at, 2, "padan").statusCode(200);
        sign(pejabat("bkn"), at, 3, "padan").statusCode(200);
        move(petugas(), at, 4, "SENT").statusCode(200);
        return at;
    }

    private static ObjectNode list(int number) {
        return VerificationLogFixture.receipt(new ProvenList(
                UUID.nameUUIDFromBytes(new byte[] {(byte) number}), "kemnaker", "BSU-2025", 1000, 900, 41));
    }

    private static ObjectNode beritaAcara(JsonNode... receipts) {
        var request = JSON.createObjectNode()
                .put("kind", "BERITA_ACARA_PEMADANAN")
                .put("date", "2026-11-25")
                .put("place", "Jakarta");
        request.putObject("numbers").put("kemnaker", "B.12/REN/XI/2026").put("bkn", "88/BA/XI/2026");
        officials(request, "kemnaker", "bkn");
        var batches = request.putArray("batches");
        for (var receipt : receipts) {
            batches.addObject()
                    .put("fileName", "calon-" + batches.size() + ".csv")
                    .set("receipt", receipt);
        }
        return request;
    }

    private static ObjectNode laporan(String from, String until) {
        var request = JSON.createObjectNode()
                .put("kind", "LAPORAN_PEMANFAATAN")
                .put("date", "2026-11-25")
                .put("place", "Jakarta")
                .put("from", from)
                .put("until", until);
        request.putObject("numbers").put("kemnaker", "LAP.3/REN/I/2026");
        officials(request, "kemnaker");
        request.putObject("told").putArray("benefits").add("Bantuan tepat sasaran");
        return request;
    }

    private static void officials(ObjectNode request, String... parties) {
        var officials = request.putObject("officials");
        for (var party : parties) {
            officials
                    .putObject(party)
                    .put("name", "CONTOH PEJABAT " + party.toUpperCase(Locale.ROOT))
                    .put("nip", "199001012015031999")
                    .put("position", "Pejabat Contoh");
        }
    }

    private static ValidatableResponse draft(RequestSpecification caller, ObjectNode request) {
        return draft(caller, request, UUID.randomUUID().toString());
    }

    private static ValidatableResponse draft(RequestSpecification caller, ObjectNode request, String key) {
        return caller.contentType("application/json")
                .header("Idempotency-Key", key)
                .body(request.toString())
                .post(RECORDS)
                .then();
    }

    private static ValidatableResponse move(RequestSpecification caller, String at, int version, String to) {
        return caller.contentType("application/json")
                .header("If-Match", "\"" + version + "\"")
                .body("{\"to\":\"" + to + "\"}")
                .post(at + "/transitions")
                .then();
    }

    private static ValidatableResponse refuse(RequestSpecification caller, String at, int version, String reason) {
        return caller.contentType("application/json")
                .header("If-Match", "\"" + version + "\"")
                .body("{\"to\":\"REFUSED\",\"reason\":\"" + reason + "\"}")
                .post(at + "/transitions")
                .then();
    }

    private static ValidatableResponse sign(RequestSpecification caller, String at, int version, String passphrase) {
        return caller.contentType("application/json")
                .header("If-Match", "\"" + version + "\"")
                .body("{\"identifier\":\"pejabat@contoh.go.id\",\"passphrase\":\"" + passphrase + "\"}")
                .post(at + "/signatures")
                .then();
    }

    private static byte[] pdf(RequestSpecification caller, String path) {
        return caller.get(path)
                .then()
                .statusCode(200)
                .contentType(startsWith("application/pdf"))
                .extract()
                .asByteArray();
    }

    private static RequestSpecification petugas() {
        return as("kemnaker", "petugas.kemnaker", "operator");
    }

    private static RequestSpecification pejabat(String party) {
        return as(party, "pejabat." + party, "approver");
    }

    private static RequestSpecification as(String party, String subject, String... roles) {
        return given().header("Authorization", "Bearer " + TestTokens.person(party, subject, party + "-web", roles));
    }

    /** The register's tables as its own feature makes them; made here only while it is not in this build. */
    /** In a half-year that no other test tells the register of. */
    private void registerWithTwoDisclosures() {
        jdbi.useTransaction(tx -> {
            int who = tx.createQuery(
                            "insert into disclosure_who (party, client, actor) values ('kemnaker', 'test-client', 'a')"
                                    + " returning id")
                    .mapTo(Integer.class)
                    .one();
            disclosed(
                    tx, who, "verification", "nik-confirmation", "Ps 3(1)b", "2025-12-31T23:59:59+07:00", 1000, 12, 17);
            disclosed(tx, who, "asn-directory", "asn-record", "Ps 3(1)a", "2025-07-01T00:00:00+07:00", 1, 3, 3);
            // The first moment of the next half-year, in Jakarta.
            disclosed(tx, who, "verification", "nik-confirmation", "Ps 3(1)b", "2026-01-01T00:00:00+07:00", 7, 18, 18);
        });
    }

    private static void disclosed(
            Handle tx,
            int who,
            String service,
            String dataset,
            String clause,
            String at,
            int subjects,
            int first,
            int last) {
        int what = tx.createQuery(
                        "insert into disclosure_what (service, kind, agreement_id, version, clause, purpose, programme, dataset,"
                                + " holder, elements) values (:service, :kind, 'kemnaker-bkn-2024', :at, :clause, 'AID_VERIFICATION', null,"
                                + " :dataset, 'bkn', array['B-05','B-06']) returning id")
                .bind("service", service)
                .bind("kind", service.equals("verification") ? "CHECKS" : "RECORD")
                .bind("clause", clause)
                .bind("dataset", dataset)
                .bind("at", at)
                .mapTo(Integer.class)
                .one();
        tx.createUpdate(
                        "insert into disclosure (id, at, who, what, subjects, first_leaf, last_leaf, active, inactive, retired,"
                                + " not_found, unmapped) select gen_random_uuid(), cast(:at as timestamptz), :who, :what, :subjects, :first,"
                                + " :last, a, 0, 0, :subjects - a, 0"
                                + " from (select case when kind = 'CHECKS' then 40 end as a from disclosure_what where id = :what) counted")
                .bind("at", at)
                .bind("who", who)
                .bind("what", what)
                .bind("subjects", subjects)
                .bind("first", first)
                .bind("last", last)
                .execute();
    }
}
