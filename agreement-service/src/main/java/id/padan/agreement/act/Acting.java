package id.padan.agreement.act;

import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.caller.Caller;
import id.padan.platform.caller.Callers;
import id.padan.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;

/** Says who may act: a suspended person or client may not, and what binds a party is done by a person. */
@ApplicationScoped
public class Acting {

    /** Everybody who works for a party. */
    private static final String[] ANY_ROLE = {"operator", "verifier", "approver", "auditor", "dpo", "admin", "system"};

    private final Callers callers;
    private final AgreementGate gate;

    Acting(Callers callers, AgreementGate gate) {
        this.callers = callers;
        this.gate = gate;
    }

    /** Whoever may read what its party has signed and done. */
    public Caller reader() {
        return callers.require(ANY_ROLE);
    }

    /** @throws ProblemException ROLE_MISSING, SUSPENDED, or PERSON_NEEDED for a machine client */
    public Caller person(String... anyRole) {
        Caller caller = callers.require(anyRole);
        gate.requireInOffice(caller);
        if (caller.isMachine()) {
            throw ProblemException.of(
                    AgreementProblem.PERSON_NEEDED,
                    "A machine client cannot bind its party; log in as the person who decides.",
                    "Klien mesin tidak dapat mengikat pihaknya; masuklah sebagai orang yang memutuskan.");
        }
        return caller;
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
}
