package id.padan.correction.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.padan.correction.proposal.NewProposal;
import id.padan.platform.json.StrictJson;
import id.padan.platform.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.junit.jupiter.api.Test;

class ListFormatTest {

    private static final String NIP = "199001012015031999";

    @Test
    void readsCsvWithOfficialsHeadersAndAnySeparator() throws IOException {
        List<ListRow> rows = read(
                ListFormat.CSV,
                "\uFEFFNIP;Elemen;Nilai Sekarang;Nilai Seharusnya;Indikator;Prioritas;Permintaan Subjek Data\n" + NIP
                        + ";A-06;CONTOH;\"CONTOH; ESA\";CON_2;TINGGI;ya\n\n" + NIP + ";A-10;;2001-01-01\n");

        NewProposal first = item(rows.getFirst());
        assertThat(first.proposed()).isEqualTo("CONTOH; ESA");
        assertThat(first.present()).isEqualTo("CONTOH");
        assertThat(first.indicator()).isEqualTo("CON_2");
        assertThat(first.aidImpact()).isTrue();
        assertThat(first.subjectRequest()).isTrue();
        assertThat(item(rows.get(1)).present()).isNull();
        assertThat(item(rows.get(1)).presentEmpty()).isFalse();
        assertThat(rows).hasSize(2);
    }

    @Test
    void readsJsonAndKeepsARowThatIsNoneAside() throws IOException {
        List<ListRow> rows = read(
                ListFormat.JSON,
                "{\"items\":[{\"nip\":\"" + NIP + "\",\"elemen\":\"A-07\",\"present\":\"Dr.\",\"proposed\":null},17,"
                        + "{\"nip\":199001012015031999,\"element\":\"A-06\",\"proposed\":\"X\"}]}");

        assertThat(item(rows.getFirst()).emptied()).isTrue();
        assertThat(rows.get(1)).isEqualTo(new ListRow.Unreadable());
        assertThat(rows.get(2)).isEqualTo(new ListRow.Unreadable());
        assertThatThrownBy(() -> read(ListFormat.JSON, "[{\"nip\":")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> read(ListFormat.JSON, "{\"x\":1}")).hasMessageContaining("LIST_UNREADABLE");
    }

    @Test
    void readsXlsxWithDatesAsDates() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var workbook = new Workbook(out, "test", "1.0")) {
            var sheet = workbook.newWorksheet("daftar");
            sheet.value(0, 0, "nip");
            sheet.value(0, 1, "elemen");
            sheet.value(0, 2, "nilaiSeharusnya");
            sheet.value(1, 0, NIP);
            sheet.value(1, 1, "A-10");
            sheet.value(1, 2, LocalDate.of(1990, 1, 1));
            sheet.style(1, 2).format("yyyy-MM-dd").set();
        }
        List<ListRow> rows = ListFormat.XLSX.rows(new ByteArrayInputStream(out.toByteArray()), StrictJson.mapper());

        assertThat(item(rows.getFirst()).proposed()).isEqualTo("1990-01-01");
        assertThat(item(rows.getFirst()).nip()).isEqualTo(NIP);
    }

    @Test
    void refusesFilesThatCannotBeLists() throws IOException {
        assertThatThrownBy(() -> read(ListFormat.CSV, "nip;elemen\n1;2\n")).hasMessageContaining("LIST_HEADER");
        assertThatThrownBy(() -> read(ListFormat.CSV, "nip;elemen;proposed\n")).hasMessageContaining("LIST_EMPTY");
        assertThatThrownBy(() -> read(ListFormat.CSV, "nip;elemen;proposed\n" + (NIP + ";A-06;X\n").repeat(100_001)))
                .hasMessageContaining("LIST_TOO_LONG");
        assertThatThrownBy(() -> read(ListFormat.XLSX, "no workbook")).hasMessageContaining("LIST_UNREADABLE");
        byte[] bomb = bomb();
        assertThatThrownBy(() -> ListFormat.XLSX.rows(new ByteArrayInputStream(bomb), StrictJson.mapper()))
                .hasMessageContaining("LIST_INFLATES");
    }

    private static byte[] bomb() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("xl/sharedStrings.xml"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 97; i++) {
                zip.write(zeros);
            }
            zip.closeEntry();
        }
        return out.toByteArray();
    }

    private static List<ListRow> read(ListFormat format, String text) throws IOException {
        return format.rows(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), StrictJson.mapper());
    }

    private static NewProposal item(ListRow row) {
        return ((ListRow.Item) row).proposal();
    }
}
