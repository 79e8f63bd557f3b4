package id.padan.cli.sample;

import id.padan.cli.sample.Oracle.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list of candidates for aid against a {@link Population}: most are nobody's ASN (domain 5.5), some are, some rows are malformed
 * in each of the ways of domain 3.1, some repeat an earlier row. The generator knows the right answer to every row.
 */
final class Candidates {
    /** Of every hundred rows found in the register, how many have which answer; the rest are active. */
    private static final Map<Verdict, Integer> FOUND_MIX =
            new EnumMap<>(Map.of(Verdict.RETIRED, 23, Verdict.INACTIVE, 10, Verdict.UNMAPPED, 1, Verdict.NOT_FOUND, 1));

    /**
     * @param population how many records of the population the register holds
     * @param found share of well-formed rows that the register has
     * @param malformed share of rows that break a rule of domain 3.1
     * @param duplicates share of rows that repeat an earlier NIK
     */
    record Mix(long rows, long seed, int population, double found, double malformed, double duplicates) {}

    /** What may be wrong with a NIK, with the row status it must get. */
    private enum Damage {
        SHORT("NIK_FORMAT"),
        LONG("NIK_FORMAT"),
        LETTER("NIK_FORMAT"),
        NIP("NIK_FORMAT"),
        EMPTY("NIK_FORMAT"),
        E_NOTATION("NIK_SPREADSHEET_DAMAGE"),
        ALL_EQUAL("NIK_IMPOSSIBLE"),
        SERIAL_ZERO("NIK_IMPOSSIBLE"),
        LEADING_ZERO("NIK_IMPOSSIBLE"),
        DAY("NIK_DATE"),
        MONTH("NIK_DATE"),
        THIRTY_FIRST("NIK_DATE");

        private final String status;

        Damage(String status) {
            this.status = status;
        }
    }

    private final Mix mix;
    private final Population population;
    private final Regions regions;
    private final Map<Verdict, Register> registers = new EnumMap<>(Verdict.class);

    /** Rows that the register has, in ascending order, with the position in the population. */
    private int[] foundRows = new int[1024];

    private int[] foundRecords = new int[1024];
    private int foundCount;
    private long firstOriginal = -1;

    /** Positions with one verdict, taken in random order and each once. */
    private static final class Register {
        private int[] positions = new int[64];
        private int count;
        private int taken;

        private void add(int position) {
            if (count == positions.length) {
                positions = Arrays.copyOf(positions, count * 2);
            }
            positions[count++] = position;
        }

        private int take(long hash) {
            int chosen = taken + Shuffle.below(hash, count - taken);
            int position = positions[chosen];
            positions[chosen] = positions[taken];
            positions[taken++] = position;
            return position;
        }

        private boolean hasMore() {
            return taken < count;
        }
    }

    Candidates(Mix mix, Population population, Regions regions) {
        this.mix = mix;
        this.population = population;
        this.regions = regions;
        for (Verdict verdict : Verdict.values()) {
            registers.put(verdict, new Register());
        }
        // The last record is left out: with a larger register than declared, the next one might share its NIK.
        for (int position = 0; position < mix.population() - 1; position++) {
            if (!population.repeatsNik(position)) {
                registers.get(population.verdict(position)).add(position);
            }
        }
    }

    private enum RowKind {
        MALFORMED,
        REPEATED,
        ORIGINAL
    }

    private RowKind kind(long row) {
        double share = Shuffle.fraction(Shuffle.mix(mix.seed(), row, 1));
        if (share < mix.malformed()) {
            return RowKind.MALFORMED;
        }
        return share < mix.malformed() + mix.duplicates() && row != firstOriginal ? RowKind.REPEATED : RowKind.ORIGINAL;
    }

    /** The row that this one repeats: an original before it, or -1 if there is none. */
    private long original(long row) {
        if (firstOriginal < 0) {
            return -1;
        }
        long candidate = Shuffle.mix(mix.seed(), row, 2) >>> 1;
        candidate %= row;
        while (candidate > firstOriginal && kind(candidate) != RowKind.ORIGINAL) {
            candidate--;
        }
        return Math.max(candidate, firstOriginal);
    }

    /** Writes the list and, if wanted, the right answers as {@code row,status,answer}, rows counted from 1. */
    void write(CandidateWriter list, @Nullable Lines expected) throws IOException {
        if (expected != null) {
            expected.put("row,status,answer").end();
        }
        for (long row = 0; row < mix.rows(); row++) {
            long hash = Shuffle.mix(mix.seed(), row, 3);
            RowKind kind = kind(row);
            if (kind == RowKind.MALFORMED) {
                Damage damage = Damage.values()[Shuffle.below(hash, Damage.values().length)];
                Person person = outside(row);
                list.write(row + 1, damaged(damage, person, hash, list.separator()), person, hash);
                expect(expected, row, damage.status, "");
                continue;
            }
            if (kind == RowKind.REPEATED) {
                long original = original(row);
                if (original >= 0) {
                    Person person = person(original);
                    list.write(row + 1, dressed(person.nik(), hash), person, Shuffle.mix(mix.seed(), original, 3));
                    expect(expected, row, "DUPLICATE", "");
                    continue;
                }
            }
            if (firstOriginal < 0) {
                firstOriginal = row;
            }
            Verdict verdict = originalVerdict(row);
            Person person = person(row);
            list.write(row + 1, dressed(person.nik(), hash), person, hash);
            expect(expected, row, verdict.status(), verdict.answer());
        }
    }

    private static void expect(@Nullable Lines expected, long row, String status, String answer) throws IOException {
        if (expected != null) {
            expected.number(row + 1).put(',').put(status).put(',').put(answer).end();
        }
    }

    /** Decides whether the register has this row, and remembers it if so. */
    private Verdict originalVerdict(long row) {
        if (Shuffle.fraction(Shuffle.mix(mix.seed(), row, 4)) >= mix.found()) {
            return Verdict.NOT_FOUND;
        }
        int choice = Shuffle.below(Shuffle.mix(mix.seed(), row, 5), 100);
        Verdict wanted = Verdict.ACTIVE;
        for (Map.Entry<Verdict, Integer> share : FOUND_MIX.entrySet()) {
            if (choice < share.getValue()) {
                wanted = share.getKey();
                break;
            }
            choice -= share.getValue();
        }
        Register register = registers.get(wanted);
        if (!register.hasMore()) {
            // All with that answer are on the list already; another one then, or somebody whom the register does not
            // have.
            wanted = registers.get(Verdict.ACTIVE).hasMore() ? Verdict.ACTIVE : Verdict.RETIRED;
            register = registers.get(wanted);
            if (!register.hasMore()) {
                return Verdict.NOT_FOUND;
            }
        }
        if (foundCount == foundRows.length) {
            foundRows = Arrays.copyOf(foundRows, foundCount * 2);
            foundRecords = Arrays.copyOf(foundRecords, foundCount * 2);
        }
        foundRows[foundCount] = (int) row;
        foundRecords[foundCount++] = register.take(Shuffle.mix(mix.seed(), row, 6));
        return wanted;
    }

    private Person person(long row) {
        int place = Arrays.binarySearch(foundRows, 0, foundCount, (int) row);
        return place >= 0 ? population.at(foundRecords[place]).nikOwner() : outside(row);
    }

    private Person outside(long row) {
        return Cohort.WORKER.person(mix.seed(), row, true, regions);
    }

    /** The NIK as people type it: mostly plain, sometimes with what spreadsheets and hands add, which is not an error. */
    private static byte[] dressed(long nik, long hash) {
        String digits = Long.toString(nik);
        int habit = Shuffle.below(Shuffle.mix(hash, 9), 1_000);
        String text =
                switch (habit) {
                    case 0 -> "'" + digits;
                    case 1 -> " " + digits + " ";
                    case 2 -> digits + "\u00a0";
                    case 3 -> digits.substring(0, 6) + "-" + digits.substring(6, 12) + "-" + digits.substring(12);
                    case 4 -> digits.substring(0, 6) + "." + digits.substring(6, 12) + "." + digits.substring(12);
                    case 5 ->
                        digits.chars()
                                .collect(
                                        StringBuilder::new,
                                        (wide, digit) -> wide.append((char) (digit - '0' + '\uff10')),
                                        StringBuilder::append)
                                .toString();
                    default -> digits;
                };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] damaged(Damage damage, Person person, long hash, char separator) {
        String nik = Long.toString(person.nik());
        String region = nik.substring(0, 6);
        String serial = nik.substring(12);
        String text =
                switch (damage) {
                    case SHORT -> nik.substring(0, 15);
                    case LONG -> nik + "9";
                    case LETTER -> nik.substring(0, 8) + "O" + nik.substring(9);
                    case NIP -> person.birth() + "201503" + (person.woman() ? "2" : "1") + "999";
                    case EMPTY -> "";
                    case E_NOTATION -> {
                        char point = separator == ',' || (hash & 1) == 0 ? '.' : ',';
                        yield nik.charAt(0) + "" + point + nik.substring(1, 1 + 2 + (int) (hash >>> 8 & 3)) + "E+15";
                    }
                    case ALL_EQUAL -> "1".repeat(16);
                    case SERIAL_ZERO -> nik.substring(0, 12) + "0000";
                    case LEADING_ZERO -> "0" + nik.substring(1);
                    case DAY -> region + ((hash & 1) == 0 ? "32" : "72") + nik.substring(8);
                    case MONTH -> nik.substring(0, 8) + ((hash & 1) == 0 ? "13" : "00") + nik.substring(10);
                    case THIRTY_FIRST -> region + (person.woman() ? "7104" : "3102") + nik.substring(10, 12) + serial;
                };
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
