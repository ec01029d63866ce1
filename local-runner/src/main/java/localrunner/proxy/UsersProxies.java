package localrunner.proxy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The proxies that the user reaches other hosts by, as command lines find them: {@code https_proxy}, {@code http_proxy},
 * {@code all_proxy} and {@code no_proxy}, in small letters or capitals. Immutable.
 */
public final class UsersProxies {

    private final Map<String, String> variables = new TreeMap<>();
    private final List<String> without;

    /** @param environment the runner's own */
    public UsersProxies(Map<String, String> environment) {
        for (String name : List.of("https_proxy", "http_proxy", "all_proxy", "no_proxy")) {
            Stream.of(name, name.toUpperCase(Locale.ROOT))
                    .map(spelling -> environment.getOrDefault(spelling, ""))
                    .filter(value -> !value.isBlank())
                    .findFirst()
                    .ifPresent(value -> variables.put(name, value.strip()));
        }
        without = Stream.of(variables.getOrDefault("no_proxy", "").split("[,\\s]+"))
                .map(pattern -> pattern.toLowerCase(Locale.ROOT)
                        .replaceFirst("^\\*?\\.", "")
                        .replaceFirst(":\\d+$", ""))
                .filter(pattern -> !pattern.isEmpty())
                .toList();
    }

    /**
     * The proxy for a host; empty when it is reached without.
     *
     * @param scheme http or https
     */
    Optional<URI> of(String scheme, String host) {
        String name = host.toLowerCase(Locale.ROOT);
        boolean excepted = without.stream()
                .anyMatch(pattern -> pattern.equals("*") || name.equals(pattern) || name.endsWith("." + pattern));
        if (excepted) {
            return Optional.empty();
        }
        return Optional.ofNullable(variables.get(scheme + "_proxy"))
                .or(() -> Optional.ofNullable(variables.get("all_proxy")))
                .flatMap(UsersProxies::parsed);
    }

    private static Optional<URI> parsed(String text) {
        try {
            URI proxy = URI.create(text.contains("://") ? text : "http://" + text);
            return Optional.of(proxy).filter(uri -> "http".equals(uri.getScheme()) && uri.getHost() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static int port(URI proxy) {
        return proxy.getPort() < 0 ? 80 : proxy.getPort();
    }

    /** The value of {@code Proxy-Authorization}; empty when the proxy's address has no user. */
    static Optional<String> authorization(URI proxy) {
        return Optional.ofNullable(proxy.getUserInfo())
                .map(user -> "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
    }
}
