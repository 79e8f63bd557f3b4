package id.padan.casn.cube;

import id.padan.casn.code.CodeLists;
import id.padan.casn.code.Dimension;
import id.padan.casn.code.Stage;
import id.padan.casn.table.Cells;
import id.padan.casn.table.Dimension.Kind;
import id.padan.casn.table.Knowledge;
import id.padan.casn.table.Shape;
import id.padan.casn.table.Table;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Builds cubes. Dimensions are code, never text of a request, so they may stand in SQL. */
@ApplicationScoped
public class Cubes {
    /** Who is counted; tables of one universe and year are about the same people. */
    public static final String UNIVERSE = "registrants";

    /** As COPY writes it. */
    private static final String NULL = "\\N";

    private static final String FORMATIONS =
            " from casn_formation f left join casn_occupation o on o.jabatan = f.jabatan where f.tahun = ";
    private static final String STAGES = Arrays.stream(Stage.values())
            .map(stage -> "(%d, '%s')".formatted(stage.number(), stage.group().name()))
            .collect(Collectors.joining(", ", "(values ", ") s(number, code)"));

    /**
     * @param dimensions without the year, in the order of {@link Dimension}
     * @param before codes by dimension of an earlier form of the table, which stay although nobody has them any more
     */
    public Cube count(
            Handle handle, String id, int year, List<Dimension> dimensions, Map<String, List<String>> before) {
        var ofFormation = dimensions.stream()
                .filter(dimension -> dimension.isOfFormation() && dimension != Dimension.TAHAPAN)
                .toList();
        var codes = new LinkedHashMap<Dimension, List<String>>();
        for (Dimension dimension : dimensions) {
            codes.put(dimension, codes(handle, dimension, year, before.getOrDefault(dimension.annexName(), List.of())));
        }
        Shape shape = shape(codes, dimensions);
        Shape formationShape = shape(codes, ofFormation);
        Cells counts = cells(
                handle,
                shape,
                "select " + columns(dimensions)
                        + "count(*) from casn_fact r join casn_formation f on f.no = r.formation left join casn_occupation o on o.jabatan = f.jabatan join "
                        + STAGES + " on s.number = r.tahapan where f.tahun = " + year + groups(dimensions.size()));
        Cells formations = cells(
                handle,
                formationShape,
                "select " + columns(ofFormation) + "sum(f.jumlah)" + FORMATIONS + year + cube(ofFormation.size()));
        Cells portal = cells(
                handle,
                formationShape,
                "select " + columns(ofFormation) + "sum(f.jml_pendaftar)" + FORMATIONS + year
                        + " and f.jml_pendaftar > 0" + groups(ofFormation.size()));
        String period = Integer.toString(year);
        return new Cube(
                new Table(id, UNIVERSE, period, shape, counts),
                formationShape,
                formations,
                portal.size() == 0 ? null : new Table("portal", UNIVERSE, period, formationShape, portal));
    }

    /** Figures published elsewhere, as far as they are cells of a table. */
    public List<Knowledge.Control> controls(Handle handle, List<Integer> years) {
        record Scope(int year, String procurement, String agency, String source) {}
        var byScope = new LinkedHashMap<Scope, Map<String, Long>>();
        handle.createQuery("select * from casn_control where tahun = any(:years) order by id")
                .bindArray("years", Integer.class, years)
                .map((row, context) -> byScope.computeIfAbsent(
                                new Scope(
                                        row.getInt("tahun"),
                                        row.getString("jenis_pengadaan"),
                                        row.getString("instansi"),
                                        row.getString("source")),
                                scope -> new TreeMap<>())
                        .put(row.getString("measure"), row.getLong("value")))
                .list();
        var controls = new ArrayList<Knowledge.Control>();
        byScope.forEach((scope, values) -> {
            var cell = new HashMap<String, String>();
            if (!scope.procurement().equals(CodeLists.TOTAL)) {
                cell.put(Dimension.JENIS_PENGADAAN.annexName(), scope.procurement());
            }
            if (!scope.agency().equals(CodeLists.TOTAL)) {
                cell.put(Dimension.INSTANSI.annexName(), scope.agency());
            }
            var figures = new HashMap<String, Long>();
            Long all = values.get(Stage.Step.PENDAFTAR.name());
            Long sent = values.get(Stage.Step.SUBMIT.name());
            figures.put(null, all);
            figures.put(Stage.Group.BELUM_SUBMIT.name(), all == null || sent == null || sent > all ? null : all - sent);
            for (Stage.Group group : List.of(Stage.Group.TMS, Stage.Group.BELUM_VERIFIKASI, Stage.Group.PENEMPATAN)) {
                figures.put(group.name(), values.get(group.name()));
            }
            figures.forEach((stage, value) -> {
                if (value != null) {
                    var at = new HashMap<>(cell);
                    if (stage != null) {
                        at.put(Dimension.TAHAPAN.annexName(), stage);
                    }
                    controls.add(
                            new Knowledge.Control(scope.source(), UNIVERSE, Integer.toString(scope.year()), at, value));
                }
            });
        });
        return controls;
    }

    /** A shape of some of the dimensions. */
    public static Shape shape(Map<Dimension, List<String>> codes, List<Dimension> dimensions) {
        return new Shape(dimensions.stream()
                .map(dimension -> new id.padan.casn.table.Dimension(
                        dimension.annexName(),
                        codes.get(dimension),
                        dimension == Dimension.DISABILITAS
                                ? Kind.SENSITIVE
                                : dimension.isOfFormation() ? Kind.FORMATION : Kind.PERSON))
                .toList());
    }

    private static List<String> codes(Handle handle, Dimension dimension, int year, List<String> before) {
        if (dimension == Dimension.TAHAPAN) {
            return Arrays.stream(Stage.Group.values()).map(Enum::name).toList();
        }
        var closed = CodeLists.of(dimension);
        if (!closed.isEmpty()) {
            return List.copyOf(closed.keySet());
        }
        var open = new TreeSet<>(before);
        open.addAll(handle.createQuery("select distinct " + dimension.column() + FORMATIONS + year)
                .mapTo(String.class)
                .list());
        if (open.isEmpty()) {
            open.add(CodeLists.NONE);
        }
        return List.copyOf(open);
    }

    private static String columns(List<Dimension> dimensions) {
        return dimensions.stream().map(dimension -> dimension.column() + ", ").collect(Collectors.joining());
    }

    private static String groups(int dimensions) {
        return dimensions == 0 ? "" : " group by " + places(dimensions);
    }

    private static String cube(int dimensions) {
        return dimensions == 0 ? "" : " group by cube (" + places(dimensions) + ")";
    }

    private static String places(int dimensions) {
        var places = new ArrayList<String>();
        for (int i = 1; i <= dimensions; i++) {
            places.add(Integer.toString(i));
        }
        return String.join(", ", places);
    }

    /**
     * Cells of a query that gives a code per dimension (null for the total) and a number. Copied out: a cursor would keep PostgreSQL to one
     * processor, and a whole result would not fit.
     *
     * @param query without parameters; codes have nothing that COPY escapes
     */
    private static Cells cells(Handle handle, Shape shape, String query) {
        var places = shape.dimensions().stream().map(Cubes::places).toList();
        long[] keys = new long[1024];
        long[] counts = new long[1024];
        int size = 0;
        // A group for each cell; the default would put them on disk.
        handle.execute("set local work_mem = '192MB'");
        try {
            CopyOut copy = handle.getConnection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy (" + query + ") to stdout");
            try {
                int[] at = new int[shape.size()];
                for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
                    String[] parts =
                            new String(row, StandardCharsets.UTF_8).strip().split("\t");
                    for (int d = 0; d < at.length; d++) {
                        at[d] = places.get(d).get(parts[d]);
                    }
                    long count = NULL.equals(parts[at.length]) ? 0 : Long.parseLong(parts[at.length]);
                    if (count == 0) {
                        continue;
                    }
                    if (size == keys.length) {
                        keys = Arrays.copyOf(keys, 2 * size);
                        counts = Arrays.copyOf(counts, 2 * size);
                    }
                    keys[size] = shape.key(at);
                    counts[size++] = count;
                }
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Cells.sorted(Arrays.copyOf(keys, size), Arrays.copyOf(counts, size));
    }

    private static Map<String, Integer> places(id.padan.casn.table.Dimension dimension) {
        var places = new HashMap<String, Integer>();
        places.put(NULL, 0);
        dimension.codes().forEach(code -> places.put(code, places.size()));
        return places;
    }
}
