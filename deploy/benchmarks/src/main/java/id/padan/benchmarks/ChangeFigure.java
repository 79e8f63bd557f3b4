package id.padan.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * B3: status changes at a fixed rate, each from the first byte of its PUT until a check through the gateway gives the changed answer. One
 * change of five is watched, since the watching itself is work for the same processors.
 */
final class ChangeFigure implements Figure {

    private static final int PER_SECOND = 200;
    private static final int PEOPLE = 2_000;
    private static final int WATCHED_OF = 5;
    private static final int WARMING_PASSES = 4;
    private static final int WARMING_CALLERS = 8;
    private static final long POLL_MILLIS = 10;
    private static final long GIVEN_UP_SECONDS = 60;

    private static final class Person {
        private final ObjectNode record;
        private String version;
        private boolean active = true;

        Person(ObjectNode record, String version) {
            this.record = record;
            this.version = version;
        }

        String nik() {
            return record.path("nik").asText();
        }
    }

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        List<Person> people = people(bench);
        warm(bench, people);
        Histogram micros = new ConcurrentHistogram(TimeUnit.SECONDS.toMicros(2 * GIVEN_UP_SECONDS), 3);
        int changes = Math.toIntExact(PER_SECOND * bench.options().changing().toSeconds());
        Bench.say(changes + " status changes, " + PER_SECOND + " a second");
        List<Future<?>> going = new ArrayList<>(changes);
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < changes; i++) {
                long due = start + TimeUnit.SECONDS.toNanos(i) / PER_SECOND;
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                Person person = people.get(i % people.size());
                boolean watched = i % WATCHED_OF == i / people.size() % WATCHED_OF;
                going.add(threads.submit(() -> {
                    change(bench, person, watched ? micros : null, due);
                    return null;
                }));
            }
            double seconds = Bench.secondsSince(start);
            for (Future<?> one : going) {
                one.get();
            }
            restore(bench, people);
            double p50 = micros.getValueAtPercentile(50) / 1e3;
            double p99 = micros.getValueAtPercentile(99) / 1e3;
            return List.of(Line.judged(
                    "B3",
                    String.format(
                            Locale.ROOT,
                            "%.0f status changes a second for %.0f s by PUT until a check says so (%,d watched; %d PUTs told to "
                                    + "come again), p99",
                            changes / seconds,
                            seconds,
                            micros.getTotalCount(),
                            bench.front().unavailable()),
                    String.format(
                            Locale.ROOT,
                            "p50 %.0f ms, p99 %.0f ms, longest %.0f ms",
                            p50,
                            p99,
                            micros.getMaxValue() / 1e3),
                    "",
                    p99,
                    Line.Good.LOW,
                    1_000,
                    300,
                    " ms",
                    Map.of("p50Millis", p50, "p99Millis", p99, "changes", changes)));
        }
    }

    /** Like every other figure: what the change runs through has run before, at its own pace, there and back again. */
    private static void warm(Bench bench, List<Person> people) throws Exception {
        Bench.say("warming with " + WARMING_PASSES * people.size() + " status changes");
        for (int pass = 0; pass < WARMING_PASSES; pass++) {
            List<Future<?>> going = new ArrayList<>(people.size());
            try (ExecutorService callers = Executors.newFixedThreadPool(WARMING_CALLERS)) {
                for (Person person : people) {
                    going.add(callers.submit(() -> {
                        change(bench, person, null, System.nanoTime());
                        return null;
                    }));
                }
            }
            for (Future<?> one : going) {
                one.get();
            }
        }
    }

    /** @param due when it should have begun: a change that waits for its turn is late, not fast */
    private static void change(Bench bench, Person person, Histogram micros, long due) throws Exception {
        synchronized (person) {
            String wanted = person.active ? "ANSWERED,INACTIVE" : "ANSWERED,ACTIVE";
            // domain 2.2: 02 is leave without pay, 01 is active.
            person.record.put("kedudukanPnsId", person.active ? "02" : "01");
            person.version =
                    bench.front().put(person.record.path("id").asText(), person.record.toString(), person.version);
            person.active = !person.active;
            if (micros == null) {
                return;
            }
            String answer = bench.front().answer(bench.stack().origin(), person.nik());
            while (!answer.equals(wanted)) {
                if (System.nanoTime() - due > TimeUnit.SECONDS.toNanos(GIVEN_UP_SECONDS)) {
                    throw new Failure("a change was not seen within a minute: record "
                            + person.record.path("id").asText() + " is answered [" + answer + "], not " + wanted);
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                answer = bench.front().answer(bench.stack().origin(), person.nik());
            }
            micros.recordValue((System.nanoTime() - due) / 1_000);
        }
    }

    /** As they were: the lists after this one are compared with the register as it was imported. */
    private static void restore(Bench bench, List<Person> people) throws Exception {
        for (Person person : people) {
            if (!person.active) {
                change(bench, person, null, System.nanoTime());
            }
        }
        for (Person person : people) {
            while (!bench.front().answer(bench.stack().origin(), person.nik()).equals("ANSWERED,ACTIVE")) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }
    }

    /** Active people with one record and a NIK of their own, who are told as active now. */
    private static List<Person> people(Bench bench) throws Exception {
        List<Person> people = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(bench.samples().population())) {
            // Who shares a NIK stands beside who has it too.
            String before = "";
            JsonNode record = next(lines);
            while (record != null && people.size() < PEOPLE) {
                JsonNode after = next(lines);
                String nik = record.path("nik").asText();
                boolean own = !nik.equals(before)
                        && (after == null || !nik.equals(after.path("nik").asText()));
                if (own
                        && record.path("kedudukanPnsId").asText().equals("01")
                        && bench.front().answer(bench.stack().origin(), nik).equals("ANSWERED,ACTIVE")) {
                    people.add(new Person(
                            (ObjectNode) record,
                            bench.front()
                                    .get(
                                            "/api/asn-directory/v1/asn/"
                                                    + record.path("nipBaru").asText(),
                                            "bkn")
                                    .path("version")
                                    .asText()));
                }
                before = nik;
                record = after;
            }
        }
        return people;
    }

    /** @return null after the last */
    private static JsonNode next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        return line == null ? null : Front.JSON.readTree(line);
    }
}
