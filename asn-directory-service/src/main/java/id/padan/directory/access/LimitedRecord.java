package id.padan.directory.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * A row of {@code limited_record}: one person as one party may see it.
 *
 * @param seq place in the feed
 * @param version rises with what could be shown, not with the record's own version: that would tell of changes nobody may see
 * @param content all that an annex could open; null when gone
 */
record LimitedRecord(
        long no, long seq, String id, String nip, long version, Instant changedAt, boolean gone, String content) {

    static final String COLUMNS = "no, seq, id, nip, version, changed_at, gone, content";

    static LimitedRecord of(ResultSet row) throws SQLException {
        return new LimitedRecord(
                row.getLong("no"),
                row.getLong("seq"),
                row.getString("id"),
                row.getString("nip"),
                row.getLong("version"),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("gone"),
                row.getString("content"));
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "LimitedRecord[" + id + "]";
    }
}
