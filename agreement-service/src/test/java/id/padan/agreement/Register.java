package id.padan.agreement;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.disclosure.Disclosure;
import id.padan.platform.disclosure.DisclosureRecorded;
import id.padan.platform.events.Topics;
import id.padan.platform.json.StrictJson;
import id.padan.platform.testing.PolicyPublisher;
import id.padan.platform.testing.TestTokens;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/** Speaks as the services that disclose, and as officials of both parties, for tests of the register and what hangs on it. */
public final class Register {
    public static final String AGREEMENT = "/api/agreements/v1/agreements/kemnaker-bkn-2024";
    public static final String SHA256 = "0".repeat(64);
    private static final ObjectMapper JSON = StrictJson.mapper();
    private static final Set<String> PLEDGED = ConcurrentHashMap.newKeySet();

    private Register() {}

    /** Checks that Kemnaker's machine asked with a token. */
    public static Disclosure checks(UUID id, String token, long firstLeaf, int subjects) {
        return new Disclosure(
                id,
                "CHECKS",
                "kemnaker-bkn-2024",
                "1",
                "Ps 3(1)b",
                "AID_VERIFICATION",
                "BSU-2025",
                "nik-confirmation",
                "bkn",
                "kemnaker-system",
                "service-account-kemnaker-system",
                "pejabat.kemnaker",
                token,
                "kid-1",
                List.of("B-01", "B-02", "B-05"),
                subjects,
                new Disclosure.LogRange(firstLeaf, firstLeaf + subjects - 1),
                null,
                Map.of("NOT_FOUND", (long) subjects));
    }

    /** One check that another machine of Kemnaker asked for. */
    public static Disclosure throughClient(UUID id, String client, long leaf) {
        return new Disclosure(
                id,
                "CHECKS",
                "kemnaker-bkn-2024",
                "1",
                "Ps 3(1)b",
                "AID_VERIFICATION",
                "BSU-2025",
                "nik-confirmation",
                "bkn",
                client,
                "service-account-" + client,
                null,
                "token-of-" + client,
                "kid-1",
                List.of("B-01"),
                1,
                new Disclosure.LogRange(leaf, leaf),
                null,
                null);
    }

    /** A person who fetched a whole list. */
    public static Disclosure results(UUID id, String person, UUID list, long leaf, int subjects) {
        return new Disclosure(
                id,
                "RESULTS",
                "kemnaker-bkn-2024",
                "1",
                "Ps 3(1)b",
                "AID_VERIFICATION",
                "TKM-2026",
                "nik-confirmation",
                "bkn",
                "padan-cli",
                person,
                null,
                "token-of-" + person,
                "kid-2",
                List.of("B-02", "B-05"),
                subjects,
                new Disclosure.LogRange(leaf, leaf),
                "batches/" + list + "/results",
                null);
    }

    /** BKN looked at one of its own records. */
    public static Disclosure ownRecord(UUID id, long leaf) {
        return new Disclosure(
                id,
                "RECORD",
                "kemnaker-bkn-2024",
                "1",
                null,
                null,
                null,
                "asn-record",
                "bkn",
                "padan-cli",
                "verifikator.bkn",
                null,
                "token-of-bkn",
                "kid-2",
                List.of(Disclosure.ALL),
                1,
                new Disclosure.LogRange(leaf, leaf),
                null,
                null);
    }

    public static void report(String service, String party, Instant at, Disclosure... disclosures) {
        try {
            PolicyPublisher.send(
                    Topics.DISCLOSURE_RECORDED,
                    party,
                    JSON.writeValueAsBytes(
                            new DisclosureRecorded(DisclosureRecorded.TYPE, service, party, at, List.of(disclosures))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A person of the party with these roles, who has pledged; a stranger cannot. */
    public static RequestSpecification as(String party, String... roles) {
        String login = String.join("-", roles) + "." + party;
        if (!party.equals("stranger") && !PLEDGED.contains(login)) {
            pledge(party, login);
            PLEDGED.add(login);
        }
        return person(party, login, roles);
    }

    /** The party's machine, whatever roles somebody may have given it. */
    public static RequestSpecification machine(String party, String... roles) {
        return given().header("Authorization", "Bearer " + TestTokens.token(party, roles))
                .contentType("application/json");
    }

    public static RequestSpecification person(String party, String login, String... roles) {
        return given().header("Authorization", "Bearer " + TestTokens.person(party, login, "padan-cli", roles))
                .contentType("application/json");
    }

    /** Has the party's administrator record the pledge of a person. */
    public static String pledge(String party, String login) {
        return person(party, "administrator." + party, "admin")
                .body("""
                        {"person":"%s","documentSha256":"%s","signedOn":"%s"}""".formatted(login, SHA256, java.time.LocalDate.now(java.time.ZoneId.of("Asia/Jakarta"))))
                .post(AGREEMENT + "/pledges")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** Values on a topic's first partitions that are wanted, as they stand now. */
    public static List<String> events(String principal, String topic, Predicate<String> wanted) {
        var found = new ArrayList<String>();
        try (var consumer = PolicyPublisher.consumer(principal)) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var entry : consumer.poll(java.time.Duration.ofMillis(200))) {
                    String value = entry.value() == null ? "" : new String(entry.value(), StandardCharsets.UTF_8);
                    if (wanted.test(value)) {
                        found.add(value);
                    }
                }
            }
        }
        return found;
    }
}
