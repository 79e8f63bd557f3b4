package id.padan.agreement.obligation;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.platform.clock.Holidays;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The duties and the holidays, packaged or from files of the operator ({@code PADAN_DUTIES}, {@code PADAN_HOLIDAYS}). A file that says
 * something impossible stops the start: a clock that nobody noticed was wrong is worse than none.
 */
@Singleton
class DutyRules {
    private final List<DutyRule> rules;
    private final Holidays holidays;

    DutyRules(
            ObjectMapper json,
            @ConfigProperty(name = "padan.duties.file") Optional<Path> duties,
            @ConfigProperty(name = "padan.duties.holidays") Optional<Path> table)
            throws IOException {
        DutyFile dutyFile = json.readValue(read(duties), DutyFile.class);
        this.rules = check(dutyFile.duties());
        this.holidays = Holidays.load(json, table);
    }

    private record DutyFile(List<DutyRule> duties) {}

    List<DutyRule> rules() {
        return rules;
    }

    Optional<DutyRule> find(String id) {
        return rules.stream().filter(rule -> rule.id().equals(id)).findFirst();
    }

    Holidays holidays() {
        return holidays;
    }

    /** Whether the holidays of that year have been decreed; before, clocks know its weekends only. */
    boolean isComplete(int year) {
        return holidays.completeYears().contains(year);
    }

    static List<DutyRule> check(List<DutyRule> rules) {
        Set<String> ids = new HashSet<>();
        for (DutyRule rule : rules) {
            boolean counts = rule.per() != DutyRule.Per.STANDING;
            if (rule.id() == null || !rule.id().matches("[a-z-]{3,40}") || !ids.add(rule.id())) {
                throw new IllegalArgumentException("duties: an id is missing, malformed or there twice: " + rule.id());
            }
            if (rule.clause() == null || rule.title() == null || rule.role() == null || rule.per() == null) {
                throw new IllegalArgumentException("duties: " + rule.id() + " needs clause, title, role and per");
            }
            if (!Set.of(DutyRule.BOTH, "PIHAK KESATU", "PIHAK KEDUA").contains(rule.role())) {
                throw new IllegalArgumentException("duties: " + rule.id() + " has no such role: " + rule.role());
            }
            if (counts != (rule.clock() != null)) {
                throw new IllegalArgumentException("duties: " + rule.id() + " has a clock if it is no standing duty");
            }
            if (counts && (rule.clock().unit() == null || rule.clock().from() == null || !fits(rule))) {
                throw new IllegalArgumentException("duties: the clock of " + rule.id() + " cannot run");
            }
        }
        return List.copyOf(rules);
    }

    private static boolean fits(DutyRule rule) {
        DutyRule.From from = rule.clock().from();
        boolean place =
                switch (rule.per()) {
                    case HALF_YEAR -> from == DutyRule.From.PERIOD_END || from == DutyRule.From.PERIOD_START;
                    case TERM -> from == DutyRule.From.TERM_END;
                    case CASE -> from == DutyRule.From.CASE_OPENED;
                    case STANDING -> false;
                };
        boolean before = rule.clock().monthsBefore() != null;
        return place && rule.clock().count() >= 0 && (!before || rule.per() == DutyRule.Per.TERM);
    }

    private static byte[] read(Optional<Path> file) throws IOException {
        if (file.isPresent()) {
            return Files.readAllBytes(file.get());
        }
        try (InputStream text = DutyRules.class.getResourceAsStream("/duties/duties.json")) {
            return text.readAllBytes();
        }
    }
}
