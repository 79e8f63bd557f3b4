package id.padan.verification.receipt;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.padan.platform.proof.Receipt;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A leaf in its place, as it goes outward.
 *
 * @param leaf the leaf itself, to be hashed as it stands: its JSON holds no NIK, only a commitment
 * @param leafHash SHA-256(0x00 || leaf) in hexadecimal (RFC 9162 2.1.1)
 * @param href where it can be read again
 */
@Schema(description = "A leaf of the proof log and its position.")
public record ReceiptView(UUID id, long logIndex, String at, String leafHash, String leaf, String href) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    public static ReceiptView of(Receipt receipt) {
        return new ReceiptView(
                receipt.id(),
                receipt.logIndex(),
                receipt.at().toString(),
                HexFormat.of().formatHex(receipt.leafHash()),
                receipt.content(),
                "/api/verification/v1/receipts/" + receipt.id());
    }

    /** A member of the leaf; null if it has none of that name. */
    public String value(String name) {
        return (String) members().get(name);
    }

    @JsonIgnore
    private Map<?, ?> members() {
        try {
            return MAPPER.readValue(leaf, Map.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a leaf is not JSON");
        }
    }
}
