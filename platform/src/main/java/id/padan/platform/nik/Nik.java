package id.padan.platform.nik;

/**
 * A NIK (Nomor Induk Kependudukan): exactly 16 ASCII digits. This says only that the form is right; whether region and birth date make
 * sense is decided by the rules of the service that answers. It never appears in logs, URLs, metrics or errors.
 */
public record Nik(String digits) {

    private static final int LENGTH = 16;
    private static final long LIMIT = 10_000_000_000_000_000L;

    /**
     * @throws IllegalArgumentException if the text is not exactly 16 ASCII digits; the message never repeats the text
     */
    public Nik {
        if (!areDigits(digits, LENGTH)) {
            throw new IllegalArgumentException("nik: must be exactly 16 ASCII digits");
        }
    }

    /** @throws IllegalArgumentException if the number does not fit in 16 decimal digits; leading zeros are put back */
    public static Nik of(long value) {
        if (value < 0 || value >= LIMIT) {
            throw new IllegalArgumentException("nik: must be a number of at most 16 digits");
        }
        String text = Long.toString(value);
        return new Nik("0".repeat(LENGTH - text.length()) + text);
    }

    /** The digits read as one decimal number, below 10^16. */
    public long value() {
        return Long.parseLong(digits);
    }

    @Override
    public String toString() {
        return "Nik[masked]";
    }

    static boolean areDigits(String text, int length) {
        if (text == null || text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            // Character.isDigit would also accept digits of other scripts.
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }
}
