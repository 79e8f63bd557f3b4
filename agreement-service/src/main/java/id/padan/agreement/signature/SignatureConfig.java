package id.padan.agreement.signature;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where officials' signatures come from. */
@ConfigMapping(prefix = "padan.signature")
interface SignatureConfig {

    /** {@code bsre} (BSrE e-sign) or {@code local} (test keys; refused outside the profiles local and test). */
    @WithDefault("bsre")
    String by();

    Bsre bsre();

    Local local();

    interface Bsre {
        /** Without it nobody can sign, and all else works. */
        Optional<URI> url();

        Optional<String> user();

        Optional<String> password();

        @WithDefault("PT20S")
        Duration timeout();
    }

    interface Local {
        /** Opens the test keys, so that a wrong passphrase can be tried. */
        Optional<String> passphrase();
    }
}
