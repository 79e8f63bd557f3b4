package id.padan.platform.nik;

/**
 * A NIP (Nomor Induk Pegawai) or NI PPPK: exactly 18 ASCII digits. It contains the birth date and the sex, so it is masked like a NIK.
 */
public record Nip(String digits) {

    private static final int LENGTH = 18;
    private static final long LIMIT = 1_000_000_000_000_000_000L;

    /**
     * @throws IllegalArgumentException if the text is not exactly 18 ASCII digits; the message never repeats the text
     */
    public Nip {
        if (!Nik.areDigits(digits, LENGTH)) {
            throw new IllegalArgumentException("nip: must be exactly 18 ASCII digits");
        }
    }

    /** @throws IllegalArgumentException if the number does not fit in 18 decimal digits; leading zeros are put back */
    public static Nip of(long value) {
        if (value < 0 || value >= LIMIT) {
            throw new IllegalArgumentException("nip: must be a number of at most 18 digits");
        }
        String text = Long.toString(value);
        return new Nip("0".repeat(LENGTH - text.length()) + text);
    }

    /** The digits read as one decimal number, below 10^18. */
    public long value() {
        return Long.parseLong(digits);
    }

    @Override
    public String toString() {
        return "Nip[masked]";
    }
}
