package localrunner.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

class LocalConnectorIT {

    /** Fewer than the 128 that macOS keeps at most, and more than the 50 of Java's default. */
    private static final int CLIENTS = 100;

    @Test
    void open_shouldLetManyConnectionsWait_whenNoneIsAcceptedYet() throws Exception {
        var connector = new LocalConnector(new Server(), "127.0.0.1", 0, new HttpConnectionFactory());
        connector.open();
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                var client = new Socket();
                clients.add(client);
                var port = new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort());
                assertThatCode(() -> client.connect(port, 5_000))
                        .as("connection " + i)
                        .doesNotThrowAnyException();
            }
            assertThat(clients).allMatch(Socket::isConnected);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
            connector.close();
        }
    }
}
