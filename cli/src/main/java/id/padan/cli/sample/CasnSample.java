package id.padan.cli.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Registrants of a selection and its formations, a pure function of year, size and seed. Distributions are invented: more women where care is
 * taught, most people near their formation, a few agencies with very many registrants and many with a handful, as in life.
 */
final class CasnSample {
    private static final String[] PROVINCES = {
        "11", "12", "13", "14", "15", "16", "17", "18", "19", "21", "31", "32", "33", "34", "35", "36", "51", "52",
        "53", "61", "62", "63", "64", "65", "71", "72", "73", "74", "75", "76", "81", "82", "91", "92", "93", "94",
        "95", "96"
    };
    private static final int[] PEOPLE = {
        54, 148, 56, 64, 36, 85, 20, 90, 15, 21, 106, 483, 365, 37, 407, 119, 43, 53, 53, 54, 27, 41, 38, 7, 26, 30, 91,
        26, 12, 14, 18, 13, 10, 6, 5, 14, 14, 6
    };
    private static final String[] AGES = {"LE20", "21_25", "26_30", "31_35", "36_40", "41_50", "GT50"};
    private static final int[] AGE_WEIGHTS = {3, 34, 32, 20, 6, 4, 1};

    /** @param women of a hundred */
    private record Job(
            String name, String kbji, String method, String education, String field, int women, String kinds) {}

    private static final List<Job> JOBS = List.of(
            new Job("PERAWAT TERAMPIL", "2221.05", "EXACT", "30", "KESEHATAN", 76, "CPNS PPPK_NAKES"),
            new Job("BIDAN TERAMPIL", "2222.01", "EXACT", "30", "KESEHATAN", 100, "CPNS PPPK_NAKES"),
            new Job("DOKTER AHLI PERTAMA", "2211.01", "EXACT", "42", "KESEHATAN", 60, "CPNS PPPK_NAKES"),
            new Job("APOTEKER AHLI PERTAMA", "2262.01", "EXACT", "42", "KESEHATAN", 82, "CPNS PPPK_NAKES"),
            new Job("SANITARIAN TERAMPIL", "3257.02", "EXACT", "30", "KESEHATAN", 64, "CPNS PPPK_NAKES"),
            new Job("GURU KELAS AHLI PERTAMA", "2341.00", "EXACT", "40", "PENDIDIKAN", 70, "PPPK_GURU"),
            new Job("GURU MATEMATIKA AHLI PERTAMA", "2330.00", "MANUAL", "40", "PENDIDIKAN", 66, "PPPK_GURU"),
            new Job("DOSEN ASISTEN AHLI", "2310.00", "MANUAL", "45", "SOSIAL", 51, "CPNS"),
            new Job("AUDITOR AHLI PERTAMA", "2411.02", "EXACT", "40", "EKONOMI", 52, "CPNS PPPK_TEKNIS"),
            new Job("ANALIS KEBIJAKAN AHLI PERTAMA", "2422.01", "EXACT", "40", "SOSIAL", 50, "CPNS PPPK_TEKNIS"),
            new Job("ARSIPARIS TERAMPIL", "2621.99", "EXACT", "30", "SOSIAL", 58, "CPNS PPPK_TEKNIS"),
            new Job("PEMADAM KEBAKARAN PEMULA", "5411.01", "EXACT", "15", "UMUM", 4, "CPNS PPPK_TEKNIS"),
            new Job("PENJAGA TAHANAN", "5413.00", "EXACT", "15", "UMUM", 16, "CPNS"),
            new Job("OPERATOR KOMPUTER", "3511.01", "EXACT", "30", "KOMPUTER", 40, "CPNS PPPK_TEKNIS"),
            new Job("PRANATA HUKUM", "2611.00", "MANUAL", "40", "HUKUM", 48, "CPNS"),
            new Job("PENYULUH PERTANIAN", "2132.00", "MANUAL", "40", "PERTANIAN", 46, "CPNS PPPK_TEKNIS"),
            new Job("PENGELOLA PEMANFAATAN BARANG", null, null, "40", "EKONOMI", 50, "CPNS PPPK_TEKNIS"));

    private record Formation(
            String id,
            String kind,
            String agency,
            String agencyName,
            String level,
            Job job,
            String province,
            long positions) {}

    private final CasnYear year;
    private final long seed;
    private final Map<String, List<Formation>> formations = new HashMap<>();
    private final List<Formation> ministry = new ArrayList<>();

    CasnSample(CasnYear year, long seed) {
        this.year = year;
        this.seed = seed;
        year.formations().forEach(this::found);
    }

    private void found(String kind, long positions) {
        List<Job> jobs = JOBS.stream()
                .filter(job -> (" " + job.kinds() + " ").contains(" " + kind + " "))
                .toList();
        // A third of the agencies are central; a small sample has fewer agencies, not only emptier ones.
        int agencies = (int) Math.max(3, Math.min(547, positions / 20));
        int count = (int) Math.max(3, Math.min((long) agencies * jobs.size(), positions));
        var found = new ArrayList<Formation>();
        for (int i = 0; i < count; i++) {
            int agency = i % agencies;
            boolean central = agency < agencies / 8;
            boolean first = central && agency == 0 && kind.equals("CPNS") && year.ministry() > 0;
            Job job = jobs.get((i / agencies + agency) % jobs.size());
            var formation = new Formation(
                    "F-" + year.year() + "-" + kind + "-" + i,
                    kind,
                    first ? "I-KUMHAM" : "I-" + agency,
                    first
                            ? "Kementerian Hukum dan HAM"
                            : (central ? "Kementerian Contoh " : "Pemerintah Daerah Contoh ") + agency,
                    central ? "PUSAT" : agency % 7 == 0 ? "PROVINSI" : "KABKOTA",
                    job,
                    PROVINCES[central ? 10 : weighted(PEOPLE, hash(agency, 1))],
                    positions / count + (i < positions % count ? 1 : 0));
            found.add(formation);
            if (first) {
                ministry.add(formation);
            }
        }
        formations.put(kind, found);
    }

    long write(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Lines lines = SampleOutput.open(folder.resolve("occupations.csv"))) {
            lines.put("jabatan_nm,kbji,metode\n");
            for (Job job : JOBS) {
                if (job.kbji() != null) {
                    lines.put(job.name() + "," + job.kbji() + "," + job.method())
                            .end();
                }
            }
        }
        try (Lines lines = SampleOutput.open(folder.resolve("formations-" + year.year() + ".csv"))) {
            lines.put(
                    "formasi_id,tahun,pengadaan_kd,jp_nama,formasi_nm,instansi_id,ins_nm,tingkat,jabatan_nm,provinsi,jumlah_formasi\n");
            for (List<Formation> of : formations.values()) {
                for (Formation one : of) {
                    lines.put(String.join(
                                    ",",
                                    one.id(),
                                    Integer.toString(year.year()),
                                    one.kind().equals("CPNS") ? "2" : "3",
                                    one.kind().replace('_', ' '),
                                    "UMUM",
                                    one.agency(),
                                    one.agencyName(),
                                    one.level(),
                                    one.job().name(),
                                    one.province(),
                                    Long.toString(one.positions())))
                            .end();
                }
            }
        }
        if (!year.controls().isEmpty()) {
            try (Lines lines = SampleOutput.open(folder.resolve("controls-" + year.year() + ".csv"))) {
                lines.put("tahun,jenisPengadaan,ukuran,nilai,sumber,tanggalTerbit\n");
                for (CasnYear.Control control : year.controls()) {
                    lines.put(String.format(
                                    Locale.ROOT,
                                    "%d,%s,%s,%d,Angka terbitan,%d-12-31",
                                    year.year(),
                                    control.procurement().equals("_T") ? "" : control.procurement(),
                                    control.measure(),
                                    control.value(),
                                    year.year()))
                            .end();
                }
            }
        }
        return facts(folder.resolve("facts-" + year.year() + ".csv"));
    }

    private long facts(Path file) throws IOException {
        long all = year.quotas().stream()
                .filter(quota -> quota.procurement().equals("CPNS"))
                .mapToLong(CasnYear.Quota::count)
                .sum();
        long civil = 0;
        long no = 0;
        try (Lines lines = SampleOutput.open(file)) {
            lines.put(
                    "pendaftarId,formasiId,tkPendidikanId,rumpunPendidikan,provinsiDomisili,jenisKelamin,kelompokUsia,disabilitas,tahapan,tanggal\n");
            for (CasnYear.Quota quota : year.quotas()) {
                boolean mixed = quota.procurement().equals("CPNS") && !ministry.isEmpty();
                for (long i = 0; i < quota.count(); i++, no++) {
                    boolean toMinistry = false;
                    if (mixed) {
                        // Spread evenly over all stages, and exactly so many.
                        toMinistry = (civil + 1) * year.ministry() / all > civil * year.ministry() / all;
                        civil++;
                    }
                    fact(
                            lines,
                            no,
                            quota.stage(),
                            toMinistry ? ministry : formations.get(quota.procurement()),
                            toMinistry);
                }
            }
        }
        return no;
    }

    private void fact(Lines lines, long no, String stage, List<Formation> among, boolean toMinistry)
            throws IOException {
        // Some formations draw very many.
        double skewed = unit(hash(no, 2));
        Formation formation = among.get((int) (among.size() * skewed * skewed));
        if (!toMinistry && formation.agency().equals("I-KUMHAM")) {
            formation = among.get((among.indexOf(formation) + 1) % among.size());
        }
        Job job = formation.job();
        String domicile = unit(hash(no, 3)) < 0.7 ? formation.province() : PROVINCES[weighted(PEOPLE, hash(no, 4))];
        lines.put(pseudonym(no))
                .put(',')
                .put(formation.id())
                .put(',')
                .put(job.education())
                .put(',')
                .put(job.field())
                .put(',')
                .put(domicile)
                .put(unit(hash(no, 5)) * 100 < job.women() ? ",F," : ",M,")
                .put(AGES[weighted(AGE_WEIGHTS, hash(no, 6))])
                .put(unit(hash(no, 7)) < 0.004 ? ",Y," : ",T,")
                .put(stage)
                .put("," + year.year() + "-12-01")
                .end();
    }

    private String pseudonym(long no) {
        // With a letter in front, so that it can never look like a number.
        long high = hash(no, 8) & 0x0fffffffffff0fffL | 0xa000000000004000L;
        long low = hash(no, 9) & 0x3fffffffffffffffL | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    private long hash(long no, int what) {
        long z = seed * 0x9e3779b97f4a7c15L + year.year() * 0xbf58476d1ce4e5b9L + no * 16 + what;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    private static double unit(long hash) {
        return (hash >>> 11) * 0x1.0p-53;
    }

    private static int weighted(int[] weights, long hash) {
        int all = 0;
        for (int weight : weights) {
            all += weight;
        }
        double at = unit(hash) * all;
        for (int i = 0; i < weights.length; i++) {
            at -= weights[i];
            if (at < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }
}
