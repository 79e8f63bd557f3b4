package id.padan.platform.events;

import java.util.function.Consumer;

/**
 * Turns a claim-check row into full-state events when the relay comes to it. It reads the state of that moment, not of the moment of
 * writing, so a later change may show in an earlier row's events: harmless, because each event is a full state with a version.
 */
public interface OutboxExpander {

    /** Whether rows of this type are ours. */
    boolean expands(String type);

    /**
     * Gives all events of the row to {@code out}, in order. Called on the relay's thread; an exception stops the relay, which comes back
     * to the same row after a pause. Reads by the relay's own connections, {@code @Identifier("relay") Jdbi}: in the queue of requests it
     * would wait behind all of them.
     */
    void expand(OutboxRow row, Consumer<OutgoingRecord> out);
}
