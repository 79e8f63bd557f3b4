package id.padan.casn.release;

import id.padan.casn.attack.Attack;
import id.padan.casn.attack.Verdict;
import id.padan.casn.cube.Cube;
import id.padan.casn.cube.Cubes;
import id.padan.casn.protection.ProtectedTable;
import id.padan.casn.protection.Protection;
import id.padan.casn.table.Knowledge;
import id.padan.casn.table.Table;
import id.padan.platform.database.SoleInstance;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Counts, protects and attacks drafts, one after the other: each is attacked together with everything that went out before it. A draft that
 * a stopped service left behind is built again from its beginning.
 */
@Singleton
class Building {
    private static final Logger LOG = Logger.getLogger(Building.class);
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final String TASK = "padan.casn.building";

    private final Jdbi jdbi;
    private final Releases releases;
    private final Cubes cubes;
    private final Quality quality;
    private final ExecutorService builder = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("release-builder").daemon().factory());

    Building(Jdbi jdbi, Releases releases, Cubes cubes, Quality quality) {
        this.jdbi = jdbi;
        this.releases = releases;
        this.cubes = cubes;
        this.quality = quality;
    }

    void start(@Observes @Priority(300) StartupEvent event) {
        wake();
    }

    @PreDestroy
    void close() {
        builder.shutdownNow();
    }

    /** There is a draft. */
    void wake() {
        builder.execute(() -> {
            try (var sole = SoleInstance.tryBe(jdbi, TASK).orElse(null)) {
                if (sole != null) {
                    waiting().forEach(this::build);
                }
            } catch (RuntimeException e) {
                LOG.errorf("drafts could not be looked for: %s", e.getClass().getName());
                LOG.debug("drafts", e);
            }
        });
    }

    private List<UUID> waiting() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id from casn_release where state in ('DRAFT', 'PROTECTED') order by id")
                .mapTo(UUID.class)
                .list());
    }

    /** What is known of a moment: counts, the past, and what others published. */
    private record Known(
            List<Cube> cubes, List<id.padan.casn.table.Release> history, Knowledge knowledge, Quality.Facts facts) {}

    private void build(UUID id) {
        try {
            build(releases.find(id).orElseThrow());
        } catch (RuntimeException e) {
            // A message may quote a value.
            LOG.errorf("release %s could not be built: %s", id, e.getClass().getName());
            LOG.debugf(e, "release %s", id);
            jdbi.useHandle(handle -> handle.execute(
                    "update casn_release set state = 'FAILED' where id = ? and state in ('DRAFT', 'PROTECTED')", id));
        }
    }

    private void build(Release draft) {
        var timing = new LinkedHashMap<String, Long>();
        long from = System.nanoTime();
        Known known = jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> look(handle, draft));
        from = lap(timing, "countedMs", from);
        tell(draft.id(), "DRAFT", timing);
        var protection = new Protection(draft.threshold());
        var candidate = new ArrayList<Table>();
        var years = new ArrayList<YearTable>();
        var losses = new LinkedHashMap<String, Object>();
        for (Cube cube : known.cubes()) {
            var earlier = new ArrayList<>(known.history());
            if (!candidate.isEmpty()) {
                earlier.add(new id.padan.casn.table.Release(draft.id().toString(), LocalDate.now(JAKARTA), candidate));
            }
            ProtectedTable safe = protection.protect(cube.table(), earlier, known.knowledge());
            candidate.add(safe.table());
            losses.put(cube.table().period(), safe.loss());
            years.add(new YearTable(safe.table(), cube.formationShape(), cube.formations()));
        }
        from = lap(timing, "protectedMs", from);
        tell(draft.id(), "PROTECTED", timing);
        Verdict verdict = new Attack(draft.threshold()).on(candidate, known.history(), known.knowledge());
        from = lap(timing, "attackedMs", from);
        long before = from;
        jdbi.useTransaction(tx -> {
            tx.execute("delete from casn_release_table where release = ?", draft.id());
            for (int i = 0; i < years.size(); i++) {
                releases.store(
                        tx,
                        draft.id(),
                        years.get(i),
                        known.cubes().get(i).table().cells());
            }
            long unused = lap(timing, "storedMs", before);
            tx.createUpdate("""
                            update casn_release set state = :state, hash = :hash, data_from = :from, data_to = :to, loss = cast(:loss as jsonb),
                                   verdict = cast(:verdict as jsonb), quality = cast(:quality as jsonb), timing = cast(:timing as jsonb),
                                   attacked_after = :after
                             where id = :id""")
                    .bind("id", draft.id())
                    .bind("state", (verdict.passed() ? ReleaseState.ATTACKED : ReleaseState.UNSAFE).name())
                    .bind("hash", hash(draft, years))
                    .bind("from", known.facts().from())
                    .bind("to", known.facts().to())
                    .bind("loss", releases.write(losses))
                    .bind("verdict", releases.write(told(verdict)))
                    .bind("quality", releases.write(known.facts().told()))
                    .bind("timing", releases.write(timing))
                    .bind("after", known.history().size())
                    .execute();
        });
        LOG.infof("release %s is %s: %s", draft.id(), verdict.passed() ? "safe" : "UNSAFE", timing);
    }

    /** For those who wait: which steps are done, and how long they took. */
    private void tell(UUID id, String state, Map<String, Long> timing) {
        jdbi.useHandle(handle -> handle.execute(
                "update casn_release set state = ?, timing = cast(? as jsonb) where id = ? and state in ('DRAFT', 'PROTECTED')",
                state,
                releases.write(timing),
                id));
    }

    private Known look(Handle handle, Release draft) {
        var counted = draft.years().stream()
                .map(year -> cubes.count(
                        handle,
                        draft.definition(),
                        year,
                        draft.breakdown(),
                        releases.codesBefore(handle, draft.definition(), year)))
                .toList();
        var portal = counted.stream().map(Cube::portal).filter(Objects::nonNull).toList();
        return new Known(
                counted,
                releases.history(handle),
                new Knowledge(cubes.controls(handle, draft.years()), portal),
                quality.look(handle, draft.years()));
    }

    private static Map<String, Object> told(Verdict verdict) {
        var told = new LinkedHashMap<String, Object>();
        told.put("passed", verdict.passed());
        told.put("found", verdict.found());
        told.put("cells", verdict.cells());
        told.put("hidden", verdict.hidden());
        told.put("programs", verdict.programs());
        told.put("variables", verdict.variables());
        told.put("constraints", verdict.constraints());
        told.put("ms", verdict.time().toMillis());
        told.put("findings", verdict.findings());
        return told;
    }

    private static long lap(Map<String, Long> timing, String what, long from) {
        long now = System.nanoTime();
        timing.put(what, (now - from) / 1_000_000);
        return now;
    }

    /** Binds an approval to every cell, and to what the cells are of. */
    private String hash(Release draft, List<YearTable> years) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(
                    releases.write(List.of(draft.definition(), draft.years(), draft.dimensions(), draft.threshold()))
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            for (YearTable year : years) {
                digest.update(
                        releases.write(year.shape().dimensions()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
                for (byte[] part : List.of(
                        Releases.keys(year.table().cells()),
                        Releases.counts(year.table().cells()),
                        Releases.keys(year.formations()),
                        Releases.counts(year.formations()))) {
                    digest.update(part);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
