package id.padan.correction.competence;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The table of competence, packaged or from a file of the operator ({@code PADAN_COMPETENCE}). */
@Singleton
public class Competence {

    private static final String THIRD = "THIRD";
    private static final String ANY = "ANY";

    /** Whose person it is, as far as the proposer may know. */
    public enum Agency {
        OWN,
        OTHER,
        /** The proposer may not read this person, if there is such a person. */
        UNKNOWN
    }

    /**
     * One row of the table.
     *
     * @param elements codes of the annex, or a letter with {@code -*}
     * @param decider party, or THIRD
     * @param holder party whose record it is
     */
    public record Rule(
            String id,
            List<String> elements,
            String direction,
            String agency,
            String decider,
            String holder,
            String why) {

        boolean fits(String element, Direction asked, Agency whose) {
            return (direction.equals(ANY) || direction.equals(asked.name()))
                    && (agency.equals(ANY) || agency.equals(whose.name()))
                    && elements.stream()
                            .anyMatch(one -> one.endsWith("*")
                                    ? element.startsWith(one.substring(0, one.length() - 1))
                                    : one.equals(element));
        }

        /** The party that decides; empty for a third agency's record. */
        public Optional<String> decidingParty() {
            return decider.equals(THIRD) ? Optional.empty() : Optional.of(decider);
        }
    }

    private record Table(String about, String ownAgency, List<Rule> rules) {}

    private final Table table;

    Competence(ObjectMapper json, @ConfigProperty(name = "padan.competence.file") Optional<Path> own)
            throws IOException {
        try (InputStream file = own.isPresent()
                ? Files.newInputStream(own.get())
                : Competence.class.getResourceAsStream("/competence.json")) {
            table = json.readValue(file, Table.class);
        }
        for (Rule rule : table.rules()) {
            if (rule.id() == null
                    || rule.elements() == null
                    || rule.direction() == null
                    || rule.agency() == null
                    || rule.decider() == null
                    || rule.holder() == null) {
                throw new IllegalArgumentException("competence: the row " + rule.id() + " lacks a member");
            }
        }
    }

    public List<Rule> rules() {
        return table.rules();
    }

    /**
     * @param working instansiKerjaId of a record that the proposer was shown, null if it was shown none
     * @param home instansiIndukId of it
     */
    public Agency agency(String working, String home) {
        if (table.ownAgency().equals(working) || table.ownAgency().equals(home)) {
            return Agency.OWN;
        }
        return working == null && home == null ? Agency.UNKNOWN : Agency.OTHER;
    }

    /** The row that counts; empty where nobody may propose this. */
    public Optional<Rule> find(String element, Direction direction, Agency agency) {
        return table.rules().stream()
                .filter(rule -> rule.fits(element, direction, agency))
                .findFirst();
    }
}
