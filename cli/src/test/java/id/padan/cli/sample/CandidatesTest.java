package id.padan.cli.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import id.padan.cli.sample.Candidates.Mix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    private static final Regions REGIONS = Regions.load();

    private record Made(List<String> list, List<String> expected) {}

    private static Made make(Mix mix, boolean full, char separator) throws IOException {
        var list = new ByteArrayOutputStream();
        var expected = new ByteArrayOutputStream();
        try (var lines = new Lines(list);
                var answers = new Lines(expected)) {
            new Candidates(mix, new Population(1, REGIONS), REGIONS)
                    .write(new CandidateWriter(lines, full, separator), answers);
        }
        return new Made(
                list.toString(UTF_8).lines().skip(1).toList(),
                expected.toString(UTF_8).lines().skip(1).toList());
    }

    /** The rules of domain 3.1 once more, written from the text and not from the generator. */
    private static String status(String cell, Set<String> seen) {
        if (cell.matches("(?i)\\s*[0-9]([.,][0-9]+)?e\\+?[0-9]+\\s*")) {
            return "NIK_SPREADSHEET_DAMAGE";
        }
        StringBuilder digits = new StringBuilder();
        for (char letter : cell.toCharArray()) {
            if (letter >= '\uff10' && letter <= '\uff19') {
                digits.append((char) (letter - '\uff10' + '0'));
            } else if (" .-\u00a0'".indexOf(letter) < 0) {
                digits.append(letter);
            }
        }
        String nik = digits.toString();
        if (!nik.matches("[0-9]{16}")) {
            return "NIK_FORMAT";
        }
        if (nik.startsWith("0")
                || nik.endsWith("0000")
                || nik.chars().distinct().count() == 1) {
            return "NIK_IMPOSSIBLE";
        }
        int day = Integer.parseInt(nik.substring(6, 8));
        try {
            LocalDate birth = LocalDate.of(
                    1900 + Integer.parseInt(nik.substring(10, 12)),
                    Integer.parseInt(nik.substring(8, 10)),
                    day > 40 ? day - 40 : day);
            assertThat(birth).isNotNull();
        } catch (DateTimeException e) {
            // 29 February 2000 is a day that 1900 did not have.
            if (!nik.startsWith("290200", 6) && !nik.startsWith("690200", 6)) {
                return "NIK_DATE";
            }
        }
        return seen.add(nik) ? "" : "DUPLICATE";
    }

    @Test
    void everyRowIsWhatTheExpectedFileSays() throws IOException {
        var mix = new Mix(50_000, 4, 10_000, 0.1, 0.05, 0.1);
        Made made = make(mix, false, ',');
        Map<Long, String> register = register(10_000);
        Set<String> seen = new HashSet<>();
        List<String> own = new ArrayList<>();
        for (int row = 0; row < made.list().size(); row++) {
            String cell = made.list().get(row);
            String status = status(cell, seen);
            if (status.isEmpty()) {
                String nik = cell.chars()
                        .map(letter -> letter >= '\uff10' ? letter - '\uff10' + '0' : letter)
                        .filter(letter -> letter >= '0' && letter <= '9')
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
                String answer = register.getOrDefault(Long.parseLong(nik), "NOT_FOUND");
                own.add((row + 1) + (answer.isEmpty() ? ",STATUS_UNMAPPED," : ",ANSWERED," + answer));
            } else {
                own.add((row + 1) + "," + status + ",");
            }
        }
        assertThat(made.expected()).containsExactlyElementsOf(own);
    }

    private static Map<Long, String> register(int size) {
        var population = new Population(1, REGIONS);
        Map<Long, String> register = new HashMap<>();
        for (int index = 0; index < size; index++) {
            AsnRecord record = population.at(index);
            if (record.hasNik()) {
                register.put(record.nikOwner().nik(), population.verdict(index).answer());
            }
        }
        return register;
    }

    @Test
    void theDefaultMixIsThatOfRealLists() throws IOException {
        Made made = make(new Mix(100_000, 1, 10_000, 0.003, 0.005, 0.02), false, ',');
        Map<String, Long> counts = made.expected().stream()
                .collect(Collectors.groupingBy(line -> line.substring(line.indexOf(',') + 1), Collectors.counting()));
        assertThat(counts.get("DUPLICATE,")).isBetween(1_800L, 2_200L);
        assertThat(counts.get("ANSWERED,ACTIVE")).isBetween(150L, 250L);
        assertThat(counts.get("ANSWERED,RETIRED")).isBetween(40L, 100L);
        assertThat(counts.get("ANSWERED,INACTIVE")).isBetween(15L, 50L);
        assertThat(made.expected().stream()
                        .filter(line -> line.contains(",NIK_"))
                        .count())
                .isBetween(400L, 600L);
        // A list that looks damaged by a spreadsheet is refused whole.
        assertThat(made.list().stream().filter(line -> line.endsWith("0")).count())
                .isLessThan(15_000);
    }

    @Test
    void theSameSeedGivesTheSameListAndOtherSeedsOthers() throws IOException {
        var mix = new Mix(2_000, 9, 1_000, 0.2, 0.05, 0.05);
        assertThat(make(mix, true, ';')).isEqualTo(make(mix, true, ';'));
        assertThat(make(new Mix(2_000, 10, 1_000, 0.2, 0.05, 0.05), true, ';').list())
                .isNotEqualTo(make(mix, true, ';').list());
    }

    @Test
    void columnsAndSeparatorDoNotChangeTheAnswers() throws IOException {
        var mix = new Mix(3_000, 2, 1_000, 0.3, 0.1, 0.1);
        Made full = make(mix, true, '\t');
        assertThat(full.expected()).isEqualTo(make(mix, false, ',').expected());
        assertThat(full.list()).allMatch(line -> line.split("\t", -1).length == 12);
    }

    @Test
    void moreHitsThanTheRegisterHasBecomeOutsiders() throws IOException {
        Made made = make(new Mix(5_000, 1, 100, 1, 0, 0), false, ',');
        long active =
                made.expected().stream().filter(line -> line.endsWith("ACTIVE")).count();
        assertThat(active).isBetween(50L, 100L);
        assertThat(new HashSet<>(made.list())).hasSize(5_000);
    }

    @Test
    void anEmptyRegisterAndAnEmptyListWork() throws IOException {
        assertThat(make(new Mix(100, 1, 0, 0.5, 0, 0), false, ',').expected())
                .allMatch(line -> line.endsWith(",ANSWERED,NOT_FOUND"));
        assertThat(make(new Mix(0, 1, 0, 0.5, 0, 0), false, ',').expected()).isEmpty();
    }

    @Test
    void aListOfOnlyDuplicatesBeginsWithWhatTheyRepeat() throws IOException {
        Made made = make(new Mix(50, 1, 0, 0, 0, 1), false, ',');
        assertThat(made.expected().getFirst()).isEqualTo("1,ANSWERED,NOT_FOUND");
        assertThat(made.expected().subList(1, 50)).allMatch(line -> line.endsWith(",DUPLICATE,"));
    }
}
