package id.padan.cli.sample;

/**
 * An invented person.
 *
 * @param district position in {@link Regions} of the district of first registration
 * @param birth birth date as the digits {@code yyyyMMdd}
 * @param serial last four digits of the NIK, 9990-9999
 * @param slot position of the birth date and sex inside the cohort
 * @param round how many persons of the same slot came before
 */
record Person(Cohort cohort, int district, int regionCode, int birth, boolean woman, int serial, int slot, int round) {

    int year() {
        return birth / 10_000;
    }

    int month() {
        return birth / 100 % 100;
    }

    int day() {
        return birth % 100;
    }

    /** Region, birth day (+40 for women), month, two digits of the year, serial (PP 37/2007 Ps 37). */
    long nik() {
        int day = day() + (woman ? 40 : 0);
        long date = (day * 100L + month()) * 100 + year() % 100;
        return (regionCode * 1_000_000L + date) * 10_000 + serial;
    }
}
