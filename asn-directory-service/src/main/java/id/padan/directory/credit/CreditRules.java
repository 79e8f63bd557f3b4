package id.padan.directory.credit;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One version of the figures.
 *
 * @param basis the regulations they are from
 * @param diplomaPersen per cent of the level's cumulative for rank that a new higher diploma adds
 */
public record CreditRules(
        String version, String basis, List<Level> levels, List<Predicate> predicates, BigDecimal diplomaPersen) {

    private static final String SHIPPED = "/credit-points/2023-1.json";

    public CreditRules {
        levels = List.copyOf(levels);
        predicates = List.copyOf(predicates);
    }

    /**
     * @param jenjang {@code PM} to {@code UT}
     * @param koefisien points of a year with predicate Baik
     * @param kumulatifPangkat points that the next rank needs
     * @param kumulatifJenjang points that the next level needs; null for the highest of its category
     * @param dikonfirmasi whether the figure is found in the regulation; false while its owner has to confirm it
     */
    public record Level(
            String jenjang,
            BigDecimal koefisien,
            BigDecimal kumulatifPangkat,
            BigDecimal kumulatifJenjang,
            boolean dikonfirmasi) {}

    /** @param predikat SIASN's {@code kuadranKinerja}, 1 to 5 */
    public record Predicate(int predikat, String nama, BigDecimal persentase, boolean dikonfirmasi) {}

    /** The rules that come with this version of the service. */
    public static CreditRules shipped() {
        try (InputStream file = CreditRules.class.getResourceAsStream(SHIPPED)) {
            return new ObjectMapper().readValue(file, CreditRules.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Optional<Level> level(String jenjang) {
        return levels.stream().filter(level -> level.jenjang().equals(jenjang)).findFirst();
    }

    Optional<Predicate> predicate(Integer predikat) {
        return predicates.stream()
                .filter(predicate -> predikat != null && predicate.predikat() == predikat)
                .findFirst();
    }
}
