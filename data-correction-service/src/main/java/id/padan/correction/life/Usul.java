package id.padan.correction.life;

/**
 * The proposal in SIASN's own procedure (F-11).
 *
 * @param number its number there; null where none was given
 * @param status 1 to 67, or 99; null where none was told
 */
public record Usul(String number, Integer status) {

    /** What SIASN's status means for a proposal here. */
    public enum Meaning {
        UNDER_WAY,
        RETURNED,
        REFUSED,
        DONE,
        WITHDRAWN
    }

    public Usul {
        if (status != null && !isKnown(status)) {
            throw new IllegalArgumentException("usulStatus: 1 to 67, or 99");
        }
    }

    public static boolean isKnown(int status) {
        // 54 is not in SIASN's table.
        return status >= 1 && status <= 67 && status != 54 || status == 99;
    }

    /** The collapse of {@code domain.md} 7.3. */
    public static Meaning meaning(int status) {
        return switch (status) {
            case 5, 14, 34, 50, 51, 52, 56, 67 -> Meaning.RETURNED;
            case 6, 13 -> Meaning.REFUSED;
            case 11, 31 -> Meaning.DONE;
            case 99 -> Meaning.WITHDRAWN;
            default -> Meaning.UNDER_WAY;
        };
    }

    /** The same procedure, with what was told later. */
    public Usul then(Usul told) {
        return new Usul(told.number() == null ? number : told.number(), told.status() == null ? status : told.status());
    }
}
