package id.padan.agreement.onward;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Marks a recipient's copy of some rows, twice: each row ends in a code that only this recipient's key gives it, and the rows stand in an
 * order that only this key gives them. The codes survive sorting and cutting, the order survives the removal of the column. Both are
 * HMAC-SHA-256 of the row, so the same rows for the same recipient are the same file, byte for byte.
 */
final class Fingerprint {
    /** Of the column with the codes. */
    static final String COLUMN = "kode";

    private static final int CODE_BYTES = 6;
    private static final Pattern CODE = Pattern.compile("[0-9a-f]{" + 2 * CODE_BYTES + "}");
    /** Enough that chance does not put them in order: 1 in 2^20 at the least. */
    private static final int FEWEST_PAIRS = 40;

    private static final double SURE = 6;

    private final Mac mac;

    Fingerprint(byte[] key) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    /** The rows in this recipient's order, each with its code. */
    List<String> mark(List<String> rows) {
        return rows.stream()
                .sorted(Comparator.comparingLong(this::place).thenComparing(Comparator.naturalOrder()))
                .map(row -> row + "," + code(row))
                .toList();
    }

    /**
     * What speaks for a copy being this recipient's.
     *
     * @param coded rows that end in something like a code
     * @param matching those whose code is this recipient's; by chance one in 2^48
     * @param pairs neighbouring rows that differ
     * @param ordered those that stand in this recipient's order; by chance a half
     */
    record Match(int rows, int coded, int matching, int pairs, int ordered) {
        /** Whether it is this recipient's copy beyond reasonable doubt. */
        boolean isSure() {
            return matching > 0 || (pairs >= FEWEST_PAIRS && new Order(pairs, ordered).deviations() >= SURE);
        }
    }

    /** Compares a copy, as it was found, with this recipient's marks. */
    Match match(List<String> copy) {
        int coded = 0;
        int matching = 0;
        var bare = new ArrayList<String>(copy.size());
        for (String row : copy) {
            int comma = row.lastIndexOf(',');
            if (comma > 0 && CODE.matcher(row.substring(comma + 1)).matches()) {
                coded++;
                String rest = row.substring(0, comma);
                matching += code(rest).equals(row.substring(comma + 1)) ? 1 : 0;
                bare.add(rest);
            } else {
                bare.add(row);
            }
        }
        // What looks like a code may be a cell of the file's own: the rows are looked at both ways.
        var without = order(bare);
        var with = order(copy);
        var order = without.deviations() >= with.deviations() ? without : with;
        return new Match(copy.size(), coded, matching, order.pairs(), order.ordered());
    }

    private record Order(int pairs, int ordered) {
        /** How far it is from chance, in standard deviations. */
        private double deviations() {
            return pairs == 0 ? 0 : (ordered - pairs / 2.0) / Math.sqrt(pairs / 4.0);
        }
    }

    private Order order(List<String> rows) {
        int pairs = 0;
        int ordered = 0;
        for (int i = 1; i < rows.size(); i++) {
            if (!rows.get(i).equals(rows.get(i - 1))) {
                pairs++;
                ordered += place(rows.get(i - 1)) < place(rows.get(i)) ? 1 : 0;
            }
        }
        return new Order(pairs, ordered);
    }

    private long place(String row) {
        return ByteBuffer.wrap(hmac("order", row)).getLong();
    }

    private String code(String row) {
        return HexFormat.of().formatHex(hmac("code", row), 0, CODE_BYTES);
    }

    private byte[] hmac(String what, String row) {
        mac.update(what.getBytes(StandardCharsets.US_ASCII));
        mac.update((byte) 0);
        return mac.doFinal(row.getBytes(StandardCharsets.UTF_8));
    }
}
