package id.padan.casn.intake;

import id.padan.casn.code.Dimension;
import id.padan.casn.code.Stage;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Registrant facts: a pseudonym, its formation, the dimensions of persons, and a stage with the day it was reached. Facts may come late, out
 * of order or again.
 */
final class FactRows implements RowForm {
    private static final String KNOWN = """
            formation, pendidikan, rumpun, domisili, jk, usia, disabilitas""";
    /** Facts of one registrant in one body: there are 13 stages, and each fact more is a round over all. */
    static final int MOST = 100;
    /** Rounds from which on an index is worth its making; a year's first load has one or two. */
    private static final int MANY = 4;

    @Override
    public String columns() {
        return """
                pendaftar uuid, formasi_id text, pendidikan text, rumpun text, domisili text, jk text, usia text, disabilitas text,
                tahapan smallint, sejak date, koreksi boolean""";
    }

    @Override
    public Set<String> fields() {
        return Set.of(
                "pendaftarId",
                "formasiId",
                "tkPendidikanId",
                "rumpunPendidikan",
                "provinsiDomisili",
                "jenisKelamin",
                "kelompokUsia",
                "disabilitas",
                "tahapan",
                "tanggal",
                "koreksi");
    }

    @Override
    public String[] read(Map<String, String> row) throws Refusal {
        return new String[] {
            pseudonym(row),
            RowForm.id(row, "formasiId"),
            RowForm.code(row, Dimension.PENDIDIKAN),
            RowForm.code(row, Dimension.RUMPUN),
            RowForm.code(row, Dimension.PROVINSI_DOMISILI),
            RowForm.code(row, Dimension.JENIS_KELAMIN),
            RowForm.code(row, Dimension.KELOMPOK_USIA),
            RowForm.code(row, Dimension.DISABILITAS),
            Integer.toString(Stage.find(RowForm.need(row, "tahapan"))
                    .orElseThrow(() -> new Refusal("tahapan", Reason.UNKNOWN_CODE))
                    .number()),
            RowForm.date(row, "tanggal"),
            Boolean.toString("true".equals(RowForm.find(row, "koreksi")))
        };
    }

    /** A random UUID: anything else could be a number that means something. */
    static String pseudonym(Map<String, String> row) throws Refusal {
        String text = RowForm.need(row, "pendaftarId");
        try {
            return UUID.fromString(text).toString();
        } catch (IllegalArgumentException e) {
            throw new Refusal("pendaftarId", Reason.INVALID);
        }
    }

    @Override
    public Counts merge(Handle tx, LocalDate dataDate) {
        tx.execute("""
                insert into refused select i.row, 'formasiId', 'UNKNOWN_FORMATION' from incoming i
                 where not exists (select from casn_formation f where f.formasi_id = i.formasi_id)""");
        // Rows of one registrant take effect by day and stage; the n-th of each together. In the order of the
        // pseudonyms, so that new ones come into the index side by side.
        tx.execute("""
                create temp table step on commit drop as
                select i.row, i.pendaftar, i.pendidikan, i.rumpun, i.domisili, i.jk, i.usia, i.disabilitas, i.tahapan, i.sejak, i.koreksi,
                       f.no as formation,
                       row_number() over (partition by i.pendaftar order by i.sejak, i.koreksi, i.row)::int as nth
                  from incoming i join casn_formation f using (formasi_id)""");
        tx.execute("analyze step");
        int steps = tx.createQuery("select coalesce(max(nth), 0) from step")
                .mapTo(Integer.class)
                .one();
        if (steps > MANY) {
            tx.execute("create index on step (nth)");
        }
        tx.execute("insert into refused select row, 'pendaftarId', 'TOO_MANY' from step where nth > " + MOST);
        var total = new long[5];
        for (int nth = 1; nth <= Math.min(steps, MOST); nth++) {
            merge(tx, dataDate, nth, total);
        }
        tx.execute("drop table step");
        return new Counts(total[0], total[1], total[2], total[3], total[4]);
    }

    private static void merge(Handle tx, LocalDate dataDate, int nth, long[] total) {
        tx.createUpdate("""
                        create temp table verdict as
                        select s.*, case
                            when (s.formation, s.pendidikan, s.rumpun, s.domisili, s.jk, s.usia, s.disabilitas, s.tahapan)
                               = (e.formation, e.pendidikan, e.rumpun, e.domisili, e.jk, e.usia, e.disabilitas, e.tahapan) then 'DUPLICATE'
                            when s.koreksi and :day >= e.data_date then 'CORRECTED'
                            when s.koreksi then 'LATE'
                            when (s.formation, s.pendidikan, s.rumpun, s.domisili, s.jk, s.usia, s.disabilitas)
                              <> (e.formation, e.pendidikan, e.rumpun, e.domisili, e.jk, e.usia, e.disabilitas) then 'CONTRADICTS'
                            when s.tahapan > e.tahapan then 'ADVANCED'
                            when s.sejak <= e.sejak then 'LATE'
                            else 'STAGE_BACKWARDS' end as outcome
                          from step s join casn_fact e on e.pendaftar = s.pendaftar
                         where s.nth = :nth""").bind("nth", nth).bind("day", dataDate).execute();
        tx.execute("""
                insert into refused select row, case outcome when 'CONTRADICTS' then null else 'tahapan' end, outcome from verdict
                 where outcome in ('CONTRADICTS', 'STAGE_BACKWARDS')""");
        tx.execute("insert into casn_fact_history (pendaftar, " + KNOWN
                + ", tahapan, sejak, data_date, known_from, why) select e.pendaftar, e." + KNOWN.replace(", ", ", e.")
                + ", e.tahapan, e.sejak, e.data_date, e.known_from, v.outcome from verdict v join casn_fact e using (pendaftar)"
                + " where v.outcome in ('ADVANCED', 'CORRECTED')");
        total[3] += tx.createUpdate("insert into casn_fact_history (pendaftar, " + KNOWN
                        + ", tahapan, sejak, data_date, known_from, why) select pendaftar, " + KNOWN
                        + ", tahapan, sejak, :day, now(), outcome from verdict where outcome = 'LATE'")
                .bind("day", dataDate)
                .execute();
        tx.createUpdate("""
                        update casn_fact e set formation = v.formation, pendidikan = v.pendidikan, rumpun = v.rumpun, domisili = v.domisili,
                               jk = v.jk, usia = v.usia, disabilitas = v.disabilitas, tahapan = v.tahapan, sejak = v.sejak,
                               data_date = :day, known_from = now()
                          from verdict v where v.pendaftar = e.pendaftar and v.outcome in ('ADVANCED', 'CORRECTED')""").bind("day", dataDate).execute();
        tx.createQuery("select outcome, count(*) from verdict group by outcome")
                .map((row, context) -> {
                    long count = row.getLong(2);
                    switch (row.getString(1)) {
                        case "ADVANCED" -> total[1] += count;
                        case "CORRECTED" -> total[2] += count;
                        case "DUPLICATE" -> total[4] += count;
                        case null, default -> {}
                    }
                    return true;
                })
                .list();
        tx.execute("drop table verdict");
        if (nth == 1) {
            total[0] += tx.createUpdate("insert into casn_fact (pendaftar, " + KNOWN
                            + ", tahapan, sejak, data_date) select pendaftar, " + KNOWN
                            + ", tahapan, sejak, :day from step s where s.nth = 1"
                            + " and not exists (select from casn_fact e where e.pendaftar = s.pendaftar)")
                    .bind("day", dataDate)
                    .execute();
        }
    }
}
