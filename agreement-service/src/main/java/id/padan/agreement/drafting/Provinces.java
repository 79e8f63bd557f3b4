package id.padan.agreement.drafting;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Names of provinces by Kemendagri's code; data under the ODbL, see the licence beside the file. */
final class Provinces {

    private Provinces() {}

    static Map<String, String> names() {
        try (var file = new BufferedReader(new InputStreamReader(
                Provinces.class.getResourceAsStream("/records/provinces.csv"), StandardCharsets.UTF_8))) {
            return file.lines()
                    .skip(1)
                    .map(line -> line.split(",", 2))
                    .collect(Collectors.toUnmodifiableMap(cells -> cells[0], cells -> cells[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
