package id.padan.directory.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.directory.position.PositionReader.Read;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionReaderTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String WHOLE = """
            {"idAsn":"A1","nip":"199001012015031999","nama":"CONTOH SATU","jenisAsn":"PNS","jabatanFungsionalId":"J1","kelompokId":"G1",
             "jenjang":"MU","tmtJenjang":"2022-04-01","instansiId":"I1","unorId":"U1","wilayahKerja":"31.71","jenisPengangkatan":4,
             "nomorRekomendasi":"R/1","tanggalRekomendasi":"2022-03-01","berlakuSampai":"2023-03-01",
             "ujiKompetensi":[{"idUkom":"K1","jenis":"KENAIKAN_JENJANG","jenjangTujuan":"MU","tanggal":"2022-02-01","tempat":"Jakarta",
               "metode":"CAT","nilai":81.5,"hasil":1,"nomorSertifikat":"S/1","berlakuSampai":"2025-02-01"}],
             "pelatihanFungsional":[{"nama":"Dasar","jenis":"dasar","jam":120,"tglMulai":"2021-01-04","tglSelesai":"2021-01-29",
               "penyelenggara":"Kemnaker","nomorSertifikat":"P/1"}],
             "angkaKredit":[{"periode":"2024","jenis":"KONVERSI","predikat":1,"nomorPak":"PAK/2","tanggalPak":"2025-01-15"},
               {"periode":"2022-04/2022-12","jenis":"INTEGRASI","nilai":30.25,"nomorPak":"PAK/0"},
               {"periode":"2023","jenis":"KONVERSI","predikat":2,"nilai":25,"nomorPak":"PAK/1"},
               {"periode":"2024-06","jenis":"IJAZAH","nomorPak":"PAK/3"},
               {"periode":"2020","jenis":"KONVENSIONAL","nilai":12.5}],
             "statusPelaksanaanTugas":"AKTIF_JF","alasanStatus":"-","noSkStatus":"SK/1","tmtStatus":"2022-04-01",
             "penugasanKhusus":{"nomorSk":"SK/2","tanggalSk":"2022-05-01","legitimasi":"ya","spesialis":"K3","ppns":true,"kejuruan":"Las",
               "sertifikatMetodologi":"M/1","bidangUji":"Lingkungan"},
             "formasi":[{"instansiId":"I1","unorId":"U1","jabatanId":"J1","tahun":2026,"kebutuhan":10,"bezetting":7,"rekomendasi":3,
               "nomorRekomendasi":"F/1","status":6}]}""";

    @Test
    void computesTheCreditPointsOfAWholeRecordInTheOrderOfTheirMonths() throws IOException {
        var position = accepted(WHOLE).position();
        assertThat(position.angkaKredit().stream().map(Position.Credit::periode))
                .containsExactly("2020", "2022-04/2022-12", "2023", "2024", "2024-06");
        assertThat(position.angkaKredit().stream().map(Position.Credit::kumulatif))
                .containsExactly(
                        null,
                        new BigDecimal("30.250"),
                        new BigDecimal("55.250"),
                        new BigDecimal("92.750"),
                        new BigDecimal("117.750"));
        var explained = PositionReader.explain(accepted(WHOLE).json());
        assertThat(explained.total()).isEqualTo(new BigDecimal("117.750"));
        assertThat(explained.jenjangBerikutnya().kurang()).isEqualTo(new BigDecimal("82.250"));
    }

    @Test
    void whatWasReadIsTakenBackAsItIs() throws IOException {
        String json = accepted(WHOLE).json();
        var sent = (ObjectNode) JSON.readTree(json);
        sent.put("versi", 3).put("diperbaruiPada", "2026-01-01T00:00:00Z");
        assertThat(accepted(sent.toString()).json()).isEqualTo(json);
    }

    /** An element is either in the annex or refused, so that the filter knows every member there can be. */
    @Test
    void everyMemberOfARecordIsOfOneElementOfTheAnnexButTheKey() throws IOException {
        Set<String> members = new TreeSet<>(PositionReading.members(PositionReading.MEMBERS.keySet()));
        members.removeAll(Set.of("versi", "diperbaruiPada"));
        Set<String> stored = new TreeSet<>();
        JSON.readTree(accepted(WHOLE).json()).fieldNames().forEachRemaining(stored::add);
        stored.remove("idAsn");
        assertThat(stored).isEqualTo(members);
        assertThat(PositionReading.MEMBERS.values().stream()
                        .mapToInt(List::size)
                        .sum())
                .isEqualTo(members.size() + 2);
    }

    /** Whatever an addendum leaves open: exactly those members, and what needs a closed element is refused. */
    @Test
    void onlyMembersOfOpenElementsAreLeft() throws IOException {
        var all = PositionReading.MEMBERS.keySet();
        var record = (ObjectNode) JSON.readTree(accepted(WHOLE).json());
        for (String code : all) {
            var open = new TreeSet<>(all);
            open.remove(code);
            ObjectNode shown = record.deepCopy().retain(PositionReading.members(open));
            var names = new TreeSet<String>();
            shown.fieldNames().forEachRemaining(names::add);
            assertThat(names)
                    .doesNotContainAnyElementsOf(PositionReading.MEMBERS.get(code))
                    .doesNotContain("idAsn");
            assertThatThrownBy(() -> PositionReading.requireOpen(open, code))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.code()).isEqualTo(PlatformProblem.ELEMENT_NOT_OPEN));
            assertThat(PositionReading.etag(1, open)).isNotEqualTo(PositionReading.etag(1, all));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nip, '', MISSING, nip",
        "nip, 1990, NIP_FORMAT, nip",
        "nama, ' ', MISSING, nama",
        "jenisAsn, TNI, WRONG_VALUE, jenisAsn",
        "jenjang, XX, WRONG_VALUE, jenjang",
        "tmtJenjang, 01-04-2022, WRONG_VALUE, tmtJenjang",
        "wilayahKerja, Jakarta, WRONG_VALUE, wilayahKerja",
        "statusPelaksanaanTugas, AKTIF, WRONG_VALUE, statusPelaksanaanTugas",
        "kelompokId, 0123456789012345678901234567890123456789012, TOO_LONG, kelompokId",
        "nik, 3171010101909991, UNKNOWN_FIELD, nik",
        "agama, Islam, UNKNOWN_FIELD, agama",
    })
    void refusesAFieldThatIsWrongAndNamesIt(String field, String value, PositionRefusal reason, String at)
            throws IOException {
        var sent = (ObjectNode) JSON.readTree(WHOLE);
        if (value.isEmpty()) {
            sent.remove(field);
        } else {
            sent.put(field, value);
        }
        var refused = refused(sent.toString());
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused.field()).isEqualTo(at);
        assertThat(refused.idAsn()).isEqualTo("A1");
    }

    @Test
    void refusesWhatIsWrongInsideListsAndCredits() throws IOException {
        assertThat(refused(WHOLE.replace("\"hasil\":1", "\"hasil\":3")).field()).isEqualTo("ujiKompetensi[0].hasil");
        assertThat(refused(WHOLE.replace("\"ppns\":true", "\"nik\":\"1\"")).field())
                .isEqualTo("penugasanKhusus.nik");
        assertThat(refused(WHOLE.replace("\"nilai\":25,", "\"nilai\":26,")).reason())
                .isEqualTo(PositionRefusal.CREDIT_DIFFERS);
        assertThat(refused(WHOLE.replace("\"predikat\":2", "\"predikat\":9")).reason())
                .isEqualTo(PositionRefusal.CREDIT_INVALID);
        assertThat(refused(WHOLE.replace("\"periode\":\"2023\"", "\"periode\":\"2024-01/2024-03\""))
                        .reason())
                .isEqualTo(PositionRefusal.CREDIT_INVALID);
        assertThat(refused(WHOLE.replace("\"periode\":\"2023\"", "\"periode\":\"2023-13\""))
                        .reason())
                .isEqualTo(PositionRefusal.CREDIT_INVALID);
        assertThat(refused("[]").reason()).isEqualTo(PositionRefusal.NOT_JSON);
        assertThat(refused("{").reason()).isEqualTo(PositionRefusal.NOT_JSON);
    }

    @Test
    void aTableHasListsAsJsonInItsCells() {
        String[] header = {
            "idAsn",
            "nip",
            "nama",
            "jabatanFungsionalId",
            "kelompokId",
            "jenjang",
            "tmtJenjang",
            "instansiId",
            "jenisPengangkatan",
            "angkaKredit"
        };
        var read = PositionReader.readFields(
                header,
                List.of(
                        "A1",
                        "199001012015031999",
                        "CONTOH",
                        "J1",
                        "G1",
                        "PT",
                        "2022-04-01",
                        "I1",
                        "1",
                        "[{\"periode\":\"2024\",\"jenis\":\"KONVERSI\",\"predikat\":2}]"));
        assertThat(read).isInstanceOfSatisfying(Read.Accepted.class, accepted -> {
            assertThat(accepted.position().jenisPengangkatan()).isEqualTo(1);
            assertThat(accepted.position().angkaKredit().getFirst().nilai()).isEqualTo(new BigDecimal("12.500"));
        });
        assertThat(PositionReader.readFields(new String[] {"idAsn"}, List.of("A1", "more")))
                .isEqualTo(new Read.Refused(PositionRefusal.COLUMN_COUNT, null, null));
    }

    private static Read.Accepted accepted(String json) {
        return (Read.Accepted) read(json);
    }

    private static Read.Refused refused(String json) {
        return (Read.Refused) read(json);
    }

    private static Read read(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return PositionReader.readJson(bytes, bytes.length);
    }
}
