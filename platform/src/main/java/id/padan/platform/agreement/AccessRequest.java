package id.padan.platform.agreement;

import id.padan.platform.caller.Caller;

/**
 * What a caller wants to read or ask.
 *
 * @param party party of the token
 * @param client OIDC client of the token
 * @param subject person or system of the token
 * @param purpose one of the purposes of Ps 2 ({@code ASN_GUIDANCE}, {@code AID_VERIFICATION}, {@code LABOUR_MARKET_INFORMATION}); null if
 *     the caller named none
 * @param programme programme code such as {@code BSU-2025}; null if none
 * @param dataset one of {@link Datasets}
 * @param officer who acts through the machine that is the subject; null if nobody is said to
 */
public record AccessRequest(
        String party, String client, String subject, String purpose, String programme, String dataset, String officer) {

    /** A request behind which no officer is said to act. */
    public AccessRequest(
            String party, String client, String subject, String purpose, String programme, String dataset) {
        this(party, client, subject, purpose, programme, dataset, null);
    }

    public static AccessRequest of(Caller caller, String purpose, String programme, String dataset) {
        return new AccessRequest(
                caller.party(), caller.client(), caller.subject(), purpose, programme, dataset, caller.actingOfficer());
    }
}
