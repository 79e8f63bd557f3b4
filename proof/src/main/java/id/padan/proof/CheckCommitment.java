package id.padan.proof;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the leaf of a single check commits to. The NIK enters as a salted hash of its own, so that the answer can be opened without the
 * NIK, and the NIK be added by whoever knows it.
 */
public final class CheckCommitment {
    private CheckCommitment() {}

    /** HMAC-SHA-256 under the salt over {@code {"nik":"<digits>"}}, in hexadecimal. */
    public static String subject(byte[] salt, String nik) {
        return HexFormat.of().formatHex(hmac(salt, CanonicalJson.write(new TreeMap<>(Map.of("nik", nik)))));
    }

    /**
     * HMAC-SHA-256 under the salt over the canonical JSON of these members; what is null or empty is left out.
     *
     * @param answer null if the status is unmapped
     * @param warnings in the answer's order, joined by commas
     */
    public static byte[] of(
            byte[] salt,
            String answer,
            String asOf,
            String checkId,
            String dataTime,
            String mappingVersion,
            String status,
            String subject,
            List<String> warnings) {
        var values = new TreeMap<String, Object>();
        values.put("answer", answer);
        values.put("asOf", asOf);
        values.put("checkId", checkId);
        values.put("dataTime", dataTime);
        values.put("mappingVersion", mappingVersion);
        values.put("status", status);
        values.put("subject", subject);
        values.put("warnings", warnings.isEmpty() ? null : String.join(",", warnings));
        values.values().removeIf(value -> value == null);
        return hmac(salt, CanonicalJson.write(values));
    }

    private static byte[] hmac(byte[] salt, String content) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            return mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}
