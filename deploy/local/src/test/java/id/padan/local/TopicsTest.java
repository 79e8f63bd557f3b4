package id.padan.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private static final Pattern NAME =
            Pattern.compile("\"((?:agreement|asn|casn|verification|correction)\\.[a-z.-]+\\.v[0-9]+(?:\\.dlq)?)\"");

    private final Topics topics = Topics.declared();

    @Test
    void everyTopicThatCodeNamesIsDeclared() throws IOException {
        Set<String> declared = topics.topics().stream().map(Topics.Topic::name).collect(Collectors.toSet());
        Set<String> named = new TreeSet<>();
        Path root = Path.of("").toAbsolutePath().resolve("../..").normalize();
        for (String module : List.of(
                "platform",
                "agreement-service",
                "asn-directory-service",
                "casn-aggregate-service",
                "verification-service",
                "data-correction-service")) {
            try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/main"))) {
                for (Path file : files.filter(file -> file.toString().matches(".*\\.(java|properties)"))
                        .toList()) {
                    Matcher matcher = NAME.matcher(Files.readString(file));
                    while (matcher.find()) {
                        named.add(matcher.group(1));
                    }
                }
            }
        }
        // An event, not a topic: markers lie among the tokens of asn.status.v1.
        named.remove("asn.status-epoch.v1");
        assertThat(named).isNotEmpty();
        assertThat(declared).containsAll(named);
    }

    @Test
    void everyTopicHasAWriterAndAReader() {
        assertThat(topics.topics()).allSatisfy(topic -> {
            assertThat(topic.write()).as(topic.name()).isNotEmpty();
            assertThat(topic.read()).as(topic.name()).isNotEmpty();
            assertThat(topic.config()).containsKey("cleanup.policy");
        });
        assertThat(topics.principals())
                .containsExactly(
                        "agreement-service",
                        "asn-directory-service",
                        "bkn",
                        "casn-aggregate-service",
                        "data-correction-service",
                        "kemnaker",
                        "operator",
                        "verification-service");
    }

    @Test
    void whatIsInsideBknStaysThereAndListsAreForVerificationOnly() {
        Map<String, Topics.Topic> byName =
                topics.topics().stream().collect(Collectors.toMap(Topics.Topic::name, topic -> topic));
        assertThat(byName.get("asn.record.v1").read()).containsExactly("asn-directory-service");
        assertThat(byName.get("casn.fact.v1").read()).containsExactly("casn-aggregate-service");
        assertThat(byName.get("casn.fact.v1").write()).containsExactly("bkn");
        assertThat(byName.get("verification.chunk.v1").read()).containsExactly("verification-service");
        assertThat(byName.get("asn.status.v1").read()).doesNotContain("agreement-service", "operator");
    }

    @Test
    void aNameOutsideTheConventionIsRefused() {
        assertThatThrownBy(() -> new Topics.Topic("Wrong", 1, Map.of(), List.of("a"), List.of("b")))
                .hasMessageContaining("Wrong");
        assertThatThrownBy(() -> new Topics.Topic("a.b.v1", 0, Map.of(), List.of("a"), List.of("b")))
                .hasMessageContaining("partitions");
    }
}
