package id.padan.platform.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a problem as RFC 9457 JSON; also for the places that answer before or beside REST, such as a stream that breaks. */
@Singleton
public class ProblemBody {

    public static final String TYPE = "application/problem+json";

    private final ObjectMapper json;

    public ProblemBody(ObjectMapper json) {
        this.json = json;
    }

    public String of(ProblemException problem) {
        ProblemCode code = problem.code();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "urn:padan:problem:" + code.name());
        body.put("title", code.titleEn());
        body.put("status", code.status());
        body.put("detail", problem.detailEn());
        body.put("code", code.name());
        body.put("judul", code.titleId());
        body.put("rincian", problem.detailId());
        problem.extensions().forEach(body::putIfAbsent);
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem's extension cannot be written as JSON", e);
        }
    }
}
