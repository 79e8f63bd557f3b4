package id.padan.directory.position;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import id.padan.platform.events.OutboxExpander;
import id.padan.platform.events.OutboxRow;
import id.padan.platform.events.OutgoingRecord;
import id.padan.platform.events.Topics;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/** Makes {@code functional-position.record.v1} of a block of records; one that is removed or out of scope is a tombstone. */
@ApplicationScoped
class PositionExpander implements OutboxExpander {

    static final String BLOCK = "position.block";
    private static final String TYPE = "functional-position.record";

    private final Jdbi positions;

    PositionExpander(@Identifier(PositionsDatabase.NAME) Jdbi positions) {
        this.positions = positions;
    }

    @Override
    public boolean expands(String type) {
        return type.equals(BLOCK);
    }

    @Override
    public void expand(OutboxRow row, Consumer<OutgoingRecord> out) {
        positions.useHandle(handle -> handle.createQuery("""
                        select asn_id, version, record, removed or not in_scope as gone, cause from functional_position
                        where no = any(:records) order by no""")
                .bind("records", row.records())
                .map((result, context) -> new OutgoingRecord(
                        Topics.FUNCTIONAL_POSITION_RECORD,
                        result.getString("asn_id"),
                        Topics.FUNCTIONAL_POSITION_RECORD,
                        result.getBoolean("gone")
                                ? null
                                : value(
                                        result.getString("asn_id"),
                                        result.getLong("version"),
                                        result.getString("record"),
                                        result.getString("cause"))))
                .forEach(out));
    }

    private static byte[] value(String id, long version, String record, String cause) {
        var text = new StringBuilder(record.length() + 160);
        text.append("{\"type\":\"").append(TYPE).append("\",\"idAsn\":\"");
        JsonStringEncoder.getInstance().quoteAsString(id, text);
        return text.append("\",\"version\":")
                .append(version)
                .append(",\"record\":")
                .append(record)
                .append(cause == null ? "" : ",\"cause\":\"" + cause + '"')
                .append('}')
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
