package id.padan.directory.quality;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

@Path("/api/asn-directory/v1/quality")
@Tag(
        name = "Quality",
        description =
                "BKN's data-quality index (IKD) per agency with its anomalies, of the last run; nothing is computed on request.")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class QualityResource {

    private static final String[] READERS = {"operator", "admin", "system", "approver", "auditor"};
    private static final Pattern PLACE = Pattern.compile("([0-9]{1,18})\\.([0-9]{1,2})");

    private final Jdbi jdbi;
    private final QualityRuns runs;
    private final ReadingQuality reading;
    private final Callers callers;
    private final ObjectMapper json;

    QualityResource(Jdbi jdbi, QualityRuns runs, ReadingQuality reading, Callers callers, ObjectMapper json) {
        this.jdbi = jdbi;
        this.runs = runs;
        this.reading = reading;
        this.callers = callers;
        this.json = json;
    }

    /** @param share of records with a valid NIK, 0 to 1 with four decimals */
    record CoverageView(long records, long validNik, BigDecimal share) {}

    /**
     * The index as the last run found it.
     *
     * @param asOf day (Asia/Jakarta) as of which dates are past
     * @param dataDate extraction date of the register's latest import
     * @param coverage of the whole register; absent for the other party, which hears it with every list
     * @param all over all agencies that the reader may see
     * @param next cursor of the following agencies, absent on the last page
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            long run,
            LocalDate asOf,
            LocalDate dataDate,
            Instant computedAt,
            CoverageView coverage,
            QualityIndex all,
            List<QualityIndex> agencies,
            String next) {}

    /**
     * One anomaly of one record.
     *
     * @param elements annex elements concerned
     * @param evidence the values concerned at the time of the run, as far as the reader may see them; absent where something is empty
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Anomaly(
            String idAsn,
            String nip,
            String instansiId,
            String indicator,
            List<String> elements,
            ObjectNode evidence) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(long run, List<Anomaly> items, String next) {}

    @GET
    @Operation(
            summary = "The index per agency",
            description =
                    "For BKN whole; for Kemnaker over the persons it may read and the indicators whose elements are all open to it (Ps 3(1)a). "
                            + "An indicator that nothing in the register tells is shown as not measured, with the reason in notComputable, and its weight goes to the others.")
    @APIResponse(responseCode = "404", description = "no run has completed yet")
    public View get(
            @QueryParam("instansi") String instansi,
            @QueryParam("cursor") @DefaultValue("") String cursor,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @HeaderParam("X-Padan-Purpose") String purpose) {
        Caller caller = callers.require(READERS);
        return reading.give(caller, purpose, "quality", (tx, seen) -> {
            requireSize(limit);
            QualityRuns.Run run = current(tx);
            List<String> agencies = tx.createQuery("""
                            select agency from quality_count
                            where run = :run and indicator = '' and (:all or in_scope > 0) and agency > :after
                                and (:instansi::text is null or agency = :instansi)
                            order by agency limit :limit""")
                    .bind("run", run.no())
                    .bind("all", seen.whole())
                    .bind("after", cursor)
                    .bind("instansi", instansi)
                    .bind("limit", limit + 1)
                    .mapTo(String.class)
                    .list();
            List<String> page = agencies.subList(0, Math.min(limit, agencies.size()));
            Map<String, Map<String, Long>> counts = counts(tx, run, seen, page);
            Map<String, Long> all = sums(tx, run, seen);
            Set<Indicator> told = QualityRuns.told(tx);
            return new ReadingQuality.Given<>(
                    new View(
                            run.no(),
                            run.asOf(),
                            run.dataDate(),
                            run.finishedAt(),
                            seen.whole() ? coverage(run) : null,
                            index(null, all, seen, told),
                            page.stream()
                                    .map(agency -> index(agency, counts.getOrDefault(agency, Map.of()), seen, told))
                                    .toList(),
                            agencies.size() > limit ? page.getLast() : null),
                    0);
        });
    }

    @GET
    @Path("anomalies")
    @Operation(
            summary = "The anomalies behind the index",
            description =
                    "An entry for each record and indicator, in the order of records. Evidence holds what is concerned and never a NIK; Kemnaker sees "
                            + "its persons and the elements that are open to it.")
    public Page anomalies(
            @QueryParam("instansi") String instansi,
            @QueryParam("indicator") String indicator,
            @QueryParam("cursor") @DefaultValue("0.0") String cursor,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @HeaderParam("X-Padan-Purpose") String purpose) {
        Caller caller = callers.require(READERS);
        return reading.give(caller, purpose, "quality/anomalies", (tx, seen) -> {
            requireSize(limit);
            long[] after = place(cursor);
            if (indicator != null
                    && Arrays.stream(Indicator.values())
                            .noneMatch(known -> known.name().equals(indicator))) {
                throw invalid("indicator");
            }
            QualityRuns.Run run = current(tx);
            record Row(Anomaly anomaly, String place) {}
            List<Row> rows = tx.createQuery("""
                            select q.record_no, q.bit, r.id, r.nip, q.agency, q.indicator, q.elements, q.evidence::text as evidence
                            from quality_anomaly q join asn_record r on r.no = q.record_no
                            where q.run = :run and (q.record_no, q.bit) > (:record, :bit) and (q.in_scope or :all) and not r.removed
                                and (:instansi::text is null or hashtext(q.agency) = hashtext(:instansi) and q.agency = :instansi)
                                and q.indicator = any(:indicators)
                            order by q.record_no, q.bit limit :limit""")
                    .bind("run", run.no())
                    .bind("record", after[0])
                    .bind("bit", (int) after[1])
                    .bind("all", seen.whole())
                    .bind("instansi", instansi)
                    .bindArray(
                            "indicators",
                            String.class,
                            seen.indicators().stream()
                                    .map(Indicator::name)
                                    .filter(name -> indicator == null || indicator.equals(name))
                                    .toList())
                    .bind("limit", limit + 1)
                    .map((row, context) -> new Row(
                            new Anomaly(
                                    seen.shows("A-01") ? row.getString("id") : null,
                                    seen.shows("A-02") ? row.getString("nip") : null,
                                    seen.shows("A-18") ? row.getString("agency") : null,
                                    row.getString("indicator"),
                                    List.of((String[]) row.getArray("elements").getArray()),
                                    evidence(row.getString("evidence"), seen)),
                            row.getLong("record_no") + "." + row.getInt("bit")))
                    .list();
            List<Row> page = rows.subList(0, Math.min(limit, rows.size()));
            long subjects = page.stream()
                    .map(row -> row.place().substring(0, row.place().indexOf('.')))
                    .distinct()
                    .count();
            return new ReadingQuality.Given<>(
                    new Page(
                            run.no(),
                            page.stream().map(Row::anomaly).toList(),
                            rows.size() > limit ? page.getLast().place() : null),
                    subjects);
        });
    }

    @POST
    @Path("runs")
    @Operation(
            summary = "Compute anew",
            description =
                    "BKN only. Answers at once; the run takes up to a minute for a national register, and GET then shows it.")
    @APIResponse(responseCode = "202", description = "The run that waits or runs; asking twice is asking once")
    public Response run() {
        Caller caller = callers.require("operator", "admin", "system");
        reading.requireHolder(caller);
        return Response.accepted(jdbi.inTransaction(tx -> runs.ask(tx, caller.subject())))
                .build();
    }

    private QualityRuns.Run current(Handle handle) {
        return runs.current(handle)
                .orElseThrow(() -> ProblemException.of(
                        PlatformProblem.NOT_FOUND,
                        "No run has completed yet; BKN may start one with POST /quality/runs.",
                        "Belum ada penghitungan yang selesai; BKN dapat memulainya dengan POST /quality/runs."));
    }

    private static CoverageView coverage(QualityRuns.Run run) {
        return new CoverageView(
                run.records(),
                run.validNik(),
                run.records() == 0
                        ? null
                        : BigDecimal.valueOf(run.validNik())
                                .divide(BigDecimal.valueOf(run.records()), 4, RoundingMode.HALF_UP));
    }

    private static QualityIndex index(
            String agency, Map<String, Long> counts, ReadingQuality.Seen seen, Set<Indicator> told) {
        return QualityIndex.of(agency, counts.getOrDefault("", 0L), counts, seen.indicators(), told);
    }

    private static Map<String, Map<String, Long>> counts(
            Handle tx, QualityRuns.Run run, ReadingQuality.Seen seen, List<String> agencies) {
        var counts = new HashMap<String, Map<String, Long>>();
        tx.createQuery("""
                        select agency, indicator, case when :all then total else in_scope end as n from quality_count
                        where run = :run and agency = any(:agencies)""")
                .bind("all", seen.whole())
                .bind("run", run.no())
                .bindArray("agencies", String.class, agencies)
                .map((row, context) -> counts.computeIfAbsent(row.getString(1), agency -> new LinkedHashMap<>())
                        .put(row.getString(2), row.getLong(3)))
                .forEach(unused -> {});
        return counts;
    }

    private static Map<String, Long> sums(Handle tx, QualityRuns.Run run, ReadingQuality.Seen seen) {
        var sums = new HashMap<String, Long>();
        tx.createQuery("""
                        select indicator, sum(case when :all then total else in_scope end) from quality_count
                        where run = :run group by indicator""")
                .bind("all", seen.whole())
                .bind("run", run.no())
                .map((row, context) -> sums.put(row.getString(1), row.getLong(2)))
                .forEach(unused -> {});
        return sums;
    }

    private ObjectNode evidence(String text, ReadingQuality.Seen seen) {
        if (text == null) {
            return null;
        }
        try {
            JsonNode evidence = json.readTree(text);
            // A code of legal status tells of discipline and crime: outward there is only what A-13 maps it to.
            return seen.whole() ? (ObjectNode) evidence : ((ObjectNode) evidence).without("kedudukanPnsId");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored evidence is no JSON");
        }
    }

    private static void requireSize(int limit) {
        if (limit < 1 || limit > 1000) {
            throw invalid("limit");
        }
    }

    private static long[] place(String cursor) {
        Matcher place = PLACE.matcher(cursor);
        if (!place.matches()) {
            throw invalid("cursor");
        }
        return new long[] {Long.parseLong(place.group(1)), Long.parseLong(place.group(2))};
    }

    private static ProblemException invalid(String field) {
        return ProblemException.of(
                        PlatformProblem.INVALID, "The parameter is out of its range.", "Parameter di luar batasnya.")
                .with("field", field);
    }
}
