package id.padan.correction.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class ValuesProperties {

    private static final DateTimeFormatter SIASN = DateTimeFormatter.ofPattern("dd-MM-uuuu");

    @Property
    void aDateIsTheSameInBothForms(@ForAll @IntRange(min = 0, max = 60_000) int days) {
        LocalDate day = LocalDate.of(1930, 1, 1).plusDays(days);
        assertThat(Values.normal("A-10", "tanggalLahir", SIASN.format(day))).isEqualTo(day.toString());
        assertThat(Values.normal("A-10", "tanggalLahir", day.toString())).isEqualTo(day.toString());
    }

    @Property
    void whatIsNormalStaysAsItIs(@ForAll @StringLength(max = 40) String text) {
        String normal = Values.normal("A-06", "nama", text);
        if (normal != null) {
            assertThat(Values.normal("A-06", "nama", normal)).isEqualTo(normal);
            assertThat(new Values(null, normal, null).isShownBy("A-06", "nama", " " + normal + " "))
                    .isTrue();
        }
    }

    @Example
    void aNikStandsInItsOwnElementOnly() {
        assertThat(Values.normal("A-04", "nik", "3171010101909991")).isEqualTo("3171010101909991");
        assertThat(Values.normal("A-06", "nama", "BUDI 3171010101909991")).isNull();
        assertThat(Values.normal("A-06", "nama", "31.7101-0101 909991")).isNull();
        assertThat(Values.normal("A-10", "tanggalLahir", "31-02-1990")).isNull();
        assertThat(Values.normal("A-02", "nip", "199001012015031999")).isEqualTo("199001012015031999");
        assertThat(new Values(null, null, null).isShownBy("A-07", "gelarDepan", null))
                .isTrue();
    }
}
