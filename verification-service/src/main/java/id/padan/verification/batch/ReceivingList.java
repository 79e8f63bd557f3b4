package id.padan.verification.batch;

import id.padan.platform.agreement.AccessRequest;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Allowed;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.agreement.Policy;
import id.padan.platform.caller.Caller;
import id.padan.platform.events.UuidV7;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.verification.chunk.ChunkManifest;
import id.padan.verification.chunk.ChunkSender;
import id.padan.verification.chunk.ContentKeys;
import id.padan.verification.chunk.RetentionWeek;
import id.padan.verification.list.ChunkSink;
import id.padan.verification.list.FirstOccurrences;
import id.padan.verification.list.ListLimits;
import id.padan.verification.list.ListReader;
import id.padan.verification.list.ListRefused;
import id.padan.verification.list.ListSummary;
import id.padan.verification.list.ListUpload;
import id.padan.verification.list.UploadInterrupted;
import id.padan.verification.projection.StatusIndex;
import id.padan.verification.quota.AskedDays;
import id.padan.verification.quota.QuotaStanding;
import id.padan.verification.quota.RowQuotas;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes in a list: gate first, job row before the first chunk, chunks to the topic while it arrives, sealed with total and hash at its
 * end. Whatever breaks before the seal leaves the job FAILED and nothing else.
 */
@ApplicationScoped
class ReceivingList {
    private static final Logger LOG = Logger.getLogger(ReceivingList.class);

    private final AgreementGate gate;
    private final Jdbi jdbi;
    private final Batches batches;
    private final DatabasePatience database;
    private final ContentKeys contentKeys;
    private final ChunkSender sender;
    private final ReceivingUploads uploads;
    private final RowQuotas quotas;
    private final StatusIndex index;
    private final AskedDays days;
    private final BatchConfig config;
    private final MeterRegistry meters;
    private final FirstOccurrences.Budget memory;
    /** Encryption and hashing beside the threads that read lists. */
    private final ExecutorService sealing = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().name("padan-seal-", 0).daemon().factory());

    ReceivingList(
            AgreementGate gate,
            Jdbi jdbi,
            Batches batches,
            DatabasePatience database,
            ContentKeys contentKeys,
            ChunkSender sender,
            ReceivingUploads uploads,
            RowQuotas quotas,
            StatusIndex index,
            AskedDays days,
            BatchConfig config,
            MeterRegistry meters) {
        this.gate = gate;
        this.jdbi = jdbi;
        this.batches = batches;
        this.database = database;
        this.contentKeys = contentKeys;
        this.sender = sender;
        this.uploads = uploads;
        this.quotas = quotas;
        this.index = index;
        this.days = days;
        this.config = config;
        this.meters = meters;
        memory = new FirstOccurrences.Budget(config.uploadMemory()
                .map(MemorySize::asLongValue)
                .orElse(Runtime.getRuntime().maxMemory() / 5 * 2));
        meters.gauge("padan.batch.uploads", uploads, ReceivingUploads::count);
    }

    @PreDestroy
    void stop() {
        sealing.shutdownNow();
    }

    /** The bytes of a list, behind whatever envelope they came in. */
    interface Body {
        InputStream open() throws IOException;

        /** Called after the list's last byte, before it is sealed. */
        void finish() throws IOException;
    }

    /** What the gate and the date allow; asked before the first byte of the body is read. */
    record Admission(Caller caller, UploadRequest request, Allowed allowed, LocalDate asOf, boolean looksBack) {}

    /** @throws ProblemException what is missing, or what the agreement does not open */
    Admission admit(Caller caller, UploadRequest request) {
        var asked = day(request.asOf());
        var allowed = gate.require(
                AccessRequest.of(caller, request.purpose(), request.programme(), Datasets.NIK_CONFIRMATION));
        var asOf = days.require(allowed.programme(), asked);
        boolean looksBack = asked != null && asked.isBefore(LocalDate.now(StatusIndex.JAKARTA));
        return new Admission(caller, request, allowed, asOf, looksBack);
    }

    private static LocalDate day(String asked) {
        try {
            return asked == null ? null : LocalDate.parse(asked);
        } catch (DateTimeException notADate) {
            throw ProblemException.of(
                            PlatformProblem.INVALID,
                            "The as-of date must be written as yyyy-MM-dd.",
                            "Tanggal as-of harus ditulis yyyy-MM-dd.")
                    .with("field", "asOf");
        }
    }

    /**
     * Receives the list to its end.
     *
     * @param quota is told how the quota stands, also where a list is refused for it
     * @return the sealed list, or the one that this key and these bytes already are
     */
    Batch receive(Admission admission, String idempotencyKey, Body body, Consumer<QuotaStanding> quota) {
        var dataKey = ContentKeys.newDataKey();
        var batch = database.within(() -> open(admission, idempotencyKey, dataKey));
        if (batch.state() != BatchState.RECEIVING) {
            var known = compare(batch, body);
            quota.accept(quotas.standing(quotaOf(known)));
            return known;
        }
        uploads.begin(batch);
        try {
            return receive(batch, dataKey, body, quota);
        } finally {
            uploads.end(batch);
        }
    }

    private Batch open(Admission a, String idempotencyKey, byte[] dataKey) {
        var id = UuidV7.next();
        var programme = gate.findProgramme(a.allowed().programme());
        int retentionDays = programme.map(Policy.Programme::retentionDays).orElse(config.retentionDays());
        // When it will end is not known yet; if it ends in another week, the key is wrapped for that one then.
        var week = RetentionWeek.of(LocalDate.now(StatusIndex.JAKARTA).plusDays(retentionDays));
        return jdbi.inTransaction(tx -> {
            var opening = new Batches.Opening(
                    id,
                    a.caller(),
                    idempotencyKey,
                    a.allowed().purpose(),
                    a.allowed().programme(),
                    a.asOf(),
                    a.looksBack(),
                    a.allowed().policy(),
                    a.allowed().clause(),
                    a.request().fileName(),
                    retentionDays,
                    programme.map(Policy.Programme::standingDays).orElse(null),
                    contentKeys.wrap(dataKey, id, 1, week));
            if (batches.insert(tx, opening)) {
                return batches.get(tx, id);
            }
            var known = batches.lockByKey(tx, a.caller().party(), idempotencyKey);
            requireSameQuestion(known, a);
            return switch (known.state()) {
                case RECEIVING, FAILED ->
                    batches.nextAttempt(
                            tx,
                            known,
                            contentKeys.wrap(dataKey, known.id(), known.attempt() + 1, week),
                            opening,
                            config.eraseSupersededAfter());
                case PROCESSING, COMPLETED, COMPLETED_PARTLY, DESTROYED -> known;
            };
        });
    }

    private static void requireSameQuestion(Batch known, Admission a) {
        boolean same = known.purpose().equals(a.allowed().purpose())
                && Objects.equals(known.programme(), a.allowed().programme());
        // Today is another day tomorrow, and the same question.
        boolean sameDay = known.looksBack() == a.looksBack()
                && (!a.looksBack() || known.asOf().equals(a.asOf()));
        if (!same || !sameDay) {
            throw mismatch("purpose, programme or as-of", "tujuan, program, atau as-of");
        }
    }

    private static RowQuotas.Key quotaOf(Batch batch) {
        return new RowQuotas.Key(batch.party(), batch.programme());
    }

    /** Ends a list as soon as it has more rows than the quota leaves; the seal counts them for good. */
    private static ChunkSink within(QuotaStanding left, SendingChunks sending) {
        return chunk -> {
            if (sending.rows() + chunk.rows() > left.remaining()) {
                throw RowQuotas.exhausted(left);
            }
            sending.accept(chunk);
        };
    }

    private Batch receive(Batch batch, byte[] dataKey, Body body, Consumer<QuotaStanding> quota) {
        var sending = new SendingChunks(batch, dataKey, sender, batches, database, config.inFlight(), sealing);
        try {
            var left = quotas.standing(quotaOf(batch));
            quota.accept(left);
            if (left.remaining() == 0) {
                throw RowQuotas.exhausted(left);
            }
            var summary = ListReader.read(
                    body.open(),
                    new ListUpload(ListLimits.DEFAULT, config.temporaryFolder()),
                    memory,
                    within(left, sending));
            body.finish();
            var manifests = sending.finish();
            return database.within(() -> seal(batch, sending.sent(), summary, manifests, quota));
        } catch (ListRefused refused) {
            fail(batch, refused.code().name(), refused.detailEn(), refused.detailId(), refused.row());
            throw refused.toProblem();
        } catch (SendingChunks.Superseded superseded) {
            throw superseded(batch);
        } catch (IOException broken) {
            long lastRow = broken instanceof UploadInterrupted cut ? cut.lastRow() : sending.rows();
            var problem = ProblemException.of(
                            BatchProblem.UPLOAD_INTERRUPTED,
                            "The upload broke off after row " + lastRow
                                    + ". Nothing was kept; send the list again with the same Idempotency-Key.",
                            "Unggahan terputus setelah baris " + lastRow
                                    + ". Tidak ada yang disimpan; kirim ulang daftar dengan Idempotency-Key yang sama.")
                    .with("lastGoodRow", lastRow);
            fail(batch, problem.code().name(), problem.detailEn(), problem.detailId(), lastRow);
            throw problem;
        } catch (ProblemException problem) {
            fail(batch, problem.code().name(), problem.detailEn(), problem.detailId(), sending.rows());
            throw problem;
        } catch (RuntimeException bug) {
            fail(
                    batch,
                    PlatformProblem.INTERNAL.name(),
                    "An unexpected error ended the upload.",
                    "Galat tak terduga menghentikan unggahan.",
                    sending.rows());
            throw bug;
        }
    }

    private Batch seal(
            Batch batch,
            int chunks,
            ListSummary summary,
            List<ChunkManifest> manifests,
            Consumer<QuotaStanding> quota) {
        return jdbi.inTransaction(tx -> {
            var now = batches.lock(tx, batch.id()).orElseThrow();
            if (now.attempt() != batch.attempt()) {
                throw superseded(batch);
            }
            if (now.state() == BatchState.PROCESSING) {
                // A first commit whose acknowledgement was lost.
                return now;
            }
            if (now.state() != BatchState.RECEIVING) {
                throw superseded(batch);
            }
            if (now.fileSha256() != null && !now.fileSha256().equals(summary.sha256())) {
                throw mismatch("list", "daftar");
            }
            quota.accept(quotas.takeAll(tx, quotaOf(now), summary.rows()));
            meters.counter("padan.batch.rows.received").increment(summary.rows());
            return batches.seal(tx, now, manifests, chunks, summary, index.coverage());
        });
    }

    /** The key has been used: the same bytes are the same list, and nothing is processed again. */
    private static Batch compare(Batch known, Body body) {
        MessageDigest sha256;
        try (var in = body.open()) {
            sha256 = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
            }
            body.finish();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        } catch (IOException cut) {
            throw ProblemException.of(
                    BatchProblem.UPLOAD_INTERRUPTED,
                    "The upload broke off. The list that this Idempotency-Key already names is not affected.",
                    "Unggahan terputus. Daftar yang sudah memakai Idempotency-Key ini tidak terpengaruh.");
        }
        if (!HexFormat.of().formatHex(sha256.digest()).equals(known.fileSha256())) {
            throw mismatch("list", "daftar");
        }
        return known;
    }

    private void fail(Batch batch, String code, String en, String idn, Long lastGoodRow) {
        meters.counter("padan.batch.uploads.failed", "code", code).increment();
        try {
            jdbi.useTransaction(tx -> {
                var now = batches.lock(tx, batch.id()).orElseThrow();
                if (now.attempt() == batch.attempt() && now.state() == BatchState.RECEIVING) {
                    batches.fail(tx, now, new Batch.Problem(code, en, idn, lastGoodRow));
                }
            });
        } catch (RuntimeException away) {
            // The watch finds it: no instance confirms it any more.
            LOG.warnf(
                    "list %s could not be marked as failed (%s): %s",
                    batch.id(), code, away.getClass().getName());
        }
    }

    private static ProblemException superseded(Batch batch) {
        return ProblemException.of(
                        BatchProblem.UPLOAD_SUPERSEDED,
                        "A later upload with the same Idempotency-Key has taken over; this one was dropped.",
                        "Unggahan berikutnya dengan Idempotency-Key yang sama telah mengambil alih; unggahan ini dibuang.")
                .with("batchId", batch.id());
    }

    private static ProblemException mismatch(String what, String apa) {
        return ProblemException.of(
                PlatformProblem.IDEMPOTENCY_MISMATCH,
                "This Idempotency-Key was used with another " + what + ". Use a new key for a new list.",
                "Idempotency-Key ini sudah dipakai dengan " + apa + " lain. Gunakan kunci baru untuk daftar baru.");
    }
}
