package id.padan.correction.log;

import id.padan.platform.proof.LogReading;
import id.padan.platform.proof.ProofLogResource;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/corrections/v1/log")
@Tag(name = "Log", description = "The log of proof: signed heads, proofs, export, counter-signatures")
class LogResource extends ProofLogResource {
    LogResource(LogReading reading) {
        super(reading);
    }
}
