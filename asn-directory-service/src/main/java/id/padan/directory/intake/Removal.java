package id.padan.directory.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.directory.history.Histories;
import id.padan.directory.history.HistoryKind;
import id.padan.directory.log.OwnersDecision;
import id.padan.directory.log.RecordingDecisions;
import id.padan.directory.record.RegisterWriter;
import id.padan.directory.worklist.Worklist;
import id.padan.directory.worklist.Worklist.Finding;
import id.padan.directory.worklist.Worklist.Kind;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.proof.TreeHash;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Records, or rows of a history, that a full import no longer has: noted when it ends, shown as a report, removed when a second person approves. A file that would
 * take more than one in a hundred is taken for a broken one.
 */
@ApplicationScoped
class Removal {

    /** Of so many records one may be absent. */
    private static final long ONE_OF = 100;

    private final Jdbi jdbi;
    private final RegisterWriter register;
    private final Histories histories;
    private final RecordingDecisions decisions;
    private final Worklist worklist;

    Removal(Jdbi jdbi, RegisterWriter register, Histories histories, RecordingDecisions decisions, Worklist worklist) {
        this.jdbi = jdbi;
        this.register = register;
        this.histories = histories;
        this.decisions = decisions;
        this.worklist = worklist;
    }

    /**
     * What the file does not have.
     *
     * @param no of the record, or of the row of a history
     * @param row SIASN's id of the row, null for a record
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Absence(long no, String id, String nip, String instansiKerja, LocalDate dataDate, String row) {}

    /** @throws ProblemException CONFLICT if more than one in a hundred would vanish */
    static void requireFew(long absent, long present) {
        if (absent * ONE_OF > present) {
            throw ProblemException.of(
                            PlatformProblem.CONFLICT,
                            "The file would remove more than 1 % of the register. Nothing was removed; send the whole register, or changes as delta.",
                            "Berkas ini akan menghapus lebih dari 1 % data. Belum ada yang dihapus; kirim seluruh data, atau perubahannya sebagai delta.")
                    .with("records", present)
                    .with("wouldRemove", absent);
        }
    }

    /** In the transaction that ends the import. */
    void note(Handle tx, UUID importId, HistoryKind kind, long[] absent) {
        tx.createUpdate("insert into " + table(kind != null) + " select :id, no from unnest(:absent) no")
                .bind("id", importId)
                .bind("absent", absent)
                .execute();
        tx.execute("update import_job set absent = ? where id = ?", absent.length, importId);
        worklist.raise(tx, List.of(new Finding(Kind.REMOVAL_APPROVAL, importId.toString())));
    }

    private static String table(boolean history) {
        return history ? "import_history_absence (import_id, row_no)" : "import_absence (import_id, no)";
    }

    /** The report, by number after {@code after}. */
    List<Absence> list(UUID importId, long after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select r.no, r.id, r.nip, r.elements::jsonb ->> 'instansiKerjaNama' as agency, r.data_date, null as row
                        from import_absence a join asn_record r using (no)
                        where a.import_id = :id and no > :after
                        union all
                        select a.row_no, r.id, r.nip, r.elements::jsonb ->> 'instansiKerjaNama', r.data_date, h.id
                        from import_history_absence a join asn_history h using (row_no) join asn_record r using (no)
                        where a.import_id = :id and row_no > :after
                        order by no limit :limit""")
                .bind("id", importId)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> new Absence(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getObject(5, LocalDate.class),
                        row.getString(6)))
                .list());
    }

    /**
     * Removes what the report shows.
     *
     * @throws ProblemException CONFLICT for the person who imported, if there is nothing to approve, or if newer data has come since
     */
    void approve(UUID importId, OwnersDecision by) {
        jdbi.useTransaction(tx -> {
            tx.execute("select pg_advisory_xact_lock(hashtextextended('padan.import', 0))");
            Job job = tx.createQuery("""
                            select state, absent, started_by, removal_approved_by, rows, exists (
                                select from import_job later where later.created_at > job.created_at and later.state <> 'FAILED' and later.rows = job.rows) as outdated
                            from import_job job where id = :id""")
                    .bind("id", importId)
                    .map((row, context) -> new Job(
                            row.getString(1),
                            row.getLong(2),
                            row.getString(3),
                            row.getString(4),
                            !row.getString(5).equals(Imports.RECORDS),
                            row.getBoolean(6)))
                    .one();
            job.requireApprovable(by.actor());
            long[] absent = tx
                    .createQuery(
                            job.history()
                                    ? "select row_no from import_history_absence where import_id = :id order by row_no"
                                    : "select no from import_absence where import_id = :id order by no")
                    .bind("id", importId)
                    .mapTo(Long.class)
                    .list()
                    .stream()
                    .mapToLong(Long::longValue)
                    .toArray();
            for (int from = 0; from < absent.length; from += RegisterWriter.BLOCK) {
                long[] block = Arrays.copyOfRange(absent, from, Math.min(absent.length, from + RegisterWriter.BLOCK));
                if (job.history()) {
                    histories.remove(tx, block);
                } else {
                    register.remove(tx, block);
                }
            }
            tx.execute("""
                    update import_job set removed = absent, removal_approved_by = ?, removal_approved_at = clock_timestamp(),
                        updated_at = clock_timestamp() where id = ?""", by.actor(), importId);
            worklist.close(tx, Kind.REMOVAL_APPROVAL, importId.toString());
            byte[] commitment = new TreeHash().sha256(Arrays.toString(absent).getBytes(StandardCharsets.UTF_8));
            var unused = decisions.record(tx, by, "REMOVAL", commitment, "imports/" + importId);
        });
    }

    private record Job(
            String state, long absent, String startedBy, String approvedBy, boolean history, boolean outdated) {
        void requireApprovable(String actor) {
            if (!state.equals("COMPLETED") || absent == 0 || approvedBy != null) {
                throw conflict("There is nothing to approve.", "Tidak ada yang perlu disetujui.");
            }
            if (startedBy.equals(actor)) {
                throw conflict(
                        "Who imported may not approve; a second person of BKN does.",
                        "Pengimpor tidak boleh menyetujui; diperlukan orang kedua dari BKN.");
            }
            if (outdated) {
                throw conflict(
                        "Newer data has come since. Import the whole register again.",
                        "Data yang lebih baru sudah masuk. Impor ulang seluruh data.");
            }
        }

        private static ProblemException conflict(String en, String id) {
            return ProblemException.of(PlatformProblem.CONFLICT, en, id);
        }
    }
}
