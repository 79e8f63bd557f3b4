package id.padan.agreement.acting;

import id.padan.agreement.document.AgreementFile;
import id.padan.platform.agreement.PolicyRef;
import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import java.time.Instant;
import java.util.List;

/**
 * A caller's seat at the table of one agreement.
 *
 * @param caller null when a clock acts, which has no seat of its own
 * @param file the version in force, or the last there was: duties and confidentiality outlive the term
 * @param now the database's time
 * @param goLive when the software first knew of the agreement
 */
public record Seat(String agreementId, Caller caller, AgreementFile file, Instant now, Instant goLive) {

    public String party() {
        return caller.party();
    }

    /** Who acts, as leaves name it. */
    public String actor() {
        return caller.subject();
    }

    /** The version under which an act is recorded. */
    public PolicyRef policy() {
        return new PolicyRef(agreementId, file.version());
    }

    public List<String> parties() {
        return file.parties().stream().map(AgreementFile.Party::id).toList();
    }

    /** The parties to the agreement beside the caller's. */
    public List<String> others() {
        return otherParties().stream().map(AgreementFile.Party::id).toList();
    }

    /** As {@link #others}, with what the agreement says of them. */
    public List<AgreementFile.Party> otherParties() {
        return file.parties().stream()
                .filter(party -> !party.id().equals(caller.party()))
                .toList();
    }

    public boolean isParty(String id) {
        return parties().contains(id);
    }

    /** {@code PIHAK KESATU} or {@code PIHAK KEDUA}; empty for a party that no longer is one. */
    public String roleOf(String party) {
        return file.parties().stream()
                .filter(one -> one.id().equals(party))
                .map(AgreementFile.Party::role)
                .findFirst()
                .orElse("");
    }

    /** @throws ProblemException PARTY_MISMATCH if the caller speaks for another party */
    public void requireParty(String party) {
        if (!party.equals(caller.party())) {
            throw ProblemException.of(
                    PlatformProblem.PARTY_MISMATCH,
                    "This is for " + party + " to do.",
                    "Hal ini wewenang " + party + ".");
        }
    }

    /** @throws ProblemException PARTY_MISMATCH if the caller speaks for that very party */
    public void requireOtherThan(String party) {
        if (party.equals(caller.party())) {
            throw ProblemException.of(
                    PlatformProblem.PARTY_MISMATCH,
                    "This is for the other party to do.",
                    "Hal ini wewenang pihak lainnya.");
        }
    }

    /** @throws ProblemException ROLE_MISSING if the caller has none of the roles */
    public void requireRole(String... anyRole) {
        for (String role : anyRole) {
            if (caller.has(role)) {
                return;
            }
        }
        throw ProblemException.of(
                        PlatformProblem.ROLE_MISSING,
                        "One of these roles is needed: " + String.join(", ", anyRole) + ".",
                        "Diperlukan salah satu peran: " + String.join(", ", anyRole) + ".")
                .with("roles", List.of(anyRole));
    }
}
