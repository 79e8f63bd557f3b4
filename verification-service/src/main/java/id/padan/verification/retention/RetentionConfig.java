package id.padan.verification.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of retention; how long a list is kept is said by its programme. */
@ConfigMapping(prefix = "padan.retention")
interface RetentionConfig {
    /** How often it is looked for lists and keys whose time is over. */
    @WithDefault("PT10S")
    Duration lookEvery();

    /** Days after which the operator's last backup of this database that could hold a destroyed key has expired. */
    @WithDefault("35")
    int backupDays();
}
