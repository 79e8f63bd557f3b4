package id.padan.agreement.correspondence;

import id.padan.agreement.casework.CaseFile;
import id.padan.agreement.casework.CaseFiles;
import id.padan.agreement.casework.CaseKind;
import id.padan.agreement.casework.Seat;
import id.padan.agreement.document.AgreementFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Which contact of a party is in force. */
@ApplicationScoped
class Contacts {

    private final CaseFiles cases;

    Contacts(CaseFiles cases) {
        this.cases = cases;
    }

    /**
     * A contact in force.
     *
     * @param from null if it is the one that the agreement itself names
     */
    record Current(String party, Contact.Card card, Instant from) {}

    /** The contact that was last put in force, else the one in the agreement. */
    Optional<Current> find(Handle handle, Seat table, String party) {
        return findCase(handle, table, party)
                .map(file -> new Current(
                        party,
                        file.content().card(),
                        file.content() instanceof Contact.InForce inForce ? inForce.from() : null))
                .or(() -> table.file().parties().stream()
                        .filter(one -> one.id().equals(party) && one.contact() != null)
                        .findFirst()
                        .map(AgreementFile.Party::contact)
                        .map(contact -> new Current(
                                party,
                                new Contact.Card(contact.unit(), null, contact.phone(), contact.email()),
                                null)));
    }

    Optional<CaseFile<Contact>> findCase(Handle handle, Seat table, String party) {
        return cases.listAll(handle, table.agreementId(), CaseKind.CONTACT, Contact.class).stream()
                .filter(file -> file.party().equals(party) && file.content() instanceof Contact.InForce)
                .findFirst();
    }
}
