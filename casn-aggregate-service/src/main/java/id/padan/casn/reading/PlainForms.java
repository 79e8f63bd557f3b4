package id.padan.casn.reading;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import id.padan.casn.code.Dimension;
import id.padan.casn.code.Stage;
import id.padan.casn.release.CellQuery;
import id.padan.casn.release.Release;
import id.padan.casn.release.YearTable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/** Cells as plain CSV and JSON, a row each, under the annex's names. */
final class PlainForms {
    private static final String COUNT = "jumlah";
    private static final String POSITIONS = "jumlahFormasi";
    private static final String SUPPRESSION = "supresi";
    private static final String DATA_DATE = "tanggalData";

    private PlainForms() {}

    static void csv(Release release, List<YearTable> tables, CellQuery query, OutputStream out) throws IOException {
        try (var csv = writer(out)) {
            var header = new ArrayList<String>(List.of(Dimension.TAHUN.annexName()));
            header.addAll(release.dimensions());
            header.addAll(List.of(COUNT, POSITIONS, SUPPRESSION, DATA_DATE));
            csv.writeRecord(header);
            String day = Objects.toString(release.dataTo(), "");
            query.rows(tables, row -> {
                var record = new ArrayList<String>(List.of(row.period()));
                record.addAll(row.codes().values());
                record.add(text(row.count()));
                record.add(text(row.positions()));
                record.add(suppression(row.count()));
                record.add(day);
                csv.writeRecord(record);
            });
        }
    }

    static void json(ObjectMapper mapper, Release release, List<YearTable> tables, CellQuery query, OutputStream out)
            throws IOException {
        try (JsonGenerator json = mapper.createGenerator(out)) {
            begin(json, release);
            query.rows(tables, row -> {
                try {
                    json.writeStartObject();
                    codes(json, row);
                    number(json, COUNT, row.count());
                    if (row.positions().isPresent()) {
                        number(json, POSITIONS, row.positions());
                    }
                    json.writeStringField(SUPPRESSION, suppression(row.count()));
                    json.writeEndObject();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    /** What can be told of a cell over its stages. */
    private record Indicators(CellQuery.Row row, Map<Stage.Step, OptionalLong> steps) {
        /** Who sent a registration per position. */
        Double ratio() {
            OptionalLong sent = steps.get(Stage.Step.SUBMIT);
            return sent.isPresent()
                            && row.positions().isPresent()
                            && row.positions().getAsLong() > 0
                    ? Math.round(100.0 * sent.getAsLong() / row.positions().getAsLong()) / 100.0
                    : null;
        }

        /** Who wanted to work there and was not placed: supply that no employer has taken up. */
        OptionalLong unmetSupply() {
            OptionalLong sent = steps.get(Stage.Step.SUBMIT);
            OptionalLong placed = steps.get(Stage.Step.PENEMPATAN);
            return sent.isPresent() && placed.isPresent()
                    ? OptionalLong.of(sent.getAsLong() - placed.getAsLong())
                    : OptionalLong.empty();
        }
    }

    private static void indicators(
            List<YearTable> tables, CellQuery query, java.util.function.Consumer<Indicators> each) {
        var codes = new java.util.HashMap<String, Set<String>>(query.codes());
        codes.put(Dimension.TAHAPAN.annexName(), Set.of(id.padan.casn.code.CodeLists.TOTAL));
        new CellQuery(codes).rows(tables, row -> {
            YearTable year = tables.stream()
                    .filter(table -> table.period().equals(row.period()))
                    .findFirst()
                    .orElseThrow();
            var steps = new EnumMap<Stage.Step, OptionalLong>(Stage.Step.class);
            for (Stage.Step step : Stage.Step.values()) {
                steps.put(step, year.reached(step, row.cell()));
            }
            each.accept(new Indicators(row, steps));
        });
    }

    private static Set<String> names(CellQuery.Row row) {
        var names = new LinkedHashSet<>(row.codes().keySet());
        names.remove(Dimension.TAHAPAN.annexName());
        return names;
    }

    private static String name(Stage.Step step) {
        return switch (step) {
            case PENDAFTAR -> "jumlahPendaftar";
            case SUBMIT -> "jumlahSubmit";
            case MS -> "jumlahMs";
            case LULUS_SKD -> "jumlahLulusSkd";
            case LULUS -> "jumlahLulus";
            case PENEMPATAN -> "jumlahPenempatan";
        };
    }

    static void indicatorsCsv(List<YearTable> tables, CellQuery query, OutputStream out) throws IOException {
        try (var csv = writer(out)) {
            var header = new ArrayList<String>();
            indicators(tables, query, one -> {
                if (header.isEmpty()) {
                    header.add(Dimension.TAHUN.annexName());
                    header.addAll(names(one.row()));
                    for (Stage.Step step : Stage.Step.values()) {
                        header.add(name(step));
                    }
                    header.addAll(List.of(POSITIONS, "rasio", "pasokanTakTerserap"));
                    csv.writeRecord(header);
                }
                var record = new ArrayList<String>(List.of(one.row().period()));
                names(one.row()).forEach(name -> record.add(one.row().codes().get(name)));
                one.steps().values().forEach(count -> record.add(text(count)));
                record.add(text(one.row().positions()));
                record.add(one.ratio() == null ? "" : one.ratio().toString());
                record.add(text(one.unmetSupply()));
                csv.writeRecord(record);
            });
        }
    }

    static void indicatorsJson(
            ObjectMapper mapper, Release release, List<YearTable> tables, CellQuery query, OutputStream out)
            throws IOException {
        try (JsonGenerator json = mapper.createGenerator(out)) {
            begin(json, release);
            indicators(tables, query, one -> {
                try {
                    json.writeStartObject();
                    json.writeStringField(Dimension.TAHUN.annexName(), one.row().period());
                    for (String name : names(one.row())) {
                        json.writeStringField(name, one.row().codes().get(name));
                    }
                    for (var step : one.steps().entrySet()) {
                        number(json, name(step.getKey()), step.getValue());
                    }
                    number(json, POSITIONS, one.row().positions());
                    if (one.ratio() != null) {
                        json.writeNumberField("rasio", one.ratio());
                    }
                    number(json, "pasokanTakTerserap", one.unmetSupply());
                    json.writeEndObject();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void begin(JsonGenerator json, Release release) throws IOException {
        json.writeStartObject();
        json.writeStringField("release", release.id().toString());
        json.writeStringField("definition", release.definition());
        if (release.version() != null) {
            json.writeNumberField("version", release.version());
        }
        json.writeStringField("onwardUse", release.onwardUse().name());
        json.writeStringField(DATA_DATE, Objects.toString(release.dataTo(), ""));
        json.writeArrayFieldStart("rows");
    }

    private static void codes(JsonGenerator json, CellQuery.Row row) throws IOException {
        json.writeStringField(Dimension.TAHUN.annexName(), row.period());
        for (var code : row.codes().entrySet()) {
            json.writeStringField(code.getKey(), code.getValue());
        }
    }

    private static void number(JsonGenerator json, String name, OptionalLong count) throws IOException {
        if (count.isPresent()) {
            json.writeNumberField(name, count.getAsLong());
        } else {
            json.writeNullField(name);
        }
    }

    private static String text(OptionalLong count) {
        return count.isPresent() ? Long.toString(count.getAsLong()) : "";
    }

    /** E-15; which of the hidden cells is hidden for its own sake is not told, since that would tell that it is small. */
    private static String suppression(OptionalLong count) {
        return count.isPresent() ? "none" : "supresi";
    }

    private static CsvWriter writer(OutputStream out) {
        return CsvWriter.builder().build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }
}
