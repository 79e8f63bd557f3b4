package id.padan.directory.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.directory.access.PersonScope.Ground;
import id.padan.directory.access.PersonScope.Position;
import id.padan.directory.history.HistoryKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Histories in the annex's names: of performance the predicate only, of persons elsewhere the guided positions only. */
public final class OutwardHistories {

    private static final List<String> PREDICATES =
            List.of("SANGAT BAIK", "BAIK", "BUTUH PERBAIKAN", "KURANG", "SANGAT KURANG");

    private OutwardHistories() {}

    /** A list that has nothing in it is absent. */
    static Map<String, ArrayNode> of(
            Map<HistoryKind, List<String>> kept, String party, Ground ground, PersonScope.Rules rules) {
        var outward = new LinkedHashMap<String, ArrayNode>();
        put(
                outward,
                "riwayatJabatan",
                kept,
                row -> ground == Ground.STAFF || isGuided(row, party, rules),
                HistoryKind.JABATAN);
        put(outward, "riwayatAngkaKredit", kept, row -> true, HistoryKind.ANGKA_KREDIT);
        put(outward, "riwayatDiklat", kept, row -> true, HistoryKind.DIKLAT, HistoryKind.KURSUS);
        put(outward, "kinerja", kept, row -> true, HistoryKind.KINERJA);
        return outward;
    }

    /** One row in the annex's names; empty if nothing of it goes out. */
    public static ObjectNode row(HistoryKind kind, JsonNode row) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        switch (kind) {
            case JABATAN -> position(row, entry);
            case ANGKA_KREDIT -> credit(row, entry);
            case DIKLAT, KURSUS -> training(row, entry);
            case KINERJA -> performance(row, entry);
            case GOLONGAN, PEMBERHENTIAN, CLTN -> {
                // Class I, or shown by the record itself.
            }
        }
        return entry;
    }

    private static boolean isGuided(JsonNode row, String party, PersonScope.Rules rules) {
        return rules.position(row.path("jabatanFungsionalId").textValue())
                .map(Position::guide)
                .filter(guide -> rules.parties().getOrDefault(guide, List.of()).contains(party))
                .isPresent();
    }

    private static void put(
            Map<String, ArrayNode> outward,
            String name,
            Map<HistoryKind, List<String>> kept,
            Predicate<JsonNode> open,
            HistoryKind... kinds) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (HistoryKind kind : kinds) {
            kept.getOrDefault(kind, List.of()).stream()
                    .map(Person::tree)
                    .filter(open)
                    .map(row -> row(kind, row))
                    .filter(entry -> !entry.isEmpty())
                    .forEach(list::add);
        }
        if (!list.isEmpty()) {
            outward.put(name, list);
        }
    }

    private static void position(JsonNode row, ObjectNode entry) {
        text(row, entry, "id", "id");
        text(row, entry, "jabatanId", "jabatanFungsionalId", "jabatanFungsionalUmumId");
        text(row, entry, "jabatanNama", "jabatanFungsionalNama", "jabatanFungsionalUmumNama", "namaJabatan");
        text(row, entry, "unorId", "unorId");
        text(row, entry, "unorNama", "unorNama", "namaUnor");
        date(row, entry, "tmt", "tmtJabatan");
        text(row, entry, "nomorSk", "nomorSk");
        date(row, entry, "tanggalSk", "tanggalSk");
        text(row, entry, "jenisPenugasanId", "jenisPenugasanId");
    }

    private static void credit(JsonNode row, ObjectNode entry) {
        text(row, entry, "id", "id");
        month(row, entry, "mulai", "tahunMulaiPenailan", "bulanMulaiPenailan");
        month(row, entry, "selesai", "tahunSelesaiPenailan", "bulanSelesaiPenailan");
        text(row, entry, "utama", "kreditUtamaBaru");
        text(row, entry, "penunjang", "kreditPenunjangBaru");
        text(row, entry, "total", "kreditBaruTotal");
        OutwardRecord.put(
                entry,
                "jenis",
                is(row, "isAngkaKreditPertama")
                        ? "PERTAMA"
                        : is(row, "isIntegrasi") ? "INTEGRASI" : is(row, "isKonversi") ? "KONVERSI" : null);
        text(row, entry, "nomorSk", "nomorSk");
    }

    private static void training(JsonNode row, ObjectNode entry) {
        text(row, entry, "nama", "latihanStrukturalNama", "namaKursus");
        text(row, entry, "jenis", "jenisKursusNama");
        date(row, entry, "tanggal", "tanggal", "tanggalKursus");
        text(row, entry, "jam", "jumlahJam");
        text(row, entry, "penyelenggara", "institusiPenyelenggara");
        text(row, entry, "nomor", "nomor", "noSertipikat");
    }

    private static void performance(JsonNode row, ObjectNode entry) {
        text(row, entry, "tahun", "tahun");
        String value = Optional.ofNullable(OutwardRecord.text(row, "kuadranKinerja"))
                .orElseGet(() -> OutwardRecord.text(row, "kuadranKinerjaNilai"));
        if (value != null && value.matches("[1-5]")) {
            value = PREDICATES.get(Integer.parseInt(value) - 1);
        }
        String predicate = value == null ? null : value.toUpperCase(Locale.ROOT).replace('_', ' ');
        OutwardRecord.put(entry, "kuadran", PREDICATES.contains(predicate) ? predicate : null);
    }

    private static void text(JsonNode row, ObjectNode entry, String name, String... sources) {
        for (String source : sources) {
            String value = OutwardRecord.text(row, source);
            if (value != null) {
                entry.put(name, value);
                return;
            }
        }
    }

    private static void date(JsonNode row, ObjectNode entry, String name, String... sources) {
        for (String source : sources) {
            String value = OutwardRecord.date(row, source);
            if (value != null) {
                entry.put(name, value);
                return;
            }
        }
    }

    private static void month(JsonNode row, ObjectNode entry, String name, String year, String month) {
        String y = OutwardRecord.text(row, year);
        String m = OutwardRecord.text(row, month);
        if (y != null && y.matches("[0-9]{4}") && m != null && m.matches("[0-9]{1,2}")) {
            entry.put(name, y + '-' + (m.length() == 1 ? "0" + m : m));
        }
    }

    private static boolean is(JsonNode row, String name) {
        return Set.of("1", "true").contains(row.path(name).asText().toLowerCase(Locale.ROOT));
    }
}
