package id.padan.cli.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.padan.cli.sample.Oracle.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PopulationTest {
    private static final Regions REGIONS = Regions.load();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final DateTimeFormatter SIASN =
            DateTimeFormatter.ofPattern("dd-MM-uuuu").withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern NIK = Pattern.compile(
            "^[1-9][0-9]{5}(0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01])" + "(0[1-9]|1[0-2])[0-9]{2}999[0-9]$");
    private static final Pattern NIP = Pattern.compile(
            "^(19|20)\\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])(19|20)\\d{2}(0[1-9]|1[0-2])[12]99\\d$");
    private static final Pattern NI_PPPK =
            Pattern.compile("^(19|20)\\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])20\\d{2}[2-9]\\d[12]99\\d$");

    private static String ndjson(long seed, int count) throws IOException {
        return text(seed, count, false);
    }

    private static String text(long seed, int count, boolean csv) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var population = new Population(seed, REGIONS);
        try (var lines = new Lines(bytes)) {
            var writer = new PopulationWriter(lines, csv, REGIONS);
            for (int index = 0; index < count; index++) {
                writer.write(population.at(index), seed);
            }
        }
        return bytes.toString(UTF_8);
    }

    @Test
    void theSameSeedGivesTheSameRegisterAndALargerOneBeginsWithIt() throws IOException {
        String small = ndjson(7, 500);
        assertThat(ndjson(7, 500)).isEqualTo(small);
        assertThat(ndjson(7, 2_000)).startsWith(small);
        assertThat(ndjson(8, 500)).isNotEqualTo(small);
    }

    @Test
    void birthDateSexAndNumbersOfARecordAgree() throws IOException {
        Set<String> districts = new HashSet<>();
        for (int district = 0; district < REGIONS.size(); district++) {
            districts.add(Integer.toString(REGIONS.code(district)));
        }
        int foreignNiks = 0;
        for (String line : ndjson(3, 10_000).lines().toList()) {
            JsonNode record = JSON.readTree(line);
            String nip = record.path("nipBaru").asText();
            LocalDate birth = LocalDate.parse(record.path("tglLahir").asText(), SIASN);
            boolean woman = record.path("jenisKelamin").asText().equals("F");
            assertThat(nip).matches(record.path("statusPegawai").asText().equals("PPPK") ? NI_PPPK : NIP);
            assertThat(nip).startsWith(birth.format(DateTimeFormatter.BASIC_ISO_DATE));
            assertThat(nip.charAt(14)).isEqualTo(woman ? '2' : '1');
            LocalDate appointed = LocalDate.parse(record.path("tmtCpns").asText(), SIASN);
            assertThat(nip.substring(8, 12)).isEqualTo(Integer.toString(appointed.getYear()));
            assertThat(record.path("sintetis").asBoolean()).isTrue();
            String nik = record.path("nik").asText("");
            if (nik.isEmpty() || nik.equals("null")) {
                assertThat(record.path("validNik").asBoolean()).isFalse();
                continue;
            }
            assertThat(nik).matches(NIK);
            assertThat(districts.contains(nik.substring(0, 6))).isTrue();
            String date = String.format("%02d", birth.getDayOfMonth() + (woman ? 40 : 0))
                    + birth.format(DateTimeFormatter.ofPattern("MMuu"));
            foreignNiks += nik.substring(6, 12).equals(date) ? 0 : 1;
        }
        // Only where two persons share a NIK does it belong to another birth date.
        assertThat(foreignNiks).isEqualTo(3);
    }

    @Test
    void aMillionPersonsHaveAMillionNumbers() {
        int count = 1_000_000;
        var population = new Population(1, REGIONS);
        long[] niks = new long[count];
        long[] nips = new long[count];
        int repeated = 0;
        for (int index = 0; index < count; index++) {
            AsnRecord record = population.at(index);
            niks[index] = record.nikOwner().nik();
            nips[index] = record.nip();
            repeated += population.repeatsNik(index) ? 1 : 0;
        }
        assertThat(distinct(niks)).isEqualTo(count - repeated);
        assertThat(distinct(nips)).isEqualTo(count);
    }

    @Test
    void candidatesOutsideNeverMeetARegisterOfAnySeed() {
        Set<Long> register = new HashSet<>();
        for (long seed = 1; seed <= 3; seed++) {
            var population = new Population(seed, REGIONS);
            for (int index = 0; index < 100_000; index++) {
                register.add(population.at(index).nikOwner().nik());
            }
        }
        int met = 0;
        for (int index = 0; index < 300_000; index++) {
            met += register.contains(
                            Cohort.WORKER.person(1, index, true, REGIONS).nik())
                    ? 1
                    : 0;
        }
        assertThat(met).isZero();
    }

    private static long distinct(long[] numbers) {
        Arrays.sort(numbers);
        long distinct = 1;
        for (int i = 1; i < numbers.length; i++) {
            distinct += numbers[i] == numbers[i - 1] ? 0 : 1;
        }
        return distinct;
    }

    @Test
    void theMixHasEverythingThatIsHard() {
        var population = new Population(1, REGIONS);
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        int withoutNik = 0;
        int invalid = 0;
        int deceased = 0;
        int historic = 0;
        for (int index = 0; index < 100_000; index++) {
            AsnRecord record = population.at(index);
            verdicts.merge(record.verdict(), 1, Integer::sum);
            withoutNik += record.hasNik() ? 0 : 1;
            invalid += record.hasNik() && !record.nikValid() ? 1 : 0;
            deceased += record.deceased() ? 1 : 0;
            historic += record.nikOwner().regionCode() / 100 == 9271 ? 1 : 0;
        }
        assertThat(verdicts.keySet()).containsExactlyInAnyOrder(Verdict.values());
        assertThat(verdicts.get(Verdict.ACTIVE)).isBetween(80_000, 90_000);
        assertThat(verdicts.get(Verdict.RETIRED)).isBetween(10_000, 13_000);
        assertThat(List.of(withoutNik, invalid, deceased, historic)).allMatch(count -> count > 0);
    }

    @Test
    void classXRidesInOneOfFiftyRecords() throws IOException {
        assertThat(ndjson(1, 100)
                        .lines()
                        .filter(line -> line.contains("\"agama\""))
                        .count())
                .isEqualTo(2);
    }

    @Test
    void csvHasTheSameColumnsInEveryRow() throws IOException {
        List<String> lines = text(5, 3_000, true).lines().toList();
        int columns = lines.getFirst().split(",", -1).length;
        assertThat(lines).hasSize(3_001).allMatch(line -> line.split(",", -1).length == columns);
        int nik = List.of(lines.getFirst().split(",", -1)).indexOf("nik");
        List<String> niks = ndjson(5, 3_000).lines().map(PopulationTest::nik).toList();
        assertThat(lines.subList(1, 3_001).stream().map(line -> line.split(",", -1)[nik]))
                .containsExactlyElementsOf(niks);
    }

    private static String nik(String line) {
        try {
            JsonNode nik = JSON.readTree(line).path("nik");
            return nik.isNull() ? "" : nik.asText();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aTypoInAConstantWouldShowInTheStatusWeights() {
        int[] sums = new int[3];
        for (int hash = 0; hash < 10_000; hash++) {
            long spread = (long) (hash * (double) (1L << 32) / 10_000 + 1) << 32;
            sums[0] += LegalStatus.serving(spread) == LegalStatus.S01 ? 1 : 0;
            sums[1] += LegalStatus.contract(spread) == LegalStatus.S71 ? 1 : 0;
            sums[2] += LegalStatus.retired(spread) == LegalStatus.S99 ? 1 : 0;
        }
        assertThat(sums[0]).isBetween(9_500, 9_700);
        assertThat(sums[1]).isEqualTo(9_800);
        assertThat(sums[2]).isEqualTo(6_800);
    }
}
