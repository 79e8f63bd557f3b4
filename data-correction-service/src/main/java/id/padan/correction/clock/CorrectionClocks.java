package id.padan.correction.clock;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.clock.Deadline;
import id.padan.platform.clock.Holidays;
import id.padan.platform.clock.Pause;
import id.padan.platform.clock.Unit;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** When a proposal is due. Pure over the table, the holidays and the pauses it is given. */
@Singleton
public class CorrectionClocks {

    private enum When {
        SUBJECT_REQUEST,
        AID_IMPACT,
        ANY
    }

    private record Clock(String id, When when, Unit unit, int count, String why) {
        boolean fits(boolean subjectRequest, boolean aidImpact) {
            return switch (when) {
                case SUBJECT_REQUEST -> subjectRequest;
                case AID_IMPACT -> aidImpact;
                case ANY -> true;
            };
        }
    }

    private record Table(String about, List<Clock> clocks) {}

    private final List<Clock> clocks;
    private final Holidays holidays;

    CorrectionClocks(
            ObjectMapper json,
            @ConfigProperty(name = "padan.correction.clocks") Optional<Path> own,
            @ConfigProperty(name = "padan.correction.holidays") Optional<Path> table)
            throws IOException {
        holidays = Holidays.load(json, table);
        try (InputStream file = own.isPresent()
                ? Files.newInputStream(own.get())
                : CorrectionClocks.class.getResourceAsStream("/clocks.json")) {
            clocks = json.readValue(file, Table.class).clocks();
        }
        if (clocks.stream().noneMatch(clock -> clock.when() == When.ANY && clock.count() > 0)) {
            throw new IllegalArgumentException("clocks: there must be one for every proposal");
        }
    }

    /**
     * The end of the clock that began at {@code opens}.
     *
     * @return empty while it stands still in a pause that has no end yet
     */
    public Optional<Instant> due(Instant opens, boolean subjectRequest, boolean aidImpact, List<Pause> pauses) {
        Clock clock = clocks.stream()
                .filter(one -> one.fits(subjectRequest, aidImpact))
                .findFirst()
                .orElseThrow();
        Instant planned = Deadline.after(opens, clock.unit(), clock.count(), holidays);
        return Deadline.paused(opens, planned, clock.unit(), pauses, holidays);
    }
}
