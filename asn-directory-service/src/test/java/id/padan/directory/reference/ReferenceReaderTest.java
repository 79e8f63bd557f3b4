package id.padan.directory.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.padan.directory.reference.ReferenceReader.Accepted;
import id.padan.directory.reference.ReferenceReader.Read;
import id.padan.directory.reference.ReferenceReader.Reason;
import id.padan.directory.reference.ReferenceReader.Refused;
import id.padan.platform.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceReaderTest {
    private final ReferenceTables tables = new ReferenceTables();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"id\":\"1\",\"nama\":\"Satu\"},{\"id\":\"2\",\"nama\":\"Dua\"}]",
                "{\"id\":\"1\",\"nama\":\"Satu\"}\n{\"id\":\"2\",\"nama\":\"Dua\"}\n",
                "{\"code\":1,\"data\":[{\"ID\":\"1\",\"NAMA\":\"Satu\"},{\"Id\":2,\"Nama\":\" Dua \"}],\"count\":2}",
                "\uFEFF[{\"id\":\"1\",\"nama\":\"\uFEFFSatu\"},{\"id\":\"2\",\"nama\":\"Dua\\t\"}]"
            })
    void readsATableInAnyShapeThatSiasnGivesIt(String body) throws IOException {
        assertThat(read("agama", body))
                .extracting(row -> ((Accepted) row).row().kode() + ((Accepted) row).name())
                .containsExactly("1Satu", "2Dua");
    }

    @ParameterizedTest
    @CsvSource({
        "InstansiId,instansiId",
        "instansi_id,instansiId",
        "ID,id",
        "NamaUnor,namaUnor",
        "kode_jenjang_jabatan,kodeJenjangJabatan",
        "Dokumen Evaluasi Kinerja,Dokumen Evaluasi Kinerja",
        "1,1"
    })
    void membersAreSpelledAsInTheAnnex(String name, String spelling) {
        assertThat(ReferenceReader.spelling(name)).isEqualTo(spelling);
    }

    @Test
    void datesStatusAndSuccessorAreTheRowsOwn() throws IOException {
        var row = ((Accepted) read("wilayah", """
                        [{"kode":"9101","nama":"KAB. MERAUKE","berlakuDari":"","berlakuSampai":"25-07-2022","penggantiId":"9301","status":"O"}]""").getFirst()).row();
        assertThat(row)
                .isEqualTo(new ReferenceRow(
                        "9101",
                        true,
                        null,
                        LocalDate.of(2022, 7, 25),
                        "9301",
                        "{\"kode\":\"9101\",\"nama\":\"KAB. MERAUKE\",\"status\":\"O\"}"));
    }

    @Test
    void keepsBadRowsAsideWithTheirReasonAndGoesOn() throws IOException {
        var rows = read("agama", """
                [{"id":"1"},{"id":"1","nama":"again"},{"nama":"none"},{"id":" "},{"id":"a b"},{"id":"%s"},7,
                 {"id":"2","berlakuDari":"31-02-2025"},{"id":"3","berlakuDari":"2025-02-01","berlakuSampai":"2025-01-01"},
                 {"id":"4","nama":"%s"},{"id":"5"}]""".formatted("x".repeat(43), "y".repeat(70_000)));
        assertThat(rows.stream().filter(Refused.class::isInstance).map(row -> ((Refused) row).reason()))
                .containsExactly(
                        Reason.DUPLICATE_CODE,
                        Reason.CODE_INVALID,
                        Reason.CODE_INVALID,
                        Reason.CODE_INVALID,
                        Reason.CODE_INVALID,
                        Reason.NOT_AN_OBJECT,
                        Reason.DATE_INVALID,
                        Reason.DATE_INVALID,
                        Reason.ROW_TOO_LARGE);
        assertThat(rows).hasSize(11).last().isInstanceOf(Accepted.class);
        assertThat(rows).extracting(Read::number).startsWith(1, 2, 3);
    }

    @Test
    void equalNumbersOfPnsAndPppkAreTwoCodes() throws IOException {
        assertThat(((Accepted) read("golonganPns", "[{\"id\":\"11\",\"nama\":\"I/a\"}]")
                                .getFirst())
                        .row()
                        .kode())
                .isEqualTo("PNS:11");
        assertThat(((Accepted) read("golonganPppk", "[{\"id\":11,\"nama\":\"XI\"}]")
                                .getFirst())
                        .row()
                        .kode())
                .isEqualTo("PPPK:11");
        assertThat(read("golongan", "[{\"id\":\"11\"}]").getFirst()).isInstanceOf(Refused.class);
    }

    @Test
    void codesThatAClientStoredAsNumbersGetTheirZerosBack() throws IOException {
        assertThat(((Accepted) read("kedudukanHukum", "[{\"id\":1,\"nama\":\"Aktif\"}]")
                                .getFirst())
                        .row()
                        .kode())
                .isEqualTo("01");
    }

    @Test
    void thePersonWhoLeadsAUnitIsNotKept() throws IOException {
        var row = ((Accepted) read("unor", "[{\"Id\":\"U1\",\"NamaUnor\":\"A\",\"PemimpinPnsId\":\"8A0F\"}]")
                        .getFirst())
                .row();
        assertThat(row.data()).isEqualTo("{\"id\":\"U1\",\"namaUnor\":\"A\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"id\":\"1\"}",
                "[{\"id\":\"1\"},{]",
                "<html>502</html>",
                "\"text\"",
                "{\"id\":\"1\"}\n{\"id\""
            })
    void aBodyThatBreaksOffIsNoTable(String body) {
        assertThatThrownBy(() -> read("agama", body)).isInstanceOf(ProblemException.class);
    }

    /** Whoever points to a code must be able to find out where it leads, and no two lines may claim one name. */
    @Test
    void theListOfTablesIsInItselfConsistent() {
        Set<String> names = new TreeSet<>();
        for (ReferenceTable table : tables.list()) {
            assertThat(names.add(table.key())).as(table.key()).isTrue();
            table.sources()
                    .keySet()
                    .forEach(name -> assertThat(names.add(name)).as(name).isTrue());
            assertThat(table.parents().values())
                    .allSatisfy(
                            parent -> assertThat(tables.get(parent).publisher()).isEqualTo(table.publisher()));
        }
        assertThat(tables.list().stream()
                        .filter(table -> table.element() != null)
                        .map(ReferenceTable::element))
                .contains(
                        "instansi",
                        "satuanKerja",
                        "unor",
                        "jabatan",
                        "jenisJabatan",
                        "eselon",
                        "golongan",
                        "kedudukanHukum",
                        "tingkatPendidikan",
                        "pendidikan",
                        "lokasi",
                        "jenisPegawai",
                        "jenisPengadaan",
                        "jenisKenaikanPangkat",
                        "jenisPemberhentian",
                        "jenisRiwayat",
                        "statusUsul",
                        "jabatanFungsional",
                        "indikatorKebutuhan",
                        "standarKompetensi",
                        "skemaUjiKompetensi",
                        "katalogPelatihan",
                        "spesialisasi");
    }

    @Test
    void oneBadCodeAmongSeventyThousandRowsIsKeptAside() throws IOException {
        String rows = IntStream.range(0, 70_000)
                .mapToObj(n -> "{\"id\":\"%s\",\"nama\":\"Jabatan\"}".formatted(n == 35_000 ? "" : "J" + n))
                .collect(Collectors.joining(",", "[", "]"));
        var read = read("jabatanPelaksana", rows);
        assertThat(read).hasSize(70_000);
        assertThat(read.get(35_000)).isNotInstanceOf(Accepted.class);
        assertThat(read.stream().filter(Accepted.class::isInstance)).hasSize(69_999);
    }

    @Test
    void findsEachCycleOnceAndNoTreeIsOne() {
        assertThat(CheckingReferences.cycles(
                        Map.of("a", "b", "b", "c", "c", "b", "d", "a", "e", "e", "f", "gone", "g", "f")))
                .containsExactly(List.of("b", "c"), List.of("e"));
        assertThat(CheckingReferences.cycles(Map.of("a", "root", "b", "a", "c", "a")))
                .isEmpty();
    }

    private List<Read> read(String name, String body) throws IOException {
        var rows = new ArrayList<Read>();
        try (var reader = new ReferenceReader(
                tables.get(name), name, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))) {
            for (var row = reader.next(); row.isPresent(); row = reader.next()) {
                rows.add(row.get());
            }
        }
        return rows;
    }
}
