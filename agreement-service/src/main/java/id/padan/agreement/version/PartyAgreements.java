package id.padan.agreement.version;

import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Agreements as their parties may know of them; others learn not even that one exists. */
@ApplicationScoped
public class PartyAgreements {

    private final AgreementVersions versions;

    PartyAgreements(AgreementVersions versions) {
        this.versions = versions;
    }

    /**
     * Every version of an agreement to which the caller's party is or was a party.
     *
     * @throws ProblemException NOT_FOUND if there is none
     */
    public List<StoredVersion> require(Caller caller, String id) {
        List<StoredVersion> stored = versions.listVersions(id);
        if (!isParty(caller.party(), stored)) {
            throw ProblemException.of(
                    PlatformProblem.NOT_FOUND,
                    "No agreement of the token's party has this id.",
                    "Tidak ada perjanjian dengan id ini bagi pihak pada token.");
        }
        return stored;
    }

    /** Also once a party: who signed an earlier version may read what became of it. */
    public static boolean isParty(String party, List<StoredVersion> stored) {
        return stored.stream()
                .flatMap(version -> version.file().parties().stream())
                .anyMatch(one -> one.id().equals(party));
    }
}
