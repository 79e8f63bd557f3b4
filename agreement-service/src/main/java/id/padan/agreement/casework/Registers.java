package id.padan.agreement.casework;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.proof.ProofLog;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;

/** Opens the registers, each by its kind and the states of its cases. */
@ApplicationScoped
public class Registers {

    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final ProofLog log;

    Registers(Jdbi jdbi, ObjectMapper json, ProofLog log) {
        this.jdbi = jdbi;
        this.json = json;
        this.log = log;
    }

    public <T extends CaseState> Register<T> of(CaseKind kind, Class<T> states) {
        return new Register<>(kind, states, jdbi, json, log);
    }
}
