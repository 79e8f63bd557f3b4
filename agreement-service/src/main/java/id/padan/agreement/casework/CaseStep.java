package id.padan.agreement.casework;

import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;

/**
 * Where a step is taken: which case of which agreement, in the version that the caller has read.
 *
 * @param id the agreement
 * @param file the case
 * @param ifMatch as {@code ETag} gave it
 */
public record CaseStep(
        @RestPath String id,
        @RestPath String file,
        @RestHeader("If-Match") String ifMatch) {}
