package id.padan.verification.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import id.padan.verification.batch.Batch;
import id.padan.verification.batch.Batches;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * What packed answers stand on, and to which file they belong (docs/formats/answers.md).
 *
 * @param shape JSON of {@link id.padan.verification.list.ListShape}; null if it is not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PackedHeader(
        UUID batch,
        File file,
        @JsonRawValue String shape,
        long rows,
        LocalDate asOf,
        Agreement agreement,
        List<String> mappings,
        DataTime dataTime) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    /** The bytes as they were sent, packed or not. */
    record File(String sha256, Long bytes) {}

    /** @param versions of the policy under which answers were given; more than one if it changed meanwhile */
    record Agreement(String id, List<String> versions, String clause) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DataTime(LocalDate oldest, LocalDate newest) {}

    static PackedHeader of(Batch batch, String shape, Batches.Standing standing) {
        return new PackedHeader(
                batch.id(),
                new File(batch.fileSha256(), batch.fileBytes()),
                shape,
                batch.counts().rows(),
                batch.asOf(),
                new Agreement(batch.policy().agreementId(), standing.agreementVersions(), batch.clause()),
                standing.mappingVersions(),
                new DataTime(standing.oldestDataTime(), standing.newestDataTime()));
    }

    byte[] toJson() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts and dates is always JSON", e);
        }
    }
}
