package id.padan.verification.quota;

import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Policy;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.verification.projection.StatusIndex;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Of which days may be asked: today, and the programme's cut-off dates that have come. Any other day would let who asks follow a person
 * through time, for which no programme has a reason.
 */
@Singleton
public class AskedDays {
    private final AgreementGate gate;

    AskedDays(AgreementGate gate) {
        this.gate = gate;
    }

    /**
     * The day that is asked for.
     *
     * @param programme null where the purpose needs none; then only today
     * @param asked null for today
     * @throws ProblemException AS_OF_UNSUPPORTED with the days that are allowed
     */
    public LocalDate require(String programme, LocalDate asked) {
        var today = LocalDate.now(StatusIndex.JAKARTA);
        if (asked == null || asked.equals(today)) {
            return today;
        }
        var allowed = Optional.ofNullable(programme)
                .flatMap(gate::findProgramme)
                .map(Policy.Programme::cutOffDates)
                .orElse(List.of())
                .stream()
                .filter(date -> date.isBefore(today))
                .toList();
        if (!allowed.contains(asked)) {
            throw ProblemException.of(
                            PlatformProblem.AS_OF_UNSUPPORTED,
                            "asOf must be one of the programme's cut-off dates and not after today, or left out for today ("
                                    + today + ").",
                            "asOf harus salah satu tanggal batas (cut-off) program dan tidak sesudah hari ini; kosongkan untuk hari ini ("
                                    + today + ").")
                    .with("field", "asOf")
                    .with("allowed", allowed.stream().map(LocalDate::toString).toList());
        }
        return asked;
    }
}
