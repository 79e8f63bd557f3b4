package id.padan.agreement;

import java.time.Instant;
import java.time.ZoneId;

/** Instants as agreement files write them. */
final class AgreementTimes {

    private AgreementTimes() {}

    static String jakarta(Instant instant) {
        return instant.atZone(ZoneId.of("Asia/Jakarta")).toOffsetDateTime().toString();
    }
}
