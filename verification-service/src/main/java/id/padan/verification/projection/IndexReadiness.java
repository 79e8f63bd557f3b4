package id.padan.verification.projection;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready until the index has read all that was there at start. An empty register is ready too; it answers 503 to checks. */
@Readiness
@ApplicationScoped
class IndexReadiness implements HealthCheck {
    private final StatusIndex index;

    IndexReadiness(StatusIndex index) {
        this.index = index;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("asn-register-index")
                .status(index.isCaughtUp())
                .withData("records", index.size())
                .withData("epoch", index.now().number())
                .withData("answers", index.isLoaded())
                .build();
    }
}
