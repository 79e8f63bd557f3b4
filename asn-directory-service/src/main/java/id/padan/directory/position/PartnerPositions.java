package id.padan.directory.position;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.directory.position.PositionReading.Ground;
import id.padan.directory.position.PositionReading.Reader;
import id.padan.directory.position.Positions.Change;
import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.caller.Caller;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.OutboxExpander;
import id.padan.platform.events.OutboxRow;
import id.padan.platform.events.OutgoingRecord;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Tells each party's topic {@code partner.<party>.functional-position.v1} of the feed, under the annex in force, a leaf for each block. The
 * register's outbox has the number of the block only: the relay reads its records through Kemnaker's connection. While the gate is closed
 * nothing is told, and what changed meanwhile follows once it is open again.
 */
@ApplicationScoped
class PartnerPositions implements OutboxExpander {

    private static final Logger LOG = Logger.getLogger(PartnerPositions.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int BLOCK = 500;
    /** Ps 2(1): what records are opened for. */
    private static final String PURPOSE = "ASN_GUIDANCE";
    /** A record without its NIP would tell its reader nothing. */
    private static final String KEY_ELEMENT = "C-01";

    private static final String TYPE = "partner.functional-position.v1";

    private final Positions positions;
    private final PositionReading reading;
    private final AgreementGate gate;
    private final Outbox outbox;
    private final ObjectMapper json;
    private final CountDownLatch closing = new CountDownLatch(1);

    PartnerPositions(
            Positions positions, PositionReading reading, AgreementGate gate, Outbox outbox, ObjectMapper json) {
        this.positions = positions;
        this.reading = reading;
        this.gate = gate;
        this.outbox = outbox;
        this.json = json;
    }

    void start(@Observes @Priority(300) StartupEvent event) {
        Thread.ofVirtual().name("partner-positions").start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        closing.countDown();
    }

    private static String topic(String party) {
        return "partner." + party + ".functional-position.v1";
    }

    private void run() {
        try {
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    for (String party : parties()) {
                        tell(party);
                    }
                } catch (RuntimeException e) {
                    LOG.warnf(
                            "partner positions: %s; trying again", e.getClass().getName());
                    LOG.debug("partner positions", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** On a handle of its own, so that what is noted meanwhile commits by itself. */
    private void tell(String party) {
        try (Handle own = positions.jdbi().open()) {
            while (closing.getCount() > 0 && own.inTransaction(tx -> tell(tx, party))) {
                LOG.debugf("partner positions: a block for %s", party);
            }
        }
    }

    private List<String> parties() {
        return positions
                .jdbi()
                .withHandle(handle -> handle.createQuery("select party from partner_feed")
                        .mapTo(String.class)
                        .list());
    }

    /** One block, if there is one and the gate is open; false to wait. After a crash in the middle it is told again. */
    private boolean tell(Handle tx, String party) {
        Long told = tx.createQuery("select change from partner_feed where party = :party for update skip locked")
                .bind("party", party)
                .mapTo(Long.class)
                .findOne()
                .orElse(null);
        List<Change> block = told == null ? List.of() : positions.changes(tx, told, BLOCK);
        var caller = new Caller(party, topic(party), topic(party), Set.of());
        AccessRequest request = AccessRequest.of(caller, PURPOSE, null, Datasets.FUNCTIONAL_POSITION);
        if (block.isEmpty() || !(gate.decide(request, Instant.now()) instanceof Allowed allowed)) {
            return false;
        }
        Set<String> open = gate.elements(allowed).codes();
        if (!open.contains(KEY_ELEMENT)) {
            return false;
        }
        reading.tell(
                new Reader.Grantee(caller, request, open),
                topic(party),
                block.stream().map(Change::stored).filter(Objects::nonNull).toList(),
                (register, ground) -> outbox.append(
                        register, OutboxEvent.block(topic(party), "block", TYPE, new long[] {note(block, ground)})));
        tx.execute(
                "update partner_feed set change = ? where party = ?",
                block.getLast().change(),
                party);
        return true;
    }

    /** Committed before the outbox row that names it. */
    private long note(List<Change> block, Ground ground) {
        return positions.jdbi().inTransaction(own -> {
            // What the topic keeps no longer needs nothing behind it.
            own.execute("delete from position_told where at < now() - interval '60 days'");
            return own.createQuery("""
                            insert into position_told (changes, open, agreement, agreement_version, clause, purpose)
                            values (:changes, :open, :agreement, :version, :clause, :purpose) returning no""")
                    .bind("changes", block.stream().mapToLong(Change::change).toArray())
                    .bindArray("open", String.class, ground.open().toArray())
                    .bind("agreement", ground.policy().agreementId())
                    .bind("version", ground.policy().version())
                    .bind("clause", ground.clause())
                    .bind("purpose", ground.purpose())
                    .mapTo(Long.class)
                    .one();
        });
    }

    @Override
    public boolean expands(String type) {
        return type.equals(TYPE);
    }

    /** A place that has moved on meanwhile is left out: it is told where it stands now. */
    @Override
    public void expand(OutboxRow row, Consumer<OutgoingRecord> out) {
        positions
                .jdbi()
                .useHandle(handle -> handle.createQuery("""
                        select t.open, t.agreement, t.agreement_version, t.clause, t.purpose, f.id as key, f.change, f.nip as feed_nip, p.*
                        from position_told t join position_feed f on f.change = any(t.changes)
                            left join functional_position p on p.nip = f.nip and not p.removed and p.in_scope
                        where t.no = any(:told) order by f.change""")
                        .bind("told", row.records())
                        .map((result, context) ->
                                new OutgoingRecord(row.topic(), result.getString("key"), TYPE, event(result)))
                        .forEach(out));
    }

    private byte[] event(ResultSet row) throws SQLException {
        Set<String> members =
                PositionReading.members(Set.of((String[]) row.getArray("open").getArray()));
        boolean gone = row.getObject("no") == null;
        ObjectNode record = gone
                ? json.createObjectNode().put("nip", row.getString("feed_nip"))
                : reading.whole(Positions.stored(row));
        ObjectNode event = json.createObjectNode()
                .put("type", "partner.functional-position")
                .put("change", row.getLong("change"))
                .put("gone", gone);
        event.putObject("agreement")
                .put("id", row.getString("agreement"))
                .put("version", row.getString("agreement_version"))
                .put("clause", row.getString("clause"))
                .put("purpose", row.getString("purpose"));
        event.set("record", record.retain(members));
        try {
            return json.writeValueAsString(event).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON");
        }
    }
}
