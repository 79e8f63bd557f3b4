package id.padan.journey;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A register and its answers written by hand from domain.md 2.2 and 2.3, knowing nothing of our code: the oracle. */
final class Register {
    /** A code that no table has. */
    static final String UNKNOWN_CODE = "37";

    /** TINJAU in domain.md 2.2. */
    static final Map<String, String> TO_BE_REVIEWED =
            Map.of("51", "INACTIVE", "69", "NOT_FOUND", "70", "NOT_FOUND", "92", "INACTIVE");

    private static final Map<String, String> ANSWERS = new LinkedHashMap<>();

    static {
        for (var code : List.of("01", "03", "08", "11", "12", "15", "16", "20", "71")) {
            ANSWERS.put(code, "ACTIVE");
        }
        for (var code : List.of(
                "02", "04", "05", "06", "07", "09", "13", "14", "52", "66", "67", "68", "72", "73", "77", "89", "90",
                "91")) {
            ANSWERS.put(code, "INACTIVE");
        }
        for (var code : List.of("88", "98", "99")) {
            ANSWERS.put(code, "RETIRED");
        }
        // To be reviewed by BKN: until then its default is answered, and the worklist says so.
        ANSWERS.putAll(TO_BE_REVIEWED);
    }

    static final Map<String, String> STATEMENTS = Map.of(
            "ACTIVE", "tercatat sebagai ASN aktif",
            "INACTIVE", "tercatat sebagai ASN tidak aktif",
            "RETIRED", "tercatat sebagai ASN pensiun",
            "NOT_FOUND", "tidak ditemukan");

    private final StringBuilder records = new StringBuilder();
    private final Map<String, String> expected = new LinkedHashMap<>();
    private final int year;
    private int next;

    /** @param year two digits of a birth year that no generated person has, so that numbers never collide */
    Register(int year) {
        this.year = year;
    }

    /** One person for each code of the table, and every special case of 2.3. */
    static Register complete() {
        var register = new Register(38);
        ANSWERS.forEach((code, answer) -> register.expect(register.person(code), answer));
        register.expect(register.person(UNKNOWN_CODE), "STATUS_UNMAPPED");
        register.expect(register.person("1"), "ACTIVE");

        var reentered = register.person("99");
        register.record(reentered, "71", record -> {});
        register.expect(reentered, "ACTIVE");
        var left = register.person("88");
        register.record(left, "66", record -> {});
        register.expect(left, "INACTIVE");

        register.expect(register.person("01", record -> record.put("validNik", false)), "ACTIVE");
        register.expect(register.person("01", record -> record.put("sebuahFieldBaru", "diabaikan")), "ACTIVE");
        register.expect(
                register.person("99", record -> {
                    record.put("agama", "Islam");
                    record.put("gajiPokok", "1");
                    record.put("alamat", "Jalan Contoh 1");
                }),
                "RETIRED");
        register.expect(register.nik(), "NOT_FOUND");
        return register;
    }

    String person(String code) {
        return person(code, record -> {});
    }

    String person(String code, Consumer<ObjectNode> change) {
        var nik = nik();
        record(nik, code, change);
        return nik;
    }

    /** A number that nobody has yet; its serial is of those that are never issued. */
    String nik() {
        int index = next++;
        return "3171%02d%02d%02d%02d%04d"
                .formatted(1 + index % 8, 1 + index / 10 % 28, 1 + index / 280, year, 9990 + index % 10);
    }

    void record(String nik, String code, Consumer<ObjectNode> change) {
        int index = next++;
        var record = Api.JSON.createObjectNode();
        record.put("id", "%032X".formatted(0x7AD0_0000L + year * 100_000L + index));
        record.put(
                "nipBaru",
                "19%02d%s%s2000%02d1999".formatted(year, nik.substring(8, 10), nik.substring(6, 8), 1 + index % 12));
        record.put("nipLama", "");
        record.put("nama", "CONTOH ORANG " + nik.substring(6, 8));
        record.put("tglLahir", nik.substring(6, 8) + "-" + nik.substring(8, 10) + "-19" + year);
        record.put("jenisKelamin", "M");
        record.put("nik", nik);
        record.put("validNik", true);
        record.put("statusPegawai", "PNS");
        record.put("kedudukanPnsId", code);
        record.putNull("tmtPensiun");
        change.accept(record);
        records.append(record).append('\n');
    }

    void expect(String nik, String answer) {
        expected.put(nik, answer);
    }

    String ndjson() {
        return records.toString();
    }

    Map<String, String> expected() {
        return expected;
    }

    List<String> niks() {
        return new ArrayList<>(expected.keySet());
    }

    static String today() {
        return LocalDate.now(ZoneId.of("Asia/Jakarta")).toString();
    }
}
