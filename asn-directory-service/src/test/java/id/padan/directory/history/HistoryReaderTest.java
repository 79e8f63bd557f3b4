package id.padan.directory.history;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.directory.record.FieldCounts;
import id.padan.directory.record.RowRefusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryReaderTest {

    private final FieldCounts counts = new FieldCounts();

    @Test
    void keepsNamedFieldsInAnySpellingAndDropsTheRest() {
        HistoryRow row = accepted(
                HistoryKind.KINERJA,
                "{\"data\":{\"id\":\"R1\",\"pns_dinilai_id\":\"8A0F\",\"tahun\":2024,\"KuadranKinerjaNilai\":\"2\",\"namaPenilai\":\"X\",\"path\":{\"1\":{}}}}");
        assertThat(row.personId()).isEqualTo("8A0F");
        assertThat(row.id()).isEqualTo("R1");
        assertThat(row.json()).isEqualTo("{\"tahun\":\"2024\",\"kuadranKinerjaNilai\":\"2\"}");
        assertThat(counts.ignored()).contains("namaPenilai");
        // Of two spellings the later counts; what lies beside the envelope does not.
        assertThat(accepted(
                                HistoryKind.ANGKA_KREDIT,
                                "{\"nomorSk\":\"0\",\"data\":{\"pns\":\"1\",\"nomorSk\":\"a\",\"kreditBaruTotal\":25.000,\"nomor_sk\":\"\\\"b\\\\\"},\"nomorSk\":\"z\"}")
                        .json())
                .isEqualTo("{\"nomorSk\":\"\\\"b\\\\\",\"kreditBaruTotal\":\"25.000\"}");
        assertThat(read(HistoryKind.KINERJA, "{\"idPns\":\"1\",\"tahun\":\"2024\""))
                .isEqualTo(new HistoryRow.Read.Refused(RowRefusal.NOT_JSON, null));
    }

    @Test
    void datesAreUnderstoodInBothFormsAndRefusedWhenTheyAreNone() {
        assertThat(accepted(HistoryKind.JABATAN, "{\"idPns\":\"1\",\"tmtJabatan\":\"2022-04-01T00:00:00\"}")
                        .json())
                .isEqualTo("{\"tmtJabatan\":\"01-04-2022\"}");
        assertThat(read(HistoryKind.JABATAN, "{\"idPns\":\"1\",\"tmtJabatan\":\"31-02-2022\"}"))
                .isEqualTo(new HistoryRow.Read.Refused(RowRefusal.NOT_A_DATE, "tmtJabatan"));
    }

    @Test
    void aRowWithoutAnIdIsKnownByItsContentAndOneWithoutAPersonIsRefused() {
        HistoryRow one = accepted(HistoryKind.DIKLAT, "{\"nipBaru\":\"199001012015031999\",\"nomor\":\"1\"}");
        assertThat(accepted(HistoryKind.DIKLAT, "{\"nomor\":\"1\",\"nip\":\"199001012015031999\"}")
                        .id())
                .isEqualTo(one.id());
        assertThat(accepted(HistoryKind.DIKLAT, "{\"nomor\":\"2\",\"nip\":\"199001012015031999\"}")
                        .id())
                .isNotEqualTo(one.id());
        assertThat(read(HistoryKind.DIKLAT, "{\"nomor\":\"1\"}"))
                .isEqualTo(new HistoryRow.Read.Refused(RowRefusal.MISSING, "idPns"));
        assertThat(read(HistoryKind.DIKLAT, "[1]")).isEqualTo(new HistoryRow.Read.Refused(RowRefusal.NOT_JSON, null));
    }

    @Test
    void readsTableRowsByTheirHeader() {
        var reader = new HistoryReader(HistoryKind.GOLONGAN, counts);
        String[] header = {"id_pns", "golongan", "tmtGolongan"};
        assertThat(reader.readFields(header, List.of("8A0F", "III/c", "01-04-2023")))
                .isInstanceOfSatisfying(
                        HistoryRow.Read.Accepted.class,
                        accepted -> assertThat(accepted.row().json())
                                .isEqualTo("{\"golongan\":\"III/c\",\"tmtGolongan\":\"01-04-2023\"}"));
        assertThat(reader.readFields(header, List.of("1", "2", "3", "4")))
                .isEqualTo(new HistoryRow.Read.Refused(RowRefusal.COLUMN_COUNT, null));
    }

    private HistoryRow accepted(HistoryKind kind, String json) {
        return ((HistoryRow.Read.Accepted) read(kind, json)).row();
    }

    private HistoryRow.Read read(HistoryKind kind, String json) {
        byte[] line = json.getBytes(StandardCharsets.UTF_8);
        return new HistoryReader(kind, counts).readJson(line, line.length);
    }
}
