package id.padan.agreement.term;

import id.padan.agreement.approval.Approval;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * A written notice of Ps 6(2).
 *
 * @param lastDay of the term as it would be
 * @param deadline last day on which the notice would have been in time
 * @param daysLate 0 if in time; late notices count, and are shown as late
 * @param agreedAt when the last party agreed, null until then
 * @param version that carries what was agreed, null until then
 */
record Notice(
        UUID id,
        String agreementId,
        Kind kind,
        State state,
        LocalDate lastDay,
        String letterNumber,
        LocalDate letterDate,
        String letterSha256,
        String party,
        String givenBy,
        Instant givenAt,
        LocalDate deadline,
        int daysLate,
        Instant agreedAt,
        String version,
        List<Approval> approvals) {

    enum Kind {
        EXTENSION,
        EARLY_END
    }

    enum State {
        /** Received; changes nothing. */
        GIVEN,
        AGREED,
        WITHDRAWN
    }
}
