package id.padan.verification.list;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * The six-digit district codes a NIK may start with: those of today and those that were in force before a region was split, because a NIK
 * keeps the code of its issue date. Data and licence (ODbL-1.0) are in {@code region-codes.txt}.
 */
final class RegionCodes {

    private static final BitSet CODES = load();

    private RegionCodes() {}

    static boolean known(int code) {
        return CODES.get(code);
    }

    static int count() {
        return CODES.cardinality();
    }

    private static BitSet load() {
        BitSet codes = new BitSet(1_000_000);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                RegionCodes.class.getResourceAsStream("region-codes.txt"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() || line.charAt(0) == '#') {
                    continue;
                }
                int regency = Integer.parseInt(line, 0, 4, 10) * 100;
                for (int i = 5; i < line.length(); i += 3) {
                    codes.set(regency + Integer.parseInt(line, i, i + 2, 10));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return codes;
    }
}
