package id.padan.agreement.correspondence;

import id.padan.platform.proof.ProofLog;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Handle;

/** Where a transaction leaves the letters that follow from it. */
@ApplicationScoped
public class Letters {

    /**
     * Adds a letter to the transaction.
     *
     * @param party whose contact gets it
     * @param about the thing as the API names it
     */
    public void write(Handle tx, String agreementId, String party, String about, String subject, String body) {
        tx.createUpdate("""
                        insert into letter (id, agreement_id, party, about, subject, body, queued_at)
                        values (:id, :agreement, :party, :about, :subject, :body, clock_timestamp())""")
                .bind("id", ProofLog.newId())
                .bind("agreement", agreementId)
                .bind("party", party)
                .bind("about", about)
                .bind("subject", subject)
                .bind("body", body)
                .execute();
    }
}
