package id.padan.verification.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkCipherTest {
    private static final byte[] ROWS = "rows of a list".getBytes(StandardCharsets.US_ASCII);

    private final ChunkId id = new ChunkId(UUID.randomUUID(), 1, 3);
    private final ChunkCipher cipher = new ChunkCipher(ContentKeys.newDataKey());

    @Test
    void opensWhatItClosed() throws UnreadableChunk {
        assertThat(cipher.decrypt(id, 5, 2, cipher.encrypt(id, 5, 2, ROWS))).isEqualTo(ROWS);
    }

    @Test
    void doesNotOpenAChunkThatWasMovedOrChanged() {
        var encrypted = cipher.encrypt(id, 5, 2, ROWS);
        var changed = encrypted.clone();
        changed[0] ^= 1;
        var otherBatch = new ChunkId(UUID.randomUUID(), 1, 3);
        assertThatThrownBy(() -> cipher.decrypt(id, 5, 2, changed)).isInstanceOf(UnreadableChunk.class);
        assertThatThrownBy(() -> cipher.decrypt(id, 6, 2, encrypted)).isInstanceOf(UnreadableChunk.class);
        assertThatThrownBy(() -> cipher.decrypt(id, 5, 3, encrypted)).isInstanceOf(UnreadableChunk.class);
        assertThatThrownBy(() -> cipher.decrypt(otherBatch, 5, 2, encrypted)).isInstanceOf(UnreadableChunk.class);
        assertThatThrownBy(() -> cipher.decrypt(new ChunkId(id.batch(), 2, 3), 5, 2, encrypted))
                .isInstanceOf(UnreadableChunk.class);
        assertThatThrownBy(() -> cipher.decrypt(id, 5, 2, new byte[3])).isInstanceOf(UnreadableChunk.class);
        assertThatThrownBy(() -> new ChunkCipher(ContentKeys.newDataKey()).decrypt(id, 5, 2, encrypted))
                .isInstanceOf(UnreadableChunk.class);
    }

    @Test
    void unwrapsADataKeyForItsOwnAttemptOnly(@TempDir Path folder) throws IOException, UnreadableChunk {
        var file = folder.resolve("content.json");
        ContentKeys.main(new String[] {file.toString()});
        ContentKeys.main(new String[] {file.toString()});
        var keys = ContentKeys.load(file, RetentionKeys.open(file.getParent()));
        var dataKey = ContentKeys.newDataKey();
        var wrapped = keys.wrap(dataKey, id.batch(), 1, new RetentionWeek(2026, 52));
        assertThat(keys.unwrap(wrapped, id.batch(), 1)).isEqualTo(dataKey);
        assertThatThrownBy(() -> keys.unwrap(wrapped, id.batch(), 2)).isInstanceOf(UnreadableChunk.class);
    }

    @Test
    void readsOnlyKeysOfChunks() {
        assertThat(ChunkId.find(id.key())).contains(id);
        for (var other : new String[] {"", "x", id.batch() + "/0/1", id.batch() + "/1", id.batch() + "/1/-1"}) {
            assertThat(ChunkId.find(other.getBytes(StandardCharsets.US_ASCII))).isEmpty();
        }
        assertThat(ChunkId.find(null)).isEmpty();
    }
}
