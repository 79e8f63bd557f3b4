package id.padan.cli.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Kemendagri's district codes, current and historic (domain 3.2), as they may stand in a NIK. The data is under ODbL 1.0. */
final class Regions {
    private final int[] districts;
    private final int[] placeOf;
    private final List<byte[]> places;

    private Regions(int[] districts, int[] placeOf, List<byte[]> places) {
        this.districts = districts;
        this.placeOf = placeOf;
        this.places = places;
    }

    static Regions load() {
        List<byte[]> places = new ArrayList<>();
        IntStream.Builder districts = IntStream.builder();
        IntStream.Builder placeOf = IntStream.builder();
        try (var reader = new BufferedReader(
                new InputStreamReader(Regions.class.getResourceAsStream("wilayah.txt"), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("#")) {
                    continue;
                }
                String[] fields = line.split("\\|", -1);
                int regency = Integer.parseInt(fields[0]);
                for (String range : fields[1].split(",", -1)) {
                    int from = Integer.parseInt(range.substring(0, 2));
                    int to = Integer.parseInt(range.substring(range.length() - 2));
                    for (int district = from; district <= to; district++) {
                        districts.add(regency * 100 + district);
                        placeOf.add(places.size());
                    }
                }
                places.add(fields[2].getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The region list in this program cannot be read", e);
        }
        return new Regions(districts.build().toArray(), placeOf.build().toArray(), places);
    }

    int size() {
        return districts.length;
    }

    /** The six digits of the district at this position of the list. */
    int code(int position) {
        return districts[position];
    }

    /** Name of the regency or city of that district. */
    byte[] place(int position) {
        return places.get(placeOf[position]);
    }
}
