package id.padan.platform.clock;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The days on which offices are closed. A year that the table lacks has weekends only, which ends a clock early rather than late.
 *
 * @param completeYears years whose holidays have been decreed
 */
public record Holidays(Set<LocalDate> days, Set<Integer> completeYears) {

    public Holidays {
        days = Set.copyOf(days);
        completeYears = Set.copyOf(completeYears);
    }

    public Holidays(Set<LocalDate> days) {
        this(days, Set.of());
    }

    private record Table(List<Integer> completeYears, List<Day> holidays) {
        private record Day(LocalDate date, String name) {}
    }

    /** The packaged table, or an operator's own ({@code PADAN_HOLIDAYS}). */
    public static Holidays load(ObjectMapper json, Optional<Path> own) throws IOException {
        Table table;
        try (InputStream file = own.isPresent()
                ? Files.newInputStream(own.get())
                : Holidays.class.getResourceAsStream("/clock/holidays.json")) {
            table = json.readValue(file, Table.class);
        }
        return new Holidays(
                table.holidays().stream().map(Table.Day::date).collect(Collectors.toSet()),
                Set.copyOf(table.completeYears()));
    }

    public boolean isWorkingDay(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY
                && day.getDayOfWeek() != DayOfWeek.SUNDAY
                && !days.contains(day);
    }
}
