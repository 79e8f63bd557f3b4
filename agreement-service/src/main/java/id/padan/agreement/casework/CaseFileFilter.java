package id.padan.agreement.casework;

import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** The version of a case that is answered stands in {@code ETag} too. */
class CaseFileFilter {

    @ServerResponseFilter
    public void tag(ContainerResponseContext response) {
        if (response.getEntity() instanceof CaseFile<?> file) {
            response.getHeaders().putSingle("ETag", "\"" + file.version() + "\"");
        }
    }
}
