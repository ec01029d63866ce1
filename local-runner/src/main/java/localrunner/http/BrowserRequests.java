package localrunner.http;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Refuses what the pages of other origins let a browser send.
 *
 * <p>A browser sends forms and images for any page to any address, without asking. It says where a request comes from in
 * {@code Origin} (RFC 6454) and {@code Sec-Fetch-Site} (W3C, "Fetch Metadata Request Headers"); no page can change
 * these. Only the runner's own pages and the address bar may call. A page on another port of this machine is refused
 * too, although browsers call that the same site: it may be anybody's, such as the preview of a downloaded project.
 *
 * <p>A browser leaves {@code Sec-Fetch-Site} out where it does not trust the address, as with an edge host, and then an
 * image has neither header. So a request that says that it is a browser's has to say where it comes from.
 */
public final class BrowserRequests {

    private static final String SITE = "Sec-Fetch-Site";
    private static final Set<String> OURS = Set.of("same-origin", "none");
    private static final String RIGHT = "Only AWS SDKs, command lines and the runner's own pages may call this port.";

    private BrowserRequests() {}

    /**
     * Tells why a request is refused; empty when it is not.
     *
     * @param headers with a {@code Host} that {@link LocalNames} lets in
     */
    public static Optional<String> refusal(HttpFields headers) {
        String own = "http://" + headers.get(HttpHeader.HOST);
        for (String origin : headers.getValuesList(HttpHeader.ORIGIN.asString())) {
            if (!origin.equalsIgnoreCase(own)) {
                return Optional.of("The request comes from a page of the origin '%s'. %s".formatted(origin, RIGHT));
            }
        }
        for (String site : headers.getValuesList(SITE)) {
            if (!OURS.contains(site.toLowerCase(Locale.ROOT))) {
                return Optional.of(
                        "The request comes from a page of another origin (%s: %s). %s".formatted(SITE, site, RIGHT));
            }
        }
        boolean fromBrowser = Optional.ofNullable(headers.get(HttpHeader.USER_AGENT))
                .filter(agent -> agent.startsWith("Mozilla/"))
                .isPresent();
        if (fromBrowser && !headers.contains(HttpHeader.ORIGIN) && !headers.contains(SITE)) {
            return Optional.of("The request comes from a browser that does not say which page made it. Open "
                    + "http://localhost instead, in a current browser. " + RIGHT);
        }
        return Optional.empty();
    }
}
