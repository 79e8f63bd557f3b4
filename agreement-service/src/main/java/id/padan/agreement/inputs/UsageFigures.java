package id.padan.agreement.inputs;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What the register of disclosures says about one period: numbers only, no person and no agency of a person.
 *
 * @param services by service and clause
 * @param months every month of the period, also those without use
 * @param clients by machine client or application that asked
 * @param answers of the four sentences to lists that ended in the period; all zero if there was none
 * @param logs the leaves that the register counted, by service
 * @param checks of the four sentences to single checks; null in reports of a time when the register did not count them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UsageFigures(
        List<Service> services,
        List<Month> months,
        List<Client> clients,
        Answers answers,
        List<LogRange> logs,
        Answers checks) {

    public UsageFigures {
        services = List.copyOf(services);
        months = List.copyOf(months);
        clients = List.copyOf(clients);
        logs = List.copyOf(logs);
    }

    /**
     * @param disclosures answers, downloads and deliveries, each one leaf in a log
     * @param subjects rows in them; one person asked for twice counts twice
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Service(
            String service,
            String dataset,
            String clause,
            String purpose,
            List<String> elements,
            long disclosures,
            long subjects) {
        public Service {
            elements = List.copyOf(elements);
        }
    }

    public record Month(YearMonth month, long disclosures, long subjects) {}

    public record Client(String client, long disclosures, long subjects) {}

    /** From the first to the last leaf of one service's log. */
    public record LogRange(String service, long first, long last) {}

    /**
     * Answers to lists or to single checks.
     *
     * @param asked rows that passed the rules of NIK
     * @param notProcessed rows without an answer, or whose answer was not counted
     */
    public record Answers(long asked, long active, long inactive, long retired, long notFound, long notProcessed) {
        long told() {
            return active + inactive + retired + notFound + notProcessed;
        }
    }

    List<RecordInputs.Equation> equations() {
        long disclosures = sum(services, Service::disclosures);
        long subjects = sum(services, Service::subjects);
        var equations = new ArrayList<>(List.of(
                new RecordInputs.Equation(
                        "pengungkapan per layanan = per bulan", disclosures, sum(months, Month::disclosures)),
                new RecordInputs.Equation(
                        "pengungkapan per layanan = per klien", disclosures, sum(clients, Client::disclosures)),
                new RecordInputs.Equation("baris per layanan = per bulan", subjects, sum(months, Month::subjects)),
                new RecordInputs.Equation("baris per layanan = per klien", subjects, sum(clients, Client::subjects)),
                new RecordInputs.Equation(
                        "NIK ditanyakan = aktif + tidak aktif + pensiun + tidak ditemukan + tidak terproses",
                        answers.asked(),
                        answers.told())));
        if (checks != null) {
            equations.add(new RecordInputs.Equation(
                    "konfirmasi satuan = aktif + tidak aktif + pensiun + tidak ditemukan + tanpa keterangan",
                    checks.asked(),
                    checks.told()));
        }
        return equations;
    }

    private static <T> long sum(List<T> of, ToLongFunction<T> what) {
        return of.stream().mapToLong(what).sum();
    }
}
