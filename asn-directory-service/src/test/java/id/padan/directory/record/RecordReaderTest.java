package id.padan.directory.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {

    private static final String KEYS = "\"id\":\"8A0F\",\"nipBaru\":\"199001012015031999\"";

    private final RecordReader reader = new RecordReader();

    @Test
    void readsFlatAndWrappedObjectsAlike() {
        AsnRecord flat = accepted("{" + KEYS + ",\"nama\":\"CONTOH\"}");
        AsnRecord wrapped = accepted("{\"code\":1,\"data\":{" + KEYS + ",\"nama\":\"CONTOH\"}}");
        assertThat(wrapped).isEqualTo(flat);
    }

    @Test
    void takesEmptyNullAndMissingForTheSame() {
        AsnRecord missing = accepted("{" + KEYS + "}");
        assertThat(accepted("{" + KEYS + ",\"nik\":\"\",\"tglLahir\":null,\"nama\":\"  \"}"))
                .isEqualTo(missing);
        assertThat(missing.nik()).isEqualTo(AsnRecord.NO_NIK);
    }

    @Test
    void takesNumbersAndBooleansForText() {
        AsnRecord asn = accepted(
                "{" + KEYS + ",\"nik\":3171010101909991,\"kedudukanPnsId\":1,\"validNik\":\"0\",\"mkTahun\":8}");
        assertThat(asn.nik()).isEqualTo(3171010101909991L);
        assertThat(asn.statusCode()).isEqualTo("01");
        assertThat(asn.nikValid()).isFalse();
        assertThat(asn.elements()).contains("\"mkTahun\":\"8\"");
    }

    @Test
    void knowsNamesInOtherSpellings() {
        AsnRecord asn = accepted(
                "{\"id\":\"8A0F\",\"nip_baru\":\"199001012015031999\",\"TglLahir\":\"1990-01-01T00:00:00+07:00\"}");
        assertThat(asn.birthDate()).isEqualTo(LocalDate.of(1990, 1, 1));
        assertThat(asn.elements()).contains("\"tglLahir\":\"01-01-1990\"");
    }

    @Test
    void dropsClassXAtTheDoorAndCountsIt() {
        AsnRecord asn = accepted(
                "{" + KEYS
                        + ",\"agama\":\"Islam\",\"noHp\":\"0812\",\"gajiPokok\":1,\"riwayat_hukdis\":1,\"hukdisTingkat\":\"berat\",\"alamat\":\"\",\"path\":{\"1\":{\"a\":1}}}");
        assertThat(asn.elements() + asn.internal())
                .doesNotContain("Islam")
                .doesNotContain("0812")
                .doesNotContain("berat");
        assertThat(asn.hasPhone()).isTrue();
        assertThat(asn.hasEmail()).isFalse();
        assertThat(reader.counts().dropped()).containsOnlyKeys("agama", "noHp", "gajiPokok", "hukdisTingkat", "path");
        assertThat(reader.counts().ignored()).containsExactly("riwayat_hukdis");
    }

    @Test
    void keepsClassIInternal() {
        AsnRecord asn = accepted("{" + KEYS + ",\"statusHidup\":\"1\",\"tglMeninggal\":\"02-03-2026\"}");
        assertThat(asn.deceased()).isTrue();
        assertThat(asn.elements()).doesNotContain("Meninggal").doesNotContain("statusHidup");
        assertThat(asn.internal()).contains("02-03-2026");
    }

    @ParameterizedTest
    @CsvSource({"1,false", "H,false", "true,false", "0,true", "M,true", "'',false"})
    void knowsWhoIsAlive(String statusHidup, boolean deceased) {
        assertThat(accepted("{" + KEYS + ",\"statusHidup\":\"" + statusHidup + "\"}")
                        .deceased())
                .isEqualTo(deceased);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "31-02-1990",
                "00-00-0000",
                "1-1-1990",
                "01/01/1990",
                "29-02-2023",
                "x",
                "01-13-1990",
                "9999999999"
            })
    void refusesDaysThatDoNotExist(String date) {
        assertThat(reader.readJson(
                        bytes("{" + KEYS + ",\"tglLahir\":\"" + date + "\"}"),
                        0,
                        length("{" + KEYS + ",\"tglLahir\":\"" + date + "\"}")))
                .isEqualTo(new ReadRow.Refused(RowRefusal.NOT_A_DATE, "tglLahir", null, "8A0F"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "null",
                "{",
                "{\"id\":",
                "{} x",
                "{\"id\":\"1\"}{",
                "{\"id\":\"\u0001\"}",
                "NaN",
                "{\"data\":{\"id\":1}"
            })
    void refusesWhatIsNotAnObjectWithItsPosition(String line) {
        ReadRow read = read(line);
        assertThat(read).isInstanceOfSatisfying(ReadRow.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(RowRefusal.NOT_JSON);
            assertThat(refused.position()).isPositive();
        });
    }

    @Test
    void namesTheFieldAtFault() {
        assertThat(refused("{\"nipBaru\":\"199001012015031999\"}")).isEqualTo(RowRefusal.MISSING);
        assertThat(refused("{\"id\":\"1\",\"nipBaru\":\"1990\"}")).isEqualTo(RowRefusal.NIP_FORMAT);
        assertThat(refused("{" + KEYS + ",\"nik\":\"317\"}")).isEqualTo(RowRefusal.NIK_FORMAT);
        assertThat(refused("{" + KEYS + ",\"nik\":\"3.17101E15\"}")).isEqualTo(RowRefusal.NIK_FORMAT);
        assertThat(refused("{" + KEYS + ",\"nama\":\"" + "x".repeat(256) + "\"}"))
                .isEqualTo(RowRefusal.TOO_LONG);
        assertThat(refused("{" + KEYS + ",\"nama\":\"a\\u0000b\"}")).isEqualTo(RowRefusal.BAD_CHARACTER);
        assertThat(refused("{" + KEYS + ",\"nama\":\"\\ud800\"}")).isEqualTo(RowRefusal.BAD_CHARACTER);
        assertThat(refused("{" + KEYS + ",\"nama\":[\"a\"]}")).isEqualTo(RowRefusal.NOT_A_VALUE);
        assertThat(refused("{\"id\":\"" + "1".repeat(43) + "\",\"nipBaru\":\"199001012015031999\"}"))
                .isEqualTo(RowRefusal.TOO_LONG);
    }

    @Test
    void anyChangeOfContentButTheNikChangesTheHash() {
        AsnRecord one = accepted("{" + KEYS + ",\"nama\":\"A\"}");
        assertThat(accepted("{" + KEYS + ",\"nama\":\"B\"}").hash()).isNotEqualTo(one.hash());
        // Not that of the NIK: it could be tried on the hash.
        assertThat(accepted("{" + KEYS + ",\"nama\":\"A\",\"nik\":\"3171010101909991\"}")
                        .hash())
                .isEqualTo(one.hash());
        assertThat(accepted("{" + KEYS + ",\"nama\":\"A\",\"email\":\"x\"}").hash())
                .isNotEqualTo(one.hash());
        assertThat(accepted("{\"nama\":\"A\"," + KEYS + "}").hash()).isEqualTo(one.hash());
    }

    @Test
    void readsTableRowsByTheirHeader() {
        String[] header = {"id", "nipBaru", "nama", "agama"};
        ReadRow read = reader.readFields(header, List.of("8A0F", "199001012015031999", "CONTOH"));
        assertThat(read).isInstanceOf(ReadRow.Accepted.class);
        assertThat(reader.readFields(header, List.of("8A0F", "199001012015031999", "A", "B", "C")))
                .isEqualTo(new ReadRow.Refused(RowRefusal.COLUMN_COUNT, null, null, "8A0F"));
        assertThat(RecordReader.hasKey(header)).isTrue();
        assertThat(RecordReader.hasKey(new String[] {"nama"})).isFalse();
    }

    @Test
    void neverShowsANumberWhereANameBelongs() {
        var unused = read("{" + KEYS + ",\"3171010101909991\":1}");
        assertThat(reader.counts().ignored()).containsExactly("?".repeat(16));
    }

    private AsnRecord accepted(String line) {
        return ((ReadRow.Accepted) read(line)).record();
    }

    private RowRefusal refused(String line) {
        return ((ReadRow.Refused) read(line)).reason();
    }

    private ReadRow read(String line) {
        return reader.readJson(bytes(line), 0, length(line));
    }

    private static byte[] bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }

    private static int length(String line) {
        return bytes(line).length;
    }
}
