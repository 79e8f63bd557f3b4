package id.padan.casn.release;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import id.padan.casn.code.Dimension;
import id.padan.casn.cube.Cubes;
import id.padan.casn.table.Cells;
import id.padan.casn.table.Shape;
import id.padan.casn.table.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A small release as it would be stored: 32 is shown whole, the women of 33 are hidden and so are its men. */
public record SampleRelease(Release release, List<YearTable> tables) {

    public static SampleRelease ofTwoYears() {
        var dimensions = List.of(Dimension.PROVINSI_FORMASI, Dimension.JENIS_KELAMIN);
        var release = new Release(
                UUID.fromString("0193b1a0-0000-7000-8000-000000000001"),
                "contoh-tabel",
                1,
                "Contoh \"tabel\" – provinsi & jenis kelamin",
                "Sample “table”: province and sex",
                List.of(2023, 2024),
                dimensions.stream().map(Dimension::annexName).toList(),
                10,
                ReleaseState.PUBLISHED,
                Release.OnwardUse.PARTNER_ONLY,
                "petugas.bkn",
                Instant.parse("2026-11-26T00:00:00Z"),
                LocalDate.of(2024, 9, 1),
                LocalDate.of(2024, 9, 30),
                "0".repeat(64),
                JsonNodeFactory.instance.objectNode(),
                null,
                null,
                null,
                "pejabat.bkn",
                Instant.parse("2026-11-26T01:00:00Z"),
                List.of());
        return new SampleRelease(release, List.of(year(dimensions, "2023"), year(dimensions, "2024")));
    }

    private static YearTable year(List<Dimension> dimensions, String period) {
        var codes = new EnumMap<Dimension, List<String>>(Dimension.class);
        codes.put(Dimension.PROVINSI_FORMASI, List.of("32", "33"));
        codes.put(Dimension.JENIS_KELAMIN, List.of("F", "M"));
        Shape shape = Cubes.shape(codes, dimensions);
        Shape formations = Cubes.shape(codes, dimensions.subList(0, 1));
        String province = "provinsiFormasi";
        String sex = "jenisKelamin";
        var shown = new TreeMap<Long, Long>();
        shown.put(shape.key(Map.of()), 150L);
        shown.put(shape.key(Map.of(province, "32")), 120L);
        shown.put(shape.key(Map.of(province, "32", sex, "F")), 70L);
        shown.put(shape.key(Map.of(province, "32", sex, "M")), 50L);
        shown.put(shape.key(Map.of(province, "33")), 30L);
        var positions = new TreeMap<Long, Long>();
        positions.put(formations.key(Map.of()), 45L);
        positions.put(formations.key(Map.of(province, "32")), 40L);
        positions.put(formations.key(Map.of(province, "33")), 5L);
        return new YearTable(
                new Table("contoh-tabel", Cubes.UNIVERSE, period, shape, cells(shown)), formations, cells(positions));
    }

    private static Cells cells(TreeMap<Long, Long> of) {
        return new Cells(
                of.keySet().stream().mapToLong(Long::longValue).toArray(),
                of.values().stream().mapToLong(Long::longValue).toArray());
    }
}
