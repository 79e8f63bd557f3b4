package id.padan.directory.reference;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The SQL of references; called in the publisher's role, see {@link Publisher#within}. */
@ApplicationScoped
class ReferenceStore {
    static final int PAGE = 5000;
    private static final String CONTENT = "concat(ended::text, '|', coalesce(valid_from::text, 'null'), '|', "
            + "coalesce(valid_to::text, 'null'), '|', coalesce(successor, 'null'), '|', data::text)";

    /** A code as it stands. */
    record Standing(String content, boolean ended) {}

    /**
     * @param version in which the row came
     * @param change null in a whole table
     */
    record Shown(ReferenceRow row, int version, ReferenceRow.Change change) {}

    Query query(Handle tx, ReferenceTable table, String sql) {
        return tx.createQuery(table.publisher().sql(sql)).bind("table", table.key());
    }

    Optional<ReferenceVersion> findLatest(Handle tx, ReferenceTable table) {
        return query(tx, table, """
                        select * from <schema>.reference_version where table_key = :table order by version desc limit 1""").map((row, context) -> version(row)).findOne();
    }

    Optional<ReferenceVersion> find(Handle tx, ReferenceTable table, int version) {
        return query(
                        tx,
                        table,
                        "select * from <schema>.reference_version where table_key = :table and version = :version")
                .bind("version", version)
                .map((row, context) -> version(row))
                .findOne();
    }

    /** What is known now about that day: of the versions that hold by then the one published last. */
    Optional<ReferenceVersion> findOn(Handle tx, ReferenceTable table, LocalDate day) {
        return query(tx, table, """
                        select * from <schema>.reference_version where table_key = :table and valid_from <= :day
                         order by version desc limit 1""")
                .bind("day", day)
                .map((row, context) -> version(row))
                .findOne();
    }

    List<ReferenceVersion> versions(Handle tx, ReferenceTable table) {
        return query(
                        tx,
                        table,
                        "select * from <schema>.reference_version where table_key = :table order by version desc")
                .map((row, context) -> version(row))
                .list();
    }

    /** The last day by then on which rows of this version begin or cease to hold; empty if none did. */
    Optional<LocalDate> findTurn(Handle tx, ReferenceTable table, int version, LocalDate day) {
        return query(tx, table, """
                        select max(turn) from <schema>.reference_row, unnest(array[valid_from, valid_to]) turn
                         where table_key = :table and version <= :version and (until_version is null or until_version > :version)
                           and turn <= :day""")
                .bind("version", version)
                .bind("day", day)
                .mapTo(LocalDate.class)
                .findOne();
    }

    /**
     * Rows of a version in the order of their codes. They never change, so a download need not hold a transaction while its reader is slow.
     *
     * @param day only what holds on it; null for all
     * @param since only what differs from that version; -1 for all
     * @param after the last code of the page before, empty for the first
     */
    List<Shown> page(Handle tx, ReferenceTable table, int version, LocalDate day, int since, String after, int limit) {
        return query(tx, table, """
                        select kode, version, r.ended, valid_from, valid_to, successor, data, was.ended as was_ended
                          from <schema>.reference_row r
                          left join lateral (
                                select p.ended from <schema>.reference_row p
                                 where :since >= 0 and p.table_key = r.table_key and p.kode = r.kode and p.version <= :since
                                   and (p.until_version is null or p.until_version > :since)) was on true
                         where table_key = :table and kode > :after and version <= :version
                           and (until_version is null or until_version > :version) and version > :since
                           and (:day::date is null or (coalesce(valid_from <= :day, true) and coalesce(valid_to > :day, true)))
                         order by kode limit :limit""")
                .bind("version", version)
                .bind("since", since)
                .bind("day", day)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> {
                    ReferenceRow shown = row(row);
                    Boolean wasEnded = row.getObject("was_ended", Boolean.class);
                    ReferenceRow.Change change = since < 0
                            ? null
                            : wasEnded == null
                                    ? ReferenceRow.Change.ADDED
                                    : shown.ended() && !wasEnded
                                            ? ReferenceRow.Change.ENDED
                                            : ReferenceRow.Change.CHANGED;
                    return new Shown(shown, row.getInt("version"), change);
                })
                .list();
    }

    Map<String, Standing> standing(Handle tx, ReferenceTable table) {
        var found = new HashMap<String, Standing>();
        query(
                        tx,
                        table,
                        "select kode, ended, encode(sha256(convert_to(" + CONTENT
                                + ", 'UTF8')), 'hex') as content from <schema>.reference_row where table_key = :table and until_version is null")
                .setFetchSize(PAGE)
                .map((row, context) -> found.put(
                        row.getString("kode"), new Standing(row.getString("content"), row.getBoolean("ended"))))
                .forEach(unused -> {});
        return found;
    }

    /** The name of a code as it stands. */
    Optional<String> findName(Handle tx, ReferenceTable table, String kode) {
        return query(tx, table, """
                        select data ->> 'nama' from <schema>.reference_row
                         where table_key = :table and kode = :kode and until_version is null""").bind("kode", kode).mapTo(String.class).findOne();
    }

    /** Codes with the parent that they name, of those in use. */
    Map<String, String> parents(Handle tx, ReferenceTable table, String field) {
        var found = new HashMap<String, String>();
        query(tx, table, """
                        select kode, data ->> :field as parent from <schema>.reference_row
                         where table_key = :table and until_version is null and not ended and data ->> :field <> ''""")
                .bind("field", field)
                .map((row, context) -> found.put(row.getString("kode"), row.getString("parent")))
                .forEach(unused -> {});
        return found;
    }

    /** Ends what stood of these codes and puts the rows in their places. */
    void replace(Handle tx, ReferenceTable table, int version, List<ReferenceRow> rows) {
        close(tx, table, version, rows.stream().map(ReferenceRow::kode).toList());
        var batch = tx.prepareBatch(table.publisher().sql("""
                insert into <schema>.reference_row (table_key, kode, version, ended, valid_from, valid_to, successor, data)
                values (:table, :kode, :version, :ended, :validFrom, :validTo, :successor, :data::json)"""));
        for (ReferenceRow row : rows) {
            batch.bind("table", table.key())
                    .bind("version", version)
                    .bind("kode", row.kode())
                    .bind("ended", row.ended())
                    .bind("validFrom", row.validFrom())
                    .bind("validTo", row.validTo())
                    .bind("successor", row.successor())
                    .bind("data", row.data())
                    .add();
        }
        batch.execute();
    }

    /** The codes are in the table for ever, and no longer in use from that day on. */
    void end(Handle tx, ReferenceTable table, int version, LocalDate from, List<String> codes) {
        close(tx, table, version, codes);
        tx.createUpdate(table.publisher().sql("""
                        insert into <schema>.reference_row (table_key, kode, version, ended, valid_from, valid_to, successor, data)
                        select table_key, kode, :version, true, valid_from, least(valid_to, :from), successor, data
                          from <schema>.reference_row
                         where table_key = :table and until_version = :version and kode = any(:codes)"""))
                .bind("table", table.key())
                .bind("version", version)
                .bind("from", from)
                .bindArray("codes", String.class, codes)
                .execute();
    }

    private static void close(Handle tx, ReferenceTable table, int version, List<String> codes) {
        tx.createUpdate(table.publisher().sql("""
                        update <schema>.reference_row set until_version = :version
                         where table_key = :table and until_version is null and kode = any(:codes)"""))
                .bind("table", table.key())
                .bind("version", version)
                .bindArray("codes", String.class, codes)
                .execute();
    }

    void add(Handle tx, ReferenceTable table, ReferenceVersion version, int refused, String publishedBy) {
        tx.createUpdate(table.publisher().sql("""
                        insert into <schema>.reference_version (table_key, version, valid_from, data_date, hash, rows, added, changed, ended,
                            refused, published_by)
                        values (:table, :version, :berlakuDari, :dataDate, :hash, :rows, :added, :changed, :ended, :refused, :by)"""))
                .bind("table", table.key())
                .bind("version", version.version())
                .bind("berlakuDari", version.berlakuDari())
                .bind("dataDate", version.dataDate())
                .bind("hash", version.hash())
                .bind("rows", version.rows())
                .bind("added", version.added())
                .bind("changed", version.changed())
                .bind("ended", version.ended())
                .bind("refused", refused)
                .bind("by", publishedBy)
                .execute();
    }

    /** Whether nothing has come since the upload with this hash. */
    boolean isLastUpload(Handle tx, ReferenceTable table, byte[] hash) {
        return query(tx, table, """
                        select last_upload from <schema>.reference_version where table_key = :table order by version desc limit 1""")
                .map((row, context) -> Arrays.equals(row.getBytes(1), hash))
                .findOne()
                .orElse(false);
    }

    /** @param hash null for one that is not to be known again */
    void noteUpload(Handle tx, ReferenceTable table, int version, byte[] hash) {
        tx.createUpdate(table.publisher().sql("""
                        update <schema>.reference_version set last_upload = :hash where table_key = :table and version = :version"""))
                .bind("table", table.key())
                .bind("version", version)
                .bind("hash", hash)
                .execute();
    }

    int refused(Handle tx, ReferenceTable table) {
        return query(tx, table, """
                        select refused from <schema>.reference_version where table_key = :table order by version desc limit 1""").mapTo(int.class).findOne().orElse(0);
    }

    List<ReferenceReport.Refusal> refusals(Handle tx, ReferenceTable table, int most) {
        return query(tx, table, """
                        select row, kode, field, reason, data from <schema>.reference_refusal
                         where table_key = :table order by no limit :most""")
                .bind("most", most)
                .map((row, context) -> new ReferenceReport.Refusal(
                        row.getInt("row"),
                        row.getString("kode"),
                        row.getString("field"),
                        ReferenceReader.Reason.valueOf(row.getString("reason")),
                        row.getString("data")))
                .list();
    }

    /** The rows that the last import of the table kept aside, in place of those of the one before. */
    void keepAside(Handle tx, ReferenceTable table, int version, int refused, List<ReferenceReader.Refused> rows) {
        tx.createUpdate(table.publisher().sql("delete from <schema>.reference_refusal where table_key = :table"))
                .bind("table", table.key())
                .execute();
        tx.createUpdate(table.publisher().sql("""
                        update <schema>.reference_version set refused = :refused where table_key = :table and version = :version"""))
                .bind("table", table.key())
                .bind("version", version)
                .bind("refused", refused)
                .execute();
        if (rows.isEmpty()) {
            return;
        }
        var batch = tx.prepareBatch(table.publisher().sql("""
                insert into <schema>.reference_refusal (table_key, no, row, kode, field, reason, data)
                values (:table, :no, :number, :kode, :field, :reason, :data)"""));
        int no = 0;
        for (ReferenceReader.Refused row : rows) {
            batch.bind("table", table.key())
                    .bind("no", no++)
                    .bind("number", row.number())
                    .bind("kode", row.kode())
                    .bind("field", row.field())
                    .bind("reason", row.reason().name())
                    .bind("data", row.data().replace("\\u0000", ""))
                    .add();
        }
        batch.execute();
    }

    /** As {@link Standing#content()}: two states of a code are the same if this is. */
    static String content(ReferenceRow row) {
        return HexFormat.of().formatHex(sha256().digest(row.content().getBytes(StandardCharsets.UTF_8)));
    }

    /** Of the NDJSON download, as anybody can compute it over the file. */
    String hash(Handle tx, ReferenceTable table, int version, int[] count) {
        MessageDigest digest = sha256();
        var line = new StringBuilder();
        List<Shown> page;
        for (String after = "";
                !(page = page(tx, table, version, null, -1, after, PAGE)).isEmpty();
                after = page.getLast().row().kode()) {
            for (Shown shown : page) {
                line.setLength(0);
                shown.row().write(shown.version(), null, line);
                digest.update(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
                count[0]++;
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static ReferenceRow row(ResultSet row) throws SQLException {
        return new ReferenceRow(
                row.getString("kode"),
                row.getBoolean("ended"),
                row.getObject("valid_from", LocalDate.class),
                row.getObject("valid_to", LocalDate.class),
                row.getString("successor"),
                row.getString("data"));
    }

    private static ReferenceVersion version(ResultSet row) throws SQLException {
        return new ReferenceVersion(
                row.getString("table_key"),
                row.getInt("version"),
                row.getObject("valid_from", LocalDate.class),
                row.getObject("known_from", OffsetDateTime.class).toInstant(),
                row.getObject("data_date", LocalDate.class),
                row.getString("hash"),
                row.getInt("rows"),
                row.getInt("added"),
                row.getInt("changed"),
                row.getInt("ended"));
    }
}
