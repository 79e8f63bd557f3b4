package id.padan.correction.proposal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import id.padan.correction.competence.Direction;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.agreement.Policy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The elements of the annex in force that can be corrected.
 *
 * @param names first member's name by code
 * @param open codes of the register that a clause opens to Kemnaker (Ps 3(1)a)
 */
record Annex(Map<String, String> names, Set<String> open) {

    /** Members of elements that have more than one, in the records' own names. */
    private static final Map<String, List<String>> MEMBERS = Map.of(
            "A-38", List.of("tahun", "bulan"),
            "A-43", List.of("tmtCpns", "tmtPns", "tmtPppk"),
            "A-44", List.of("tanggal", "bup"),
            "C-01", List.of("nip", "nama", "jenisAsn"),
            "C-02", List.of("jabatanFungsionalId", "kelompokId", "jenjang", "tmtJenjang"),
            "C-03", List.of("instansiId", "unorId", "wilayahKerja"),
            "C-05", List.of("nomorRekomendasi", "tanggalRekomendasi", "berlakuSampai"),
            "C-09", List.of("statusPelaksanaanTugas", "alasanStatus", "noSkStatus", "tmtStatus"));

    /** Members of the rows of a history that can be corrected. */
    private static final Map<String, List<String>> ROWS = Map.of(
            "A-46",
                    List.of(
                            "jabatanId",
                            "jabatanNama",
                            "unorId",
                            "unorNama",
                            "tmt",
                            "nomorSk",
                            "tanggalSk",
                            "jenisPenugasanId"),
            "A-47", List.of("mulai", "selesai", "utama", "penunjang", "total", "jenis", "nomorSk"),
            "A-48", List.of("nama", "jenis", "tanggal", "jam", "penyelenggara", "nomor"),
            "A-49", List.of("tahun", "kuadran"));

    /** By what the annex names a row: training has a certificate, performance a year. */
    private static final Map<String, String> ROW_NAMES =
            Map.of("A-46", "id", "A-47", "id", "A-48", "nomor", "A-49", "tahun");

    private static final Set<String> EXCLUDED = Set.of("X", "I");

    static Annex of(Policy.Version version) {
        Set<String> clauses = new HashSet<>();
        for (Policy.Clause clause : version.clauses()) {
            if (clause.grantee().equals(Direction.KEMNAKER_TO_BKN.proposer())
                    && clause.datasets().contains(Datasets.ASN_RECORD)) {
                clauses.add(clause.id());
            }
        }
        Map<String, String> names = new HashMap<>();
        Set<String> open = new HashSet<>();
        for (Policy.Element element : version.elements()) {
            if (EXCLUDED.contains(element.elementClass())) {
                continue;
            }
            names.put(element.code(), element.name());
            if (element.clause() != null && clauses.contains(element.clause())) {
                open.add(element.code());
            }
        }
        return new Annex(Map.copyOf(names), Set.copyOf(open));
    }

    boolean has(String element) {
        return names.containsKey(element);
    }

    /** Whether the element is a list of rows, of which a proposal names one. */
    static boolean isHistory(String element) {
        return ROWS.containsKey(element);
    }

    /** The row of a history in a record; missing if it was not shown. */
    JsonNode row(JsonNode record, String element, String name) {
        JsonNode found = MissingNode.getInstance();
        for (JsonNode row : record.path(names.get(element))) {
            if (row.path(ROW_NAMES.get(element)).asText("").equals(name)) {
                if (!found.isMissingNode()) {
                    return MissingNode.getInstance();
                }
                found = row;
            }
        }
        return found;
    }

    /** The text that a record, or a row of a history, has there; null if it has none. */
    String value(JsonNode record, String element, String field) {
        JsonNode value = element.startsWith("A") && MEMBERS.containsKey(element)
                ? record.path(names.get(element)).path(field)
                : record.path(field);
        return value.isValueNode() && !value.isNull() ? value.asText().strip() : null;
    }

    /** The member that is meant; null if the element has no such member. */
    String field(String element, String asked) {
        if (isHistory(element)) {
            return asked != null && ROWS.get(element).contains(asked) ? asked : null;
        }
        List<String> members = MEMBERS.get(element);
        if (members == null) {
            String name = names.get(element);
            return asked == null || asked.equals(name) ? name : null;
        }
        return asked == null ? members.getFirst() : members.contains(asked) ? asked : null;
    }
}
