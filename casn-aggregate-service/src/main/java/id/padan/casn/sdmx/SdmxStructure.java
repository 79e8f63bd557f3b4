package id.padan.casn.sdmx;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.casn.code.CodeLists;
import id.padan.casn.code.Dimension;
import id.padan.casn.release.Release;
import id.padan.casn.release.YearTable;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** SDMX-JSON 2.0 structure message of a release: code lists, concepts, data structure definition, dataflow. */
public final class SdmxStructure {
    public static final String TYPE = "application/vnd.sdmx.structure+json";
    private static final String SCHEMA =
            "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/2.0.0/sdmx-json-structure-schema.json";
    private static final String CONCEPTS = "CASN_CONCEPTS";

    private final ObjectMapper mapper;
    private final Release release;
    private final Map<String, Map<String, String>> names;

    private SdmxStructure(ObjectMapper mapper, Release release, Map<String, Map<String, String>> names) {
        this.mapper = mapper;
        this.release = release;
        this.names = names;
    }

    /** @param names of codes by dimension's annex name */
    public static ObjectNode of(
            ObjectMapper mapper, Release release, List<YearTable> tables, Map<String, Map<String, String>> names) {
        return new SdmxStructure(mapper, release, names).message(tables);
    }

    private ObjectNode message(List<YearTable> tables) {
        ObjectNode message = mapper.createObjectNode();
        ObjectNode meta = message.putObject("meta");
        meta.put("schema", SCHEMA);
        meta.put("id", "CASN-STRUCTURE-" + release.id());
        meta.put("test", false);
        meta.put("prepared", Instant.now().toString());
        meta.putArray("contentLanguages").add("id").add("en");
        meta.putObject("sender").put("id", SdmxNames.AGENCY).put("name", "Badan Kepegawaian Negara");
        ObjectNode data = message.putObject("data");
        ArrayNode lists = data.putArray("codelists");
        for (Dimension dimension : release.breakdown()) {
            ObjectNode list =
                    maintained(lists.addObject(), "CL_" + dimension.sdmxId(), dimension.title(), dimension.title());
            var codes = new LinkedHashSet<String>(List.of(CodeLists.TOTAL));
            tables.forEach(table -> table.shape().dimensions().stream()
                    .filter(one -> one.name().equals(dimension.annexName()))
                    .forEach(one -> codes.addAll(one.codes())));
            ArrayNode items = list.putArray("codes");
            codes.forEach(code -> items.addObject().put("id", code).put("name", SdmxJson.name(names, dimension, code)));
        }
        ObjectNode suppression = maintained(lists.addObject(), "CL_" + SdmxNames.SUPPRESSION, "Supresi", "Suppression");
        suppression
                .putArray("codes")
                .add(mapper.createObjectNode().put("id", SdmxNames.SHOWN).put("name", "Ditampilkan"))
                .add(mapper.createObjectNode()
                        .put("id", SdmxNames.HIDDEN)
                        .put("name", "Ditutup untuk melindungi orang"));
        ObjectNode scheme = maintained(
                data.putArray("conceptSchemes").addObject(),
                CONCEPTS,
                "Konsep agregat CASN",
                "Concepts of CASN aggregates");
        ArrayNode concepts = scheme.putArray("concepts");
        release.breakdown().forEach(dimension -> concept(concepts, dimension.sdmxId(), dimension.title()));
        concept(concepts, SdmxNames.TIME, "Tahun");
        concept(concepts, SdmxNames.COUNT, "Jumlah orang");
        concept(concepts, SdmxNames.POSITIONS, "Jumlah formasi");
        concept(concepts, SdmxNames.SUPPRESSION, "Supresi");
        concept(concepts, SdmxNames.DATA_DATE, "Tanggal data");
        definition(maintained(
                data.putArray("dataStructures").addObject(),
                SdmxNames.structure(release),
                release.titleId(),
                release.titleEn()));
        maintained(
                        data.putArray("dataflows").addObject(),
                        SdmxNames.dataflow(release),
                        release.titleId(),
                        release.titleEn())
                .put("structure", SdmxNames.urn("datastructure.DataStructure", SdmxNames.structure(release), release));
        return message;
    }

    private void definition(ObjectNode structure) {
        ObjectNode components = structure.putObject("dataStructureComponents");
        ObjectNode dimensionList = components.putObject("dimensionList").put("id", "DimensionDescriptor");
        ArrayNode dimensions = dimensionList.putArray("dimensions");
        int position = 0;
        for (Dimension dimension : release.breakdown()) {
            component(dimensions.addObject(), dimension.sdmxId())
                    .put("position", position++)
                    .putObject("localRepresentation")
                    .put("enumeration", SdmxNames.urn("codelist.Codelist", "CL_" + dimension.sdmxId(), release));
        }
        component(dimensionList.putObject("timeDimension"), SdmxNames.TIME)
                .putObject("localRepresentation")
                .putObject("format")
                .put("dataType", "GregorianYear");
        ArrayNode measures = components
                .putObject("measureList")
                .put("id", "MeasureDescriptor")
                .putArray("measures");
        for (String measure : List.of(SdmxNames.COUNT, SdmxNames.POSITIONS)) {
            component(measures.addObject(), measure)
                    .put("usage", "optional")
                    .putObject("localRepresentation")
                    .putObject("format")
                    .put("dataType", "Long");
        }
        ArrayNode attributes = components
                .putObject("attributeList")
                .put("id", "AttributeDescriptor")
                .putArray("attributes");
        ObjectNode hidden =
                component(attributes.addObject(), SdmxNames.SUPPRESSION).put("usage", "mandatory");
        hidden.putObject("attributeRelationship").putObject("observation");
        hidden.putObject("localRepresentation")
                .put("enumeration", SdmxNames.urn("codelist.Codelist", "CL_" + SdmxNames.SUPPRESSION, release));
        ObjectNode day = component(attributes.addObject(), SdmxNames.DATA_DATE).put("usage", "mandatory");
        day.putObject("attributeRelationship").putObject("dataflow");
        day.putObject("localRepresentation").putObject("format").put("dataType", "GregorianDay");
    }

    private ObjectNode component(ObjectNode node, String id) {
        return node.put("id", id)
                .put("conceptIdentity", SdmxNames.urn("conceptscheme.Concept", CONCEPTS, release) + "." + id);
    }

    private static void concept(ArrayNode concepts, String id, String name) {
        concepts.addObject().put("id", id).put("name", name);
    }

    private ObjectNode maintained(ObjectNode node, String id, String indonesian, String english) {
        node.put("id", id)
                .put("version", SdmxNames.version(release))
                .put("agencyID", SdmxNames.AGENCY)
                .put("name", indonesian);
        node.putObject("names").put("id", indonesian).put("en", english);
        return node;
    }
}
