package id.padan.agreement.correspondence;

import id.padan.agreement.acting.Seat;
import id.padan.agreement.casework.CaseFile;
import id.padan.agreement.casework.CaseKind;
import id.padan.agreement.casework.Register;
import id.padan.agreement.casework.Registers;
import id.padan.agreement.document.AgreementFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Which contact of a party is in force. */
@ApplicationScoped
public class Contacts {

    private final Register<Contact> cases;

    Contacts(Registers registers) {
        this.cases = registers.of(CaseKind.CONTACT, Contact.class);
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

    /** Where a party is reached by Ps 8, in words; empty if neither its officers nor the agreement name a contact. */
    public Optional<String> address(Handle handle, String agreementId, AgreementFile file, String party) {
        return find(handle, new Seat(agreementId, null, file, null, null), party)
                .map(Current::card)
                .map(card ->
                        card.unit() + " <" + card.email() + ">" + (card.phone() == null ? "" : ", " + card.phone()));
    }

    Optional<CaseFile<Contact>> findCase(Handle handle, Seat table, String party) {
        return cases.listAll(handle, table.agreementId()).stream()
                .filter(file -> file.party().equals(party) && file.content() instanceof Contact.InForce)
                .findFirst();
    }
}
