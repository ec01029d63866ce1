package wordcounter.operator;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.utils.AttributeMap;
import wordcounter.runtime.Environment;

/**
 * The HTTP client of every call that a command makes. It uses the proxy that HTTP_PROXY, HTTPS_PROXY or the JVM's properties name, but
 * never for what answers on this machine, as browsers do, nor for the hosts in NO_PROXY, which are read as curl reads them. Thread-safe.
 */
final class NetworkClient implements SdkHttpClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int DEFAULT_CONNECTIONS = 64;

    private final SdkHttpClient direct;
    private final SdkHttpClient proxied;
    private final Environment environment;

    private NetworkClient(SdkHttpClient direct, SdkHttpClient proxied, Environment environment) {
        this.direct = direct;
        this.proxied = proxied;
        this.environment = environment;
    }

    /** Builds a client, for an SDK client or to be used by itself. */
    static final class Builder implements SdkHttpClient.Builder<Builder> {

        private final Environment environment;
        private final Duration longestAnswer;
        private int maxConnections = DEFAULT_CONNECTIONS;

        /** @param longestAnswer how long to wait for the next byte of an answer */
        Builder(Environment environment, Duration longestAnswer) {
            this.environment = environment;
            this.longestAnswer = longestAnswer;
        }

        /** How many requests are under way at the same time. What comes beyond that waits as long as an answer may take. */
        Builder maxConnections(int connections) {
            maxConnections = connections;
            return this;
        }

        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            ProxyConfiguration none = ProxyConfiguration.builder()
                    .useSystemPropertyValues(false)
                    .useEnvironmentVariableValues(false)
                    .build();
            return new NetworkClient(
                    apache().proxyConfiguration(none).buildWithDefaults(defaults),
                    apache().buildWithDefaults(defaults),
                    environment);
        }

        private Apache5HttpClient.Builder apache() {
            return Apache5HttpClient.builder()
                    .connectionTimeout(CONNECT_TIMEOUT)
                    .socketTimeout(longestAnswer)
                    .connectionAcquisitionTimeout(longestAnswer)
                    .maxConnections(maxConnections);
        }
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        String host = request.httpRequest().host();
        return (isLoopback(host) || isExcepted(host) ? direct : proxied).prepareRequest(request);
    }

    /** @param host a name or an address; a name is not looked up */
    static boolean isLoopback(String host) {
        String name = bare(host);
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return true;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(name);
            return address.isLoopbackAddress() || address.isAnyLocalAddress();
        } catch (IllegalArgumentException e) {
            return false; // a name
        }
    }

    private boolean isExcepted(String host) {
        String name = bare(host);
        return Stream.of("no_proxy", "NO_PROXY")
                .flatMap(variable -> environment.optional(variable).stream())
                .flatMap(hosts -> Stream.of(hosts.split(",", -1)))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> isExcepted(name, bare(entry)));
    }

    private static boolean isExcepted(String name, String entry) {
        String domain =
                entry.startsWith("*.") ? entry.substring(2) : entry.startsWith(".") ? entry.substring(1) : entry;
        return entry.equals("*") || name.equals(domain) || name.endsWith("." + domain);
    }

    /** In lower case, without the brackets of an IPv6 address and the dot behind a full name. */
    private static String bare(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            return name.substring(1, name.length() - 1);
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    @Override
    public String clientName() {
        return direct.clientName();
    }

    @Override
    public void close() {
        direct.close();
        proxied.close();
    }
}
