package id.padan.verification.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import id.padan.platform.nik.Nik;
import id.padan.platform.testing.LocalInfrastructure;
import id.padan.platform.token.NikToken;
import id.padan.platform.token.TokenKeys;
import id.padan.verification.answer.Answer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalInfrastructure.class)
class IndexComponentTest {
    @Inject
    TokenKeys keys;

    @Inject
    StatusIndex index;

    @Inject
    StatusStore store;

    /** What a new instance would load equals what this one has built from the topic. */
    @Test
    void anIndexLoadedFromTheStoreSaysWhatTheLiveOneSays() {
        var expected = Map.of(
                "1201010101909990", Answer.ACTIVE,
                "1201010201909990", Answer.RETIRED,
                "1201010301909990", Answer.NOT_FOUND);
        TestRegister.open(keys);
        TestRegister.publish(keys, "1201010101909990", TestRegister.RETIRED);
        TestRegister.publish(keys, "1201010101909990", TestRegister.ACTIVE);
        TestRegister.publish(keys, "1201010201909990", TestRegister.RETIRED);
        TestRegister.publish(keys, "1201010301909990", TestRegister.ACTIVE);
        TestRegister.remove(keys, "1201010301909990");
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(index.isLoaded()).isTrue();
            var stored = store.read(expected.keySet().stream().map(this::token).toList());
            assertThat(stored.values().stream().map(StatusStore.Stored::state))
                    .containsExactlyInAnyOrder(";m-active", ";m-retired", StatusState.NONE);
            expected.forEach((nik, answer) ->
                    assertThat(index.now().find(token(nik)).finding().mapped()).isEqualTo(answer));
        });

        var loaded = new StatusIndex(keys);
        var tokens = new ArrayList<NikToken>();
        var snapshot = store.load(keys.current(), (hi, lo, state) -> {
            loaded.load(hi, lo, state);
            tokens.add(new NikToken(hi, lo));
        });
        loaded.use(new StatusMapping(
                "test-1",
                true,
                null,
                Map.of(
                        TestRegister.ACTIVE, List.of(new StatusMapping.Row(Answer.ACTIVE, null, null)),
                        TestRegister.INACTIVE, List.of(new StatusMapping.Row(Answer.INACTIVE, null, null)),
                        TestRegister.RETIRED, List.of(new StatusMapping.Row(Answer.RETIRED, null, null)),
                        TestRegister.NOT_FOUND, List.of(new StatusMapping.Row(Answer.NOT_FOUND, null, null)))));
        snapshot.dataTime().ifPresent(loaded::heardDataTime);
        loaded.caughtUp();

        assertThat(snapshot.dataTime()).contains(TestRegister.DATA_TIME);
        assertThat(snapshot.places().values()).anyMatch(place -> place.nextOffset() > 0 && place.highVersion() > 0);
        assertThat(tokens).contains(token("1201010101909990"), token("1201010301909990"));
        for (var token : tokens) {
            assertThat(loaded.now().find(token).finding())
                    .isEqualTo(index.now().find(token).finding());
        }
    }

    /** New tokens and known ones go into the store in different ways; versions decide all the same. */
    @Test
    void aBatchOfNewAndKnownTokensKeepsTheHighestVersionOfEach() {
        var partition = new TopicPartition("store-test", 0);
        var one = new NikToken(Long.MIN_VALUE | 1, 1);
        var two = new NikToken(2, 2);
        var three = new NikToken(3, 3);
        store.write(
                at(partition, 0, said(one, 5, ";m-1"), said(two, 5, "SN;?@..2026-01-01;m-1")), Map.of(partition, 2L));
        store.write(
                at(
                        partition,
                        2,
                        said(one, 4, ";late"),
                        said(three, 6, ";m-3"),
                        said(two, 7, ";m-2"),
                        said(two, 6, ";late")),
                Map.of(partition, 6L));
        store.write(
                at(partition, 6, new StatusEvent(three, 0, 0, null, null), said(three, 6, ";again")),
                Map.of(partition, 8L));
        // What another writer has written already.
        store.write(at(partition, 0, said(one, 9, ";repeated")), Map.of(partition, 1L));

        assertThat(store.read(List.of(one, two, three)))
                .isEqualTo(Map.of(
                        one, new StatusStore.Stored(5, ";m-1"),
                        two, new StatusStore.Stored(7, ";m-2"),
                        three, new StatusStore.Stored(6, StatusState.NONE)));
    }

    private static StatusEvent said(NikToken token, long version, String state) {
        // An epoch that nobody answers from.
        return new StatusEvent(token, 30_000, version, TestRegister.DATA_TIME, state);
    }

    private static List<StatusStore.Placed> at(TopicPartition partition, long offset, StatusEvent... events) {
        return IntStream.range(0, events.length)
                .mapToObj(i -> new StatusStore.Placed(partition, offset + i, events[i]))
                .toList();
    }

    private NikToken token(String nik) {
        return keys.token(new Nik(nik));
    }
}
