package id.padan.verification.receipt;

import id.padan.platform.proof.Receipt;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A leaf in its place with all that proves it, as it goes outward (docs/formats/receipt.md); {@code padan receipt verify} checks it
 * offline.
 *
 * @param format {@link #FORMAT}
 * @param leafHash SHA-256(0x00 || leaf) in hexadecimal (RFC 9162 2.1.1)
 * @param leaf the leaf itself, to be hashed as it stands: its JSON holds no NIK, only a commitment
 * @param path hashes in base64 from the leaf to the head's root (RFC 9162 2.1.3.1)
 * @param head signed head of the leaf's own group, C2SP checkpoint
 * @param href where it can be read again
 */
@Schema(description = "A leaf of the proof log with its path to a signed head; verifies offline.")
public record ReceiptView(
        String format,
        UUID id,
        long logIndex,
        String at,
        String leafHash,
        String leaf,
        List<String> path,
        String head,
        String href) {
    public static final String FORMAT = "padan-receipt/1";

    public static ReceiptView of(Receipt receipt) {
        return new ReceiptView(
                FORMAT,
                receipt.id(),
                receipt.logIndex(),
                receipt.at().toString(),
                HexFormat.of().formatHex(receipt.leafHash()),
                receipt.content(),
                receipt.path().stream().map(Base64.getEncoder()::encodeToString).toList(),
                receipt.head(),
                "/api/verification/v1/receipts/" + receipt.id());
    }

    /** The same receipt, to be read again at another place. */
    public ReceiptView withHref(String place) {
        return new ReceiptView(format, id, logIndex, at, leafHash, leaf, path, head, place);
    }
}
