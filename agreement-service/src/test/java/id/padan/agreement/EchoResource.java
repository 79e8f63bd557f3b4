package id.padan.agreement;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Takes a body, so that the platform's problems about bodies can be seen over HTTP. Exists in tests only. */
@Path("/test/echo")
@RunOnVirtualThread
class EchoResource {

    record Echo(String nik, List<Row> rows) {}

    record Row(int number) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Echo echo(Echo body) {
        return body;
    }

    @POST
    @Path("crash")
    public Echo crash() {
        throw new IllegalStateException("secret of the crash");
    }
}
