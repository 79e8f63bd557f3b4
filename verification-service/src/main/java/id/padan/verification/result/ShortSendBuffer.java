package id.padan.verification.result;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Keeps little of a download in the kernel. What waits there has passed the gate: left to itself the kernel takes megabytes, and to a slow
 * reader the brake (Ps 9(2)) would then come minutes late, or never for a list that fits.
 */
@ApplicationScoped
class ShortSendBuffer implements HttpServerOptionsCustomizer {
    /** In bytes: many times what a fast link holds under way, a second or two of a slow one. */
    private static final int SEND_BUFFER = 1 << 18;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setSendBufferSize(SEND_BUFFER);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        options.setSendBufferSize(SEND_BUFFER);
    }
}
