package id.padan.directory.reference;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;

/**
 * One published state of a table.
 *
 * @param version rises by one
 * @param berlakuDari first day on which this state holds
 * @param knownFrom when it was published
 * @param dataDate day on which the source extracted it; absent if it was not said
 * @param hash SHA-256 of the NDJSON download of this version, hexadecimal
 * @param rows codes in it, ended ones too: none is ever dropped
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReferenceVersion(
        String table,
        int version,
        LocalDate berlakuDari,
        Instant knownFrom,
        LocalDate dataDate,
        String hash,
        int rows,
        int added,
        int changed,
        int ended) {

    /** What the whole version is known by in ETag and If-Match. */
    @JsonIgnore
    String tag() {
        return hash.substring(0, 32);
    }
}
