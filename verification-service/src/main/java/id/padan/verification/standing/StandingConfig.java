package id.padan.verification.standing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of standing verification; for how long a list stands is said by its programme. */
@ConfigMapping(prefix = "padan.standing")
interface StandingConfig {
    /** From the end of one sweep to the next: with its own time less than a minute, so that a change is told within one. */
    @WithDefault("PT50S")
    Duration every();
}
