package id.padan.directory.quality;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.OutboxExpander;
import id.padan.platform.events.OutboxRow;
import id.padan.platform.events.OutgoingRecord;
import id.padan.platform.events.Topics;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Publishes what corrections are made from: the anomalies of the run that has just completed, of the persons whom Kemnaker may read, since a
 * list of BKN's goes to Kemnaker. Claim check: the run leaves record numbers, and their evidence is read when the relay comes to them.
 */
@ApplicationScoped
class FindingExpander implements OutboxExpander {
    static final String BLOCK = "asn.finding.block";
    static final String TYPE = "asn.finding";
    private static final String RUN = "asn.finding-run";
    private static final int LARGEST_BLOCK = 5_000;

    /** Those that a correction can mend (domain.md 7.4: what damages an aid answer, and what contradicts itself). */
    static final Set<Indicator> TOLD = EnumSet.of(
            Indicator.CON_1,
            Indicator.CON_2,
            Indicator.CON_3,
            Indicator.CON_4,
            Indicator.TIM_5,
            Indicator.TIM_6,
            Indicator.ACC_4,
            Indicator.ACC_5,
            Indicator.NIK_SHARED,
            Indicator.DECEASED_ACTIVE,
            Indicator.CONTRACT_OVER);

    private final Jdbi jdbi;

    FindingExpander(@Identifier("relay") Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** In the transaction that completes a run: its findings, and behind them the mark that there are no others. */
    static void publish(Handle tx, Outbox outbox, long run, String table) {
        long mask = TOLD.stream().mapToLong(Indicator::mask).reduce(0, (a, b) -> a | b);
        long[] records = tx
                .createQuery("select record_no from " + table
                        + " where in_scope and indicators & :mask <> 0 order by record_no")
                .bind("mask", mask)
                .mapTo(long.class)
                .list()
                .stream()
                .mapToLong(Long::longValue)
                .toArray();
        for (int from = 0; from < records.length; from += LARGEST_BLOCK) {
            outbox.append(
                    tx,
                    OutboxEvent.block(
                            Topics.ASN_FINDING,
                            "block",
                            BLOCK,
                            Arrays.copyOfRange(records, from, Math.min(records.length, from + LARGEST_BLOCK))));
        }
        outbox.append(
                tx,
                OutboxEvent.of(
                        Topics.ASN_FINDING, "run", RUN, Map.of("type", RUN, "run", run, "records", records.length)));
    }

    @Override
    public boolean expands(String type) {
        return type.equals(BLOCK);
    }

    @Override
    public void expand(OutboxRow row, Consumer<OutgoingRecord> out) {
        List<String> told = TOLD.stream().map(Indicator::name).toList();
        jdbi.useHandle(handle -> handle.createQuery("""
                        select r.id, r.nip, q.run, json_agg(json_build_object('indicator', q.indicator,
                                   'evidence', coalesce(q.evidence, '{}'::jsonb)) order by q.bit)::text as findings
                          from quality_anomaly q join asn_record r on r.no = q.record_no
                         where q.record_no = any(:records) and q.in_scope and not r.removed and q.indicator = any(:told)
                         group by r.id, r.nip, q.run""")
                .bind("records", row.records())
                .bindArray("told", String.class, told.toArray())
                .map((result, context) -> new OutgoingRecord(
                        Topics.ASN_FINDING,
                        result.getString("id"),
                        Topics.ASN_FINDING,
                        value(
                                        result.getString("id"),
                                        result.getString("nip"),
                                        result.getLong("run"),
                                        result.getString("findings"))
                                .getBytes(StandardCharsets.UTF_8)))
                .forEach(out));
    }

    /** What is found of one record now, by that run or since; an empty array is said too. */
    static String value(String id, String nip, long run, String findings) {
        var text = new StringBuilder(findings.length() + 120);
        text.append("{\"type\":\"").append(TYPE).append("\",\"asnId\":\"");
        JsonStringEncoder.getInstance().quoteAsString(id, text);
        return text.append("\",\"nip\":\"")
                .append(nip)
                .append("\",\"run\":")
                .append(run)
                .append(",\"findings\":")
                .append(findings)
                .append('}')
                .toString();
    }
}
