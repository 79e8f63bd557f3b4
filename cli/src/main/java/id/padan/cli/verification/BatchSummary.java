package id.padan.cli.verification;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.cli.access.Language;
import id.padan.cli.sample.Answer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A finished list in a few lines. */
final class BatchSummary {
    private final Language language;
    private final JsonNode batch;
    private final List<String[]> lines = new ArrayList<>();

    private BatchSummary(Language language, JsonNode batch) {
        this.language = language;
        this.batch = batch;
    }

    static long received(JsonNode batch) {
        return batch.path("counts").path("received").asLong();
    }

    /** @param facts the record facts of the batch, or an empty object: they also tell mapping and data date */
    static void print(
            PrintWriter out,
            Language language,
            JsonNode batch,
            JsonNode facts,
            Duration elapsed,
            @Nullable Path results) {
        BatchSummary summary = new BatchSummary(language, batch);
        summary.counts();
        summary.circumstances(facts, elapsed, results);
        int name =
                summary.lines.stream().mapToInt(line -> line[0].length()).max().orElse(0);
        int number = summary.lines.stream()
                .filter(line -> line.length > 2)
                .mapToInt(line -> line[1].length())
                .max()
                .orElse(0);
        out.println();
        for (String[] line : summary.lines) {
            out.print("  " + line[0] + " ".repeat(name - line[0].length() + 2));
            out.println(
                    line.length > 2
                            ? (" ".repeat(number - line[1].length())
                                    + line[1]
                                    + (line[2].isEmpty() ? "" : "   " + line[2]))
                            : line[1]);
        }
        out.flush();
    }

    private void count(String name, long count, String more) {
        lines.add(new String[] {name, language.number(count), more});
    }

    private void fact(String name, String value) {
        if (!value.isBlank()) {
            lines.add(new String[] {name, value});
        }
    }

    private void counts() {
        JsonNode counts = batch.path("counts");
        count(language.say("diterima", "received"), received(batch), "");
        long rejected = 0;
        List<String> reasons = new ArrayList<>();
        for (var reason : counts.path("rejected").properties()) {
            long rows = reason.getValue().asLong();
            rejected += rows;
            if (rows > 0) {
                reasons.add(reason.getKey() + " " + language.number(rows));
            }
        }
        count(language.say("ditolak", "rejected"), rejected, String.join(", ", reasons));
        count(
                language.say("ganda dalam berkas", "duplicates"),
                counts.path("duplicates").asLong(),
                "");
        for (Answer answer : Answer.values()) {
            count(answer.sentence(), counts.path("answers").path(answer.name()).asLong(), "");
        }
        count(
                language.say("status tidak terpetakan", "status unmapped"),
                counts.path("unmapped").asLong(),
                "");
        if (counts.path("asOfUnknown").asLong() > 0) {
            count(
                    language.say("  di antaranya tidak diketahui per tanggal itu", "  of them not known on that day"),
                    counts.path("asOfUnknown").asLong(),
                    "");
        }
        count(
                language.say("tidak terproses", "unprocessed"),
                counts.path("unprocessed").asLong(),
                "");
    }

    private void circumstances(JsonNode facts, Duration elapsed, @Nullable Path results) {
        double seconds = Math.max(elapsed.toMillis(), 1) / 1000.0;
        fact(
                language.say("waktu", "time"),
                language.decimal(seconds) + " s, " + language.number((long) (received(batch) / seconds))
                        + language.say(" baris/s", " rows/s") + serverTime());
        fact("batch", batch.path("id").asText());
        JsonNode agreement = batch.path("agreement");
        if (agreement.hasNonNull("id")) {
            fact(
                    language.say("perjanjian", "agreement"),
                    agreement.path("id").asText() + language.say(" versi ", " version ")
                            + agreement.path("version").asText() + ", "
                            + agreement.path("clause").asText());
        }
        fact(
                language.say("status per tanggal", "status as of"),
                batch.path("asOf").asText(""));
        fact(language.say("versi pemetaan", "mapping version"), found(facts, "mappingVersion", "mappingVersions"));
        fact(language.say("tanggal data", "data date"), found(facts, "dataTime", "dataTimes", "dataDate"));
        JsonNode coverage = batch.path("coverage");
        if (coverage.hasNonNull("percent")) {
            fact(
                    language.say("cakupan NIK register", "register's NIK coverage"),
                    coverage.path("percent").asText() + " %");
        }
        fact(
                language.say("berkas sama dengan batch", "same file as batch"),
                batch.path("sameFileAs").asText(""));
        if (results != null) {
            fact(language.say("hasil", "results"), results.toString());
        }
    }

    /** A name that the batch or its record facts carry, at whatever depth they keep it. */
    private String found(JsonNode facts, String... names) {
        for (JsonNode tree : List.of(batch, facts)) {
            for (String name : names) {
                JsonNode value = tree.findValue(name);
                if (value != null && !value.isNull()) {
                    if (value.isContainerNode()) {
                        Set<String> all = new LinkedHashSet<>();
                        value.forEach(each -> {
                            if (!each.isNull()) {
                                all.add(each.asText());
                            }
                        });
                        return String.join(", ", all);
                    }
                    return value.asText();
                }
            }
        }
        return "";
    }

    private String serverTime() {
        try {
            Instant from = Instant.parse(batch.path("createdAt").asText());
            Instant to = Instant.parse(batch.path("endedAt").asText());
            return language.say(" (di server ", " (on the server ")
                    + language.decimal(Duration.between(from, to).toMillis() / 1000.0) + " s)";
        } catch (DateTimeParseException e) {
            return "";
        }
    }
}
