package id.padan.cli.verification;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.cli.access.Api;
import id.padan.cli.access.ExitCode;
import id.padan.cli.access.Failure;
import id.padan.cli.access.Language;
import id.padan.cli.access.Progress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** A list or an import on the server, watched until it ends. */
public final class Job {
    private static final Set<String> GOING = Set.of("RECEIVING", "PROCESSING", "PENDING", "ACCEPTED");
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(20);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);
    /** Looks in the time that it has waited: one more look costs it a twentieth. */
    private static final int LOOKS = 20;

    private static final int OUTAGES = 10;

    private Job() {}

    /** The id from the answer's body or the end of its Location. */
    public static String id(Api.Answer answer, Language language) {
        String id = answer.body().path("id").asText("");
        if (id.isEmpty() && answer.location() != null) {
            id = answer.location().substring(answer.location().lastIndexOf('/') + 1);
        }
        if (id.isEmpty()) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    language.say("Server tidak memberi nomor pekerjaan.", "The server gave no id for the job."));
        }
        return id;
    }

    /** Looks at the job, less often the longer it takes, so that it waits hardly longer than that; survives a short outage. */
    public static JsonNode awaitEnd(Api api, String path, Progress progress) {
        long began = System.nanoTime();
        int outages = 0;
        try (progress) {
            while (true) {
                try {
                    JsonNode job = api.get(path).body();
                    outages = 0;
                    if (!GOING.contains(job.path("state").asText())) {
                        return job;
                    }
                    show(progress, job);
                } catch (Failure e) {
                    outages++;
                    if (e.exitCode() != ExitCode.UNAVAILABLE || outages > OUTAGES) {
                        throw e;
                    }
                }
                var waited = Duration.ofNanos(System.nanoTime() - began);
                api.sleep(Duration.ofMillis(
                        Math.clamp(waited.toMillis() / LOOKS, SHORTEST_LOOK.toMillis(), LONGEST_LOOK.toMillis())));
            }
        }
    }

    private static void show(Progress progress, JsonNode job) {
        JsonNode state = job.path("progress");
        long total = state.path("receivedRows")
                .asLong(job.path("counts").path("received").asLong());
        long done = state.path("settledRows").asLong(state.path("processed").asLong());
        if (done > 0 && job.path("state").asText().equals("PROCESSING")) {
            progress.at(done, total);
        }
    }

    /** Why a job failed or is partial, in the reader's language. */
    public static String reason(JsonNode job, Language language) {
        JsonNode problem = job.has("problem") ? job.path("problem") : job.path("reason");
        String detail = language.say(
                problem.path("rincian").asText(problem.path("id").asText("")),
                problem.path("detail").asText(problem.path("en").asText("")));
        StringBuilder text = new StringBuilder(language.say("Pekerjaan ", "Job "))
                .append(job.path("id").asText())
                .append(language.say(" berakhir ", " ended "))
                .append(job.path("state").asText());
        if (problem.hasNonNull("code")) {
            text.append(" (").append(problem.path("code").asText()).append(')');
        }
        if (!detail.isEmpty()) {
            text.append(": ").append(detail);
        }
        if (problem.hasNonNull("lastGoodRow")) {
            text.append(language.say(" Baris baik terakhir: ", " Last good row: "))
                    .append(problem.path("lastGoodRow").asText())
                    .append('.');
        }
        return text.toString();
    }

    /** A file's name for a header: without folders, without long digit runs (people put NIKs into names), ASCII only. */
    public static String harmlessName(Path file) {
        String name = file.getFileName().toString().replaceAll("\\d{9,}", "************");
        byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
        return new String(ascii, StandardCharsets.US_ASCII).replaceAll("[^ -~]", "?");
    }
}
