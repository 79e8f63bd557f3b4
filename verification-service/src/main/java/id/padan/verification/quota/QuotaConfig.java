package id.padan.verification.quota;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.time.Duration;

/** What holds where the agreement's programme says nothing, and when neighbours become an enumeration. */
@ConfigMapping(prefix = "padan.quota")
interface QuotaConfig {
    /** Rows that a party may ask for a programme in a day of Asia/Jakarta; three national lists. */
    @WithDefault("50000000")
    long rowsPerDay();

    /** Share of ASN among a list's answers above which its results wait for an approver. */
    @WithDefault("0.05")
    BigDecimal asnShareLimit();

    /** Different NIKs with the same first 12 digits that one client may ask within the window. */
    @WithDefault("20")
    int neighbours();

    /** How long an asked NIK counts as a neighbour. */
    @WithDefault("PT10M")
    Duration neighbourWindow();
}
