package id.padan.verification.list;

import java.io.IOException;

/** Takes the chunks of one list in order. It may block: the upload then waits, and through TCP the sender does too. */
public interface ChunkSink {

    /** @throws IOException to end the reading; it reaches the caller of {@link ListReader} unchanged */
    void accept(PackedChunk chunk) throws IOException;
}
