package id.padan.agreement.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ProvinceTableProperties {

    @Provide
    Arbitrary<List<ProvinceTable.Row>> tables() {
        var small = Arbitraries.longs().between(0, 40);
        var large = Arbitraries.longs().between(0, 100_000);
        var cell = Arbitraries.oneOf(small, large);
        return Combinators.combine(cell, cell)
                .as((registered, rest) -> new ProvinceTable.Row("P", registered + rest, registered))
                .list()
                .ofMaxSize(38)
                .map(rows -> {
                    var named = new ArrayList<ProvinceTable.Row>();
                    rows.forEach(row -> named.add(
                            new ProvinceTable.Row("Provinsi " + named.size(), row.matched(), row.registered())));
                    return List.copyOf(named);
                });
    }

    @Property
    void noCellThatIsShownTellsOfFewerThanTen(@ForAll("tables") List<ProvinceTable.Row> counted) {
        for (var row : ProvinceTable.protectedFrom(counted)) {
            assertThat(row.matched()).isGreaterThanOrEqualTo(10);
            assertThat(row.registered()).isGreaterThanOrEqualTo(10);
            assertThat(row.rest()).isGreaterThanOrEqualTo(10);
        }
    }

    @Property
    void whatIsShownStillAddsUpToTheTotal(@ForAll("tables") List<ProvinceTable.Row> counted) {
        var shown = ProvinceTable.protectedFrom(counted);
        if (!shown.isEmpty()) {
            assertThat(shown.stream().mapToLong(ProvinceTable.Row::matched).sum())
                    .isEqualTo(counted.stream()
                            .mapToLong(ProvinceTable.Row::matched)
                            .sum());
            assertThat(shown.stream().mapToLong(ProvinceTable.Row::registered).sum())
                    .isEqualTo(counted.stream()
                            .mapToLong(ProvinceTable.Row::registered)
                            .sum());
        }
    }

    @Example
    void oneSmallProvinceTakesTheNextSmallestWithIt() {
        var shown = ProvinceTable.protectedFrom(List.of(
                new ProvinceTable.Row("Besar", 1000, 500),
                new ProvinceTable.Row("Sedang", 300, 100),
                new ProvinceTable.Row("Kecil", 100, 3)));

        assertThat(shown)
                .containsExactly(
                        new ProvinceTable.Row("Besar", 1000, 500),
                        new ProvinceTable.Row(ProvinceTable.MERGED, 400, 103));
    }

    @Example
    void tooFewToBeToldAreNotTold() {
        assertThat(ProvinceTable.protectedFrom(
                        List.of(new ProvinceTable.Row("A", 5, 1), new ProvinceTable.Row("B", 50, 20))))
                .isEmpty();
        assertThat(ProvinceTable.protectedFrom(List.of())).isEmpty();
    }
}
