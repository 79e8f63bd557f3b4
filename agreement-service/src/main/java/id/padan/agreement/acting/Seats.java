package id.padan.agreement.acting;

import id.padan.agreement.document.AgreementFile;
import id.padan.agreement.version.AgreementVersions;
import id.padan.agreement.version.PartyAgreements;
import id.padan.agreement.version.StoredVersion;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Gives a caller its seat at the table of an agreement. */
@ApplicationScoped
public class Seats {

    /** Whoever works for a party may read what both parties may know. */
    public static final String[] READERS = {"operator", "verifier", "approver", "auditor", "dpo", "admin"};

    /** Who writes. */
    public static final String[] WRITERS = {"operator", "approver"};

    /** Everybody and every machine of a party. */
    private static final String[] ANY_ROLE = {"operator", "verifier", "approver", "auditor", "dpo", "admin", "system"};

    private final AgreementVersions versions;
    private final PartyAgreements agreements;
    private final Callers callers;

    Seats(AgreementVersions versions, PartyAgreements agreements, Callers callers) {
        this.versions = versions;
        this.agreements = agreements;
        this.callers = callers;
    }

    /**
     * The seat of the present caller.
     *
     * @throws ProblemException as {@link Callers#require}; NOT_FOUND if the caller's party never was one to this agreement
     */
    public Seat require(String agreementId, String... anyRole) {
        return of(agreementId, callers.require(anyRole));
    }

    /** Whoever may read what its party has signed and done. */
    public Seat reader(String agreementId) {
        return require(agreementId, ANY_ROLE);
    }

    /**
     * As {@link #require}, for what binds a party: that is done by a person, whose name stands under it.
     *
     * @throws ProblemException PERSON_NEEDED for a machine client, whatever roles it was given
     */
    public Seat person(String agreementId, String... anyRole) {
        Caller caller = callers.require(anyRole);
        if (caller.isMachine()) {
            throw ProblemException.of(
                    AgreementProblem.PERSON_NEEDED,
                    "A machine client cannot bind its party; log in as the person who decides.",
                    "Klien mesin tidak dapat mengikat pihaknya; masuklah sebagai orang yang memutuskan.");
        }
        return of(agreementId, caller);
    }

    /** @throws ProblemException SECOND_PERSON_NEEDED if the caller did the first step itself */
    public static void requireAnother(Caller caller, String first) {
        if (caller.subject().equals(first)) {
            throw ProblemException.of(
                    AgreementProblem.SECOND_PERSON_NEEDED,
                    "Whoever took the first step cannot take this one; ask another approver of your party.",
                    "Orang yang melakukan langkah pertama tidak dapat melakukan langkah ini; minta pejabat penyetuju lain.");
        }
    }

    /** The seat of a caller whose roles do not matter here, as a task of the service's own. */
    public Seat of(String agreementId, Caller caller) {
        return seat(caller, agreementId, agreements.require(caller, agreementId));
    }

    /** The table of every agreement, for clocks. */
    public List<Seat> tables() {
        return versions.listAgreements().stream()
                .map(id -> seat(null, id, versions.listVersions(id)))
                .filter(table -> table.file() != null)
                .toList();
    }

    private Seat seat(Caller caller, String agreementId, List<StoredVersion> stored) {
        Instant now = versions.now();
        AgreementFile file = stored.isEmpty() ? null : stored.getLast().file();
        Instant from = Instant.MIN;
        for (StoredVersion version : stored) {
            boolean stands =
                    version.supersededAt() == null && !version.effectiveFrom().isAfter(now);
            if (stands && !version.effectiveFrom().isBefore(from)) {
                file = version.file();
                from = version.effectiveFrom();
            }
        }
        return new Seat(
                agreementId,
                caller,
                file,
                now,
                stored.isEmpty() ? null : stored.getFirst().knownFrom());
    }
}
