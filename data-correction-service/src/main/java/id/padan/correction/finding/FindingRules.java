package id.padan.correction.finding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The rules that can be tried on one record as it was disclosed, in the annex's names. Pure; what the annex does not open, no rule sees. */
final class FindingRules {
    private static final LocalDate ALWAYS = LocalDate.of(2000, 1, 1);

    private FindingRules() {}

    /** @param from the day from which it is one */
    record Found(FindingKind kind, ObjectNode evidence, LocalDate from) {}

    /** @param position Kemnaker's own record of the person; null if it has none */
    static List<Found> of(JsonNode record, JsonNode position) {
        var found = new ArrayList<Found>();
        var nip = record.path("nip").asText("");
        if (!nip.matches("[0-9]{18}")) {
            return found;
        }
        var kind = record.path("jenisAsn").asText("");
        boolean contract = kind.startsWith("PPPK");
        var start = record.path("tmtMulai");
        var cpns = date(start.path("tmtCpns"));
        if ((kind.equals("PNS") || kind.equals("CPNS"))
                && cpns != null
                && !nip.startsWith(compact(cpns).substring(0, 6), 8)) {
            found.add(found(FindingKind.CON_1, "nip", nip, "tmtCpns", cpns));
        }
        var birth = date(record.path("tanggalLahir"));
        if (birth != null && !nip.startsWith(compact(birth))) {
            found.add(found(FindingKind.CON_2, "nip", nip, "tanggalLahir", birth));
        }
        var sex = record.path("jenisKelamin").asText("");
        if (sex.equals("M") && nip.charAt(14) != '1' || sex.equals("F") && nip.charAt(14) != '2') {
            found.add(found(FindingKind.CON_3, "nip", nip, "jenisKelamin", sex));
        }
        var pppk = date(start.path("tmtPppk"));
        if (contract && pppk != null && !nip.startsWith(Integer.toString(pppk.getYear()), 8)) {
            found.add(found(FindingKind.CON_4, "nip", nip, "tmtPppk", pppk));
        }
        status(record, position, kind, contract, found);
        if (record.has("nikValid") && !record.path("nikValid").asBoolean()) {
            found.add(found(FindingKind.ACC_5, "nikValid", false));
        }
        if (record.path("jenisJabatanId").asText("").equals("2")
                && record.hasNonNull("jabatanId")
                && !record.hasNonNull("kelompokJabatanId")) {
            found.add(found(
                    FindingKind.REFERENSI_YATIM,
                    "jabatanId",
                    record.path("jabatanId").asText()));
        }
        return found;
    }

    private static void status(JsonNode record, JsonNode position, String kind, boolean contract, List<Found> found) {
        var status = record.path("kedudukanHukumId").asText("");
        boolean active = record.path("statusKeaktifan").asText("").equals("AKTIF");
        var retirement = date(record.path("tmtPensiun").path("tanggal"));
        if (active && status.equals("01") && retirement != null) {
            // It need not be told again on the day on which it comes true.
            found.add(new Found(
                    FindingKind.TIM_5,
                    evidence("kedudukanHukumId", status, "tmtPensiun", retirement),
                    retirement.plusDays(1)));
        }
        // Outward there is only 01 or 71 for who serves; any other code says nothing of the kind.
        if (!kind.isEmpty() && (status.equals("01") || status.equals("71")) && contract != status.equals("71")) {
            found.add(found(FindingKind.ACC_4, "jenisAsn", kind, "kedudukanHukumId", status));
        }
        if (position != null
                && record.has("statusKeaktifan")
                && !active
                && position.path("statusPelaksanaanTugas").asText("").equals("AKTIF_JF")) {
            found.add(found(
                    FindingKind.STATUS_BERTENTANGAN,
                    "statusKeaktifan",
                    record.path("statusKeaktifan").asText(),
                    "statusPelaksanaanTugas",
                    "AKTIF_JF"));
        }
    }

    private static Found found(FindingKind kind, Object... evidence) {
        return new Found(kind, evidence(evidence), ALWAYS);
    }

    private static ObjectNode evidence(Object... pairs) {
        var evidence = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < pairs.length; i += 2) {
            evidence.put((String) pairs[i], pairs[i + 1].toString());
        }
        return evidence;
    }

    private static LocalDate date(JsonNode node) {
        try {
            return node.isTextual() ? LocalDate.parse(node.textValue()) : null;
        } catch (DateTimeException notADay) {
            return null;
        }
    }

    private static String compact(LocalDate day) {
        return day.toString().replace("-", "");
    }
}
