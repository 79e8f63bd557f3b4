package id.padan.casn.chart;

import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import id.padan.casn.reading.Names;
import id.padan.casn.reading.Reading;
import id.padan.casn.release.Release;
import id.padan.casn.release.Releases;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/casn/v1/releases/{id}/charts")
@Tag(name = "Releases")
@RunOnVirtualThread
class ChartResource {
    private static final String SVG = "image/svg+xml";

    private final Reading reading;
    private final Releases releases;
    private final Names names;
    private final Callers callers;
    private final ObjectMapper json;

    ChartResource(Reading reading, Releases releases, Names names, Callers callers, ObjectMapper json) {
        this.reading = reading;
        this.releases = releases;
        this.names = names;
        this.callers = callers;
        this.json = json;
    }

    @GET
    @Path("{name}")
    @Produces({SVG, "text/csv", MediaType.APPLICATION_JSON})
    @Operation(
            summary = "A release drawn",
            description =
                    "funnel by stage, provinces ranked, supply-demand by occupation (KBJI), trend over the years. SVG with all figures in its text "
                            + "alternative; format=csv or json gives the figures behind it. From shown cells only.")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no such chart, or the release is not broken down so")
    public Response draw(
            @PathParam("id") String id,
            @PathParam("name") @Parameter(description = "funnel, provinces, supply-demand or trend") String name,
            @QueryParam("tahun") String year,
            @QueryParam("format") @DefaultValue("svg") String format,
            @HeaderParam("X-Padan-Purpose") String purpose) {
        var right = reading.require(callers.require("operator", "admin", "system", "approver", "auditor"), purpose);
        Release release = reading.get(right, id);
        if (!List.of("svg", "csv", "json").contains(format)) {
            throw ProblemException.of(
                            PlatformProblem.INVALID,
                            "format must be svg, csv or json.",
                            "format harus svg, csv, atau json.")
                    .with("field", "format");
        }
        Chart chart = Chart.Name.find(name)
                .flatMap(known -> Chart.of(known, release, releases.tables(release), year, names.of(release)))
                .orElseThrow(() -> ProblemException.of(
                        PlatformProblem.NOT_FOUND,
                        "This release has no such chart for that year.",
                        "Rilis ini tidak memiliki grafik tersebut untuk tahun itu."));
        reading.record(
                right, release, "/charts/" + Chart.Name.find(name).orElseThrow().name());
        return switch (format) {
            case "csv" -> Response.ok(csv(chart), "text/csv;charset=utf-8").build();
            case "json" ->
                Response.ok(json.valueToTree(chart), MediaType.APPLICATION_JSON).build();
            default -> Response.ok(Svg.of(chart), SVG + ";charset=utf-8").build();
        };
    }

    private static String csv(Chart chart) {
        var out = new StringWriter();
        try (var csv = CsvWriter.builder().build(out)) {
            var header = new ArrayList<>(List.of("kode", "nama"));
            header.addAll(chart.series());
            csv.writeRecord(header);
            for (Chart.Bar bar : chart.bars()) {
                var record = new ArrayList<>(List.of(bar.code(), bar.label()));
                bar.values().forEach(value -> record.add(value == null ? "" : value.toString()));
                csv.writeRecord(record);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toString();
    }
}
