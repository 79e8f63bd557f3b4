package id.padan.casn.reading;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.casn.code.Dimension;
import id.padan.casn.release.CellQuery;
import id.padan.casn.release.Release;
import id.padan.casn.release.Releases;
import id.padan.casn.release.YearTable;
import id.padan.casn.sdmx.SdmxCsv;
import id.padan.casn.sdmx.SdmxJson;
import id.padan.casn.sdmx.SdmxStructure;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/casn/v1/releases")
@Tag(name = "Releases")
@RunOnVirtualThread
class DataResource {
    private static final String[] READERS = {"operator", "admin", "system", "approver", "auditor"};
    private static final Set<String> NO_FILTER = Set.of("format", "view");

    private final Reading reading;
    private final Releases releases;
    private final Callers callers;
    private final ObjectMapper json;
    private final Metadata metadata;
    private final Names names;

    DataResource(
            Reading reading, Releases releases, Callers callers, ObjectMapper json, Metadata metadata, Names names) {
        this.reading = reading;
        this.releases = releases;
        this.callers = callers;
        this.json = json;
        this.metadata = metadata;
        this.names = names;
    }

    /** @param next cursor of the following page; null on the last */
    record Page(List<Release> items, UUID next) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "List releases",
            description =
                    "Newest first. The other party sees what is published (Ps 3(1)c, purpose LABOUR_MARKET_INFORMATION), BKN also drafts with the "
                            + "attack's verdict.")
    @APIResponse(responseCode = "403", description = "the gate's refusal, with the clause that would be needed")
    public Page list(
            @HeaderParam("X-Padan-Purpose") @Parameter(description = "one of Ps 2; BKN needs none") String purpose,
            @QueryParam("cursor") UUID cursor,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        var right = reading.require(callers.require(READERS), purpose);
        if (limit < 1 || limit > 200) {
            throw invalid("limit", "1 to 200", "1 sampai 200");
        }
        boolean other = right instanceof Reading.Right.Opened;
        List<Release> found = releases.list(other, cursor, limit + 1);
        List<Release> page = found.stream()
                .limit(limit)
                .map(release -> other ? release.outside() : release)
                .toList();
        reading.record(right, page);
        return new Page(page, found.size() > limit ? page.getLast().id() : null);
    }

    @GET
    @Path("{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "One release",
            description = "Its state, version, onwardUse and hash; for BKN the attack's verdict too.")
    @APIResponse(responseCode = "404", description = "no such release, or not out yet")
    public Release get(@PathParam("id") String id, @HeaderParam("X-Padan-Purpose") String purpose) {
        var right = reading.require(callers.require(READERS), purpose);
        Release release = reading.get(right, id);
        reading.record(right, release, "");
        return release;
    }

    @GET
    @Path("{id}/data")
    @Produces({MediaType.APPLICATION_JSON, "text/csv", SdmxCsv.TYPE, SdmxJson.TYPE, MediaType.WILDCARD})
    @Operation(
            summary = "The cells of a release",
            description =
                    "Filter by dimension: ?provinsiFormasi=32,33&jenisKelamin=_T, where _T is the total; of a dimension that is not named all codes come. "
                            + "A hidden cell comes without a number (supresi), one of nobody does not come. SDMX-CSV 2.0, SDMX-JSON 2.0, CSV or JSON by "
                            + "Accept or format=sdmx-csv, sdmx-json, csv, json. view=indicators gives the funnel, positions, ratio and unmet supply of each "
                            + "cell as far as shown cells tell them (CSV and JSON).")
    @APIResponse(responseCode = "200", description = "the cells")
    @APIResponse(responseCode = "400", description = "INVALID: a dimension or code that the release does not have")
    @APIResponse(responseCode = "406", description = "NOT_ACCEPTABLE")
    public Response data(
            @PathParam("id") String id,
            @HeaderParam("X-Padan-Purpose") String purpose,
            @QueryParam("format") String format,
            @QueryParam("view") @DefaultValue("cells") String view,
            @HeaderParam(HttpHeaders.ACCEPT) String accept,
            @Context UriInfo uri) {
        var right = reading.require(callers.require(READERS), purpose);
        Release release = reading.get(right, id);
        DataForm form = DataForm.of(format, accept);
        boolean indicators = indicators(view, form, release);
        CellQuery query = query(uri);
        List<YearTable> tables = cells(release);
        try {
            // Before the leaf: a question that cannot be answered leaves none.
            query.check(tables);
        } catch (CellQuery.UnknownException unknown) {
            throw invalid(
                    known(unknown.dimension()),
                    "a dimension of the release with one of its codes",
                    "dimensi rilis dengan salah satu kodenya");
        }
        reading.record(right, release, "/data" + told(query));
        StreamingOutput body =
                switch (form) {
                    case JSON ->
                        indicators
                                ? out -> PlainForms.indicatorsJson(json, release, tables, query, out)
                                : out -> PlainForms.json(json, release, tables, query, out);
                    case CSV ->
                        indicators
                                ? out -> PlainForms.indicatorsCsv(tables, query, out)
                                : out -> PlainForms.csv(release, tables, query, out);
                    case SDMX_CSV -> out -> SdmxCsv.write(release, tables, query, out);
                    case SDMX_JSON -> out -> SdmxJson.write(json, release, tables, query, names.of(release), out);
                };
        return Response.ok(body, form.type())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    private static boolean indicators(String view, DataForm form, Release release) {
        return switch (view) {
            case "cells" -> false;
            case "indicators" -> {
                if (form != DataForm.JSON && form != DataForm.CSV) {
                    throw invalid("view", "cells for SDMX", "cells untuk SDMX");
                }
                if (!release.breakdown().contains(Dimension.TAHAPAN)) {
                    throw invalid("view", "cells for a release without stages", "cells untuk rilis tanpa tahapan");
                }
                yield true;
            }
            default -> throw invalid("view", "cells or indicators", "cells atau indicators");
        };
    }

    private static CellQuery query(UriInfo uri) {
        Map<String, Set<String>> codes = new LinkedHashMap<>();
        uri.getQueryParameters().forEach((name, values) -> {
            if (!NO_FILTER.contains(name)) {
                codes.put(
                        name,
                        values.stream()
                                .flatMap(value -> List.of(value.split(",")).stream())
                                .map(String::strip)
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        });
        return new CellQuery(codes);
    }

    /** As the leaf says it; the codes are those of the release, so no text of a caller gets there. */
    private static String told(CellQuery query) {
        return query.codes().isEmpty()
                ? ""
                : new TreeMap<>(query.codes())
                        .entrySet().stream()
                                .map(one -> one.getKey() + "=" + String.join(",", one.getValue()))
                                .collect(Collectors.joining("&", "?", ""));
    }

    private List<YearTable> cells(Release release) {
        if (release.hash() == null) {
            throw ProblemException.of(
                    PlatformProblem.CONFLICT, "The release is still being built.", "Rilis masih disusun.");
        }
        return releases.tables(release);
    }

    @GET
    @Path("{id}/metadata")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Metadata of a release",
            description =
                    "Satu Data Indonesia and DCAT: concept, definition, classification, unit, period, producer, method, coverage, quality; the residuals "
                            + "to totals published elsewhere, from shown cells only; codes that bore several names.")
    public Map<String, Object> metadata(@PathParam("id") String id, @HeaderParam("X-Padan-Purpose") String purpose) {
        var right = reading.require(callers.require(READERS), purpose);
        Release release = reading.get(right, id);
        List<YearTable> tables = cells(release);
        // The residuals to totals published elsewhere are figures too.
        reading.record(right, release, "/metadata");
        return metadata.of(release, tables);
    }

    @GET
    @Path("{id}/structure")
    @Produces({SdmxStructure.TYPE, MediaType.APPLICATION_JSON})
    @Operation(
            summary = "Structure of a release as SDMX-JSON 2.0",
            description = "The data structure definition, its concepts and code lists, and the dataflow.")
    public Response structure(@PathParam("id") String id, @HeaderParam("X-Padan-Purpose") String purpose) {
        var right = reading.require(callers.require(READERS), purpose);
        Release release = reading.get(right, id);
        List<YearTable> tables = cells(release);
        reading.record(right, release, "/structure");
        return Response.ok(SdmxStructure.of(json, release, tables, names.of(release)), SdmxStructure.TYPE)
                .build();
    }

    /** A name that is none of ours is not repeated. */
    private static String known(String dimension) {
        return Dimension.find(dimension).isPresent() ? dimension : "?";
    }

    static ProblemException invalid(String field, String en, String id) {
        return ProblemException.of(
                        PlatformProblem.INVALID, field + " must be " + en + ".", field + " harus " + id + ".")
                .with("field", field);
    }
}
