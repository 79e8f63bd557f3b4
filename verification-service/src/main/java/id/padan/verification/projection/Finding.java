package id.padan.verification.projection;

import id.padan.verification.answer.Answer;
import java.util.Optional;

/**
 * What the register says of one NIK today, under the mapping in force.
 *
 * @param mapped the answer; null if the mapping does not know one of the codes that would decide it, then nothing may be answered
 * @param shared two different persons have this NIK
 * @param notValidated SIASN has not validated this NIK with the population register ({@code validNik=false})
 */
public record Finding(Answer mapped, boolean shared, boolean notValidated) {
    /** No ASN record has this NIK. */
    public static final Finding NOT_FOUND = new Finding(Answer.NOT_FOUND, false, false);

    /** Empty means STATUS_UNMAPPED. */
    public Optional<Answer> answer() {
        return Optional.ofNullable(mapped);
    }
}
