package id.padan.agreement.approval;

import id.padan.agreement.acting.AgreementProblem;
import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Keeps that each party approves once, by its own approver. */
@ApplicationScoped
public class Approvals {

    public List<Approval> list(Handle handle, UUID subject) {
        return handle.createQuery("select * from approval where subject = :subject order by approved_at, party")
                .bind("subject", subject)
                .map((row, context) -> new Approval(
                        row.getString("party"),
                        row.getString("approved_by"),
                        row.getObject("approved_at", OffsetDateTime.class).toInstant(),
                        row.getObject("leaf", UUID.class)))
                .list();
    }

    /**
     * Says whether the caller may approve now.
     *
     * @throws ProblemException PARTY_MISMATCH if its party is none of those that agree, ALREADY_APPROVED if the party has
     */
    public void requireOpen(Handle tx, UUID subject, List<String> parties, Caller caller) {
        if (!parties.contains(caller.party())) {
            throw ProblemException.of(
                    PlatformProblem.PARTY_MISMATCH,
                    "Only the parties to the agreement approve.",
                    "Hanya para pihak perjanjian yang menyetujui.");
        }
        if (approved(tx, subject).contains(caller.party())) {
            throw ProblemException.of(
                    AgreementProblem.ALREADY_APPROVED,
                    "Your party has approved this already; the other party has to.",
                    "Pihak Anda sudah menyetujui; pihak lain yang harus menyetujui.");
        }
    }

    /** @return whether all parties have approved by now */
    public boolean add(Handle tx, UUID subject, List<String> parties, Caller caller, Instant at, UUID leaf) {
        tx.createUpdate("""
                        insert into approval (subject, party, approved_by, approved_at, leaf)
                        values (:subject, :party, :by, :at, :leaf)
                        """)
                .bind("subject", subject)
                .bind("party", caller.party())
                .bind("by", caller.subject())
                .bind("at", at)
                .bind("leaf", leaf)
                .execute();
        return approved(tx, subject).containsAll(new HashSet<>(parties));
    }

    /** What was approved has changed, so nobody has approved it. */
    public void forget(Handle tx, UUID subject) {
        tx.execute("delete from approval where subject = ?", subject);
    }

    private Set<String> approved(Handle tx, UUID subject) {
        return list(tx, subject).stream().map(Approval::party).collect(Collectors.toSet());
    }
}
