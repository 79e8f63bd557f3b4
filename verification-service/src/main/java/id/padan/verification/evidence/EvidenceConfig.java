package id.padan.verification.evidence;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of evidence. */
@ConfigMapping(prefix = "padan.evidence")
interface EvidenceConfig {
    /** How long after its completion a list's evidence may take; the work is spread over this time, to be no burden. */
    @WithDefault("PT4M")
    Duration within();

    /** How often it is looked for lists without evidence. */
    @WithDefault("PT1S")
    Duration lookEvery();
}
