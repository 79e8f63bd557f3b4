package id.padan.agreement.inputs;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * All that a record's file says, and nothing that changes afterwards: what is stored, hashed and attached to the file, so that anybody can
 * make the same file again.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface RecordInputs permits MatchingInputs, UsageInputs {

    UUID recordId();

    Heading heading();

    AgreementNaming agreement();

    /** Both equations, or every other sum that must agree; the file is refused if one does not. */
    List<Equation> equations();

    /** @throws UnbalancedRecord if a sum does not hold */
    default void requireBalance() {
        var broken = equations().stream().filter(equation -> !equation.holds()).toList();
        if (!broken.isEmpty()) {
            throw new UnbalancedRecord(broken);
        }
    }

    /**
     * What every record begins and ends with.
     *
     * @param template version of the form; an old record is made again with its own
     * @param numbers of the document, one for each party that signs
     * @param verifyAt address at which a holder of the file checks it, without the record's own part
     * @param replaces number of a refused record in whose place this one stands; null if none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Heading(
            int template,
            Letterhead letterhead,
            List<DocumentNumber> numbers,
            LocalDate date,
            String place,
            List<Official> officials,
            List<String> legalBasis,
            List<String> notes,
            String replaces,
            String verifyAt) {
        public Heading {
            numbers = List.copyOf(numbers);
            officials = List.copyOf(officials);
            legalBasis = List.copyOf(legalBasis);
            notes = List.copyOf(notes);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Letterhead(String agency, String unit, String address, String contact) {}

    /** @param role {@code PIHAK KESATU} or {@code PIHAK KEDUA} */
    record DocumentNumber(String role, String number) {}

    /** Who signs: the office is data, because offices are renamed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Official(String party, String role, String agency, String name, String nip, String position, String basis) {}

    /** @param numbers both numbers of the agreement, in the order of the parties */
    record AgreementNaming(String id, String version, String title, LocalDate signed, List<String> numbers) {
        public AgreementNaming {
            numbers = List.copyOf(numbers);
        }
    }

    /** A state of a log of proof. @param root in base64, as heads write it */
    record LogPoint(String origin, long size, String root, Instant at) {}

    /** A sum and what it must be equal to. */
    record Equation(String text, long left, long right) {
        public boolean holds() {
            return left == right;
        }

        public long difference() {
            return left - right;
        }
    }
}
