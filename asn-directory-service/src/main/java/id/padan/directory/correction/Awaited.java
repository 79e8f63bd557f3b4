package id.padan.directory.correction;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.directory.correction.EffectStore.Effect;
import id.padan.directory.log.OwnersDecision;

/**
 * A correction that its case still awaits.
 *
 * @param told what the case says of it
 */
record Awaited(Effect effect, JsonNode told, OwnersDecision by) {

    String nip() {
        return told.path("nip").asText();
    }

    /** The one member that is meant; null if the value says it itself. */
    String field() {
        return told.path("field").asText(null);
    }

    /** Of a history; null for the record itself. */
    String historyRow() {
        return told.path("historyRow").asText(null);
    }

    /** Null to empty it. */
    String proposed() {
        return told.path("proposed").asText(null);
    }

    /** Whether the value is given as such, and not as an object of members. */
    boolean isPlain() {
        return field() != null || proposed() == null || !proposed().strip().startsWith("{");
    }

    @Override
    public String toString() {
        return "Awaited[" + effect.proposal() + "]";
    }
}
