package id.padan.casn.chart;

import static org.assertj.core.api.Assertions.assertThat;

import id.padan.casn.code.CodeLists;
import id.padan.casn.code.Dimension;
import id.padan.casn.release.SampleRelease;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class ChartTest {
    private final SampleRelease sample = SampleRelease.ofTwoYears();

    private Chart chart(Chart.Name name) {
        return Chart.of(
                        name,
                        sample.release(),
                        sample.tables(),
                        null,
                        Map.of("provinsiFormasi", CodeLists.of(Dimension.PROVINSI_FORMASI)))
                .orElseThrow();
    }

    @Test
    void provincesAreRankedAndEveryFigureIsInTheTextAlternative() throws Exception {
        Chart chart = chart(Chart.Name.PROVINCES);
        assertThat(chart.bars()).extracting(Chart.Bar::label).containsExactly("Jawa Barat", "Jawa Tengah");
        var svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Svg.of(chart).getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        assertThat(svg.getAttribute("role")).isEqualTo("img");
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).contains("2024");
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                .contains("Jawa Barat: Pendaftar 120")
                .contains("Jawa Tengah: Pendaftar 30");
        // The background, a legend, and a bar each.
        assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(4);
    }

    @Test
    void aTrendHasAPointAYear() {
        Chart chart = chart(Chart.Name.TREND);
        assertThat(chart.bars()).extracting(Chart.Bar::code).containsExactly("2023", "2024");
        assertThat(chart.bars().getFirst().values()).containsExactly(150L, 45L);
        assertThat(Svg.of(chart)).contains("<polyline");
    }

    @Test
    void aReleaseWithoutStagesHasNoFunnel() {
        assertThat(Chart.of(Chart.Name.FUNNEL, sample.release(), sample.tables(), null, Map.of()))
                .isEmpty();
        assertThat(Chart.of(Chart.Name.PROVINCES, sample.release(), sample.tables(), "1999", Map.of()))
                .isEmpty();
    }
}
