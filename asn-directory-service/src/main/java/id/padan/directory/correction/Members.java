package id.padan.directory.correction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which SIASN fields an element of annex 10.A stands for. An element with several fields takes its value as a JSON object of the members to
 * change; a plain value means the one that it can only be.
 */
final class Members {
    /** Annex member to SIASN's name, in the annex's order; the member of a single field is empty. */
    private static final Map<String, Map<String, String>> FIELDS = fields();

    private static final String FUNCTIONAL = "jabatanFungsional";
    private static final List<String> DATES =
            List.of("tglLahir", "tmtJabatan", "tmtGolAkhir", "tmtCpns", "tmtPns", "tmtPppk", "tmtPensiun");

    private Members() {}

    private static Map<String, Map<String, String>> fields() {
        var fields = new LinkedHashMap<String, Map<String, String>>();
        List.of(
                        "A-02 nipBaru",
                        "A-03 nipLama",
                        "A-04 nik",
                        "A-05 validNik",
                        "A-06 nama",
                        "A-07 gelarDepan",
                        "A-08 gelarBelakang",
                        "A-09 tempatLahir",
                        "A-10 tglLahir",
                        "A-11 jenisKelamin",
                        "A-12 statusPegawai",
                        "A-13 kedudukanPnsId",
                        "A-14 kedudukanPnsNama",
                        "A-16 instansiIndukId",
                        "A-17 instansiIndukNama",
                        "A-18 instansiKerjaId",
                        "A-19 instansiKerjaNama",
                        "A-20 satuanKerjaKerjaId",
                        "A-21 satuanKerjaKerjaNama",
                        "A-22 unorId",
                        "A-23 unorNama",
                        "A-24 unorIndukId",
                        "A-25 unorIndukNama",
                        "A-26 lokasiKerjaId",
                        "A-27 lokasiKerja",
                        "A-28 jenisJabatanId",
                        "A-29 jabatanFungsionalId",
                        "A-30 jabatanFungsionalNama",
                        "A-32 jenjang",
                        "A-33 tmtJabatan",
                        "A-34 eselonId",
                        "A-35 golRuangAkhirId",
                        "A-36 golRuangAkhir",
                        "A-37 tmtGolAkhir",
                        "A-39 tkPendidikanTerakhirId",
                        "A-40 tkPendidikanTerakhir",
                        "A-41 pendidikanTerakhirId",
                        "A-42 pendidikanTerakhirNama",
                        "A-45 emailGov")
                .forEach(line -> fields.put(line.substring(0, 4), Map.of("", line.substring(5))));
        fields.put("A-38", ordered("tahun", "mkTahun", "bulan", "mkBulan"));
        fields.put("A-43", ordered("tmtCpns", "tmtCpns", "tmtPns", "tmtPns", "tmtPppk", "tmtPppk"));
        fields.put("A-44", ordered("tanggal", "tmtPensiun", "bup", "bupPensiun"));
        return fields;
    }

    private static Map<String, String> ordered(String... pairs) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /** Whether anything can be written under this element: what is derived, or a history, cannot. */
    static boolean isApplicable(String element) {
        return FIELDS.containsKey(element);
    }

    /**
     * The members that a value changes with what they become; null empties one.
     *
     * @param field the one member that is meant; null if the value says it itself
     * @return empty if the value is not one that the element can have
     */
    static Optional<Map<String, String>> read(
            ObjectMapper json, String element, String field, String proposed, ObjectNode record) {
        var members = FIELDS.get(element);
        if (members.containsKey("")) {
            return Optional.of(single("", blankToNull(proposed)));
        }
        if (field != null) {
            return members.containsKey(field) ? Optional.of(single(field, blankToNull(proposed))) : Optional.empty();
        }
        if (proposed == null || !proposed.strip().startsWith("{")) {
            return Optional.ofNullable(shortcut(element, proposed, record))
                    .map(member -> single(member, blankToNull(proposed)));
        }
        try {
            var changed = new LinkedHashMap<String, String>();
            for (var member : json.readTree(proposed).properties()) {
                if (!members.containsKey(member.getKey()) || member.getValue().isContainerNode()) {
                    return Optional.empty();
                }
                changed.put(
                        member.getKey(),
                        member.getValue().isNull()
                                ? null
                                : blankToNull(member.getValue().asText()));
            }
            return changed.isEmpty() ? Optional.empty() : Optional.of(changed);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private static String shortcut(String element, String proposed, ObjectNode record) {
        boolean isNumber = proposed != null && proposed.strip().matches("[0-9]{1,3}");
        return switch (element) {
            case "A-43" -> {
                var kind = record.path("statusPegawai").asText("");
                yield kind.startsWith("PPPK") ? "tmtPppk" : kind.equals("CPNS") ? "tmtCpns" : "tmtPns";
            }
            case "A-44" -> isNumber ? "bup" : "tanggal";
            default -> null;
        };
    }

    /** SIASN's name of each member that is changed, with its new value. */
    static Map<String, String> toFields(String element, Map<String, String> changed, ObjectNode record) {
        var fields = new LinkedHashMap<String, String>();
        changed.forEach((member, value) -> fields.put(field(element, member, record), value));
        if (element.equals("A-13")) {
            // The name of the former status beside the new code would be a contradiction.
            fields.put("kedudukanPnsNama", null);
        }
        return fields;
    }

    /** A position's pair has another place for each of its three kinds (jenisJabatanId). */
    private static String field(String element, String member, ObjectNode record) {
        var field = FIELDS.get(element).get(member);
        return switch (record.path("jenisJabatanId").asText("")) {
            case "1" -> field.replace(FUNCTIONAL, "jabatanStruktural");
            case "4" -> field.replace(FUNCTIONAL, "jabatanFungsionalUmum");
            default -> field;
        };
    }

    /** How the members stand in a record, in the form in which they were proposed; null if the only one is empty. */
    static String show(String element, List<String> members, boolean plain, ObjectNode record, ObjectMapper json) {
        if (plain) {
            return text(record, field(element, members.getFirst(), record));
        }
        var shown = json.createObjectNode();
        members.forEach(member -> shown.put(member, text(record, field(element, member, record))));
        return shown.toString();
    }

    /** Dates as ISO, though records are stored as SIASN writes them. */
    private static String text(ObjectNode record, String field) {
        var value = record.path(field).asText(null);
        return value == null || !DATES.contains(field)
                ? value
                : value.substring(6) + '-' + value.substring(3, 5) + '-' + value.substring(0, 2);
    }

    private static Map<String, String> single(String member, String value) {
        var one = new LinkedHashMap<String, String>();
        one.put(member, value);
        return one;
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
