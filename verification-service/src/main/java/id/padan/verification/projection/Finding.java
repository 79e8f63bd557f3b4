package id.padan.verification.projection;

import id.padan.verification.answer.Answer;
import id.padan.verification.list.RowStatus;
import java.util.Optional;

/**
 * What the register says of one NIK, today or on an earlier day, under the mapping in force.
 *
 * @param mapped the answer; null if the mapping does not know one of the codes that would decide it, then nothing may be answered
 * @param shared two different persons have this NIK
 * @param notValidated SIASN has not validated this NIK with the population register ({@code validNik=false})
 * @param known false if a person has this NIK, but what held on the day asked for is not known; then there is no answer either
 */
public record Finding(Answer mapped, boolean shared, boolean notValidated, boolean known) {
    /** No ASN record has this NIK. */
    public static final Finding NOT_FOUND = new Finding(Answer.NOT_FOUND, false, false);
    /** The day is before anything is known of the person: "tidak ditemukan" would be wrong. */
    public static final Finding AS_OF_UNKNOWN = new Finding(null, false, false, false);

    Finding(Answer mapped, boolean shared, boolean notValidated) {
        this(mapped, shared, notValidated, true);
    }

    /** ANSWERED, STATUS_UNMAPPED or AS_OF_UNKNOWN. */
    public RowStatus status() {
        if (!known) {
            return RowStatus.AS_OF_UNKNOWN;
        }
        return mapped == null ? RowStatus.STATUS_UNMAPPED : RowStatus.ANSWERED;
    }

    /** Empty means that nothing may be answered. */
    public Optional<Answer> answer() {
        return Optional.ofNullable(mapped);
    }
}
