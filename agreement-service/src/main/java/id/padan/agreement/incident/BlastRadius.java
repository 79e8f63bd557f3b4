package id.padan.agreement.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import id.padan.agreement.disclosure.DisclosureStore.Group;
import id.padan.agreement.disclosure.DisclosureStore.Leaves;
import id.padan.agreement.disclosure.DisclosureStore.Reach;
import id.padan.agreement.disclosure.Selection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an incident reached: the exact disclosures counted by who and what, and the rows behind them as their holder can open them.
 *
 * @param allOfThem where the single disclosures are, page by page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "BlastRadius")
record BlastRadius(Summary summary, List<Line> lines, List<Rows> rows, String allOfThem, long tookMillis) {

    /** In numbers, as it is kept for the notices. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BlastRadiusSummary")
    record Summary(
            long disclosures,
            long subjects,
            Instant first,
            Instant last,
            List<String> clauses,
            List<String> purposes,
            List<String> elements,
            List<String> holders) {}

    /** Disclosures of one kind to one caller. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BlastRadiusLine")
    record Line(
            String service,
            String kind,
            String party,
            String client,
            String actor,
            String officer,
            String clause,
            String purpose,
            String programme,
            String dataset,
            String holder,
            String version,
            List<String> elements,
            long disclosures,
            long subjects,
            Instant first,
            Instant last) {
        static Line of(Group group) {
            var who = group.who();
            var what = group.what();
            return new Line(
                    what.service(),
                    what.kind(),
                    who.party(),
                    who.client(),
                    who.actor(),
                    who.officer(),
                    what.clause(),
                    what.purpose(),
                    what.programme(),
                    what.dataset(),
                    what.holder(),
                    what.version(),
                    what.elements(),
                    group.disclosures(),
                    group.subjects(),
                    group.first(),
                    group.last());
        }
    }

    /**
     * References to rows; no person is named here.
     *
     * @param holder party that can open them
     * @param leaves ranges of the service's log, at most 1,000 of {@code ranges}
     * @param lists whole lists, at most 1,000 of {@code listCount}
     * @param openBy how the holder opens them
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BlastRadiusRows")
    record Rows(
            String service,
            String holder,
            List<Leaves> leaves,
            long ranges,
            List<String> lists,
            long listCount,
            String openBy) {}

    static BlastRadius of(Reach reach, String allOfThem, long tookMillis) {
        var groups = reach.groups();
        var summary = new Summary(
                groups.stream().mapToLong(Group::disclosures).sum(),
                groups.stream().mapToLong(Group::subjects).sum(),
                groups.stream().map(Group::first).min(Instant::compareTo).orElse(null),
                groups.stream().map(Group::last).max(Instant::compareTo).orElse(null),
                words(groups.stream().map(group -> group.what().clause())),
                words(groups.stream().map(group -> group.what().purpose())),
                words(groups.stream().flatMap(group -> group.what().elements().stream())),
                words(groups.stream().map(group -> group.what().holder())));
        return new BlastRadius(
                summary,
                groups.stream().map(Line::of).toList(),
                reach.rows().stream()
                        .map(rows -> new Rows(
                                rows.service(),
                                rows.holder(),
                                rows.leaves(),
                                rows.ranges(),
                                rows.lists(),
                                rows.listCount(),
                                openBy(rows.service())))
                        .toList(),
                allOfThem,
                tookMillis);
    }

    private static List<String> words(java.util.stream.Stream<String> all) {
        return List.copyOf(
                all.filter(Objects::nonNull).collect(java.util.stream.Collectors.toCollection(TreeSet::new)));
    }

    private static String openBy(String service) {
        return switch (service) {
            case "asn-directory" -> "GET /api/asn-directory/v1/disclosures/subjects?from=&to= (dpo)";
            case "verification" ->
                "leaves: GET /api/verification/v1/log/leaves; lists: GET /api/verification/v1/batches/{id}/results (their sender);"
                        + " one person: POST /api/verification/v1/evidence/searches (dpo)";
            default -> "GET /api/" + service + "/v1/log/leaves";
        };
    }

    /** The query of the register's pages for the same selection. */
    static String query(Selection wanted) {
        var parts = new java.util.ArrayList<String>();
        add(parts, "from", wanted.from());
        add(parts, "until", wanted.until());
        add(parts, "clause", wanted.clause());
        add(parts, "purpose", wanted.purpose());
        add(parts, "programme", wanted.programme());
        add(parts, "client", wanted.client());
        add(parts, "person", wanted.person());
        add(parts, "token", wanted.token());
        add(parts, "key", wanted.key());
        return String.join("&", parts);
    }

    private static void add(List<String> parts, String name, Object value) {
        if (value != null) {
            parts.add(
                    name + "=" + java.net.URLEncoder.encode(value.toString(), java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
