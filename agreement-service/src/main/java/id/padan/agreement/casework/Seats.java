package id.padan.agreement.casework;

import id.padan.agreement.document.AgreementFile;
import id.padan.agreement.version.AgreementVersions;
import id.padan.agreement.version.StoredVersion;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Gives a caller its seat. */
@ApplicationScoped
public class Seats {

    /** Whoever works for a party may read what both parties may know. */
    public static final String[] READERS = {"operator", "verifier", "approver", "auditor", "dpo", "admin"};

    /** Who writes. */
    public static final String[] WRITERS = {"operator", "approver"};

    private final AgreementVersions versions;
    private final Callers callers;

    Seats(AgreementVersions versions, Callers callers) {
        this.versions = versions;
        this.callers = callers;
    }

    /**
     * The seat of the present caller.
     *
     * @throws ProblemException ROLE_MISSING without one of the roles; NOT_FOUND if the caller's party never was one to this agreement
     */
    public Seat require(String agreementId, String... anyRole) {
        Caller caller = callers.require(anyRole);
        return seat(agreementId, caller)
                .filter(seat -> isParty(agreementId, caller.party()))
                .orElseThrow(() -> ProblemException.of(
                        PlatformProblem.NOT_FOUND,
                        "No agreement of the token's party has this id.",
                        "Tidak ada perjanjian dengan id ini bagi pihak pada token."));
    }

    /** The table of every agreement, for clocks. */
    public List<Seat> tables() {
        return versions.listAgreements().stream()
                .flatMap(id -> seat(id, null).stream())
                .toList();
    }

    private Optional<Seat> seat(String agreementId, Caller caller) {
        List<StoredVersion> stored = versions.listVersions(agreementId);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        Instant now = versions.now();
        AgreementFile file = null;
        Instant from = Instant.MIN;
        for (StoredVersion version : stored) {
            boolean stands =
                    version.supersededAt() == null && !version.effectiveFrom().isAfter(now);
            if (stands && !version.effectiveFrom().isBefore(from)) {
                file = version.file();
                from = version.effectiveFrom();
            }
        }
        return Optional.of(new Seat(
                agreementId,
                caller,
                file == null ? stored.getLast().file() : file,
                now,
                stored.getFirst().knownFrom()));
    }

    private boolean isParty(String agreementId, String party) {
        return versions.listVersions(agreementId).stream()
                .flatMap(version -> version.file().parties().stream())
                .anyMatch(one -> one.id().equals(party));
    }
}
