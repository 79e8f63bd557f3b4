package id.padan.directory.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One version of the table of domain.md 2.2.
 *
 * @param version year and number, such as {@code 2024-1}; versions rise
 * @param synthetic not decided by BKN: refused outside the profiles local and test
 * @param rows in a mapping that is not synthetic, only those that BKN approved answer; a code without one gets no answer
 */
public record StatusMapping(String version, boolean synthetic, List<Row> rows) {

    /** What a record's code can mean outward; the words are those of the agreement, Ps 3(2)c. */
    public enum Answer {
        ACTIVE,
        INACTIVE,
        RETIRED,
        NOT_FOUND
    }

    /**
     * @param id opaque, stays the same as long as the row means the same; it leaves the service, the code never does
     * @param kode {@code kedudukanPnsId}, two characters
     * @param meninggal the row for records of deceased persons with this code
     * @param berlakuDari first day, null for ever
     * @param berlakuSampai day after the last, null for ever
     * @param dasar the law or decision behind it
     * @param tinjau to be reviewed by BKN: its answer is a default
     */
    public record Row(
            String id,
            String kode,
            boolean meninggal,
            String nama,
            Answer jawaban,
            LocalDate berlakuDari,
            LocalDate berlakuSampai,
            String dasar,
            LocalDate disetujuiOlehBknPada,
            boolean tinjau) {
        Row approved(LocalDate day) {
            return new Row(id, kode, meninggal, nama, jawaban, berlakuDari, berlakuSampai, dasar, day, tinjau);
        }
    }

    private static final Pattern VERSION = Pattern.compile("\\d{4}-\\d{1,4}");
    private static final Pattern ROW_ID = Pattern.compile("m-[0-9a-f]{4,16}");
    private static final Pattern KODE = Pattern.compile("[0-9A-Za-z]{2}");

    public StatusMapping {
        rows = rows == null ? List.of() : List.copyOf(rows);
    }

    /** The rows that answer. */
    @JsonIgnore
    public List<Row> answering() {
        return synthetic
                ? rows
                : rows.stream()
                        .filter(row -> row.disetujuiOlehBknPada() != null)
                        .toList();
    }

    /**
     * As approved on that day: rows that BKN still has to review stay without an answer.
     */
    StatusMapping approved(LocalDate day) {
        return new StatusMapping(
                version,
                synthetic,
                rows.stream()
                        .map(row -> row.disetujuiOlehBknPada() != null || row.tinjau() || synthetic
                                ? row
                                : row.approved(day))
                        .toList());
    }

    /** The rows for a record; empty when the mapping does not know its code, and then there is no answer. */
    public List<Row> rowsFor(String kode, boolean deceased) {
        if (kode == null) {
            return List.of();
        }
        Map<String, List<Row>> byKode = byKode();
        if (deceased) {
            // A deceased person with an active code is not active; other answers stay what they are (domain.md 2.3 rule
            // 8).
            List<Row> ofDeceased = byKode.getOrDefault(kode + '+', List.of());
            if (!ofDeceased.isEmpty()) {
                return ofDeceased;
            }
        }
        return byKode.getOrDefault(kode, List.of());
    }

    /** Whether a code stands in the table. */
    public boolean knows(String kode) {
        return kode != null && byKode().containsKey(kode);
    }

    @JsonIgnore
    public boolean isReviewed(String kode) {
        return byKode().getOrDefault(kode, List.of()).stream().noneMatch(Row::tinjau);
    }

    /** Codes whose records say something else under the other mapping: their status events are made anew. */
    public List<String> codesThatDiffer(StatusMapping other) {
        var codes = new HashSet<String>();
        rows.forEach(row -> codes.add(row.kode()));
        other.rows.forEach(row -> codes.add(row.kode()));
        return codes.stream()
                .filter(kode -> !spans(this, kode).equals(spans(other, kode)))
                .sorted()
                .toList();
    }

    private static List<String> spans(StatusMapping mapping, String kode) {
        return mapping.answering().stream()
                .filter(row -> row.kode().equals(kode))
                .map(row -> row.id() + row.meninggal() + row.berlakuDari() + row.berlakuSampai())
                .sorted()
                .toList();
    }

    private Map<String, List<Row>> byKode() {
        return Index.of(this);
    }

    /**
     * An approval is given by who approves, not written into a proposal; it stays with a row that is the same as in the mapping in force.
     *
     * @throws ProblemException INVALID with the row at fault
     */
    void checkApprovals(StatusMapping inForce) {
        int number = 0;
        for (Row row : rows) {
            number++;
            if (!synthetic
                    && row.disetujuiOlehBknPada() != null
                    && (inForce.synthetic() || !inForce.rows().contains(row))) {
                throw invalid(
                        "disetujuiOlehBknPada",
                        number,
                        "no day of approval in a row that is new or changed",
                        "tanpa tanggal persetujuan pada baris yang baru atau berubah");
            }
        }
    }

    /** @throws ProblemException INVALID with the row and field at fault */
    void check() {
        if (version == null || !VERSION.matcher(version).matches()) {
            throw invalid("version", null, "a year and a number, such as 2025-1", "tahun dan nomor, misalnya 2025-1");
        }
        if (rows.isEmpty()) {
            throw invalid("rows", null, "at least one row", "sedikitnya satu baris");
        }
        var ids = new HashSet<String>();
        var seen = new HashMap<String, List<Row>>();
        int number = 0;
        for (Row row : rows) {
            number++;
            if (row.id() == null || !ROW_ID.matcher(row.id()).matches() || !ids.add(row.id())) {
                throw invalid("id", number, "m- and hexadecimal digits, unique", "m- dan angka heksadesimal, unik");
            }
            if (row.kode() == null || !KODE.matcher(row.kode()).matches()) {
                throw invalid("kode", number, "two characters", "dua karakter");
            }
            if (row.jawaban() == null) {
                throw invalid("jawaban", number, "one of the four answers", "salah satu dari empat jawaban");
            }
            if (row.nama() == null || row.nama().isBlank()) {
                throw invalid("nama", number, "the code's name", "nama kode");
            }
            if (row.dasar() == null || row.dasar().isBlank()) {
                throw invalid("dasar", number, "the basis of the decision", "dasar keputusan");
            }
            if (row.berlakuDari() != null
                    && row.berlakuSampai() != null
                    && !row.berlakuDari().isBefore(row.berlakuSampai())) {
                throw invalid("berlakuSampai", number, "after berlakuDari", "sesudah berlakuDari");
            }
            for (Row earlier : seen.computeIfAbsent(row.kode() + row.meninggal(), none -> new ArrayList<>())) {
                if (overlap(earlier, row)) {
                    throw invalid(
                            "berlakuDari",
                            number,
                            "no overlap with another row of the code",
                            "tidak tumpang tindih dengan baris lain dari kode itu");
                }
            }
            seen.get(row.kode() + row.meninggal()).add(row);
        }
        var active = rows.stream()
                .filter(row -> row.jawaban() == Answer.ACTIVE && !row.meninggal())
                .map(Row::kode)
                .collect(Collectors.toSet());
        for (String kode : active) {
            if (rows.stream()
                    .noneMatch(row -> row.kode().equals(kode) && row.meninggal() && row.jawaban() != Answer.ACTIVE)) {
                throw invalid(
                        "meninggal",
                        null,
                        "a row for deceased persons beside each active code",
                        "baris untuk orang meninggal di samping setiap kode aktif");
            }
        }
    }

    boolean isNewerThan(String other) {
        String[] ours = version.split("-");
        String[] theirs = other.split("-");
        int years = Integer.compare(Integer.parseInt(ours[0]), Integer.parseInt(theirs[0]));
        return years != 0 ? years > 0 : Integer.parseInt(ours[1]) > Integer.parseInt(theirs[1]);
    }

    private static boolean overlap(Row one, Row other) {
        boolean oneEndsBefore = one.berlakuSampai() != null
                && other.berlakuDari() != null
                && !one.berlakuSampai().isAfter(other.berlakuDari());
        boolean otherEndsBefore = other.berlakuSampai() != null
                && one.berlakuDari() != null
                && !other.berlakuSampai().isAfter(one.berlakuDari());
        return !oneEndsBefore && !otherEndsBefore;
    }

    private static ProblemException invalid(String field, Integer row, String en, String id) {
        return ProblemException.of(
                        PlatformProblem.INVALID, "The mapping needs: " + en + ".", "Pemetaan memerlukan: " + id + ".")
                .with("field", field)
                .with("row", row);
    }

    /** Looked up for every record, so made once per mapping. */
    private static final class Index {
        private static volatile Index last = new Index(null, Map.of());
        private final StatusMapping of;
        private final Map<String, List<Row>> byKode;

        private Index(StatusMapping of, Map<String, List<Row>> byKode) {
            this.of = of;
            this.byKode = byKode;
        }

        @SuppressWarnings(
                "ReferenceEquality") // the same object, not an equal one: comparing all rows would cost more than the
        // index
        static Map<String, List<Row>> of(StatusMapping mapping) {
            Index index = last;
            if (index.of != mapping) {
                index = new Index(
                        mapping,
                        mapping.answering().stream()
                                .collect(
                                        Collectors.groupingBy(row -> row.meninggal() ? row.kode() + '+' : row.kode())));
                last = index;
            }
            return index.byKode;
        }
    }
}
