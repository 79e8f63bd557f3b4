package id.padan.platform.safety;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Whether this process runs a profile in which local secrets and synthetic data are accepted ({@code local}, {@code test}); every other
 * profile is production, and there it refuses to start with a secret that everybody can read in the repository, or with none.
 */
@ApplicationScoped
public class ProductionSafety {

    private static final String LOCAL_SECRET_ENDING = "-local";
    private static final List<String> NEEDED = List.of("PADAN_DB_PASSWORD", "PADAN_KAFKA_PASSWORD");

    /** True in every profile but {@code local} and {@code test}. */
    public boolean isProduction() {
        return isProduction(
                ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getProfiles());
    }

    void refuseLocalSecrets(@Observes @Priority(1) StartupEvent event) {
        if (!isProduction()) {
            return;
        }
        Map<String, String> settings = new TreeMap<>();
        for (String name : ConfigProvider.getConfig().getPropertyNames()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("padan") || lower.startsWith("quarkus") || lower.startsWith("kafka")) {
                valueOf(name).ifPresent(value -> settings.put(name, value));
            }
        }
        for (String name : NEEDED) {
            valueOf(name).ifPresent(value -> settings.put(name, value));
        }
        List<String> faults = faults(settings);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("This is not the local profile, so Padan refuses to start: "
                    + String.join("; ", faults)
                    + ". Give each service its own secrets by environment or mounted files; "
                    + "for a trial on one machine use ./padan up.");
        }
    }

    static boolean isProduction(Collection<String> profiles) {
        return !profiles.contains("local") && !profiles.contains("test");
    }

    /** Names of settings at fault, never their values. */
    static List<String> faults(Map<String, String> settings) {
        List<String> faults = new ArrayList<>();
        settings.forEach((name, value) -> {
            // A JAAS line ends with "; after its password.
            if (value.endsWith(LOCAL_SECRET_ENDING) || value.contains(LOCAL_SECRET_ENDING + "\"")) {
                faults.add(name + " is a secret of the local profile");
            }
        });
        for (String name : NEEDED) {
            if (settings.getOrDefault(name, "").isBlank()) {
                faults.add(name + " is not set");
            }
        }
        return faults;
    }

    private static Optional<String> valueOf(String name) {
        try {
            return ConfigProvider.getConfig().getOptionalValue(name, String.class);
        } catch (RuntimeException unresolved) {
            // A setting whose expression has no value is not a secret; what needs it will complain by name.
            return Optional.empty();
        }
    }
}
