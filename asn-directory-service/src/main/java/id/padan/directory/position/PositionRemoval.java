package id.padan.directory.position;

import id.padan.directory.log.OwnersDecision;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.proof.TreeHash;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Positions that a full import no longer has: noted when it ends, shown as a report, removed when a second person approves. A file that would
 * take more than one in a hundred is taken for a broken one.
 */
@ApplicationScoped
class PositionRemoval {

    /** Of so many records one may be absent. */
    private static final long ONE_OF = 100;

    private final Positions positions;
    private final Announcing announcing;

    PositionRemoval(Positions positions, Announcing announcing) {
        this.positions = positions;
        this.announcing = announcing;
    }

    /** A record that the file does not have. */
    record Absence(long no, String idAsn, String nip, String kelompokId, String instansiId) {}

    /** In the transaction that ends the import. */
    static void note(Handle tx, UUID importId, List<Long> absent, long present) {
        if (absent.size() * ONE_OF > present) {
            throw ProblemException.of(
                            PlatformProblem.CONFLICT,
                            "The file lacks more than 1 % of the records. Nothing was changed; send all records, or changes as delta.",
                            "Berkas ini tidak memuat lebih dari 1 % data. Belum ada yang diubah; kirim seluruh data, atau perubahannya sebagai delta.")
                    .with("records", present)
                    .with("wouldRemove", absent.size());
        }
        tx.createUpdate("insert into position_absence (import_id, no) select :id, no from unnest(:absent::bigint[]) no")
                .bind("id", importId)
                .bind("absent", absent.stream().mapToLong(Long::longValue).toArray())
                .execute();
    }

    /** The report, by record number after {@code after}. */
    List<Absence> list(UUID importId, long after, int limit) {
        return positions
                .jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select no, asn_id, nip, kelompok_id, instansi_id from position_absence join functional_position using (no)
                        where import_id = :id and no > :after order by no limit :limit""")
                        .bind("id", importId)
                        .bind("after", after)
                        .bind("limit", limit)
                        .map((row, context) -> new Absence(
                                row.getLong(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)))
                        .list());
    }

    /**
     * Removes what the report shows; it is in the log when this returns.
     *
     * @throws ProblemException CONFLICT for the person who imported, if there is nothing to approve, or if newer data has come since
     */
    void approve(UUID importId, OwnersDecision by) {
        UUID leaf = positions.jdbi().inTransaction(tx -> {
            positions.lock(tx);
            Job job = tx.createQuery("""
                            select state, absent, started_by, removal_approved_by, exists (
                                select from position_import later where later.created_at > job.created_at and later.state <> 'FAILED') as outdated
                            from position_import job where id = :id""")
                    .bind("id", importId)
                    .map((row, context) -> new Job(
                            row.getString(1), row.getLong(2), row.getString(3), row.getString(4), row.getBoolean(5)))
                    .one();
            job.requireApprovable(by.actor());
            List<Long> absent = tx.createQuery("select no from position_absence where import_id = :id order by no")
                    .bind("id", importId)
                    .mapTo(Long.class)
                    .list();
            positions.remove(tx, absent);
            tx.execute("""
                    update position_import set removed = absent, removal_approved_by = ?, removal_approved_at = clock_timestamp(),
                        updated_at = clock_timestamp() where id = ?""", by.actor(), importId);
            return positions.announce(
                    tx,
                    by,
                    by.officer(),
                    "POSITION_REMOVAL",
                    new TreeHash().sha256(absent.toString().getBytes(StandardCharsets.UTF_8)),
                    "functional-positions/imports/" + importId,
                    absent);
        });
        announcing.require(leaf);
    }

    private record Job(String state, long absent, String startedBy, String approvedBy, boolean outdated) {
        void requireApprovable(String actor) {
            if (!state.equals("COMPLETED") || absent == 0 || approvedBy != null) {
                throw conflict("There is nothing to approve.", "Tidak ada yang perlu disetujui.");
            }
            if (startedBy.equals(actor)) {
                throw conflict(
                        "Who imported may not approve; a second person of Kemnaker does.",
                        "Pengimpor tidak boleh menyetujui; diperlukan orang kedua dari Kemnaker.");
            }
            if (outdated) {
                throw conflict(
                        "Newer data has come since. Import all records again.",
                        "Data yang lebih baru sudah masuk. Impor ulang seluruh data.");
            }
        }

        private static ProblemException conflict(String en, String id) {
            return ProblemException.of(PlatformProblem.CONFLICT, en, id);
        }
    }
}
