package id.padan.directory.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.directory.status.StatusMapping.Answer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A person in the annex's names, everything that an annex could open: dates as ISO, one pair for the three kinds of positions, legal status
 * as no more than what it means (annex 10.A). A-04, the NIK, is not among it: beside a birth date, a sex or a NIP even a mask gives it back.
 */
final class OutwardRecord {

    /** What stands in the record as SIASN has it, annex name first. */
    private static final List<List<String>> TEXTS = List.of(
            List.of("nipLama", "nipLama"),
            List.of("nama", "nama"),
            List.of("gelarDepan", "gelarDepan"),
            List.of("gelarBelakang", "gelarBelakang"),
            List.of("tempatLahir", "tempatLahir"),
            List.of("jenisKelamin", "jenisKelamin"),
            List.of("instansiIndukId", "instansiIndukId"),
            List.of("instansiIndukNama", "instansiIndukNama"),
            List.of("instansiKerjaId", "instansiKerjaId"),
            List.of("instansiKerjaNama", "instansiKerjaNama"),
            List.of("satuanKerjaId", "satuanKerjaKerjaId"),
            List.of("satuanKerjaNama", "satuanKerjaKerjaNama"),
            List.of("unorId", "unorId"),
            List.of("unorNama", "unorNama"),
            List.of("unorIndukId", "unorIndukId"),
            List.of("unorIndukNama", "unorIndukNama"),
            List.of("lokasiKerjaId", "lokasiKerjaId"),
            List.of("lokasiKerjaNama", "lokasiKerja"),
            List.of("jenisJabatanId", "jenisJabatanId"),
            List.of("eselonId", "eselonId"),
            List.of("golonganId", "golRuangAkhirId"),
            List.of("golonganNama", "golRuangAkhir"),
            List.of("tkPendidikanId", "tkPendidikanTerakhirId"),
            List.of("tkPendidikanNama", "tkPendidikanTerakhir"),
            List.of("pendidikanId", "pendidikanTerakhirId"),
            List.of("pendidikanNama", "pendidikanTerakhirNama"),
            List.of("emailDinas", "emailGov"));

    private static final List<List<String>> DATES = List.of(
            List.of("tanggalLahir", "tglLahir"),
            List.of("tmtJabatan", "tmtJabatan"),
            List.of("tmtGolongan", "tmtGolAkhir"));

    private static final Set<String> KINDS = Set.of("PNS", "CPNS", "PPPK", "PPPK_PARUH_WAKTU");

    /** The kinds of positions by {@code jenisJabatanId}; 3 is a structural and a functional one. */
    private static final Map<String, List<String>> POSITION_KINDS = Map.of(
            "1", List.of("jabatanStruktural", "jabatanFungsional", "jabatanFungsionalUmum"),
            "4", List.of("jabatanFungsionalUmum", "jabatanFungsional", "jabatanStruktural"));

    private static final List<String> FUNCTIONAL_FIRST =
            List.of("jabatanFungsional", "jabatanStruktural", "jabatanFungsionalUmum");

    /** Where a NIK strayed into a text, such as a name or an address, the text is left out. */
    private static final Pattern NIK_LIKE = Pattern.compile("(?<![0-9])[0-9]{16}(?![0-9])");

    private OutwardRecord() {}

    /**
     * @param answer what the mapping makes of the record's code today; empty when it does not know it, and then nothing is said
     * @param position the functional position by reference, empty for all that the references do not have
     * @param histories of the person, as the party may see them
     */
    static ObjectNode of(
            Person person,
            Optional<PersonScope.Position> position,
            Optional<Answer> answer,
            Map<String, ArrayNode> histories) {
        JsonNode siasn = person.siasn();
        ObjectNode outward = JsonNodeFactory.instance.objectNode();
        outward.put("idAsn", person.id());
        outward.put("nip", person.nip());
        TEXTS.forEach(names -> put(outward, names.get(0), text(siasn, names.get(1))));
        DATES.forEach(names -> put(outward, names.get(0), date(siasn, names.get(1))));
        if (siasn.path("validNik").isBoolean()) {
            outward.put("nikValid", siasn.path("validNik").booleanValue());
        }
        String kind = Optional.ofNullable(text(siasn, "statusPegawai"))
                .map(value -> value.toUpperCase(Locale.ROOT).replace(' ', '_'))
                .orElse("");
        put(outward, "jenisAsn", KINDS.contains(kind) ? kind : null);
        answer.ifPresent(known -> status(outward, known, person.statusCode()));
        position(outward, siasn);
        position.ifPresent(functional -> put(outward, "kelompokJabatanId", functional.group()));
        put(outward, "jenjang", position.map(PersonScope.Position::level).orElseGet(() -> text(siasn, "jenjang")));
        object(
                outward,
                "masaKerja",
                Map.entry("tahun", number(siasn, "mkTahun")),
                Map.entry("bulan", number(siasn, "mkBulan")));
        object(
                outward,
                "tmtMulai",
                Map.entry("tmtCpns", Optional.ofNullable(date(siasn, "tmtCpns"))),
                Map.entry("tmtPns", Optional.ofNullable(date(siasn, "tmtPns"))),
                Map.entry("tmtPppk", Optional.ofNullable(date(siasn, "tmtPppk"))));
        object(
                outward,
                "tmtPensiun",
                Map.entry("tanggal", Optional.ofNullable(date(siasn, "tmtPensiun"))),
                Map.entry("bup", number(siasn, "bupPensiun")));
        histories.forEach(outward::set);
        return outward;
    }

    /**
     * Codes tell of discipline and crime, so a code becomes what it means: 01 and 71 serve, 99 is retired, 52 the rest (annex A-13). The
     * answer decides and not the code, else a serving code beside "tidak aktif" would tell of a death.
     */
    private static void status(ObjectNode outward, Answer answer, String code) {
        switch (answer) {
            case ACTIVE -> {
                boolean contract = "71".equals(code);
                outward.put("kedudukanHukumId", contract ? "71" : "01");
                outward.put("kedudukanHukumNama", contract ? "PPPK Aktif" : "Aktif");
                outward.put("statusKeaktifan", "AKTIF");
            }
            case RETIRED -> {
                outward.put("kedudukanHukumId", "99");
                outward.put("kedudukanHukumNama", "Pensiun");
                outward.put("statusKeaktifan", "PENSIUN");
            }
            case INACTIVE, NOT_FOUND -> {
                outward.put("kedudukanHukumId", "52");
                outward.put("kedudukanHukumNama", "Tidak Aktif");
                outward.put("statusKeaktifan", "TIDAK_AKTIF");
            }
        }
    }

    private static void position(ObjectNode outward, JsonNode siasn) {
        for (String kind :
                POSITION_KINDS.getOrDefault(siasn.path("jenisJabatanId").asText(), FUNCTIONAL_FIRST)) {
            String id = text(siasn, kind + "Id");
            String name = text(siasn, kind + "Nama");
            if (id != null || name != null) {
                put(outward, "jabatanId", id);
                put(outward, "jabatanNama", name != null ? name : text(siasn, "jabatanNama"));
                return;
            }
        }
        put(outward, "jabatanNama", text(siasn, "jabatanNama"));
    }

    static void put(ObjectNode outward, String name, String value) {
        if (value != null) {
            outward.put(name, value);
        }
    }

    static String text(JsonNode siasn, String name) {
        String value = siasn.path(name).textValue();
        return value == null || NIK_LIKE.matcher(value).find() ? null : value;
    }

    /** {@code dd-MM-yyyy}, as records are stored, to ISO. */
    static String date(JsonNode siasn, String name) {
        String value = siasn.path(name).textValue();
        return value == null || value.length() != 10
                ? null
                : value.substring(6) + '-' + value.substring(3, 5) + '-' + value.substring(0, 2);
    }

    private static Optional<Integer> number(JsonNode siasn, String name) {
        String value = siasn.path(name).asText();
        return value.matches("[0-9]{1,3}") ? Optional.of(Integer.valueOf(value)) : Optional.empty();
    }

    @SafeVarargs
    private static void object(ObjectNode outward, String name, Map.Entry<String, ? extends Optional<?>>... members) {
        ObjectNode object = outward.objectNode();
        for (var member : members) {
            member.getValue().ifPresent(value -> object.putPOJO(member.getKey(), value));
        }
        if (!object.isEmpty()) {
            outward.set(name, object);
        }
    }
}
