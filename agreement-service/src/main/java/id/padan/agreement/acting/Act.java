package id.padan.agreement.acting;

import id.padan.agreement.document.AgreementFile;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;
import java.util.List;

/**
 * A caller who is of a party to the agreement, and the agreement as it stands.
 *
 * @param policy the version in force, or after the end the last one: accountability outlives the term (Ps 9(10))
 */
public record Act(Caller caller, String agreementId, PolicyRef policy, AgreementFile file) {
    public String party() {
        return caller.party();
    }

    public String actor() {
        return caller.subject();
    }

    public List<AgreementFile.Party> otherParties() {
        return file.parties().stream()
                .filter(party -> !party.id().equals(caller.party()))
                .toList();
    }

    public boolean isParty(String id) {
        return file.parties().stream().anyMatch(party -> party.id().equals(id));
    }
}
