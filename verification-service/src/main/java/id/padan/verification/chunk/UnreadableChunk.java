package id.padan.verification.chunk;

import java.io.Serial;

/** A chunk that will not become readable by waiting: damaged, foreign, or not where its manifest says. Carries no content. */
public final class UnreadableChunk extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    public UnreadableChunk(String reason) {
        super(reason);
    }
}
