package id.padan.verification.check;

import id.padan.platform.nik.Nik;
import id.padan.proof.CheckCommitment;
import id.padan.verification.answer.Answer;
import id.padan.verification.list.RowWarning;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * What was found of a NIK, before it has a leaf. Holds no NIK: that is in the commitment only.
 *
 * @param answer null unless answered
 * @param salt of the commitment, in hexadecimal
 */
record Checked(
        UUID checkId,
        CheckAnswer.Status status,
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

    /** Binds a leaf to this answer about this {@link #subject}; without the salt it tells neither, however many NIKs are tried. */
    byte[] commitment(String subject) {
        return CheckCommitment.of(
                HexFormat.of().parseHex(salt),
                answer == null ? null : answer.name(),
                asOf.toString(),
                checkId.toString(),
                dataTime.toString(),
                mappingVersion,
                status.name(),
                subject,
                warnings.stream().map(RowWarning::name).toList());
    }

    /** The NIK as the receipt shows it: whoever has it too can tell that the receipt is about it. */
    String subject(Nik nik) {
        return CheckCommitment.subject(HexFormat.of().parseHex(salt), nik.digits());
    }
}
