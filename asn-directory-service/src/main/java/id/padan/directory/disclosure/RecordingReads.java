package id.padan.directory.disclosure;

import id.padan.directory.log.OwnersDecision;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.caller.Caller;
import id.padan.platform.database.Trip;
import id.padan.platform.disclosure.Disclosure;
import id.padan.platform.disclosure.Disclosure.LogRange;
import id.padan.platform.disclosure.Disclosure.Through;
import id.padan.platform.disclosure.Disclosures;
import id.padan.platform.proof.Leaf;
import id.padan.platform.proof.ProofLog;
import id.padan.platform.proof.Receipt;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;

/** Writes down that a record was read, in the transaction that reads it: leaf, subject and report. */
@ApplicationScoped
public class RecordingReads {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    private final ProofLog log;
    private final Disclosures disclosures;

    RecordingReads(ProofLog log, Disclosures disclosures) {
        this.log = log;
        this.disclosures = disclosures;
    }

    /** The owner reads its own record; call it last, the log's head is then held. */
    public void record(Handle tx, OwnersDecision by, Caller caller, String recordId, long version) {
        byte[] salt = new byte[32];
        RANDOM.nextBytes(salt);
        var head = log.lock(tx);
        var policy = head.latest(by.policy());
        var leaf = Leaf.own("READ", policy, by.party(), by.actor(), commitment(salt, recordId, version), null)
                .withOfficer(by.officer());
        long index = head.append(policy, List.of(leaf)).getFirst().logIndex();
        tx.execute(
                "insert into disclosed_record (log_index, leaf, record_id, version, salt) values (?, ?, ?, ?, ?)",
                index,
                leaf.id(),
                recordId,
                version,
                salt);
        disclosures.record(
                tx,
                by.party(),
                head.at(),
                List.of(Disclosures.own(
                        leaf.id(),
                        "RECORD",
                        policy,
                        Datasets.ASN_RECORD,
                        by.party(),
                        Through.of(caller),
                        1,
                        new LogRange(index, index))));
    }

    /** A record that another party is shown: its row, id, and the version of what that party may see. */
    public record Seen(long no, String id, long version) {}

    /** What one answer shows another party. */
    public record Opened(Allowed allowed, Caller caller, String mappingVersion, LocalDate dataTime, List<Seen> seen) {}

    /**
     * The leaf of an answer.
     *
     * @param salt opens its commitment, hex
     */
    public record Recorded(UUID id, String salt) {}

    /** Answers of one party and token under one decision: one disclosure. */
    private record Series(Allowed allowed, String party, Through through) {
        static Series of(Opened opened) {
            return new Series(opened.allowed(), opened.caller().party(), Through.of(opened.caller()));
        }
    }

    /** Another party's reads, each a leaf, in the order given; the log's head is already held, and the trip is to be sent then. */
    public List<Recorded> opened(Trip trip, ProofLog.Locked head, List<Opened> answers) {
        var series = new LinkedHashMap<Series, List<Integer>>();
        for (int i = 0; i < answers.size(); i++) {
            series.computeIfAbsent(Series.of(answers.get(i)), first -> new ArrayList<>())
                    .add(i);
        }
        var recorded = new Recorded[answers.size()];
        var told = new LinkedHashMap<String, List<Disclosure>>();
        series.forEach((one, places) -> {
            List<Opened> some = places.stream().map(answers::get).toList();
            var salts = new ArrayList<byte[]>(some.size());
            var leaves = new ArrayList<Leaf>(some.size());
            for (Opened opened : some) {
                byte[] salt = new byte[32];
                RANDOM.nextBytes(salt);
                salts.add(salt);
                leaves.add(leaf(opened, commitment(salt, opened.seen())));
            }
            // One after the other, if there are several.
            trip.go();
            var receipts = head.append(one.allowed().policy(), leaves, trip);
            long subjects = 0;
            for (int i = 0; i < some.size(); i++) {
                subjects += some.get(i).seen().size();
                recorded[places.get(i)] =
                        new Recorded(receipts.get(i).id(), HexFormat.of().formatHex(salts.get(i)));
            }
            trip.tell(
                    """
                            insert into disclosed_page (log_index, leaf, records, versions, salt)
                            select log_index, leaf, records::bigint[], versions::bigint[], salt
                              from unnest(?, ?, ?, ?, ?) as read (log_index, leaf, records, versions, salt)""",
                    receipts.stream().map(Receipt::logIndex).toArray(Long[]::new),
                    receipts.stream().map(Receipt::id).toArray(UUID[]::new),
                    some.stream().map(answer -> array(answer, Seen::no)).toArray(String[]::new),
                    some.stream().map(answer -> array(answer, Seen::version)).toArray(String[]::new),
                    salts.toArray(byte[][]::new));
            told.computeIfAbsent(one.party(), party -> new ArrayList<>())
                    .add(disclosures.opened(
                            receipts.getFirst().id(),
                            "RECORD",
                            one.allowed(),
                            Datasets.ASN_RECORD,
                            one.through(),
                            subjects,
                            new LogRange(
                                    receipts.getFirst().logIndex(),
                                    receipts.getLast().logIndex()),
                            null));
        });
        told.forEach((party, given) -> disclosures.record(trip, party, head.at(), given));
        return List.of(recorded);
    }

    /** As PostgreSQL writes an array, since arrays of several lengths cannot lie in one. */
    private static String array(Opened answer, ToLongFunction<Seen> of) {
        return answer.seen().stream()
                .map(one -> Long.toString(of.applyAsLong(one)))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static Leaf leaf(Opened opened, byte[] commitment) {
        Allowed allowed = opened.allowed();
        return Leaf.opened(
                        ProofLog.newId(),
                        "READ",
                        allowed,
                        opened.caller().party(),
                        opened.caller().subject(),
                        commitment)
                .withData(
                        opened.mappingVersion(),
                        opened.dataTime() == null
                                ? null
                                : opened.dataTime().atStartOfDay(JAKARTA).toInstant())
                .withOfficer(opened.caller().officer());
    }

    private static byte[] commitment(byte[] salt, String recordId, long version) {
        return commitment(salt, List.of(new Seen(0, recordId, version)));
    }

    /** Id and version of each record, a line each. */
    private static byte[] commitment(byte[] salt, List<Seen> seen) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            return mac.doFinal(seen.stream()
                    .map(one -> one.id() + '\n' + one.version())
                    .collect(Collectors.joining("\n"))
                    .getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}
