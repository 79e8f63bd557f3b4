package id.padan.correction.known;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once what was told before the start is kept: until then, somebody whom a party may read would count as unknown. */
@Readiness
@ApplicationScoped
class KeptTopicsReadiness implements HealthCheck {

    private final KeptTopics topics;

    KeptTopicsReadiness(KeptTopics topics) {
        this.topics = topics;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("partner topics kept")
                .status(topics.caughtUp())
                .build();
    }
}
