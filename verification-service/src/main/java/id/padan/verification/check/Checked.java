package id.padan.verification.check;

import id.padan.platform.nik.Nik;
import id.padan.platform.proof.CanonicalJson;
import id.padan.verification.answer.Answer;
import id.padan.verification.list.RowWarning;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What was found of a NIK, before it has a leaf. Holds no NIK: that is in the commitment only.
 *
 * @param answer null if the status is unmapped
 * @param salt of the commitment, in hexadecimal
 */
record Checked(
        UUID checkId,
        Answer answer,
        LocalDate asOf,
        LocalDate dataTime,
        String mappingVersion,
        List<RowWarning> warnings,
        String salt) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SALT_BYTES = 32;

    static String newSalt() {
        var salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return HexFormat.of().formatHex(salt);
    }

    CheckAnswer.Status status() {
        return answer == null ? CheckAnswer.Status.STATUS_UNMAPPED : CheckAnswer.Status.ANSWERED;
    }

    /** Binds a leaf to this answer about this NIK; without the salt it tells neither, however many NIKs are tried. */
    byte[] commitment(Nik nik) {
        var values = new TreeMap<String, Object>();
        if (answer != null) {
            values.put("answer", answer.name());
        }
        values.put("asOf", asOf.toString());
        values.put("checkId", checkId.toString());
        values.put("dataTime", dataTime.toString());
        values.put("mappingVersion", mappingVersion);
        values.put("nik", nik.digits());
        values.put("status", status().name());
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(salt), "HmacSHA256"));
            return mac.doFinal(CanonicalJson.write(values).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}
