package id.padan.correction.proposal;

/**
 * What somebody proposes, as sent and not yet looked at (annex 10.F). Texts are stripped; an empty one is null.
 *
 * @param nip F-03
 * @param element F-05, code of 10.A or 10.C
 * @param field member of the record, where the element has more than one; null for the first
 * @param historyType F-04, jenisRiwayatId; null for the record itself
 * @param historyRow F-04, idBarisRiwayat
 * @param present F-06, null if not stated
 * @param presentEmpty stated to be empty now
 * @param proposed F-07
 * @param emptied it should be empty
 * @param indicator F-08; null if none
 * @param aidImpact F-10: the answer to an aid programme hangs on it
 * @param subjectRequest F-15: the person asked for it
 */
public record NewProposal(
        String nip,
        String element,
        String field,
        String historyType,
        String historyRow,
        String present,
        boolean presentEmpty,
        String proposed,
        boolean emptied,
        String indicator,
        boolean aidImpact,
        boolean subjectRequest) {

    @Override
    public String toString() {
        return "NewProposal[masked]";
    }
}
