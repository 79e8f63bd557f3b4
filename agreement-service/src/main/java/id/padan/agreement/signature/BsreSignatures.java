package id.padan.agreement.signature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;

/**
 * BSrE e-sign, {@code POST /api/v2/sign/pdf} with Basic authentication. The signer is named by e-mail address, never by NIK. What comes
 * back is only accepted as a PDF that bears one signature more, over all of it, and whose earlier signatures still hold.
 */
final class BsreSignatures implements ElectronicSignatures {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI url;
    private final String authorization;
    private final Duration timeout;
    private final HttpClient client;

    /** @param url of the service without a path; null if none is configured */
    BsreSignatures(URI url, String user, String password, Duration timeout) {
        this.url = url;
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public SignatureOutcome sign(Request request) {
        if (url == null) {
            return new SignatureOutcome.Unavailable("PADAN_BSRE_URL is not set");
        }
        try {
            var answer = client.send(
                    HttpRequest.newBuilder(url.resolve("/api/v2/sign/pdf"))
                            .timeout(timeout)
                            .header("Authorization", authorization)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body(request)))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == 200 ? signed(answer.body(), request) : failed(answer);
        } catch (HttpTimeoutException e) {
            return new SignatureOutcome.Unavailable("no answer within " + timeout.toMillis() + " ms");
        } catch (IOException e) {
            // Only the type: a message may quote the address with its user.
            return new SignatureOutcome.Unavailable(e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SignatureOutcome.Unavailable("interrupted");
        }
    }

    private static byte[] body(Request request) throws IOException {
        var body = JSON.createObjectNode();
        body.put("email", request.identifier());
        body.put("passphrase", request.passphrase());
        body.putArray("signatureProperties")
                .addObject()
                .put("tampilan", "INVISIBLE")
                .put("reason", request.reason())
                .put("location", request.place());
        body.putArray("file").add(Base64.getEncoder().encodeToString(request.pdf()));
        return JSON.writeValueAsBytes(body);
    }

    private static SignatureOutcome signed(byte[] answer, Request request) {
        try {
            var file = JSON.readTree(answer).path("file").path(0);
            if (!file.isTextual()) {
                return new SignatureOutcome.Unavailable("the answer holds no file");
            }
            var pdf = Base64.getDecoder().decode(file.textValue());
            var before = PdfSignatures.of(request.pdf());
            var after = PdfSignatures.of(pdf);
            if (after.size() != before.size() + 1
                    || !after.getLast().whole()
                    || !after.stream().allMatch(PdfSignatures.Found::intact)) {
                return new SignatureOutcome.Unavailable(
                        "the file that came back does not bear one good signature more");
            }
            return new SignatureOutcome.Signed(pdf);
        } catch (IOException | IllegalArgumentException e) {
            return new SignatureOutcome.Unavailable("the answer holds no signed PDF");
        }
    }

    private static SignatureOutcome failed(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        if (status >= 500 || status == 429) {
            return new SignatureOutcome.Unavailable("HTTP " + status);
        }
        if (status == 401 || status == 403) {
            return new SignatureOutcome.Unavailable("the service refuses this installation, HTTP " + status);
        }
        // Versions of the service differ in their codes and agree in their words.
        var words = words(answer.body());
        if (words.contains("passphrase")) {
            return new SignatureOutcome.WrongPassphrase();
        }
        if (words.contains("expired") || words.contains("kadaluarsa") || words.contains("kedaluwarsa")) {
            return new SignatureOutcome.CertificateExpired();
        }
        return new SignatureOutcome.Refused(status);
    }

    private static String words(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            return (json.path("error").asText() + " " + json.path("message").asText()).toLowerCase(Locale.ROOT);
        } catch (IOException notJson) {
            return "";
        }
    }
}
