package id.padan.directory.correction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.directory.history.HistoryKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which SIASN fields the members of a history's row stand for (annex ), and how a row is named. */
final class HistoryMembers {

    private static final Map<String, List<HistoryKind>> KINDS = Map.of(
            "A-46", List.of(HistoryKind.JABATAN),
            "A-47", List.of(HistoryKind.ANGKA_KREDIT),
            "A-48", List.of(HistoryKind.DIKLAT, HistoryKind.KURSUS),
            "A-49", List.of(HistoryKind.KINERJA));

    /** Member by member, SIASN's field; of a month year and month, of what has no field of its own nothing. */
    private static final Map<HistoryKind, Map<String, List<String>>> FIELDS = Map.of(
            HistoryKind.JABATAN,
                    Map.of(
                            "jabatanId", List.of("jabatanFungsionalId"),
                            "jabatanNama", List.of("jabatanFungsionalNama"),
                            "unorId", List.of("unorId"),
                            "unorNama", List.of("unorNama"),
                            "tmt", List.of("tmtJabatan"),
                            "nomorSk", List.of("nomorSk"),
                            "tanggalSk", List.of("tanggalSk"),
                            "jenisPenugasanId", List.of("jenisPenugasanId")),
            HistoryKind.ANGKA_KREDIT,
                    Map.of(
                            "mulai", List.of("tahunMulaiPenailan", "bulanMulaiPenailan"),
                            "selesai", List.of("tahunSelesaiPenailan", "bulanSelesaiPenailan"),
                            "utama", List.of("kreditUtamaBaru"),
                            "penunjang", List.of("kreditPenunjangBaru"),
                            "total", List.of("kreditBaruTotal"),
                            "nomorSk", List.of("nomorSk")),
            HistoryKind.DIKLAT,
                    Map.of(
                            "nama", List.of("latihanStrukturalNama"),
                            "tanggal", List.of("tanggal"),
                            "jam", List.of("jumlahJam"),
                            "penyelenggara", List.of("institusiPenyelenggara"),
                            "nomor", List.of("nomor")),
            HistoryKind.KURSUS,
                    Map.of(
                            "nama", List.of("namaKursus"),
                            "jenis", List.of("jenisKursusNama"),
                            "tanggal", List.of("tanggalKursus"),
                            "jam", List.of("jumlahJam"),
                            "penyelenggara", List.of("institusiPenyelenggara"),
                            "nomor", List.of("noSertipikat")),
            HistoryKind.KINERJA, Map.of("tahun", List.of("tahun"), "kuadran", List.of("kuadranKinerja")));

    private HistoryMembers() {}

    static boolean isHistory(String element) {
        return KINDS.containsKey(element);
    }

    static List<HistoryKind> kinds(String element) {
        return KINDS.get(element);
    }

    /** Rows whose id is not in the annex are named by what is: a certificate by its number, performance by its year. */
    static Optional<String> name(HistoryKind kind) {
        return switch (kind) {
            case DIKLAT -> Optional.of("nomor");
            case KURSUS -> Optional.of("noSertipikat");
            case KINERJA -> Optional.of("tahun");
            default -> Optional.empty();
        };
    }

    /**
     * Puts a value into a row.
     *
     * @param value null to empty the member
     * @return false if the row has no such member, or it cannot have the value
     */
    static boolean put(HistoryKind kind, ObjectNode row, String member, String value) {
        if (kind == HistoryKind.ANGKA_KREDIT && "jenis".equals(member)) {
            return putCreditKind(row, value);
        }
        var fields = member == null ? null : FIELDS.get(kind).get(member);
        if (fields == null) {
            return false;
        }
        var values = new String[] {value};
        if (fields.size() == 2) {
            if (value != null && !value.matches("[0-9]{4}-(0[1-9]|1[0-2])")) {
                return false;
            }
            values = value == null ? new String[2] : value.split("-");
        }
        for (int i = 0; i < values.length; i++) {
            var field = kind == HistoryKind.JABATAN ? position(row, fields.get(i)) : fields.get(i);
            if (values[i] == null) {
                row.remove(field);
            } else {
                row.put(field, values[i]);
            }
        }
        return true;
    }

    /** A general functional position has fields of its own. */
    private static String position(ObjectNode row, String field) {
        return row.hasNonNull("jabatanFungsionalUmumId")
                ? field.replace("jabatanFungsional", "jabatanFungsionalUmum")
                : field;
    }

    private static boolean putCreditKind(ObjectNode row, String value) {
        var flags = Map.of("PERTAMA", "isAngkaKreditPertama", "INTEGRASI", "isIntegrasi", "KONVERSI", "isKonversi");
        if (value != null && !flags.containsKey(value)) {
            return false;
        }
        flags.values().forEach(row::remove);
        if (value != null) {
            row.put(flags.get(value), "1");
        }
        return true;
    }
}
