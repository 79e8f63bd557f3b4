package id.padan.platform.pledge;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A service that asks for pledges is ready when it has read them. */
@Readiness
@ApplicationScoped
class PledgesRead implements HealthCheck {
    private final Pledges pledges;

    PledgesRead(Pledges pledges) {
        this.pledges = pledges;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("pledges read")
                .withData("pledges", pledges.size())
                .withData("required", pledges.isRequired())
                .status(!pledges.isRequired() || pledges.isCaughtUp())
                .build();
    }
}
