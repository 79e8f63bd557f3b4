package id.padan.casn.release;

import id.padan.casn.code.CodeLists;
import id.padan.casn.code.Dimension;
import id.padan.casn.log.Deciding;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import id.padan.platform.events.UuidV7;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Drafting a release, deciding about it, and consenting to its being passed on. */
@ApplicationScoped
class Publishing {
    private final Jdbi jdbi;
    private final Releases releases;
    private final Building building;
    private final Deciding deciding;
    private final Outbox outbox;
    private final CasnConfig config;

    Publishing(Jdbi jdbi, Releases releases, Building building, Deciding deciding, Outbox outbox, CasnConfig config) {
        this.jdbi = jdbi;
        this.releases = releases;
        this.building = building;
        this.deciding = deciding;
        this.outbox = outbox;
        this.config = config;
    }

    /**
     * Keeps a draft and has it built.
     *
     * @return the draft, or the earlier one of this key
     * @throws ProblemException IDEMPOTENCY_MISMATCH; TABLE_TOO_LARGE before anything is counted
     */
    Release draft(Caller caller, PolicyRef policy, Definition definition, String key) {
        Release drafted = jdbi.inTransaction(tx -> {
            var known = releases.find(tx, key);
            if (known.isPresent()) {
                if (!known.get().definition().equals(definition.id())
                        || !known.get().years().equals(definition.years())
                        || !known.get().breakdown().equals(definition.dimensions())) {
                    throw ProblemException.of(
                            PlatformProblem.IDEMPOTENCY_MISMATCH,
                            "This Idempotency-Key was used for another release.",
                            "Idempotency-Key ini sudah dipakai untuk rilis lain.");
                }
                return known.get();
            }
            requireSmall(tx, definition);
            UUID id = UuidV7.next();
            tx.createUpdate("""
                            insert into casn_release (id, definition, title_id, title_en, years, dimensions, threshold, state, idempotency_key,
                                   drafted_by)
                            values (:id, :definition, :titleId, :titleEn, :years, :dimensions, :threshold, 'DRAFT', :key, :by)""")
                    .bind("id", id)
                    .bind("definition", definition.id())
                    .bind("titleId", definition.titleId())
                    .bind("titleEn", definition.titleEn())
                    .bindArray("years", Integer.class, definition.years())
                    .bindArray(
                            "dimensions",
                            String.class,
                            definition.dimensions().stream()
                                    .map(Dimension::annexName)
                                    .toList())
                    .bind("threshold", config.threshold())
                    .bind("key", key)
                    .bind("by", person(caller))
                    .execute();
            deciding.record(
                    tx, caller, policy, "RELEASE_DRAFTED", sha256(releases.write(definition)), "releases/" + id);
            return releases.find(tx, id).orElseThrow();
        });
        building.wake();
        return drafted;
    }

    /** The officer, behind a machine too. */
    private static String person(Caller caller) {
        return caller.isMachine() && caller.officer() != null ? caller.officer() : caller.subject();
    }

    private void requireSmall(Handle handle, Definition definition) {
        for (int year : definition.years()) {
            long cells = 1;
            for (Dimension dimension : definition.dimensions()) {
                long codes = dimension == Dimension.TAHAPAN
                                || !CodeLists.of(dimension).isEmpty()
                        ? CodeLists.of(dimension).size()
                        : handle.createQuery(
                                        "select count(distinct " + dimension.column()
                                                + ") from casn_formation f left join casn_occupation o on o.jabatan = f.jabatan where f.tahun = :year")
                                .bind("year", year)
                                .mapTo(Long.class)
                                .one();
                cells *= codes + 1;
                if (cells > config.mostCells()) {
                    throw ProblemException.of(
                                    ReleaseProblem.TABLE_TOO_LARGE,
                                    "With its totals this table has more than " + config.mostCells()
                                            + " cells, most of them of nobody or of few. Leave a dimension out.",
                                    "Dengan totalnya tabel ini memiliki lebih dari " + config.mostCells()
                                            + " sel, sebagian besar kosong atau kecil. Kurangi dimensinya.")
                            .with("field", "dimensions");
                }
            }
        }
    }

    /**
     * Puts a release out, for ever.
     *
     * @param hash of the cells that the approver has seen
     * @throws ProblemException SECOND_PERSON_NEEDED, RELEASE_UNSAFE, RELEASE_OUTDATED, CONFLICT
     */
    Release publish(Caller caller, PolicyRef policy, UUID id, String hash) {
        return jdbi.inTransaction(tx -> {
            // One after the other: each was attacked together with all that went out before.
            tx.execute("select pg_advisory_xact_lock(hashtextextended('padan.casn.publishing', 0))");
            Release release = waiting(tx, caller, id);
            if (release.state() == ReleaseState.UNSAFE) {
                throw ProblemException.of(
                                ReleaseProblem.RELEASE_UNSAFE,
                                "The attack found cells that would give people away; see the release's verdict. It cannot be approved.",
                                "Uji serangan menemukan sel yang dapat mengungkap orang; lihat hasil ujinya. Rilis tidak dapat disetujui.")
                        .with("findings", release.verdict().get("findings"));
            }
            if (release.state() != ReleaseState.ATTACKED) {
                throw conflict();
            }
            if (!release.hash().equals(hash)) {
                throw ProblemException.of(
                                PlatformProblem.CONFLICT,
                                "hash is not that of this release's cells: read it again before you approve.",
                                "hash bukan milik sel rilis ini: baca kembali sebelum menyetujui.")
                        .with("field", "hash");
            }
            long published = tx.createQuery("select count(*) from casn_release where state = 'PUBLISHED'")
                    .mapTo(Long.class)
                    .one();
            long attackedAfter = tx.createQuery("select attacked_after from casn_release where id = :id")
                    .bind("id", id)
                    .mapTo(Long.class)
                    .one();
            if (published != attackedAfter) {
                throw ProblemException.of(
                        ReleaseProblem.RELEASE_OUTDATED,
                        "Together with the release that went out meanwhile it may tell more: draft it again.",
                        "Bersama rilis yang terbit sementara itu, rilis ini dapat mengungkap lebih banyak: susun kembali.");
            }
            tx.createUpdate("""
                            update casn_release set state = 'PUBLISHED', decided_by = :by, decided_at = now(),
                                   version = (select coalesce(max(version), 0) + 1 from casn_release where definition = :definition)
                             where id = :id""")
                    .bind("id", id)
                    .bind("by", caller.subject())
                    .bind("definition", release.definition())
                    .execute();
            Release out = releases.find(tx, id).orElseThrow();
            announce(tx, out);
            deciding.record(
                    tx, caller, policy, "RELEASE_PUBLISHED", HexFormat.of().parseHex(hash), "releases/" + id);
            return out;
        });
    }

    Release refuse(Caller caller, PolicyRef policy, UUID id) {
        return jdbi.inTransaction(tx -> {
            Release release = waiting(tx, caller, id);
            if (release.state() != ReleaseState.ATTACKED && release.state() != ReleaseState.UNSAFE) {
                throw conflict();
            }
            tx.execute(
                    "update casn_release set state = 'REFUSED', decided_by = ?, decided_at = now() where id = ?",
                    caller.subject(),
                    id);
            deciding.record(
                    tx, caller, policy, "RELEASE_REFUSED", HexFormat.of().parseHex(release.hash()), "releases/" + id);
            return releases.find(tx, id).orElseThrow();
        });
    }

    private Release waiting(Handle tx, Caller caller, UUID id) {
        tx.execute("select from casn_release where id = ? for update", id);
        Release release = releases.find(tx, id).orElseThrow(Publishing::notFound);
        if (release.draftedBy().equals(caller.subject())) {
            throw ProblemException.of(
                    ReleaseProblem.SECOND_PERSON_NEEDED,
                    "Whoever drafted a release does not decide about it.",
                    "Penyusun rilis tidak memutuskan rilisnya sendiri.");
        }
        return release;
    }

    /** A party's written consent that a release may be passed on to the public. */
    record Written(String documentNumber, LocalDate documentDate, String documentSha256) {}

    /** Keeps a consent; with both parties' the release is for the public. */
    Release consent(Caller caller, PolicyRef policy, UUID id, Written written) {
        return jdbi.inTransaction(tx -> {
            tx.execute("select from casn_release where id = ? for update", id);
            Release release = releases.find(tx, id).filter(Release::isPublished).orElseThrow(Publishing::notFound);
            int added = tx.createUpdate("""
                            insert into casn_consent (release, party, actor, document_number, document_date, document_sha256)
                            values (:id, :party, :actor, :number, :date, :sha256) on conflict do nothing""")
                    .bind("id", id)
                    .bind("party", caller.party())
                    .bind("actor", caller.subject())
                    .bind("number", written.documentNumber())
                    .bind("date", written.documentDate())
                    .bind("sha256", written.documentSha256())
                    .execute();
            if (added == 0) {
                throw ProblemException.of(
                        PlatformProblem.CONFLICT,
                        "This party has consented already.",
                        "Pihak ini sudah memberikan persetujuan.");
            }
            Release now = releases.find(tx, release.id()).orElseThrow();
            announce(tx, now);
            deciding.record(
                    tx,
                    caller,
                    policy,
                    "ONWARD_CONSENT",
                    HexFormat.of().parseHex(written.documentSha256()),
                    "releases/" + id);
            return now;
        });
    }

    /** Whoever of BKN is about to be told a true count. Not of which cell: that would tell the log's readers where few people are. */
    void explained(Caller caller, PolicyRef policy, Release release) {
        jdbi.useTransaction(tx -> deciding.record(
                tx,
                caller,
                policy,
                "CELL_EXPLAINED",
                HexFormat.of().parseHex(release.hash()),
                "releases/" + release.id() + "/explanations"));
    }

    /** {@code casn.release.v1}. */
    record Announced(
            String type,
            UUID id,
            String definition,
            int version,
            List<Integer> years,
            List<String> dimensions,
            Release.OnwardUse onwardUse,
            String hash,
            Instant at,
            String href) {}

    private void announce(Handle tx, Release release) {
        outbox.append(
                tx,
                OutboxEvent.of(
                        Topics.CASN_RELEASE,
                        release.id().toString(),
                        Topics.CASN_RELEASE,
                        new Announced(
                                "casn.release",
                                release.id(),
                                release.definition(),
                                release.version(),
                                release.years(),
                                release.dimensions(),
                                release.onwardUse(),
                                release.hash(),
                                release.decidedAt(),
                                "/api/casn/v1/releases/" + release.id())));
    }

    static ProblemException notFound() {
        return ProblemException.of(PlatformProblem.NOT_FOUND, "There is no such release.", "Rilis tersebut tidak ada.");
    }

    private static ProblemException conflict() {
        return ProblemException.of(
                PlatformProblem.CONFLICT,
                "This release is not waiting for a decision.",
                "Rilis ini tidak sedang menunggu keputusan.");
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
