package id.padan.cli.sample;

import java.time.LocalDate;
import java.util.stream.IntStream;

/**
 * A group of invented persons by birth date. Person {@code i} of a cohort and seed is computed, never stored, and no two of one
 * cohort, seed and side share a NIK.
 */
enum Cohort {
    /** Of serving age: below the retirement age of 58 on the day the samples are about. */
    SERVING(LocalDate.of(1969, 1, 1), LocalDate.of(2000, 12, 31)),
    RETIRED(LocalDate.of(1946, 1, 1), LocalDate.of(1966, 12, 31)),
    /** Candidates for aid, aged 18 to 64. */
    WORKER(LocalDate.of(1961, 1, 1), LocalDate.of(2007, 12, 31));

    private final long firstDay;

    @SuppressWarnings("ImmutableEnumChecker") // filled once, never written again
    private final int[] dates;

    Cohort(LocalDate first, LocalDate last) {
        this.firstDay = first.toEpochDay();
        this.dates = IntStream.rangeClosed(0, (int) (last.toEpochDay() - firstDay))
                .map(offset -> {
                    LocalDate day = first.plusDays(offset);
                    return (day.getYear() * 100 + day.getMonthValue()) * 100 + day.getDayOfMonth();
                })
                .toArray();
    }

    /**
     * Person {@code index}. Every round goes once through all birth dates and sexes in a new order, so that ordinals inside one
     * slot are dense; place and serial are a shuffle of their own for each slot.
     *
     * @param candidate which of two sides the person is on: registers and outside candidates of whatever seed never meet, because
     *     the parity of district, day, sex and serial tells them apart
     */
    Person person(long seed, long index, boolean candidate, Regions regions) {
        int slots = dates.length * 2;
        long round = index / slots;
        int slot = (int) Shuffle.permute(Shuffle.mix(seed, ordinal(), round), slots, index % slots);
        long places = regions.size() * 5L;
        if (round >= places) {
            throw new IllegalArgumentException("More persons asked for than there are NIKs with serial 9990-9999");
        }
        long place = Shuffle.permute(Shuffle.mix(seed, ordinal() + 16L, slot), places, round);
        int district = (int) (place / 5);
        boolean woman = (slot & 1) == 1;
        int offset = slot >> 1;
        long parity = district + firstDay + offset + (woman ? 1 : 0) + (candidate ? 1 : 0);
        int serial = 9990 + 2 * (int) (place % 5) + (int) (parity & 1);
        return new Person(this, district, regions.code(district), dates[offset], woman, serial, slot, (int) round);
    }
}
