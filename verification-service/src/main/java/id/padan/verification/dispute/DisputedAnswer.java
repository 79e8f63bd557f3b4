package id.padan.verification.dispute;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.platform.problem.ProblemException;
import id.padan.proof.LogKey;
import id.padan.proof.ProofFault;
import id.padan.proof.ReceiptFile;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * An answer as its receipt proves it, whether or not its list is still kept.
 *
 * @param actor who asked for it
 * @param batch null for a single check, as the row
 * @param said one of the four answers, or the status that stands in its place
 */
record DisputedAnswer(
        UUID leaf,
        String party,
        String actor,
        String purpose,
        String programme,
        UUID batch,
        Long row,
        LocalDate asOf,
        String said,
        String nik) {
    private static final Set<String> KINDS = Set.of("CHECK", "CHUNK");

    /**
     * @param receipt of a row, or the whole answer of a check, as the API gave it
     * @param nik whom a check was about; a row's receipt says it itself
     * @throws ProblemException RECEIPT_NOT_GENUINE if it is not this log's, was altered, or is about another NIK
     */
    static DisputedAnswer of(JsonNode receipt, String nik, List<LogKey> keys) {
        String fault = "no key of this log is known";
        for (var key : keys) {
            try {
                return of(ReceiptFile.verify(receipt.toString(), key, nik), receipt, nik);
            } catch (ProofFault notUnderThisKey) {
                fault = notUnderThisKey.getMessage();
            }
        }
        throw notGenuine(fault);
    }

    private static DisputedAnswer of(ReceiptFile.Verified proven, JsonNode receipt, String nik) throws ProofFault {
        var leaf = proven.leaf();
        var opened = proven.opened();
        if (!KINDS.contains(proven.kind()) || opened.isEmpty()) {
            throw new ProofFault("it is the receipt neither of a row nor of a check with its answer");
        }
        boolean isRow = opened.containsKey("row");
        var asOf = isRow ? leaf.get("asOf") : opened.get("asOf");
        return new DisputedAnswer(
                UUID.fromString(leaf.get("id")),
                leaf.get("party"),
                leaf.get("actor"),
                leaf.get("purpose"),
                leaf.get("programme"),
                isRow ? UUID.fromString(opened.get("batch")) : null,
                isRow ? Long.valueOf(opened.get("row")) : null,
                asOf == null ? null : LocalDate.parse(asOf),
                opened.getOrDefault("answer", opened.get("status")),
                isRow ? receipt.path("row").path("nik").asText(null) : nik);
    }

    private static ProblemException notGenuine(String fault) {
        return ProblemException.of(
                        DisputeProblem.RECEIPT_NOT_GENUINE,
                        "The receipt does not prove what it says: " + fault + ". Send it as the API gave it.",
                        "Tanda terima tidak membuktikan isinya. Kirim persis seperti yang diberikan API.")
                .with("field", "receipt");
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "DisputedAnswer[" + leaf + "]";
    }
}
