package id.padan.directory.siasn;

import id.padan.directory.history.Histories;
import id.padan.directory.history.HistoryKind;
import id.padan.directory.history.HistoryReader;
import id.padan.directory.history.HistoryRow;
import id.padan.directory.log.OwnersDecision;
import id.padan.directory.log.RecordingDecisions;
import id.padan.directory.record.AsnRecord;
import id.padan.directory.record.ReadRow;
import id.padan.directory.record.RecordReader;
import id.padan.directory.record.RegisterWriter;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.database.SoleInstance;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.safety.ProductionSafety;
import id.padan.proof.TreeHash;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Pulls records from SIASN into the register, one instance at a time, and goes on after whatever stopped it. */
@ApplicationScoped
class Pulling {
    private static final Logger LOG = Logger.getLogger(Pulling.class);
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final int BLOCK = 50;

    /**
     * @param changed records that differ from what the register had, or are new
     * @param absent NIPs that SIASN does not know; they stay in the register and are its worklist
     * @param refused answers that are no record
     * @param histories which are asked for beside the record
     * @param historyRows rows of histories that are new or differ
     * @param historyRefused rows of histories that could not be read, or are somebody else's
     * @param reason why it stands still, null while it does not
     */
    record Pull(
            UUID id,
            String state,
            OffsetDateTime startedAt,
            OffsetDateTime endedAt,
            int total,
            int found,
            int changed,
            int absent,
            int refused,
            List<String> histories,
            int historyRows,
            int historyRefused,
            String reason) {}

    /** @param rows of histories, of a record that was found */
    private record Asked(
            int no,
            String nip,
            String outcome,
            AsnRecord record,
            Map<HistoryKind, List<HistoryRow>> rows,
            int rowsRefused) {
        Asked(int no, String nip, String outcome) {
            this(no, nip, outcome, null, Map.of(), 0);
        }
    }

    private final Jdbi jdbi;
    private final RegisterWriter register;
    private final Histories histories;
    private final RecordingDecisions decisions;
    private final Duration retry;
    private final Optional<SiasnClient> client;
    private final Semaphore wanted = new Semaphore(1);
    private final Thread thread = Thread.ofVirtual().name("siasn-pull").unstarted(this::run);

    @Inject
    Pulling(
            Jdbi jdbi,
            RegisterWriter register,
            Histories histories,
            RecordingDecisions decisions,
            SiasnSettings settings,
            ProductionSafety safety) {
        this(
                jdbi,
                register,
                histories,
                decisions,
                settings.retry(),
                source(settings, safety)
                        .map(source -> new SiasnClient(
                                source, Clock.systemUTC(), time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()))));
    }

    /** @param retry how long after a failure a pull goes on */
    Pulling(
            Jdbi jdbi,
            RegisterWriter register,
            Histories histories,
            RecordingDecisions decisions,
            Duration retry,
            Optional<SiasnClient> client) {
        this.jdbi = jdbi;
        this.register = register;
        this.histories = histories;
        this.decisions = decisions;
        this.retry = retry;
        this.client = client;
    }

    private static Optional<SiasnSource> source(SiasnSettings settings, ProductionSafety safety) {
        return settings.api().map(api -> {
            var source = new SiasnSource(
                    api,
                    settings.gatewayTokenUrl().orElseThrow(),
                    settings.consumerKey().orElseThrow(),
                    settings.consumerSecret().orElseThrow(),
                    settings.officerTokenUrl().orElseThrow(),
                    settings.officerClient(),
                    settings.officerName().orElseThrow(),
                    settings.officerPassword().orElseThrow(),
                    settings.perSecond());
            for (URI address : List.of(source.api(), source.gatewayTokenUrl(), source.officerTokenUrl())) {
                if (safety.isProduction() && !"https".equals(address.getScheme())) {
                    throw new IllegalStateException("padan.siasn: records and passwords go over https only");
                }
            }
            return source;
        });
    }

    void start(@Observes StartupEvent event) {
        if (client.isPresent()) {
            thread.start();
        }
    }

    @PreDestroy
    void close() {
        thread.interrupt();
    }

    /**
     * Begins a pull.
     *
     * @param nips empty for all that the register has
     * @param kinds histories to ask for beside each record
     * @throws ProblemException CONFLICT without a source, or while another pull runs
     */
    Pull begin(List<String> nips, List<HistoryKind> kinds, OwnersDecision by) {
        if (client.isEmpty()) {
            throw ProblemException.of(
                    PlatformProblem.CONFLICT,
                    "No SIASN source is configured (padan.siasn.api).",
                    "Sumber SIASN belum diatur (padan.siasn.api).");
        }
        UUID id = jdbi.inTransaction(tx -> {
            tx.execute("select pg_advisory_xact_lock(hashtextextended('padan.siasn-pull', 0))");
            if (findRunning(tx).isPresent()) {
                throw ProblemException.of(
                        PlatformProblem.CONFLICT, "Another pull runs.", "Penarikan lain sedang berjalan.");
            }
            UUID made = tx.createQuery("""
                            insert into siasn_pull (id, state, party, started_by, officer, agreement, agreement_version, histories)
                            values (uuidv7(), 'RUNNING', :party, :by, :officer, :agreement, :version, :histories) returning id""")
                    .bindArray(
                            "histories",
                            String.class,
                            kinds.stream().map(HistoryKind::siasn).toArray())
                    .bind("party", by.party())
                    .bind("by", by.actor())
                    .bind("officer", by.officer())
                    .bind("agreement", by.policy().agreementId())
                    .bind("version", by.policy().version())
                    .mapTo(UUID.class)
                    .one();
            if (nips.isEmpty()) {
                tx.execute("""
                        insert into siasn_pull_nip (pull, no, nip)
                        select ?, row_number() over (order by nip), nip from (
                            select distinct nip from asn_record where not removed) all_of_them""", made);
            } else {
                tx.createUpdate("""
                                insert into siasn_pull_nip (pull, no, nip)
                                select :pull, row_number() over (order by nip), nip from (select distinct unnest(:nips) as nip) named""")
                        .bind("pull", made)
                        .bindArray("nips", String.class, nips)
                        .execute();
            }
            return made;
        });
        wanted.release();
        return find(id).orElseThrow();
    }

    Optional<Pull> find(UUID id) {
        return jdbi.withHandle(tx -> tx.createQuery("""
                        select p.*, count(n.no) as total, count(*) filter (where outcome = 'FOUND') as found,
                            count(*) filter (where outcome = 'ABSENT') as absent, count(*) filter (where outcome = 'REFUSED') as refused
                          from siasn_pull p left join siasn_pull_nip n on n.pull = p.id where p.id = :id group by p.id""")
                .bind("id", id)
                .map((row, context) -> new Pull(
                        row.getObject("id", UUID.class),
                        row.getString("state"),
                        row.getObject("started_at", OffsetDateTime.class),
                        row.getObject("ended_at", OffsetDateTime.class),
                        row.getInt("total"),
                        row.getInt("found"),
                        row.getInt("changed"),
                        row.getInt("absent"),
                        row.getInt("refused"),
                        List.of((String[]) row.getArray("histories").getArray()),
                        row.getInt("history_rows"),
                        row.getInt("history_refused"),
                        row.getString("reason")))
                .findOne());
    }

    private static Optional<UUID> findRunning(Handle tx) {
        return tx.createQuery("select id from siasn_pull where state = 'RUNNING' order by started_at limit 1")
                .mapTo(UUID.class)
                .findOne();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                // Another instance may have begun one, or ended in the middle of one.
                var unused = wanted.tryAcquire(retry.toMillis(), TimeUnit.MILLISECONDS);
                try (var sole =
                        SoleInstance.tryBe(jdbi, "padan.asn-directory.siasn").orElse(null)) {
                    Optional<UUID> running = sole == null ? Optional.empty() : jdbi.withHandle(Pulling::findRunning);
                    if (running.isPresent()) {
                        pull(running.get(), sole);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                // Drivers quote the values they choke on, so not even the message may be logged.
                LOG.warnf("the pull from SIASN stands still: %s", e.getClass().getName());
            }
        }
    }

    private void pull(UUID id, SoleInstance sole) throws InterruptedException {
        var reader = new RecordReader();
        List<HistoryKind> kinds = find(id).orElseThrow().histories().stream()
                .map(name -> HistoryKind.find(name).orElseThrow())
                .toList();
        try {
            for (List<Asked> block = next(id); !block.isEmpty(); block = next(id)) {
                var answered = new ArrayList<Asked>();
                try {
                    for (Asked one : block) {
                        answered.add(ask(one, reader, kinds));
                    }
                } finally {
                    // What has been asked need not be asked again.
                    sole.requireStill();
                    keep(id, answered);
                }
            }
            complete(id);
        } catch (SiasnUnavailableException e) {
            LOG.warnf("the pull %s from SIASN stands still: %s", id, e.getMessage());
            jdbi.useHandle(
                    handle -> handle.execute("update siasn_pull set reason = ? where id = ?", e.getMessage(), id));
        }
    }

    private List<Asked> next(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select no, nip from siasn_pull_nip where pull = :id and outcome is null order by no limit :limit")
                .bind("id", id)
                .bind("limit", BLOCK)
                .map((row, context) -> new Asked(row.getInt("no"), row.getString("nip"), null))
                .list());
    }

    /** A record with its histories: whoever fails in the middle is asked again as a whole. */
    private Asked ask(Asked one, RecordReader reader, List<HistoryKind> kinds) throws InterruptedException {
        Optional<byte[]> found = client.orElseThrow().findRecord(one.nip());
        if (found.isEmpty()) {
            return new Asked(one.no(), one.nip(), "ABSENT");
        }
        // Somebody else's record under this NIP would be a mix-up on the way.
        if (!(reader.readJson(found.get(), 0, found.get().length) instanceof ReadRow.Accepted(AsnRecord record))
                || !record.nip().equals(one.nip())) {
            return new Asked(one.no(), one.nip(), "REFUSED");
        }
        var rows = new EnumMap<HistoryKind, List<HistoryRow>>(HistoryKind.class);
        int refused = 0;
        for (HistoryKind kind : kinds) {
            var history = new HistoryReader(kind, reader.counts());
            for (byte[] row : client.orElseThrow().listHistory(kind, one.nip())) {
                if (history.readJson(row, row.length, record.id()) instanceof HistoryRow.Read.Accepted(HistoryRow read)
                        && isOf(record, read)) {
                    rows.computeIfAbsent(kind, none -> new ArrayList<>()).add(read);
                } else {
                    refused++;
                }
            }
        }
        return new Asked(one.no(), one.nip(), "FOUND", record, rows, refused);
    }

    private static boolean isOf(AsnRecord record, HistoryRow row) {
        return row.personId() != null
                ? row.personId().equals(record.id())
                : record.nip().equals(row.nip());
    }

    private void keep(UUID id, List<Asked> answered) {
        var records = new LinkedHashMap<String, AsnRecord>();
        var rows = new EnumMap<HistoryKind, List<HistoryRow>>(HistoryKind.class);
        for (Asked one : answered) {
            if (one.record() != null) {
                records.put(one.record().id(), one.record());
            }
            one.rows()
                    .forEach((kind, some) -> rows.computeIfAbsent(kind, none -> new ArrayList<>())
                            .addAll(some));
        }
        jdbi.useTransaction(tx -> {
            int changed = register.write(tx, List.copyOf(records.values()), LocalDate.now(JAKARTA));
            int rowsChanged = rows.entrySet().stream()
                    .mapToInt(some ->
                            histories.store(tx, some.getKey(), some.getValue()).changed())
                    .sum();
            var batch = tx.prepareBatch("update siasn_pull_nip set outcome = :outcome where pull = :id and no = :no");
            answered.forEach(one -> batch.bind("outcome", one.outcome())
                    .bind("id", id)
                    .bind("no", one.no())
                    .add());
            if (batch.size() > 0) {
                batch.execute();
            }
            tx.createUpdate("""
                            update siasn_pull set changed = changed + :changed, history_rows = history_rows + :rows,
                                history_refused = history_refused + :refused, reason = null where id = :id""")
                    .bind("changed", changed)
                    .bind("rows", rowsChanged)
                    .bind(
                            "refused",
                            answered.stream().mapToInt(Asked::rowsRefused).sum())
                    .bind("id", id)
                    .execute();
        });
    }

    private void complete(UUID id) {
        jdbi.useTransaction(tx -> {
            OwnersDecision by = tx.createQuery("""
                            update siasn_pull set state = 'COMPLETED', ended_at = clock_timestamp() where id = :id
                            returning party, started_by, officer, agreement, agreement_version""")
                    .bind("id", id)
                    .map((row, context) -> new OwnersDecision(
                            row.getString("party"),
                            row.getString("started_by"),
                            row.getString("officer"),
                            new PolicyRef(row.getString("agreement"), row.getString("agreement_version"))))
                    .one();
            var unused = decisions.record(
                    tx,
                    by,
                    "IMPORT",
                    new TreeHash().sha256(id.toString().getBytes(StandardCharsets.UTF_8)),
                    "siasn/pulls/" + id);
        });
        LOG.infof("the pull %s from SIASN is complete", id);
    }
}
