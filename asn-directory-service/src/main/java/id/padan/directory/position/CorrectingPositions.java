package id.padan.directory.position;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.directory.log.OwnersDecision;
import id.padan.directory.record.CorrectingRecords.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongFunction;
import org.jdbi.v3.core.Handle;

/** Changes single members of a functional position that is there, by the rules of any other write. */
@ApplicationScoped
public class CorrectingPositions {
    private final Positions positions;
    private final Announcing announcing;
    private final ObjectMapper json;

    CorrectingPositions(Positions positions, Announcing announcing, ObjectMapper json) {
        this.positions = positions;
        this.announcing = announcing;
        this.json = json;
    }

    /**
     * What became of a change.
     *
     * @param members that were changed, in the order in which they were given
     * @param plain whether the value was given as such, and not as an object of members
     */
    public record Result(Outcome outcome, List<String> members, boolean plain) {}

    /**
     * Durable when it returns, with its leaf. Done again, it changes nothing.
     *
     * @param field the one member that is meant, where the element has several; null if the value says it itself
     */
    public Result correct(
            String nip,
            String element,
            String field,
            String proposed,
            UUID cause,
            OwnersDecision by,
            LongFunction<byte[]> commitment) {
        var leaf = new Object() {
            private UUID id;
        };
        var result = positions.jdbi().inTransaction(tx -> {
            positions.lock(tx);
            return correct(tx, nip, element, field, proposed, cause, (version, numbers) -> {
                leaf.id = positions.announce(
                        tx, by, by.officer(), "CORRECTION", commitment.apply(version), "proposals/" + cause, numbers);
            });
        });
        if (leaf.id != null) {
            announcing.require(leaf.id);
        }
        return result;
    }

    private interface Announced {
        void of(long version, List<Long> numbers);
    }

    private Result correct(
            Handle tx, String nip, String element, String field, String proposed, UUID cause, Announced announced) {
        var stored = positions.find(tx, nip, true);
        if (stored.isEmpty()) {
            return refused("RECORD_UNKNOWN", "nip");
        }
        if (element.equals("C-12") || !PositionReading.MEMBERS.containsKey(element)) {
            return refused("ELEMENT_NOT_APPLICABLE", null);
        }
        var changed = changed(element, field, proposed);
        if (changed.isEmpty()) {
            return refused("WRONG_VALUE", null);
        }
        var record = object(stored.get().record());
        changed.get().forEach((member, value) -> {
            if (value.isNull()) {
                record.remove(member);
            } else {
                record.set(member, value);
            }
        });
        return switch (PositionReader.read(record)) {
            case PositionReader.Read.Refused(var reason, var at, var id) -> refused(reason.name(), at);
            case PositionReader.Read.Accepted row ->
                switch (positions.store(tx, List.of(row)).getFirst()) {
                    case Positions.Outcome.Refused(var reason, var at) -> refused(reason.name(), at);
                    case Positions.Outcome.Unchanged(long no, long version) -> {
                        announced.of(version, List.of());
                        yield applied(no, version, changed.get(), proposed);
                    }
                    case Positions.Outcome.Written(long no, long version, boolean isNew) -> {
                        tx.execute("update functional_position set cause = ? where no = ?", cause, no);
                        announced.of(version, List.of(no));
                        yield applied(no, version, changed.get(), proposed);
                    }
                };
        };
    }

    private static Result applied(long no, long version, Map<String, JsonNode> changed, String proposed) {
        return new Result(new Outcome.Applied(no, version), List.copyOf(changed.keySet()), isPlain(proposed, changed));
    }

    /** A list or an assignment is a value of its own, though it is written as JSON. */
    private static boolean isPlain(String proposed, Map<String, JsonNode> changed) {
        return changed.size() == 1 && (changed.values().iterator().next().isContainerNode() || !isObject(proposed));
    }

    private static Result refused(String reason, String field) {
        return new Result(new Outcome.Refused(reason, field), List.of(), true);
    }

    /** The members that a value changes; empty if it is not one that the element can have. */
    private Optional<Map<String, JsonNode>> changed(String element, String field, String proposed) {
        var members = PositionReading.MEMBERS.get(element);
        var changed = new LinkedHashMap<String, JsonNode>();
        boolean empty = proposed == null || proposed.isBlank();
        if (members.size() == 1) {
            var one = members.getFirst();
            if (empty) {
                changed.put(one, NullNode.getInstance());
            } else {
                parse(proposed).ifPresent(value -> changed.put(one, value));
            }
            return changed.isEmpty() ? Optional.empty() : Optional.of(changed);
        }
        if (field != null) {
            if (members.contains(field)) {
                changed.put(
                        field,
                        empty ? NullNode.getInstance() : json.getNodeFactory().textNode(proposed.strip()));
            }
        } else if (isObject(proposed)) {
            for (var member : parse(proposed).orElse(json.createObjectNode()).properties()) {
                if (!members.contains(member.getKey())) {
                    return Optional.empty();
                }
                changed.put(member.getKey(), member.getValue());
            }
        } else if (element.equals("C-02") && !empty) {
            var text = json.getNodeFactory().textNode(proposed.strip());
            changed.put(proposed.strip().matches("\\d{4}-\\d{2}-\\d{2}") ? "tmtJenjang" : "jenjang", text);
        }
        return changed.isEmpty() ? Optional.empty() : Optional.of(changed);
    }

    private static boolean isObject(String proposed) {
        return proposed != null && proposed.strip().startsWith("{");
    }

    private Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(json.readTree(text));
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    /** A value as it stands, with the version of its record. */
    public record Read(String value, long version) {
        @Override
        public String toString() {
            return "Read[masked]";
        }
    }

    /** How members stand, in the form in which they were given; read in a transaction of its own. */
    public Optional<Read> read(long no, String element, List<String> members, boolean plain) {
        return positions
                .jdbi()
                .inTransaction(tx -> tx.createQuery(
                                "select version, record from functional_position where no = :no and not removed")
                        .bind("no", no)
                        .map((row, context) -> {
                            var record = object(row.getString("record"));
                            return new Read(show(record, members, plain), row.getLong("version"));
                        })
                        .findOne());
    }

    private String show(ObjectNode record, List<String> members, boolean plain) {
        if (plain) {
            var value = record.path(members.getFirst());
            return value.isMissingNode() ? null : value.isContainerNode() ? value.toString() : value.asText();
        }
        var shown = json.createObjectNode();
        members.forEach(member -> {
            var value = record.path(member);
            shown.set(member, value.isMissingNode() ? NullNode.getInstance() : value);
        });
        return shown.toString();
    }

    private ObjectNode object(String text) {
        try {
            return (ObjectNode) json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored position is no JSON");
        }
    }
}
