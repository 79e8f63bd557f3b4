package id.padan.agreement.casework;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/** The version of a case that is answered stands in {@code ETag} too. */
@Provider
class CaseFileFilter implements ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof CaseFile<?> file) {
            response.getHeaders().putSingle("ETag", "\"" + file.version() + "\"");
        }
    }
}
