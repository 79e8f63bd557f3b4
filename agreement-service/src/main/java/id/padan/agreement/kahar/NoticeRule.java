package id.padan.agreement.kahar;

import id.padan.platform.clock.Deadline;
import java.time.Instant;

/** Ps 10(2): written notice within 14 calendar days after the onset. */
final class NoticeRule {
    private static final int DAYS = 14;

    private NoticeRule() {}

    /** The first moment that is too late: the fourteenth day after the day of the onset, in Jakarta, has ended. */
    static Instant end(Instant onset) {
        return Deadline.endOf(Deadline.dayOf(onset).plusDays(DAYS));
    }

    static boolean isLate(Instant onset, Instant notified) {
        return !notified.isBefore(end(onset));
    }
}
