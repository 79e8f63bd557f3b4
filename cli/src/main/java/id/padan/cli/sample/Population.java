package id.padan.cli.sample;

import id.padan.cli.sample.Oracle.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * A synthetic register: record {@code i} is a function of seed and {@code i}, so a larger register of the same seed begins with the
 * smaller one. Twelve of a hundred are past the retirement age; one of 2,000 is a second record of the person before it, one of
 * 4,000 belongs to somebody else with the same NIK.
 */
final class Population {
    private static final int RETIRED_PER_HUNDRED = 12;
    private static final int SECOND_RECORD = 137;
    private static final int SHARED_NIK = 311;
    /** The last month in which anybody of the register was appointed. */
    private static final int LAST_APPOINTMENT = 2025 * 12 + 11;

    private final long seed;
    private final Regions regions;

    Population(long seed, Regions regions) {
        this.seed = seed;
        this.regions = regions;
    }

    private enum Place {
        ORDINARY,
        /** Second record of the person before. */
        SECOND,
        /** Another person, with the NIK of the one before. */
        SHARED
    }

    private static Place place(long index) {
        if (index % 2000 == SECOND_RECORD) {
            return Place.SECOND;
        }
        return index % 4000 == SHARED_NIK ? Place.SHARED : Place.ORDINARY;
    }

    /** Whether this record carries the NIK of the record before. */
    boolean repeatsNik(long index) {
        return place(index) != Place.ORDINARY;
    }

    private Person person(long index) {
        // 37 and 100 have no common factor: in each block of a hundred every position is taken once.
        int position = (int) (index % 100 * 37 % 100);
        long block = index / 100;
        return position < RETIRED_PER_HUNDRED
                ? Cohort.RETIRED.person(seed, block * RETIRED_PER_HUNDRED + position, false, regions)
                : Cohort.SERVING.person(
                        seed, block * (100 - RETIRED_PER_HUNDRED) + position - RETIRED_PER_HUNDRED, false, regions);
    }

    AsnRecord at(long index) {
        long hash = Shuffle.mix(seed, index);
        return switch (place(index)) {
            case ORDINARY -> {
                Person person = person(index);
                yield employed(index, person, person, hash);
            }
            case SECOND -> secondRecord(index, person(index - 1), hash);
            case SHARED -> employed(index, person(index), person(index - 1), hash);
        };
    }

    private AsnRecord employed(long index, Person person, Person nikOwner, long hash) {
        // A quarter are PPPK; the count of PPPK and PNS before this one in the same slot numbers them without a gap.
        boolean retired = person.cohort() == Cohort.RETIRED;
        long slotHash = slotHash(person);
        int turn = person.round() + (int) (slotHash & 3);
        boolean contract = !retired && turn % 4 == 0;
        int ordinal = retired ? person.round() : contract ? turn / 4 : turn / 4 * 3 + turn % 4 - 1;
        LegalStatus status =
                retired ? LegalStatus.retired(hash) : contract ? LegalStatus.contract(hash) : LegalStatus.serving(hash);
        boolean deceased = !retired && Shuffle.below(Shuffle.mix(hash, 1), 5_000) == 0;
        boolean partner = repeatsNik(index) || repeatsNik(index + 1);
        boolean hasNik = partner || Shuffle.below(Shuffle.mix(hash, 2), 2_000) != 0;
        boolean nikValid = hasNik && Shuffle.below(Shuffle.mix(hash, 3), 200) != 0;
        Employment employment =
                contract ? contract(person, ordinal, slotHash, 999) : permanent(person, ordinal, slotHash);
        return new AsnRecord(
                index,
                person,
                nikOwner,
                index,
                contract,
                status,
                deceased,
                employment.appointed(),
                employment.nip(),
                hasNik,
                nikValid);
    }

    /** Where a slot begins to count its numbers; small, so that adding to it never overflows. */
    private long slotHash(Person person) {
        return Shuffle.mix(seed, person.cohort().ordinal() + 32L, person.slot()) >>> 16;
    }

    private AsnRecord secondRecord(long index, Person person, long hash) {
        int number = (int) (index / 2000);
        LegalStatus status =
                switch (number % 4) {
                    case 0 -> LegalStatus.S73;
                    case 1 -> LegalStatus.S71;
                    case 2 -> LegalStatus.S74;
                    default -> LegalStatus.S66;
                };
        // Numbers that ordinary PPPK of a slot never reach.
        Employment employment = contract(person, 300 + number % 250, slotHash(person), 999 - number / 250 % 10);
        return new AsnRecord(
                index,
                person,
                person,
                index - 1,
                true,
                status,
                false,
                employment.appointed(),
                employment.nip(),
                true,
                Shuffle.below(hash, 200) != 0);
    }

    private record Employment(int appointed, long nip) {}

    /** NI PPPK: birth date, year of appointment, a marker from 21 up, sex, serial (domain 3.4). */
    private static Employment contract(Person person, int ordinal, long slotHash, int serial) {
        int choice = (int) Math.floorMod(ordinal + slotHash, 7L * 79);
        int year = 2019 + choice % 7;
        int marker = 21 + choice / 7;
        int month = 1 + Math.floorMod(choice + person.serial(), 12);
        return new Employment(year * 100 + month, nip(person, year * 100 + marker, serial));
    }

    /** NIP: birth date, month of appointment as CPNS at age 18 to 35, sex, serial (domain 3.3). */
    private static Employment permanent(Person person, int ordinal, long slotHash) {
        int first = (person.year() + 18) * 12 + person.month();
        int last = Math.min(first + 17 * 12 - 1, LAST_APPOINTMENT);
        int months = last - first + 1;
        int month = first + (int) Math.floorMod(ordinal + slotHash, (long) months);
        int appointed = month / 12 * 100 + month % 12 + 1;
        // 999 as long as the months suffice, which they do up to some three million records.
        return new Employment(appointed, nip(person, appointed, 999 - ordinal / months));
    }

    private static long nip(Person person, int sixDigits, int serial) {
        return ((person.birth() * 1_000_000L + sixDigits) * 10 + (person.woman() ? 2 : 1)) * 1000 + serial;
    }

    /** What must be answered for the NIK of this record, over all records of that NIK. */
    Verdict verdict(long index) {
        AsnRecord record = at(index);
        if (!record.hasNik()) {
            return Verdict.NOT_FOUND;
        }
        List<Verdict> verdicts = new ArrayList<>(2);
        verdicts.add(record.verdict());
        if (repeatsNik(index)) {
            verdicts.add(at(index - 1).verdict());
        } else if (repeatsNik(index + 1)) {
            verdicts.add(at(index + 1).verdict());
        }
        return Oracle.of(verdicts);
    }
}
