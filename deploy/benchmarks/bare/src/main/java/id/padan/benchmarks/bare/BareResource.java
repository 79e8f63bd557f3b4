package id.padan.benchmarks.bare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.LocalDate;
import java.util.Objects;

/**
 * Reads the request of a single check into a record and writes an answer that a real check once gave, as JSON anew each time. The answer is
 * in the environment variable {@code BARE_ANSWER}, so that both sides always send the same fields.
 */
@Path("/api/verification/v1/checks")
public class BareResource {

    private final JsonNode answer;

    BareResource(ObjectMapper json) throws JsonProcessingException {
        this.answer = json.readTree(Objects.requireNonNull(System.getenv("BARE_ANSWER"), "BARE_ANSWER"));
    }

    /** See the check request of verification-service. */
    public record Request(String nik, String purpose, String programCode, LocalDate asOf) {}

    @POST
    public JsonNode check(Request request) {
        Objects.requireNonNull(request.nik(), "nik");
        return answer;
    }
}
