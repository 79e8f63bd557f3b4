package id.padan.directory.reference;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.directory.log.OwnersDecision;
import id.padan.directory.log.RecordingDecisions;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Takes a table from its publisher and makes a version of what differs. The same table twice is one version. */
@ApplicationScoped
public class PublishingReferences {
    private static final int BATCH = 2000;
    private static final int MOST_ROWS = 1_000_000;
    private static final int MOST_KEPT_ASIDE = 1000;
    /** So many codes are seen in the report by eye. */
    private static final int FEW = 50;
    /** An upload up to this size is known again by its bytes; the largest real table has 9 MB. */
    private static final int KNOWN_AGAIN = 16 * 1024 * 1024;
    /** To be changed with what {@link ReferenceReader} makes of a row: the same bytes are another table then. */
    private static final String READING = "1";

    /** How a table comes. */
    enum Mode {
        /** What is not in it is no longer in use. */
        full,
        /** Only what is in it changes. */
        delta
    }

    /**
     * @param name the table's key, or the name of one of its files
     * @param validFrom first day on which the new state holds
     * @param dataDate day of extraction; null if it was not said
     * @param ifMatch tag of the version that the publisher knows; null for any
     * @param confirmed whether more than half of the codes may end, where that is more than a few
     */
    record Upload(
            ReferenceTable table,
            String name,
            Mode mode,
            LocalDate validFrom,
            LocalDate dataDate,
            String ifMatch,
            boolean confirmed) {}

    /** {@code reference.dataset.v1}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Published(
            String type,
            String table,
            String publisher,
            String element,
            int version,
            LocalDate berlakuDari,
            LocalDate dataDate,
            String hash,
            int rows,
            int added,
            int changed,
            int ended,
            String href) {

        static Published of(String type, ReferenceTable table, ReferenceVersion version) {
            return new Published(
                    type,
                    table.key(),
                    table.publisher().name().toLowerCase(Locale.ROOT),
                    table.element(),
                    version.version(),
                    version.berlakuDari(),
                    version.dataDate(),
                    version.hash(),
                    version.rows(),
                    version.added(),
                    version.changed(),
                    version.ended(),
                    "/api/asn-directory/v1/references/" + table.key() + "?version=" + version.version());
        }
    }

    private final Jdbi jdbi;
    private final ReferenceTables tables;
    private final ReferenceStore store;
    private final CheckingReferences checking;
    private final RecordingDecisions decisions;
    private final Outbox outbox;

    PublishingReferences(
            Jdbi jdbi,
            ReferenceTables tables,
            ReferenceStore store,
            CheckingReferences checking,
            RecordingDecisions decisions,
            Outbox outbox) {
        this.jdbi = jdbi;
        this.tables = tables;
        this.store = store;
        this.checking = checking;
        this.decisions = decisions;
        this.outbox = outbox;
    }

    /**
     * @return what was taken and what is wrong with it; a bad row never stops the others
     * @throws ProblemException INVALID if the body is no table or has no usable row; STALE_VERSION; REMOVAL_UNCONFIRMED
     */
    ReferenceReport publish(Upload upload, InputStream body, OwnersDecision by) {
        byte[] start;
        try {
            // Before the lock, which a slow sender would hold.
            start = body.readNBytes(KNOWN_AGAIN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] hash = start.length < KNOWN_AGAIN ? hash(upload, start) : null;
        var whole = new SequenceInputStream(new ByteArrayInputStream(start), body);
        return jdbi.inTransaction(tx -> {
            Change change = take(tx, upload, whole, hash, by.actor());
            if (!change.unchanged()) {
                announce(tx, upload.table(), change.version());
            }
            ReferenceReport report = upload.table()
                    .publisher()
                    .within(tx, () -> checking.report(tx, upload.table(), change.version(), change.unchanged()));
            if (!change.unchanged()) {
                var unused = decisions.record(
                        tx,
                        by,
                        "REFERENCE",
                        HexFormat.of().parseHex(change.version().hash()),
                        reference(upload.table(), change.version().version()));
            }
            return report;
        });
    }

    /**
     * A table of BKN that follows from a decision of its own, in that decision's transaction and under its leaf.
     *
     * @param rows a JSON array
     */
    public void follow(Handle tx, String key, LocalDate validFrom, InputStream rows, String actor) {
        ReferenceTable table = tables.get(key);
        Change change = take(
                tx, new Upload(table, key, Mode.full, validFrom, null, null, /* confirmed= */ true), rows, null, actor);
        if (!change.unchanged()) {
            announce(tx, table, change.version());
        }
    }

    static String reference(ReferenceTable table, int version) {
        return "references/" + table.key() + "/versions/" + version;
    }

    private record Change(ReferenceVersion version, boolean unchanged) {}

    private static byte[] hash(Upload upload, byte[] body) {
        MessageDigest digest = ReferenceStore.sha256();
        digest.update((READING + '\n' + upload.name() + '\n' + upload.mode() + '\n').getBytes(StandardCharsets.UTF_8));
        return digest.digest(body);
    }

    /** @param hash of an upload that is to be known again, null for none */
    private Change take(Handle tx, Upload upload, InputStream body, byte[] hash, String actor) {
        tx.execute(
                "select pg_advisory_xact_lock(hashtextextended(?, 0))",
                "padan.reference." + upload.table().key());
        return upload.table().publisher().within(tx, () -> {
            Optional<ReferenceVersion> before = store.findLatest(tx, upload.table());
            requireExpected(upload, before);
            if (hash != null && store.isLastUpload(tx, upload.table(), hash)) {
                return new Change(before.orElseThrow(), true);
            }
            try (var reader = new ReferenceReader(upload.table(), upload.name(), body)) {
                Change change = new Taking(tx, upload, actor, before).read(reader);
                store.noteUpload(tx, upload.table(), change.version().version(), hash);
                return change;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void requireExpected(Upload upload, Optional<ReferenceVersion> before) {
        if (upload.ifMatch() != null
                && !upload.ifMatch().equals(before.map(ReferenceVersion::tag).orElse(""))) {
            throw ProblemException.of(
                    PlatformProblem.STALE_VERSION,
                    "The table has another version than the one in If-Match.",
                    "Tabel sudah memiliki versi lain daripada yang ada pada If-Match.");
        }
    }

    private void announce(Handle tx, ReferenceTable table, ReferenceVersion version) {
        if (table.element() == null) {
            // Outside its publisher nobody is to know that there is such a table.
            return;
        }
        outbox.append(
                tx,
                OutboxEvent.of(
                        Topics.REFERENCE_DATASET,
                        table.key(),
                        Topics.REFERENCE_DATASET,
                        Published.of("reference.dataset", table, version)));
    }

    /** One table on its way in. */
    private final class Taking {
        private final Handle tx;
        private final Upload upload;
        private final ReferenceTable table;
        private final String actor;
        private final Optional<ReferenceVersion> before;
        private final int version;
        private final Map<String, ReferenceStore.Standing> standing;
        private final Set<String> seen = new HashSet<>();
        /** Codes of rows that were kept aside: that such a row is wrong does not mean that the code is gone. */
        private final Set<String> doubtful = new HashSet<>();

        private final List<ReferenceRow> batch = new ArrayList<>();
        private final List<ReferenceReader.Refused> aside = new ArrayList<>();
        private int added;
        private int changed;
        private int ended;
        private int refused;

        private Taking(Handle tx, Upload upload, String actor, Optional<ReferenceVersion> before) {
            this.tx = tx;
            this.upload = upload;
            this.table = upload.table();
            this.actor = actor;
            this.before = before;
            version = before.map(ReferenceVersion::version).orElse(0) + 1;
            standing = store.standing(tx, table);
        }

        private Change read(ReferenceReader reader) throws IOException {
            for (var row = reader.next(); row.isPresent(); row = reader.next()) {
                switch (row.get()) {
                    case ReferenceReader.Refused bad -> keepAside(bad);
                    case ReferenceReader.Accepted good -> take(good);
                }
                if (seen.size() + refused > MOST_ROWS) {
                    throw ProblemException.of(
                            PlatformProblem.TOO_LARGE,
                            "A table has at most 1,000,000 rows.",
                            "Satu tabel paling banyak 1.000.000 baris.");
                }
            }
            if (seen.isEmpty()) {
                throw ProblemException.of(
                                PlatformProblem.INVALID,
                                "No row of the table can be used.",
                                "Tidak ada baris yang dapat dipakai.")
                        .with("refused", refused);
            }
            flush();
            if (upload.mode() == Mode.full) {
                endWhatIsGone();
            }
            ReferenceVersion result = added + changed + ended == 0 && before.isPresent() ? before.get() : close();
            store.keepAside(tx, table, result.version(), refused, aside);
            return new Change(
                    result,
                    before.isPresent() && result.version() == before.get().version());
        }

        private void keepAside(ReferenceReader.Refused bad) {
            refused++;
            if (bad.kode() != null) {
                doubtful.add(bad.kode());
            }
            if (aside.size() < MOST_KEPT_ASIDE) {
                aside.add(bad);
            }
        }

        private void take(ReferenceReader.Accepted good) {
            ReferenceRow row = good.row();
            ReferenceStore.Standing old = standing.get(row.kode());
            if (old != null && old.ended() && !row.ended() && isAnother(good)) {
                keepAside(new ReferenceReader.Refused(
                        good.number(), row.kode(), "nama", ReferenceReader.Reason.CODE_REUSED, row.data()));
                return;
            }
            seen.add(row.kode());
            if (old == null) {
                added++;
            } else if (old.content().equals(ReferenceStore.content(row))) {
                return;
            } else {
                changed++;
            }
            batch.add(row);
            if (batch.size() == BATCH) {
                flush();
            }
        }

        private boolean isAnother(ReferenceReader.Accepted good) {
            return !store.findName(tx, table, good.row().kode())
                    .map(name -> name.equalsIgnoreCase(good.name()))
                    .orElse(good.name() == null);
        }

        private void flush() {
            if (!batch.isEmpty()) {
                store.replace(tx, table, version, batch);
                batch.clear();
            }
        }

        private void endWhatIsGone() {
            String scope = table.scopeOf(upload.name());
            List<String> inUse = standing.entrySet().stream()
                    .filter(code -> !code.getValue().ended() && code.getKey().startsWith(scope))
                    .map(Map.Entry::getKey)
                    .toList();
            List<String> gone = inUse.stream()
                    .filter(code -> !seen.contains(code) && !doubtful.contains(code))
                    .toList();
            if (gone.size() > FEW && gone.size() > inUse.size() / 2 && !upload.confirmed()) {
                throw ProblemException.of(
                                ReferenceProblem.REMOVAL_UNCONFIRMED,
                                "More than half of the codes in use are not in this table. Send X-Padan-Confirm-Removal: true if they are really to end, or mode delta.",
                                "Lebih dari separuh kode yang berlaku tidak ada pada tabel ini. Kirim X-Padan-Confirm-Removal: true bila memang harus berakhir, atau mode delta.")
                        .with("inUse", inUse.size())
                        .with("gone", gone.size());
            }
            if (!gone.isEmpty()) {
                store.end(tx, table, version, upload.validFrom(), gone);
                ended = gone.size();
            }
        }

        private ReferenceVersion close() {
            int[] rows = new int[1];
            String hash = store.hash(tx, table, version, rows);
            store.add(
                    tx,
                    table,
                    new ReferenceVersion(
                            table.key(),
                            version,
                            upload.validFrom(),
                            Instant.EPOCH,
                            upload.dataDate(),
                            hash,
                            rows[0],
                            added,
                            changed,
                            ended),
                    refused,
                    actor);
            return store.find(tx, table, version).orElseThrow();
        }
    }
}
