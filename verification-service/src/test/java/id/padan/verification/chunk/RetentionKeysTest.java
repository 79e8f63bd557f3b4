package id.padan.verification.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionKeysTest {
    private static final RetentionWeek WEEK = new RetentionWeek(2026, 53);

    private final UUID batch = UUID.randomUUID();
    private final byte[] dataKey = ContentKeys.newDataKey();

    @TempDir
    Path folder;

    private Path content;
    private RetentionKeys retention;
    private ContentKeys keys;

    @BeforeEach
    void open() throws IOException {
        content = folder.resolve("content.json");
        ContentKeys.generate(content);
        retention = RetentionKeys.open(Files.createDirectory(folder.resolve("retention")));
        keys = ContentKeys.load(content, retention);
    }

    @Test
    void noCopyOfAWrappedKeyOpensOnceItsWeeksKeyIsDestroyed() throws UnreadableChunk {
        var backup = keys.wrap(dataKey, batch, 1, WEEK);
        var later = keys.wrap(dataKey, batch, 1, new RetentionWeek(2027, 1));
        assertThat(keys.unwrap(backup, batch, 1)).isEqualTo(dataKey);
        assertThat(retention.weeks()).containsExactly(WEEK, new RetentionWeek(2027, 1));
        retention.destroy(WEEK);
        retention.destroy(WEEK);
        assertThatThrownBy(() -> keys.unwrap(backup, batch, 1))
                .isInstanceOf(UnreadableChunk.class)
                .hasMessageContaining("2026-W53");
        assertThat(keys.unwrap(later, batch, 1)).isEqualTo(dataKey);
        // A new key of the same week is another key, with another name.
        keys.wrap(dataKey, batch, 1, WEEK);
        assertThatThrownBy(() -> keys.unwrap(backup, batch, 1)).isInstanceOf(UnreadableChunk.class);
    }

    @Test
    void aKeyMovedToAnotherWeekOpensNothing() {
        var wrapped = keys.wrap(dataKey, batch, 1, WEEK);
        keys.wrap(dataKey, batch, 1, new RetentionWeek(2027, 1));
        var moved = ByteBuffer.wrap(wrapped.clone()).putInt(1, 202701).array();
        assertThatThrownBy(() -> keys.unwrap(moved, batch, 1)).isInstanceOf(UnreadableChunk.class);
        var nonsense = ByteBuffer.wrap(wrapped.clone()).putInt(1, 7).array();
        assertThatThrownBy(() -> keys.unwrap(nonsense, batch, 1)).isInstanceOf(UnreadableChunk.class);
    }

    @Test
    void instancesThatMakeAWeeksKeyAtOnceUseTheSameOne() {
        var wrapped = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> {
                    try {
                        return ContentKeys.load(content, RetentionKeys.open(folder.resolve("retention")))
                                .wrap(dataKey, batch, i + 1, WEEK);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
        for (int i = 0; i < wrapped.size(); i++) {
            int attempt = i + 1;
            assertThat(unwrap(wrapped.get(i), attempt)).isEqualTo(dataKey);
        }
        assertThat(folder.resolve("retention")).isDirectoryContaining("regex:.*/2026-W53[.]json");
        assertThat(folder.resolve("retention").toFile().list()).hasSize(1);
        assertThat(retention.findId(WEEK))
                .hasValueSatisfying(name -> assertThat(name).startsWith("2026-W53/"));
    }

    private byte[] unwrap(byte[] wrapped, int attempt) {
        try {
            return keys.unwrap(wrapped, batch, attempt);
        } catch (UnreadableChunk e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void opensWhatWasWrappedBeforeThereWereRetentionKeys()
            throws IOException, GeneralSecurityException, UnreadableChunk {
        var aead = TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(content), InsecureSecretKeyAccess.get())
                .getPrimitive(RegistryConfiguration.get(), Aead.class);
        var associated = ByteBuffer.allocate(20)
                .putLong(batch.getMostSignificantBits())
                .putLong(batch.getLeastSignificantBits())
                .putInt(1)
                .array();
        assertThat(keys.unwrap(aead.encrypt(dataKey, associated), batch, 1)).isEqualTo(dataKey);
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        assertThatThrownBy(() -> RetentionKeys.open(folder.resolve("nowhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PADAN_RETENTION_KEYS");
    }

    @Test
    void aWeekEndsOnItsSundayWhateverTheYear() {
        for (var day = LocalDate.of(2024, 1, 1); day.getYear() < 2034; day = day.plusDays(1)) {
            var week = RetentionWeek.of(day);
            var end = week.firstDayAfter();
            assertThat(end.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
            assertThat(day).isBetween(end.minusDays(7), end.minusDays(1));
            assertThat(week.isOver(day)).isFalse();
            assertThat(week.isOver(end)).isTrue();
            assertThat(RetentionWeek.of(week.number())).isEqualTo(week);
            assertThat(RetentionWeek.find(week.toString())).contains(week);
        }
        assertThat(RetentionWeek.of(LocalDate.of(2027, 1, 3))).hasToString("2026-W53");
        assertThat(RetentionWeek.find("2026-W54")).isEmpty();
        assertThat(RetentionWeek.find("content")).isEmpty();
    }
}
