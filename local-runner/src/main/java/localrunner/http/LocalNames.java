package localrunner.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;

/**
 * Refuses requests that were sent to another name than this machine's own.
 *
 * <p>A web page can let a name of its own point to 127.0.0.1 ("DNS rebinding"). To the browser the runner is then that
 * page's own server, from which it may read everything. What it can't change is the name in the request: {@code Host}
 * and, where the request line has a whole URL, the name in that (RFC 9112, 3.2). Names of this machine are {@code
 * localhost} and what ends in {@code .localhost} (RFC 6761), 127.0.0.0/8, {@code [::1]}, {@code host.docker.internal},
 * and the edge host. Immutable.
 */
public final class LocalNames {

    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:@/?#\\s]+)(:\\d{0,5})?");
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");
    private static final String CONTAINERS_NAME_OF_ITS_HOST = "host.docker.internal";

    private final Optional<String> edgeHost;

    /** @param edgeHost the address beside 127.0.0.1 on which the edge port answers */
    public LocalNames(Optional<String> edgeHost) {
        this.edgeHost = edgeHost.map(host -> host.toLowerCase(Locale.ROOT));
    }

    /** Tells why a request is refused; empty when it is not. */
    public Optional<String> refusal(HttpURI target, HttpFields headers) {
        List<String> authorities = new ArrayList<>(headers.getValuesList(HttpHeader.HOST.asString()));
        if (authorities.isEmpty()) {
            return Optional.of("The request has no Host header. " + right());
        }
        Optional.ofNullable(target.getAuthority()).ifPresent(authorities::add);
        return authorities.stream()
                .filter(authority -> !isLocal(authority))
                .findFirst()
                .map(authority -> "The request was sent to '%s', which is none of this machine's names here. %s"
                        .formatted(authority, right()));
    }

    private boolean isLocal(String authority) {
        Matcher matcher = AUTHORITY.matcher(authority.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return false;
        }
        String name = matcher.group(1);
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("[::1]")
                || name.equals(CONTAINERS_NAME_OF_ITS_HOST)
                || LOOPBACK.matcher(name).matches()
                || edgeHost.filter(host -> name.equals(host) || name.equals("[" + host + "]"))
                        .isPresent();
    }

    private String right() {
        return "Send it to localhost, 127.0.0.1, [::1], %s%s"
                .formatted(
                        CONTAINERS_NAME_OF_ITS_HOST,
                        edgeHost.map(host -> " or " + host + ".").orElse(", or the address that --edge-host names."));
    }
}
