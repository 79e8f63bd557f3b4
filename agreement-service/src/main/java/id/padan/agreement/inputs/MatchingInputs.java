package id.padan.agreement.inputs;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Inputs of a berita acara hasil pemadanan (Ps 3(2)f, 4(1)d).
 *
 * @param provinces already protected, see {@link ProvinceTable}; empty if the drafting party gave none
 * @param log the largest of the signed heads under which the lists were proven
 * @param coordinations of the lists' results, as far as they were heard of
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MatchingInputs(
        UUID recordId,
        Heading heading,
        AgreementNaming agreement,
        Programme programme,
        List<Source> sources,
        List<ProvinceTable.Row> provinces,
        List<FollowUp> followUp,
        LogPoint log,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Coordination> coordinations)
        implements RecordInputs {

    public MatchingInputs {
        sources = List.copyOf(sources);
        provinces = List.copyOf(provinces);
        followUp = List.copyOf(followUp);
        // Records of before did not cite them.
        coordinations = coordinations == null ? List.of() : List.copyOf(coordinations);
    }

    /**
     * How the coordination of a list's result stood when the record was drafted (Ps 3(2)d).
     *
     * @param state OPEN, SUBMITTED, COMMENTED, ACKNOWLEDGED or CLOSED
     */
    public record Coordination(UUID batchId, UUID coordinationId, String state, Instant at) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Programme(String code, String name, String legalBasis) {}

    public record FollowUp(String action, String responsible, LocalDate due) {}

    /**
     * One list, as its signed receipt proves it.
     *
     * @param fileName as the drafting party calls it; the hash is what identifies it
     * @param dataOldest extraction dates of BKN's data behind the answers; null in receipts of before they were part of them
     * @param state COMPLETED or COMPLETED_PARTLY
     * @param rejected rows that broke a rule of NIK, by rule
     * @param leaf id of the list's leaf in verification's log, and its place
     * @param coverage of BKN's register when the list was sealed; null in receipts that do not tell it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Source(
            UUID batchId,
            String fileName,
            String sha256,
            long bytes,
            String clause,
            LocalDate asOf,
            LocalDate dataOldest,
            LocalDate dataNewest,
            List<String> mappingVersions,
            String state,
            Counts counts,
            Map<String, Long> rejected,
            UUID leaf,
            long logIndex,
            Instant provenAt,
            Coverage coverage) {
        public Source {
            mappingVersions = List.copyOf(mappingVersions);
            rejected = new TreeMap<>(rejected);
        }
    }

    /** How many records of BKN's register have a valid NIK, by which alone they can be found. */
    public record Coverage(long records, long validNik, LocalDate countedOn) {}

    /** The table of the record, in its own terms (domain.md 8). */
    public record Counts(
            long received,
            long badFormat,
            long duplicates,
            long matched,
            long active,
            long inactive,
            long retired,
            long notFound,
            long notProcessed) {

        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);

        public Counts plus(Counts o) {
            return new Counts(
                    received + o.received,
                    badFormat + o.badFormat,
                    duplicates + o.duplicates,
                    matched + o.matched,
                    active + o.active,
                    inactive + o.inactive,
                    retired + o.retired,
                    notFound + o.notFound,
                    notProcessed + o.notProcessed);
        }

        public long registered() {
            return active + inactive + retired;
        }
    }

    /** Over all lists. */
    @JsonIgnore
    public Counts total() {
        return sources.stream().map(Source::counts).reduce(Counts.NONE, Counts::plus);
    }

    @Override
    public List<Equation> equations() {
        var equations = new ArrayList<Equation>();
        for (int i = 0; i < sources.size(); i++) {
            equations.addAll(of(sources.get(i).counts(), sources.size() == 1 ? "" : "berkas " + (i + 1) + ": "));
        }
        var total = total();
        if (sources.size() > 1) {
            equations.addAll(of(total, ""));
        }
        if (!provinces.isEmpty()) {
            equations.add(new Equation(
                    "dipadankan = jumlah menurut provinsi",
                    total.matched(),
                    provinces.stream().mapToLong(ProvinceTable.Row::matched).sum()));
            equations.add(new Equation(
                    "tercatat sebagai ASN = jumlah menurut provinsi",
                    total.registered(),
                    provinces.stream().mapToLong(ProvinceTable.Row::registered).sum()));
        }
        return equations;
    }

    static List<Equation> of(Counts c, String prefix) {
        return List.of(
                new Equation(
                        prefix + "diterima = gagal format + ganda + dipadankan",
                        c.received(),
                        c.badFormat() + c.duplicates() + c.matched()),
                new Equation(
                        prefix + "dipadankan = aktif + tidak aktif + pensiun + tidak ditemukan + tidak terproses",
                        c.matched(),
                        c.active() + c.inactive() + c.retired() + c.notFound() + c.notProcessed()));
    }
}
