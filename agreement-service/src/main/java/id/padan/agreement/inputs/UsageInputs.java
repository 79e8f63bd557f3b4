package id.padan.agreement.inputs;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * Inputs of a laporan pemanfaatan (Ps 3(2)f, 4(1)d, 7): what the register of disclosures counts, and what people report beside it.
 *
 * @param from first day, inclusive
 * @param until last day, inclusive
 * @param log this service's log when the figures were read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UsageInputs(
        UUID recordId,
        Heading heading,
        AgreementNaming agreement,
        LocalDate from,
        LocalDate until,
        UsageFigures figures,
        Told told,
        LogPoint log)
        implements RecordInputs {

    /** What no register knows, in the drafter's words; an empty list is written as "tidak ada". */
    public record Told(
            List<String> benefits,
            List<String> incidents,
            List<String> security,
            List<String> obstacles,
            List<String> plan) {
        public Told {
            benefits = List.copyOf(benefits);
            incidents = List.copyOf(incidents);
            security = List.copyOf(security);
            obstacles = List.copyOf(obstacles);
            plan = List.copyOf(plan);
        }
    }

    @Override
    public List<Equation> equations() {
        return figures.equations();
    }
}
