package id.padan.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void aTakenPortIsNamedWithItsHolderAndTheWayOut() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            assertThat(Ports.isFree(port)).isFalse();
            assertThatThrownBy(() -> Ports.requireFree(Part.GATEWAY, port))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("gateway wants it")
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("PADAN_GATEWAY_PORT=");
        }
    }

    @Test
    void aFreePortIsFree() throws IOException {
        int port = Infra.freePorts(1)[0];
        assertThat(Ports.isFree(port)).isTrue();
        Ports.requireFree(Part.KAFKA, port);
    }
}
