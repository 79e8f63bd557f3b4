package id.padan.verification.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * verification.evidence-opened.v1: evidence was opened for a case that agreement-service keeps. Says neither whom it was about nor what was
 * found, only how often.
 *
 * @param found null at the opening, which is told too: a search that broke off was still an opening
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EvidenceOpened(
        String type,
        UUID searchId,
        String service,
        String caseReference,
        String party,
        String actor,
        Instant openedAt,
        Integer found,
        long logIndex) {
    static final String TYPE = "verification.evidence-opened";

    /** As agreement-service names its cases; anything else is somebody's own file number and nobody else's business. */
    private static final Pattern CASE = Pattern.compile("subject-requests/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    static boolean isFor(String caseReference) {
        return CASE.matcher(caseReference).matches();
    }

    EvidenceOpened with(int found) {
        return new EvidenceOpened(type, searchId, service, caseReference, party, actor, openedAt, found, logIndex);
    }
}
