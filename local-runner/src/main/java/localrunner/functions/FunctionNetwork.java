package localrunner.functions;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a function's process reaches AWS's APIs and everything else.
 *
 * @param endpointUrl the value of {@code AWS_ENDPOINT_URL}: the edge port
 * @param proxy for clients that do not know that variable; empty to let them reach AWS
 */
public record FunctionNetwork(URI endpointUrl, Optional<Proxy> proxy) {

    /**
     * The runner's proxy on 127.0.0.1.
     *
     * @param trustStore has the authority of the certificates that stand for AWS's
     */
    public record Proxy(int port, Path trustStore) {

        /**
         * Java's "Networking Properties" for proxies, and JSSE's for trust. Some SDKs look only at those of http, also
         * for https. AWS_ENDPOINT_URL and the Runtime API are on this machine, which needs no proxy.
         */
        List<String> options() {
            return List.of(
                    "-Dhttp.proxyHost=127.0.0.1",
                    "-Dhttp.proxyPort=" + port,
                    "-Dhttps.proxyHost=127.0.0.1",
                    "-Dhttps.proxyPort=" + port,
                    "-Dhttp.nonProxyHosts=localhost|127.*|[::1]",
                    "-Djavax.net.ssl.trustStore=" + trustStore,
                    "-Djavax.net.ssl.trustStoreType=JKS");
        }
    }

    /** Only the endpoint. */
    public static FunctionNetwork direct(URI endpointUrl) {
        return new FunctionNetwork(endpointUrl, Optional.empty());
    }
}
