package id.padan.verification.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.platform.events.DeadLetters;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.token.TokenKeys;
import id.padan.verification.chunk.ChunkMatcher;
import id.padan.verification.projection.OtherIndex;
import id.padan.verification.projection.StatusIndex;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chunks belong to whichever instance takes them: instances come and go while lists are matched. */
@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class ChunkGroupComponentTest {
    private static final String GROUP = "verification-service-chunks";
    private static final Duration LONG = Duration.ofSeconds(60);

    @TestHTTPResource("/api/verification/v1/batches")
    URI lists;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> broker;

    @Inject
    TokenKeys keys;

    @Inject
    StatusIndex index;

    @Inject
    Batches batches;

    @Inject
    AttemptKeys attemptKeys;

    @Inject
    ChunkMatcher matcher;

    @Inject
    AnsweringChunks answering;

    @Inject
    RetryingChunks retrying;

    @Inject
    DeadLetters deadLetters;

    @Inject
    BatchConfig config;

    @Inject
    MeterRegistry meters;

    private Partner kemnaker;

    @BeforeEach
    void openForBusiness() {
        kemnaker = new Partner(lists, "kemnaker");
        Register.publish(keys, index);
    }

    private ChunkWorker worker(StatusIndex of) {
        return new ChunkWorker(
                broker, batches, attemptKeys, matcher, answering, retrying, deadLetters, of, config, meters);
    }

    @Test
    void aJoiningInstanceTakesNoChunkBeforeItsIndexIsCompleteAndALeavingOneLosesNone() throws Exception {
        var other = new OtherIndex(keys);
        var second = worker(other.index());
        await().atMost(LONG).until(() -> members() == 1);
        second.start(null);

        verify("before it is loaded", 0, 150_000);
        assertThat(members()).isEqualTo(1);

        other.load();
        await().atMost(LONG).until(() -> members() == 2);
        verify("with two", 200_000, 150_000);

        var during = upload(400_000, 300_000);
        second.stop(null);
        assertRight(during.join());
        await().atMost(LONG).until(() -> members() == 1);
        verify("after it left", 0, 70_000);
    }

    @Test
    void twoListsAtOnceGetTheirOwnAnswers() {
        var one = upload(0, 200_000);
        var two = upload(0, 130_000);

        assertThat(assertRight(one.join()).path("received").asLong()).isEqualTo(200_000);
        assertThat(assertRight(two.join()).path("received").asLong()).isEqualTo(130_000);
    }

    private void verify(String what, int from, int rows) {
        assertThat(assertRight(upload(from, rows).join()).path("received").asLong())
                .as(what)
                .isEqualTo(rows);
    }

    private CompletableFuture<JsonNode> upload(int from, int rows) {
        var list = IntStream.range(from, from + rows)
                .mapToObj(n -> Long.toString(Register.nik(n)))
                .collect(Collectors.joining("\n", "nik\n", "\n"));
        return CompletableFuture.supplyAsync(() -> {
            var accepted = kemnaker.send(Partner.newKey(), list);
            assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
            return kemnaker.ended(Partner.json(accepted).path("id").asText());
        });
    }

    /** The first twelve NIKs are in the register, see {@link Register}; only lists from 0 have them. */
    private static JsonNode assertRight(JsonNode batch) {
        var counts = batch.path("counts");
        assertThat(batch.path("state").asText()).as(batch.toString()).isEqualTo("COMPLETED");
        long answered = 0;
        for (var answer : counts.path("answers")) {
            answered += answer.asLong();
        }
        assertThat(answered + counts.path("unmapped").asLong())
                .isEqualTo(counts.path("received").asLong());
        return counts;
    }

    private int members() throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(broker)) {
            return admin.describeConsumerGroups(List.of(GROUP))
                    .describedGroups()
                    .get(GROUP)
                    .get()
                    .members()
                    .size();
        }
    }
}
