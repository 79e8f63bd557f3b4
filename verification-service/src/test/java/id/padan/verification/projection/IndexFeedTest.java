package id.padan.verification.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.padan.platform.nik.Nik;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.token.TokenKeys;
import id.padan.verification.answer.Answer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rotation as one instance lives it: two partitions, a key that comes and an epoch that goes. */
class IndexFeedTest {
    private static final Nik ACTIVE = new Nik("1101010101909990");
    private static final Nik LATER = new Nik("1101010201909990");

    @TempDir
    Path folder;

    private Path file;
    private TokenKeys keys;
    private StatusIndex index;
    private IndexFeed feed;
    private long offset;
    private int touched;

    @BeforeEach
    void oneEpoch() throws IOException {
        file = folder.resolve("keys.json");
        TokenKeys.generate(file);
        keys = TokenKeys.load(file);
        index = new StatusIndex(Clock.systemUTC(), 1);
        // No store: it is asked for late events only.
        feed = new IndexFeed(index, null, keys, null, null, new SimpleMeterRegistry());
        index.use(new StatusMapping(
                "t-1", true, null, Map.of("a", List.of(new StatusMapping.Row(Answer.ACTIVE, null, null)))));
        index.heardDataTime(LocalDate.of(2026, 11, 1));
        index.caughtUp();
        feed.handle(List.of(status(0, 1, ACTIVE, 5)));
    }

    @Test
    void changesOverOnlyWhenEveryPartitionOfTheNewEpochIsComplete() throws IOException {
        addKey();
        feed.handle(List.of(status(0, 2, ACTIVE, 6), status(1, 1, LATER, 6), status(1, 2, LATER, 6)));
        feed.handle(List.of(marker(0, 2, "COMPLETE")));
        assertThat(index.now().number()).isEqualTo(1);
        assertThat(answer(ACTIVE)).isEqualTo(Answer.ACTIVE);

        feed.handle(List.of(marker(1, 2, "COMPLETE")));

        assertThat(index.now().number()).isEqualTo(2);
        assertThat(answer(ACTIVE)).isEqualTo(Answer.ACTIVE);
        assertThat(answer(LATER)).isEqualTo(Answer.ACTIVE);
    }

    @Test
    void emptyingTheOldEpochChangesNoAnswerOnceChangedOverAndTakesNoRoom() throws IOException {
        addKey();
        feed.handle(List.of(status(0, 2, ACTIVE, 6), marker(0, 2, "COMPLETE"), marker(1, 2, "COMPLETE")));
        long size = index.size();

        feed.handle(List.of(
                marker(0, 1, "RETIRING"),
                marker(1, 1, "RETIRING"),
                tombstone(0, 1, ACTIVE),
                marker(0, 1, "RETIRED"),
                marker(1, 1, "RETIRED")));
        TokenKeys.keepOnly(file, 2);
        touch();
        keys.refresh(index.now().number());

        assertThat(answer(ACTIVE)).isEqualTo(Answer.ACTIVE);
        assertThat(index.size()).isEqualTo(size);
        assertThat(keys.epochs()).containsExactly(2);
        // A person who leaves is still heard of.
        feed.handle(List.of(tombstone(0, 2, ACTIVE)));
        assertThat(answer(ACTIVE)).isEqualTo(Answer.NOT_FOUND);
    }

    @Test
    void anInstanceWithoutTheNewKeyKeepsTheOldOneAndStopsBeforeItsTokensGo() throws IOException {
        TokenKeys other = withNewKeyThatThisInstanceHasNotYet();
        feed.handle(List.of(status(0, 2, ACTIVE, 6, other), marker(0, 2, "COMPLETE"), marker(1, 2, "COMPLETE")));
        assertThat(index.now().number()).isEqualTo(1);
        assertThat(answer(ACTIVE)).isEqualTo(Answer.ACTIVE);

        feed.handle(List.of(marker(0, 1, "RETIRING"), tombstone(0, 1, ACTIVE)));
        assertThatThrownBy(() -> answer(ACTIVE)).isInstanceOf(ProblemException.class);

        // The key arrives: it answers again, and rightly.
        Files.move(folder.resolve("coming.json"), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        touch();
        feed.handle(List.of(status(1, 2, LATER, 7, other)));
        assertThat(index.now().number()).isEqualTo(2);
        assertThat(answer(ACTIVE)).isEqualTo(Answer.ACTIVE);
    }

    @Test
    void statusesOfAnEpochThatNoLongerAnswersAreLeftAside() throws IOException {
        addKey();
        feed.handle(List.of(marker(0, 2, "COMPLETE"), marker(1, 2, "COMPLETE")));
        feed.handle(List.of(status(0, 1, LATER, 9)));
        assertThat(answer(LATER)).isEqualTo(Answer.NOT_FOUND);
        assertThat(index.size()).isZero();
    }

    @Test
    void aMarkerThatSaysNothingIsPassedOver() {
        feed.handle(List.of(record(0, "epoch-2-COMPLETE-0", "{}"), record(0, "epoch-2-COMPLETE-0", null)));
        assertThat(answer(ACTIVE)).isEqualTo(Answer.ACTIVE);
    }

    private Answer answer(Nik nik) {
        var now = index.now();
        return now.find(keys.token(now.number(), nik)).finding().mapped();
    }

    private void addKey() throws IOException {
        TokenKeys.addKey(file);
        touch();
        keys.refresh(1);
    }

    private TokenKeys withNewKeyThatThisInstanceHasNotYet() throws IOException {
        Path coming = folder.resolve("coming.json");
        Files.copy(file, coming);
        TokenKeys.addKey(coming);
        return TokenKeys.load(coming);
    }

    /** Files written within one tick of the clock would look unchanged. */
    private void touch() throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() + ++touched * 1_000L));
    }

    private ConsumerRecord<byte[], byte[]> status(int partition, int epoch, Nik nik, long version) {
        return status(partition, epoch, nik, version, keys);
    }

    private ConsumerRecord<byte[], byte[]> status(int partition, int epoch, Nik nik, long version, TokenKeys under) {
        return record(
                partition,
                under.token(epoch, nik).toKey(),
                "{\"type\":\"asn.status\",\"epoch\":%d,\"version\":%d,\"dataTime\":\"2026-11-01\",\"shared\":false,\"validated\":true,\"records\":[{\"asnId\":\"t\",\"version\":1,\"intervals\":[{\"mappingRow\":\"a\",\"from\":null,\"to\":null}]}]}"
                        .formatted(epoch, version));
    }

    private ConsumerRecord<byte[], byte[]> tombstone(int partition, int epoch, Nik nik) {
        return record(partition, keys.token(epoch, nik).toKey(), null);
    }

    private ConsumerRecord<byte[], byte[]> marker(int partition, int epoch, String phase) {
        return record(
                partition,
                "epoch-%d-%s-%d".formatted(epoch, phase, partition),
                "{\"type\":\"asn.status-epoch\",\"epoch\":%d,\"phase\":\"%s\",\"partition\":%d,\"partitions\":2}"
                        .formatted(epoch, phase, partition));
    }

    private ConsumerRecord<byte[], byte[]> record(int partition, String key, String value) {
        return new ConsumerRecord<>(
                "asn.status.v1",
                partition,
                offset++,
                key.getBytes(StandardCharsets.US_ASCII),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }
}
