package id.padan.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A correction is proposed, taken, looked at, decided, applied and closed, and reaches the programme; between each two steps each service
 * that has a part in it dies without warning.
 */
class CorrectionJourney {
    @RegisterExtension
    static final Stack STARTED = new Stack();

    private static final String PROPOSALS = "/api/corrections/v1/proposals";
    private static final Duration TIME = Duration.ofMinutes(2);

    private final Api api = new Api(Stack.stack());

    /** A step that somebody takes; what comes behind the last one the services do among themselves. */
    private record Step(String by, String body) {}

    private static final List<Step> STEPS = List.of(
            new Step("verifikator.bkn", "{\"to\":\"RECEIVED\"}"),
            new Step("verifikator.bkn", "{\"to\":\"UNDER_REVIEW\"}"),
            new Step("pejabat.bkn", "{\"to\":\"COMPLETED\",\"remark\":\"Sesuai SK pensiun\"}"));

    private record Person(String nik, String nip) {}

    /** Cases by the number of steps that were taken when these services die, all at once. */
    private record Death(List<Integer> after, List<String> services) {}

    /** While people take their steps one death serves several cases; what the services do among themselves is broken off at each end. */
    private static final List<Death> DEATHS = List.of(
            new Death(
                    List.of(0, 1, 2),
                    List.of(
                            "data-correction-service",
                            "asn-directory-service",
                            "agreement-service",
                            "verification-service")),
            new Death(List.of(3), List.of("data-correction-service")),
            new Death(List.of(3), List.of("asn-directory-service")),
            // Those that only hear of it.
            new Death(List.of(3), List.of("agreement-service", "verification-service")));

    @Test
    void aCorrectionSurvivesTheDeathOfEachServiceBetweenEachTwoSteps() {
        int cases = DEATHS.stream().mapToInt(death -> death.after().size()).sum();
        var people = people(cases);
        var list = answered(people);
        var waiting = new ArrayDeque<>(people);

        for (Death death : DEATHS) {
            corrected(
                    death.after().stream()
                            .map(after -> new Case(waiting.remove(), after))
                            .toList(),
                    death.services());
        }

        // The status that was mended changes an earlier answer, and the programme is told, row by row.
        await().atMost(TIME).untilAsserted(() -> {
            var told = new ArrayList<Long>();
            for (var notice : api.get(
                            api.token("kemnaker"), "/api/verification/v1/batches/" + list + "/changes?limit=100")
                    .json()
                    .path("items")) {
                for (var change : notice.path("changes")) {
                    assertThat(change.path("from").path("answer").asText()).isEqualTo("ACTIVE");
                    assertThat(change.path("to").path("answer").asText()).isEqualTo("RETIRED");
                    told.add(change.path("row").asLong());
                }
            }
            assertThat(told).hasSize(cases).doesNotHaveDuplicates();
        });
    }

    /** @param after how many steps the services die */
    private record Case(Person person, int after) {}

    private void corrected(List<Case> cases, List<String> dying) {
        var ids = cases.stream().map(one -> proposed(one.person())).toList();
        for (int i = 0; i < ids.size(); i++) {
            for (Step step : STEPS.subList(0, cases.get(i).after())) {
                take(ids.get(i), step);
            }
        }
        dying.forEach(Parts::kill);
        var up = Stack.stack().up();
        assertThat(up.exit()).as(up.output()).isZero();
        for (int i = 0; i < ids.size(); i++) {
            for (Step step : STEPS.subList(cases.get(i).after(), STEPS.size())) {
                take(ids.get(i), step);
            }
        }
        for (int i = 0; i < ids.size(); i++) {
            requireClosed(ids.get(i), cases.get(i).person());
        }
    }

    private String proposed(Person person) {
        var made = api.post(
                api.token("kemnaker"),
                PROPOSALS,
                BodyPublishers.ofString(
                        "{\"nip\":\"%s\",\"element\":\"A-13\",\"proposed\":\"99\",\"indicator\":\"TIM_5\"}"
                                .formatted(person.nip())),
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                UUID.randomUUID().toString());
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json().path("id").asText();
    }

    private void requireClosed(String id, Person person) {
        await().atMost(TIME).untilAsserted(() -> {
            var closed = api.get(api.token("kemnaker"), PROPOSALS + "/" + id);
            assertThat(closed.json().path("state").asText()).as(closed.body()).isEqualTo("COMPLETED");
            assertThat(closed.json().path("reread").asBoolean()).isTrue();
        });
        // Once, and by its decision: nothing was applied twice on the way.
        var effect = api.get(api.token("bkn"), "/api/asn-directory/v1/corrections/" + id);
        assertThat(effect.json().path("outcome").asText()).as(effect.body()).isEqualTo("APPLIED");
        assertThat(effect.json().path("value").asText()).isEqualTo("99");
        assertThat(effect.json().path("recordVersion").asInt()).isEqualTo(2);
        await().atMost(TIME).untilAsserted(() -> {
            var answer = api.check(api.token("kemnaker"), person.nik(), "AID_VERIFICATION", "BSU-2025");
            assertThat(answer.json().path("answer").asText()).as(answer.body()).isEqualTo("RETIRED");
        });
    }

    private void take(String id, Step step) {
        var taken = api.post(
                api.personToken(step.by()),
                PROPOSALS + "/" + id + "/transitions",
                BodyPublishers.ofString(step.body()),
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                UUID.randomUUID().toString());
        assertThat(taken.status()).as(step + ": " + taken.body()).isEqualTo(200);
    }

    private List<Person> people(int n) {
        var register = new Register(36);
        for (int i = 0; i < n; i++) {
            register.expect(register.person("01"), "ACTIVE");
        }
        var sent = api.importRecords(
                api.token("bkn"),
                "delta",
                Register.today(),
                UUID.randomUUID().toString(),
                BodyPublishers.ofString(register.ndjson()));
        assertThat(sent.status()).as(sent.body()).isEqualTo(202);
        var people = new ArrayList<Person>();
        register.ndjson().lines().forEach(line -> {
            try {
                var record = Api.JSON.readTree(line);
                people.add(new Person(
                        record.path("nik").asText(), record.path("nipBaru").asText()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(people).extracting(Person::nip).doesNotHaveDuplicates();
        var last = people.getLast().nik();
        await().atMost(TIME)
                .until(() -> api.check(api.token("kemnaker"), last, "AID_VERIFICATION", "BSU-2025")
                        .json()
                        .path("answer")
                        .asText()
                        .equals("ACTIVE"));
        return people;
    }

    /** A list of them that stands, so that what changes is told. */
    private String answered(List<Person> people) {
        var rows = new StringBuilder("nik\n");
        people.forEach(person -> rows.append(person.nik()).append('\n'));
        var sent = api.uploadCsv(api.token("kemnaker"), rows.toString());
        assertThat(sent.status()).as(sent.body()).isEqualTo(202);
        var id = sent.json().path("id").asText();
        await().atMost(TIME)
                .until(() -> api.batch(api.token("kemnaker"), id)
                        .json()
                        .path("state")
                        .asText()
                        .equals("COMPLETED"));
        return id;
    }
}
