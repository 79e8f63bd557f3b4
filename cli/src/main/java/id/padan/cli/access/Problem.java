package id.padan.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A refusal as the server gave it: RFC 9457 problem details, or only a status where something else answered. */
public record Problem(int status, JsonNode body, @Nullable Duration retryAfter) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> PLACES = List.of("field", "column", "row", "line", "lastGoodRow");

    static Problem from(int status, byte[] bytes, HttpHeaders headers) {
        JsonNode body;
        try {
            body = JSON.readTree(bytes);
        } catch (IOException e) {
            // A proxy's page; its text helps nobody.
            body = JSON.createObjectNode();
        }
        return new Problem(
                status,
                body == null || !body.isObject() ? JSON.createObjectNode() : body,
                headers.firstValue("Retry-After").map(Problem::seconds).orElse(null));
    }

    private static @Nullable Duration seconds(String text) {
        try {
            return Duration.ofSeconds(Math.max(0, Long.parseLong(text.strip())));
        } catch (NumberFormatException e) {
            // The date form; the caller's own pause serves.
            return null;
        }
    }

    public String code() {
        return body.path("code").asText("");
    }

    /** Trying the same again may help. */
    boolean passing() {
        return status == 429
                || status == 502
                || status == 503
                || status == 504
                || code().equals("UPLOAD_INTERRUPTED")
                || code().equals("UPLOAD_SUPERSEDED");
    }

    public Failure failure(Language language) {
        return new Failure(ExitCode.ofStatus(status), sentence(language));
    }

    /** What happened, with code and clause, and what to do. */
    String sentence(Language language) {
        String detail = language.say(text("rincian", "detail"), text("detail", "rincian"));
        String title = language.say(text("judul", "title"), text("title", "judul"));
        StringBuilder sentence = new StringBuilder();
        sentence.append(title.isEmpty() ? language.say("Permintaan ditolak", "The request was refused") : title);
        sentence.append(" (")
                .append(code().isEmpty() ? "HTTP " + status : code() + ", HTTP " + status)
                .append(')');
        if (!detail.isEmpty() && !detail.equals(title)) {
            sentence.append(": ").append(detail);
        }
        if (sentence.charAt(sentence.length() - 1) != '.') {
            sentence.append('.');
        }
        List<String> places = new ArrayList<>();
        for (String place : PLACES) {
            if (body.hasNonNull(place)) {
                places.add(place + " " + body.get(place).asText());
            }
        }
        if (!places.isEmpty()) {
            sentence.append(' ')
                    .append(language.say("Tempat: ", "Place: "))
                    .append(String.join(", ", places))
                    .append('.');
        }
        String clause = text("clause", "clauseNeeded");
        if (!clause.isEmpty()) {
            sentence.append(' ')
                    .append(language.say("Pasal yang diperlukan: ", "Clause needed: "))
                    .append(clause)
                    .append('.');
        }
        return sentence.append(' ').append(advice(language)).toString();
    }

    private String text(String first, String second) {
        String text = body.path(first).asText("");
        return text.isEmpty() ? body.path(second).asText("") : text;
    }

    private String allowedDays() {
        StringBuilder days = new StringBuilder();
        body.path("allowed").forEach(day -> days.append(day.asText()).append("; "));
        return days.toString();
    }

    private String advice(Language language) {
        return switch (code()) {
            case "TOKEN_EXPIRED", "UNAUTHENTICATED" ->
                language.say(
                        "Masuk lagi: padan token <pihak>, atau hapus --token dan PADAN_TOKEN.",
                        "Log in again: padan token <party>, or drop --token and PADAN_TOKEN.");
            case "ROLE_MISSING", "PARTY_MISMATCH" ->
                language.say(
                        "Pakai pihak atau orang yang berwenang dengan --party.",
                        "Use the party or person who may do this with --party.");
            case "PROGRAMME_UNKNOWN",
                    "PROGRAMME_MISSING",
                    "PROGRAMME_EXPIRED",
                    "PROGRAMME_CLIENT",
                    "PROGRAMME_DPIA_MISSING" ->
                language.say(
                        "Periksa --program terhadap daftar program dalam perjanjian.",
                        "Check --program against the programmes of the agreement.");
            case "PURPOSE_MISSING", "PURPOSE_UNKNOWN", "PURPOSE_NOT_OPEN" ->
                language.say(
                        "Periksa --purpose: ASN_GUIDANCE, AID_VERIFICATION atau LABOUR_MARKET_INFORMATION.",
                        "Check --purpose: ASN_GUIDANCE, AID_VERIFICATION or LABOUR_MARKET_INFORMATION.");
            case "AS_OF_UNSUPPORTED" ->
                language.say("Tanggal yang boleh dengan --as-of: ", "Days allowed with --as-of: ")
                        + allowedDays()
                        + language.say("tanpa --as-of berarti hari ini.", "without --as-of it is today.");
            case "IDEMPOTENCY_MISMATCH" ->
                language.say(
                        "Kunci itu milik berkas lain: pakai --new atau --key lain.",
                        "That key belongs to another file: use --new or another --key.");
            case "FILE_SPREADSHEET_DAMAGE" ->
                language.say(
                        "Ekspor ulang daftar dengan NIK sebagai teks; jangan perbaiki digit yang hilang dengan tangan.",
                        "Export the list again with NIK as text; do not repair the lost digits by hand.");
            default -> adviceByStatus(language);
        };
    }

    private String adviceByStatus(Language language) {
        return switch (status) {
            case 401, 403 ->
                language.say(
                        "Tanyakan kepada pemegang perjanjian bila akses ini seharusnya terbuka.",
                        "Ask the holder of the agreement if this should be open.");
            case 404 ->
                language.say("Periksa nomornya dan pihak Anda.", "Check the id and whether it is your party's.");
            case 413, 415, 422, 400 -> language.say("Perbaiki lalu kirim lagi.", "Correct it and send it again.");
            default ->
                status == 429 || status >= 500
                        ? language.say(
                                "Coba lagi sebentar lagi; menjalankan perintah yang sama itu aman.",
                                "Try again in a moment; running the same command again is safe.")
                        : language.say("Periksa keadaannya lalu coba lagi.", "Check its state and try again.");
        };
    }
}
