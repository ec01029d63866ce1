package wordcounter.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * Reads made-up credentials as a restored function reads its own, so that this code has run before the snapshot and no
 * secret is in it. A server in this process answers ("Container credential provider", AWS SDKs Reference Guide).
 */
final class CredentialsPriming {

    private static final String MADE_UP = """
            {"AccessKeyId":"priming","SecretAccessKey":"priming","Token":"priming","Expiration":"2100-01-01T00:00:00Z"}""";

    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + MADE_UP.length() + "\r\n\r\n" + MADE_UP;

    private CredentialsPriming() {}

    static void run() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.ofPlatform().daemon().name("credentials-priming").start(() -> serve(server));
            String address = "http://127.0.0.1:" + server.getLocalPort() + "/";
            try (TemporaryProperty _ = property(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI, address);
                    TemporaryProperty _ = property(SdkSystemSetting.AWS_CONTAINER_AUTHORIZATION_TOKEN, "priming")) {
                for (int i = 0; i < Priming.TIMES; i++) {
                    try (ContainerCredentialsProvider provider = ContainerCredentialsProvider.create()) {
                        provider.resolveCredentials();
                    }
                }
            }
        }
    }

    private static TemporaryProperty property(SdkSystemSetting setting, String value) {
        return new TemporaryProperty(setting.property(), value);
    }

    /** Answers until the server is closed, one connection after the other. */
    private static void serve(ServerSocket server) {
        while (true) {
            try (Socket connection = server.accept();
                    BufferedReader requests = new BufferedReader(
                            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII))) {
                for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                    if (line.isEmpty()) { // the end of a request
                        connection.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
                    }
                }
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }
}
