package id.padan.platform.proof;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the log says of itself over HTTP. */
public final class LogViews {
    private LogViews() {}

    /**
     * A head.
     *
     * @param head C2SP checkpoint as a signed note, counter-signatures included; absent while the log is empty
     * @param key the log's verifier key; whoever checks should have it from elsewhere too
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "LogHead", description = "A signed head: C2SP checkpoint, with the other party's signatures.")
    public record HeadView(String origin, long size, String at, String head, String key) {}

    /**
     * A proof.
     *
     * @param path hashes in base64, RFC 9162 2.1.3.1 (inclusion) or 2.1.4.1 (consistency)
     * @param head the signed head at the larger size; absent where no group ended there
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "LogProof",
            description =
                    "Inclusion (index, size, leafHash) or consistency (from, to); hashes of the path in base64, RFC 9162.")
    public record ProofView(
            Long index,
            Long size,
            String leaf,
            String leafHash,
            Long from,
            Long to,
            List<String> path,
            String fromHead,
            String head) {}

    /** What was counter-signed. */
    @Schema(name = "LogCounterSignature")
    public record CounterSignatureView(long size, String party, String at) {}
}
