package id.padan.agreement.provenlist;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.agreement.inputs.MatchingInputs;
import id.padan.agreement.inputs.MatchingInputs.Counts;
import id.padan.agreement.inputs.MatchingInputs.Source;
import id.padan.agreement.inputs.RecordInputs.LogPoint;
import id.padan.proof.LogKey;
import id.padan.proof.ProofFault;
import id.padan.proof.ReceiptFile;
import id.padan.proof.SignedHead;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Takes the facts of lists out of their signed receipts, believing nothing that the receipt does not prove. */
public final class ProvenLists {

    private ProvenLists() {}

    /**
     * @param programme registered in the agreement, from the leaf
     * @param log the head under which the leaf was proven
     */
    public record Proven(Source source, String agreement, String party, String programme, LogPoint log) {}

    /**
     * @param receipt as verification gave it
     * @param fileName as people call the file; nothing proves it
     * @param keys one of which must have signed the receipt's head
     * @throws ProofFault with the first thing that is wrong
     */
    public static Proven of(JsonNode receipt, String fileName, List<LogKey> keys) throws ProofFault {
        var text = receipt == null ? "" : receipt.toString();
        var last = new ProofFault("no key of verification's log is known");
        for (var key : keys) {
            try {
                var verified = ReceiptFile.verify(text, key, null);
                if (!verified.kind().equals("BATCH")) {
                    throw new ProofFault("it is not the receipt of a whole list");
                }
                return proven(receipt, fileName, verified);
            } catch (ProofFault fault) {
                last = fault;
            } catch (IllegalArgumentException | NullPointerException | DateTimeException incomplete) {
                last = new ProofFault("its facts are not those of a list");
            }
        }
        throw last;
    }

    private static Proven proven(JsonNode receipt, String fileName, ReceiptFile.Verified verified) throws ProofFault {
        var facts = verified.opened();
        var leaf = verified.leaf();
        var head = SignedHead.parse(receipt.path("head").textValue()).head();
        long damaged = count(facts, "rejectedSpreadsheetDamage");
        long format = count(facts, "rejectedFormat");
        long impossible = count(facts, "rejectedImpossible");
        long date = count(facts, "rejectedDate");
        long active = count(facts, "answerActive");
        long inactive = count(facts, "answerInactive");
        long retired = count(facts, "answerRetired");
        long notFound = count(facts, "answerNotFound");
        long notProcessed = count(facts, "unmapped") + count(facts, "unprocessed");
        var source = new Source(
                UUID.fromString(facts.get("batch")),
                fileName,
                facts.get("fileSha256"),
                count(facts, "fileBytes"),
                leaf.get("clause"),
                LocalDate.parse(facts.get("asOf")),
                date(facts.get("dataTimeOldest")),
                date(facts.get("dataTimeNewest")),
                words(facts.get("mappingVersions")),
                facts.get("state"),
                new Counts(
                        count(facts, "received"),
                        damaged + format + impossible + date,
                        count(facts, "duplicates"),
                        active + inactive + retired + notFound + notProcessed,
                        active,
                        inactive,
                        retired,
                        notFound,
                        notProcessed),
                Map.of(
                        "NIK_SPREADSHEET_DAMAGE", damaged,
                        "NIK_FORMAT", format,
                        "NIK_IMPOSSIBLE", impossible,
                        "NIK_DATE", date),
                UUID.fromString(leaf.get("id")),
                verified.index(),
                verified.at(),
                coverage(facts));
        return new Proven(
                source,
                leaf.get("agreement"),
                leaf.get("party"),
                leaf.get("programme"),
                new LogPoint(
                        verified.origin(), head.size(), Base64.getEncoder().encodeToString(head.root()), head.at()));
    }

    /** Null in receipts of before it was part of them, or of a register that had not been counted. */
    private static MatchingInputs.Coverage coverage(Map<String, String> facts) {
        return facts.get("coverageRecords") == null
                ? null
                : new MatchingInputs.Coverage(
                        count(facts, "coverageRecords"),
                        count(facts, "coverageValidNik"),
                        Instant.parse(facts.get("coverageCountedAt"))
                                .atZone(ZoneId.of("Asia/Jakarta"))
                                .toLocalDate());
    }

    private static long count(Map<String, String> facts, String name) {
        return Long.parseLong(facts.get(name));
    }

    private static LocalDate date(String text) {
        return text == null ? null : LocalDate.parse(text);
    }

    private static List<String> words(String text) {
        return text == null || text.isEmpty() ? List.of() : List.of(text.split(" "));
    }
}
