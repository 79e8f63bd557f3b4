package id.padan.directory.reference;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What is wrong in a table, for its publisher: computed over the tables as they stand now, so that it is right in whatever order they came.
 *
 * @param unchanged whether an import left the version as it was; null where none is reported
 * @param refused rows of the last import that were kept aside; {@code refusals} shows the first of them
 * @param orphans rows of a relation that point to no row, by relation
 * @param cycles codes that lead back to themselves, by the first of them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReferenceReport(
        String table,
        ReferenceVersion version,
        Boolean unchanged,
        int refused,
        List<Refusal> refusals,
        List<Orphans> orphans,
        List<List<String>> cycles) {

    /** @param data what stood there, cut to 2,000 characters */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Refusal(int row, String kode, String field, ReferenceReader.Reason reason, String data) {}

    /**
     * @param field member that names the parent
     * @param parentLoaded whether the parent table has any version; without one nothing is counted
     * @param count rows whose parent is in no version
     * @param endedParent rows in use whose parent is no longer in use
     * @param empty rows in use that name no parent
     * @param examples the first codes, with the parent that they name
     */
    record Orphans(
            String field,
            String parent,
            boolean parentLoaded,
            int count,
            int endedParent,
            int empty,
            List<Example> examples) {}

    record Example(String kode, String parent) {}
}
