package id.padan.verification.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NikRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3171010101909991",
                " 3171010101909991 ",
                "'3171010101909991",
                "\u20183171010101909991",
                "3171 0101 0190 9991",
                "31.71.01.010190.9991",
                "3171-0101-0190-9991",
                "3171\u20130101\u20130190\u20139991",
                "\u00A03171010101909991\u00A0",
                "3171\u00A00101\u00A00190\u00A09991",
                "\uFF13\uFF11\uFF17\uFF11\uFF10\uFF11\uFF10\uFF11\uFF10\uFF11\uFF19\uFF10\uFF19\uFF19\uFF19\uFF11",
                "\uFEFF3171010101909991",
                "\t3171010101909991\r",
                " '3171010101909991"
            })
    void acceptsWhatOnlyLooksUntidy(String text) {
        assertThat(NikRules.check(text)).isInstanceOfSatisfying(NikVerdict.Valid.class, valid -> {
            assertThat(valid.nik().digits()).isEqualTo("3171010101909991");
            assertThat(valid.warnings()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3.17E+15",
                "3,17E+15",
                "3.17101E15",
                "3.17101010190999E+15",
                "3e15",
                "3E+15",
                "'3.17E+15",
                " 3.17E+15 ",
                "3.E+15",
                "3.17E+015",
                "\uFF13.17E+15"
            })
    void seesSpreadsheetDamage(String text) {
        assertThat(status(text)).isEqualTo(RowStatus.NIK_SPREADSHEET_DAMAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "'",
                "317101010190999",
                "31710101019099911",
                "317101010190999A",
                "3171010101909991A",
                "3171_0101_0190_9991",
                "3171010101909991,00",
                "3171010101909991.0",
                "''3171010101909991",
                "+3171010101909991",
                "Jumlah",
                "3.17E",
                "E+15",
                "3.17E+1555",
                "0x17",
                "\u0663\u0661\u0667\u0661\u0660\u0661\u0660\u0661\u0660\u0661\u0669\u0660\u0669\u0669\u0669\u0661",
                "99999999999999999999999999999999999999999999999"
            })
    void refusesWhatIsNotSixteenDigits(String text) {
        assertThat(NikRules.check(text)).isEqualTo(new NikVerdict.Broken(RowStatus.NIK_FORMAT, Set.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"199001012015031999", "19900101 201503 1 999", "199001012022212999", "'196512312000012001"})
    void suspectsANipBehindEighteenDigits(String text) {
        assertThat(NikRules.check(text))
                .isEqualTo(new NikVerdict.Broken(RowStatus.NIK_FORMAT, Set.of(RowWarning.SUSPECTED_NIP)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "199013012015031999",
                "199001322015031999",
                "199001012015131999",
                "199001012015033999",
                "199001012015031000",
                "187001012015031999",
                "317101010190999199"
            })
    void suspectsNoNipBehindOtherEighteenDigits(String text) {
        assertThat(NikRules.check(text)).isEqualTo(new NikVerdict.Broken(RowStatus.NIK_FORMAT, Set.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000",
                "1111111111111111",
                "9999999999999999",
                "3171010101900000",
                "0171010101909991",
                "0171013201909991"
            })
    void refusesTheImpossibleBeforeTheDate(String text) {
        assertThat(status(text)).isEqualTo(RowStatus.NIK_IMPOSSIBLE);
    }

    @ParameterizedTest
    @CsvSource({
        "3171010001909991, NIK_DATE",
        "3171013101909991, ANSWERED",
        "3171013201909991, NIK_DATE",
        "3171014001909991, NIK_DATE",
        "3171014101909991, ANSWERED",
        "3171017101909991, ANSWERED",
        "3171017201909991, NIK_DATE",
        "3171019901909991, NIK_DATE",
        "3171010100909991, NIK_DATE",
        "3171010113909991, NIK_DATE",
        "3171013102909991, NIK_DATE",
        "3171013004909991, ANSWERED",
        "3171013104909991, NIK_DATE",
        "3171012902909991, NIK_DATE",
        "3171012902929991, ANSWERED",
        "3171016902929991, ANSWERED",
        "3171016902919991, NIK_DATE",
        "3171012902009991, ANSWERED"
    })
    void knowsWhichBirthDatesExist(String text, RowStatus expected) {
        assertThat(status(text)).isEqualTo(expected);
    }

    @Test
    void warnsOfARegionThatNeverWas() {
        assertThat(NikRules.check("9999990101909991"))
                .isInstanceOfSatisfying(
                        NikVerdict.Valid.class,
                        valid -> assertThat(valid.warnings()).containsExactly(RowWarning.NIK_REGION));
    }

    @Test
    void knowsRegionsFromBeforeThePapuaSplit() {
        assertThat(RegionCodes.known(910101)).isTrue();
        assertThat(RegionCodes.known(930101)).isTrue();
        assertThat(RegionCodes.count()).isEqualTo(7808);
    }

    private static RowStatus status(String text) {
        return NikRules.status(NikRules.judge(text.toCharArray(), 0, text.length()));
    }
}
