package id.padan.casn.sdmx;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.casn.code.CodeLists;
import id.padan.casn.code.Dimension;
import id.padan.casn.release.CellQuery;
import id.padan.casn.release.Release;
import id.padan.casn.release.YearTable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/** SDMX-JSON 2.0 data message (SDMX 3.0), flat: every dimension is one of the observation. */
public final class SdmxJson {
    public static final String TYPE = "application/vnd.sdmx.data+json";
    private static final String SCHEMA =
            "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/2.0.0/sdmx-json-data-schema.json";

    private SdmxJson() {}

    /** @param names of codes by dimension's annex name */
    public static void write(
            ObjectMapper mapper,
            Release release,
            List<YearTable> tables,
            CellQuery query,
            Map<String, Map<String, String>> names,
            OutputStream out)
            throws IOException {
        List<YearTable> years = query.years(tables);
        Map<String, List<String>> values = values(release, years, query);
        Map<String, Map<String, Integer>> places = new HashMap<>();
        values.forEach((dimension, codes) -> {
            var place = new HashMap<String, Integer>();
            codes.forEach(code -> place.put(code, place.size()));
            places.put(dimension, place);
        });
        var periods = new HashMap<String, Integer>();
        years.forEach(year -> periods.put(year.period(), periods.size()));
        places.put(Dimension.TAHUN.annexName(), periods);
        try (JsonGenerator json = mapper.createGenerator(out)) {
            json.writeStartObject();
            meta(json, release, SCHEMA);
            json.writeObjectFieldStart("data");
            json.writeArrayFieldStart("structures");
            structure(json, release, years, values, names);
            json.writeEndArray();
            json.writeArrayFieldStart("dataSets");
            json.writeStartObject();
            json.writeNumberField("structure", 0);
            json.writeStringField("action", "Information");
            link(json, "dataflow", SdmxNames.urn("datastructure.Dataflow", SdmxNames.dataflow(release), release));
            json.writeArrayFieldStart("attributes");
            json.writeNumber(0);
            json.writeEndArray();
            json.writeObjectFieldStart("observations");
            query.rows(tables, row -> observation(json, row, places));
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    static void meta(JsonGenerator json, Release release, String schema) throws IOException {
        json.writeObjectFieldStart("meta");
        json.writeStringField("schema", schema);
        json.writeStringField("id", "CASN-" + release.id());
        json.writeBooleanField("test", false);
        json.writeStringField("prepared", Instant.now().toString());
        json.writeArrayFieldStart("contentLanguages");
        json.writeString("id");
        json.writeString("en");
        json.writeEndArray();
        json.writeObjectFieldStart("sender");
        json.writeStringField("id", SdmxNames.AGENCY);
        json.writeStringField("name", "Badan Kepegawaian Negara");
        json.writeEndObject();
        json.writeEndObject();
    }

    static void link(JsonGenerator json, String rel, String urn) throws IOException {
        json.writeArrayFieldStart("links");
        json.writeStartObject();
        json.writeStringField("urn", urn);
        json.writeStringField("rel", rel);
        json.writeEndObject();
        json.writeEndArray();
    }

    /** The codes that the query can give, by dimension; those of several years together. */
    private static Map<String, List<String>> values(Release release, List<YearTable> years, CellQuery query) {
        var values = new LinkedHashMap<String, List<String>>();
        for (Dimension dimension : release.breakdown()) {
            Set<String> wanted = query.codes().get(dimension.annexName());
            var codes = new LinkedHashSet<String>(List.of(CodeLists.TOTAL));
            years.forEach(year -> year.shape().dimensions().stream()
                    .filter(one -> one.name().equals(dimension.annexName()))
                    .forEach(one -> codes.addAll(one.codes())));
            if (wanted != null) {
                codes.retainAll(wanted);
            }
            values.put(dimension.annexName(), List.copyOf(codes));
        }
        return values;
    }

    private static void structure(
            JsonGenerator json,
            Release release,
            List<YearTable> years,
            Map<String, List<String>> values,
            Map<String, Map<String, String>> names)
            throws IOException {
        json.writeStartObject();
        link(json, "dataflow", SdmxNames.urn("datastructure.Dataflow", SdmxNames.dataflow(release), release));
        titles(json, release.titleId(), release.titleEn());
        json.writeArrayFieldStart("dataSets");
        json.writeNumber(0);
        json.writeEndArray();
        json.writeObjectFieldStart("dimensions");
        none(json, "dataSet");
        none(json, "series");
        json.writeArrayFieldStart("observation");
        int position = 0;
        for (Dimension dimension : release.breakdown()) {
            json.writeStartObject();
            json.writeStringField("id", dimension.sdmxId());
            json.writeStringField("name", dimension.title());
            json.writeNumberField("keyPosition", position++);
            json.writeArrayFieldStart("values");
            for (String code : values.get(dimension.annexName())) {
                json.writeStartObject();
                json.writeStringField("id", code);
                json.writeStringField("name", name(names, dimension, code));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeStartObject();
        json.writeStringField("id", SdmxNames.TIME);
        json.writeStringField("name", "Tahun");
        json.writeNumberField("keyPosition", position);
        json.writeArrayFieldStart("values");
        for (YearTable year : years) {
            json.writeStartObject();
            json.writeStringField("value", year.period());
            json.writeStringField("start", year.period() + "-01-01T00:00:00+07:00");
            json.writeStringField("end", year.period() + "-12-31T23:59:59+07:00");
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeObjectFieldStart("measures");
        json.writeArrayFieldStart("observation");
        for (String[] measure :
                new String[][] {{SdmxNames.COUNT, "Jumlah orang"}, {SdmxNames.POSITIONS, "Jumlah formasi"}}) {
            json.writeStartObject();
            json.writeStringField("id", measure[0]);
            json.writeStringField("name", measure[1]);
            json.writeObjectFieldStart("format");
            json.writeStringField("dataType", "Long");
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeObjectFieldStart("attributes");
        json.writeArrayFieldStart("dataSet");
        attribute(json, SdmxNames.DATA_DATE, "Tanggal data", "dataflow");
        json.writeArrayFieldStart("values");
        json.writeStartObject();
        json.writeStringField("value", Objects.toString(release.dataTo(), ""));
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        none(json, "series");
        json.writeArrayFieldStart("observation");
        attribute(json, SdmxNames.SUPPRESSION, "Supresi", "observation");
        json.writeArrayFieldStart("values");
        for (String[] value :
                new String[][] {{SdmxNames.SHOWN, "Ditampilkan"}, {SdmxNames.HIDDEN, "Ditutup untuk melindungi orang"}
                }) {
            json.writeStartObject();
            json.writeStringField("id", value[0]);
            json.writeStringField("name", value[1]);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Told although it is optional: readers look for it. */
    private static void none(JsonGenerator json, String level) throws IOException {
        json.writeArrayFieldStart(level);
        json.writeEndArray();
    }

    /** Left open, for the values. */
    private static void attribute(JsonGenerator json, String id, String name, String relationship) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id);
        json.writeStringField("name", name);
        json.writeObjectFieldStart("relationship");
        json.writeObjectFieldStart(relationship);
        json.writeEndObject();
        json.writeEndObject();
    }

    static void titles(JsonGenerator json, String indonesian, String english) throws IOException {
        json.writeStringField("name", indonesian);
        json.writeObjectFieldStart("names");
        json.writeStringField("id", indonesian);
        json.writeStringField("en", english);
        json.writeEndObject();
    }

    static String name(Map<String, Map<String, String>> names, Dimension dimension, String code) {
        return switch (code) {
            case CodeLists.TOTAL -> "Jumlah";
            case CodeLists.NONE -> "Tidak diketahui";
            default -> names.getOrDefault(dimension.annexName(), Map.of()).getOrDefault(code, code);
        };
    }

    private static void observation(JsonGenerator json, CellQuery.Row row, Map<String, Map<String, Integer>> places) {
        var key = new ArrayList<String>();
        row.codes()
                .forEach((dimension, code) ->
                        key.add(Integer.toString(places.get(dimension).get(code))));
        key.add(Integer.toString(places.get(Dimension.TAHUN.annexName()).get(row.period())));
        try {
            json.writeArrayFieldStart(String.join(":", key));
            number(json, row.count());
            number(json, row.positions());
            json.writeNumber(row.count().isPresent() ? 0 : 1);
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void number(JsonGenerator json, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.writeNumber(value.getAsLong());
        } else {
            json.writeNull();
        }
    }
}
