package id.padan.agreement.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import id.padan.agreement.rendering.PdfA;
import id.padan.agreement.rendering.RecordRenderer;
import id.padan.agreement.rendering.SampleRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The local signer, and BSrE's client against a small server of BSrE's shape ({@code POST /api/v2/sign/pdf}). */
class SigningTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AtomicReference<JsonNode> heard = new AtomicReference<>();
    private final AtomicReference<String> authorization = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private HttpServer server;
    private byte[] pdf;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        try (var document = new PDDocument()) {
            document.addPage(new PDPage());
            var bytes = new ByteArrayOutputStream();
            document.save(bytes);
            pdf = bytes.toByteArray();
        }
    }

    @AfterEach
    void stop() {
        ended.countDown();
        server.stop(0);
    }

    @Test
    void testKeysSignBehindTheFileAndBothPartiesSignaturesHold() throws IOException {
        var local = new LocalSignatures("padan");

        var first = signed(local.sign(request("kemnaker", pdf, "padan")));
        var second = signed(local.sign(request("bkn", first, "padan")));

        assertThat(Arrays.copyOf(second, first.length)).isEqualTo(first);
        assertThat(Arrays.copyOf(first, pdf.length)).isEqualTo(pdf);
        var found = PdfSignatures.of(second);
        assertThat(found).hasSize(2).allMatch(PdfSignatures.Found::intact);
        assertThat(found.getFirst().whole()).isFalse();
        assertThat(found.getLast().whole()).isTrue();
        assertThat(found.getFirst().subject()).contains("Padan uji: kemnaker", "BUKAN SERTIFIKAT RESMI");
        assertThat(found.getLast().subject()).contains("Padan uji: bkn");
        assertThat(found.getFirst().at()).isBefore(Instant.now().plusSeconds(1));
        try (var document = Loader.loadPDF(second)) {
            assertThat(document.getSignatureDictionaries())
                    .allMatch(signature -> signature.getSubFilter().equals("ETSI.CAdES.detached"));
        }
    }

    @Test
    void aSignedRecordIsStillPdfA() throws Exception {
        var renderer = new RecordRenderer();
        var record = renderer.matchingRecord(renderer.write(SampleRecords.matching()));
        var local = new LocalSignatures("padan");

        var first = signed(local.sign(request("kemnaker", record, "padan")));
        PdfA.requireConforming(signed(local.sign(request("bkn", first, "padan"))));
    }

    @Test
    void anAlteredByteIsSeen() throws IOException {
        var signed = signed(new LocalSignatures("padan").sign(request("kemnaker", pdf, "padan")));
        signed[12] ^= 1;

        assertThat(PdfSignatures.of(signed)).singleElement().matches(found -> !found.intact());
    }

    @Test
    void aWrongPassphraseOpensNoTestKey() {
        assertThat(new LocalSignatures("padan").sign(request("kemnaker", pdf, "lain")))
                .isInstanceOf(SignatureOutcome.WrongPassphrase.class);
    }

    @Test
    void bsreSignsForTheOfficialNamedByMail() throws IOException {
        answerWithSignature();

        var signed = signed(bsre(Duration.ofSeconds(10)).sign(request("kemnaker", pdf, "rahasia sekali")));

        assertThat(PdfSignatures.of(signed)).hasSize(1);
        assertThat(heard.get().path("email").asText()).isEqualTo("pejabat@kemnaker.example");
        assertThat(heard.get().has("nik")).isFalse();
        assertThat(heard.get().path("passphrase").asText()).isEqualTo("rahasia sekali");
        assertThat(heard.get().at("/signatureProperties/0/tampilan").asText()).isEqualTo("INVISIBLE");
        assertThat(heard.get().at("/signatureProperties/0/location").asText()).isEqualTo("Jakarta");
        assertThat(authorization.get())
                .isEqualTo(
                        "Basic " + Base64.getEncoder().encodeToString("padan:kunci".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void bsreSaysThatThePassphraseIsWrong() {
        answer(400, "{\"status\":2031,\"error\":\"Passphrase anda salah\"}");

        assertThat(bsre(Duration.ofSeconds(10)).sign(request("kemnaker", pdf, "salah")))
                .isInstanceOf(SignatureOutcome.WrongPassphrase.class);
    }

    @Test
    void bsreSaysThatTheCertificateHasExpired() {
        answer(400, "{\"status\":2021,\"error\":\"Sertifikat pengguna telah kedaluwarsa\"}");

        assertThat(bsre(Duration.ofSeconds(10)).sign(request("kemnaker", pdf, "x")))
                .isInstanceOf(SignatureOutcome.CertificateExpired.class);
    }

    @Test
    void bsreDoesNotKnowTheSigner() {
        answer(404, "{\"status\":2011,\"error\":\"User tidak terdaftar\"}");

        assertThat(bsre(Duration.ofSeconds(10)).sign(request("kemnaker", pdf, "x")))
                .isEqualTo(new SignatureOutcome.Refused(404));
    }

    @Test
    void bsreThatIsSlowBrokenRefusingOrAwaySignsNothing() {
        server.createContext("/api/v2/sign/pdf", exchange -> {
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        assertThat(bsre(Duration.ofMillis(300)).sign(request("kemnaker", pdf, "x")))
                .isInstanceOfSatisfying(
                        SignatureOutcome.Unavailable.class,
                        outcome -> assertThat(outcome.why()).contains("300 ms"));

        for (int status : new int[] {500, 502, 503, 429, 401}) {
            server.removeContext("/api/v2/sign/pdf");
            answer(status, "<html>gangguan</html>");
            assertThat(bsre(Duration.ofSeconds(10)).sign(request("kemnaker", pdf, "x")))
                    .as("HTTP %d", status)
                    .isInstanceOf(SignatureOutcome.Unavailable.class);
        }

        var away = new BsreSignatures(URI.create("http://127.0.0.1:9"), "padan", "kunci", Duration.ofSeconds(2));
        assertThat(away.sign(request("kemnaker", pdf, "x"))).isInstanceOf(SignatureOutcome.Unavailable.class);
        assertThat(new BsreSignatures(null, "", "", Duration.ofSeconds(2)).sign(request("kemnaker", pdf, "x")))
                .isInstanceOf(SignatureOutcome.Unavailable.class);
    }

    @Test
    void whatComesBackWithoutAGoodSignatureIsNotTaken() throws IOException {
        var unsigned = Base64.getEncoder().encodeToString(pdf);
        var signed = signed(new LocalSignatures("padan").sign(request("kemnaker", pdf, "padan")));
        signed[12] ^= 1;
        for (var body : new String[] {
            "{\"time\":1,\"file\":[\"" + unsigned + "\"]}",
            "{\"time\":1,\"file\":[\"" + Base64.getEncoder().encodeToString(signed) + "\"]}",
            "{\"time\":1,\"file\":[\"bm90IGEgcGRm\"]}",
            "{\"time\":1,\"file\":[]}",
            "not json"
        }) {
            answer(200, body);
            assertThat(bsre(Duration.ofSeconds(10)).sign(request("kemnaker", pdf, "x")))
                    .isInstanceOf(SignatureOutcome.Unavailable.class);
            server.removeContext("/api/v2/sign/pdf");
        }
    }

    @Test
    void aRequestInALogTellsNoPassphrase() {
        assertThat(request("kemnaker", pdf, "rahasia sekali").toString()).doesNotContain("rahasia");
    }

    private BsreSignatures bsre(Duration timeout) {
        return new BsreSignatures(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "padan", "kunci", timeout);
    }

    private void answer(int status, String body) {
        server.createContext("/api/v2/sign/pdf", exchange -> send(exchange, status, body));
    }

    private void answerWithSignature() {
        server.createContext("/api/v2/sign/pdf", exchange -> {
            authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
            var body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            heard.set(body);
            var file = Base64.getDecoder().decode(body.at("/file/0").asText());
            var signed = PdfSigning.sign(
                    file,
                    LocalSignatures.identity("bsre", "Pejabat", Instant.now()),
                    "Pejabat",
                    body.at("/signatureProperties/0/reason").asText(),
                    body.at("/signatureProperties/0/location").asText(),
                    Instant.now());
            send(
                    exchange,
                    200,
                    "{\"time\":120,\"file\":[\"" + Base64.getEncoder().encodeToString(signed) + "\"]}");
        });
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static ElectronicSignatures.Request request(String party, byte[] pdf, String passphrase) {
        return new ElectronicSignatures.Request(
                pdf,
                party,
                "pejabat@kemnaker.example",
                "CONTOH PEJABAT",
                passphrase,
                "Menandatangani berita acara",
                "Jakarta");
    }

    private static byte[] signed(SignatureOutcome outcome) {
        assertThat(outcome).isInstanceOf(SignatureOutcome.Signed.class);
        return ((SignatureOutcome.Signed) outcome).pdf();
    }
}
