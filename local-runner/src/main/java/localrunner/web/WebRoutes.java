package localrunner.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The paths of the console's API, below {@code /_console/api/}, and who answers them.
 *
 * <p>A path is written like {@code data/tables/{table}/items}; a last part {@code {key+}} stands for all the rest,
 * slashes included. Filled before the console starts, and only read then.
 */
public final class WebRoutes {

    private final List<Route> routes = new ArrayList<>();

    WebRoutes() {}

    public WebRoutes get(String path, WebHandler handler) {
        return add("GET", path, handler);
    }

    public WebRoutes post(String path, WebHandler handler) {
        return add("POST", path, handler);
    }

    public WebRoutes put(String path, WebHandler handler) {
        return add("PUT", path, handler);
    }

    public WebRoutes delete(String path, WebHandler handler) {
        return add("DELETE", path, handler);
    }

    /** @throws IllegalArgumentException when the path has a handler for the method already */
    private WebRoutes add(String method, String path, WebHandler handler) {
        Route route = new Route(method, path, List.of(path.split("/", -1)), handler);
        if (routes.stream().anyMatch(known -> known.method.equals(method) && known.path.equals(path))) {
            throw new IllegalArgumentException("Two parts of the console answer " + method + " " + path);
        }
        routes.add(route);
        return this;
    }

    /** Who answers, and what the path's variables say. */
    record Match(WebHandler handler, Map<String, String> variables) {}

    /**
     * Finds who answers. Of several routes, that with the fewest variables does.
     *
     * @param path below {@code /_console/api/}, percent-encoded
     * @throws WebRefusal when nobody does; the message says which methods or paths there are
     */
    Match find(String method, String path) {
        List<String> parts = List.of(path.split("/", -1));
        Optional<Found> best = Optional.empty();
        var others = new TreeSet<String>();
        for (Route route : routes) {
            Optional<Map<String, String>> variables = variables(route, parts);
            if (variables.isPresent() && !route.method.equals(method)) {
                others.add(route.method);
            } else if (variables.isPresent()
                    && best.filter(found ->
                                    found.variables.size() <= variables.get().size())
                            .isEmpty()) {
                best = Optional.of(new Found(route, variables.get()));
            }
        }
        if (best.isPresent()) {
            return new Match(best.get().route.handler, best.get().variables);
        }
        if (!others.isEmpty()) {
            throw new WebRefusal(405, "%s answers %s, not %s".formatted(path, String.join(", ", others), method));
        }
        var known = new TreeSet<String>();
        routes.forEach(route -> known.add(route.path));
        throw new WebRefusal(404, "the console has no %s; it has %s".formatted(path, String.join(", ", known)));
    }

    private static Optional<Map<String, String>> variables(Route route, List<String> parts) {
        Map<String, String> variables = new HashMap<>();
        for (int index = 0; index < route.parts.size(); index++) {
            String wanted = route.parts.get(index);
            if (index >= parts.size()) {
                return Optional.empty();
            }
            if (wanted.startsWith("{") && wanted.endsWith("+}")) {
                variables.put(
                        wanted.substring(1, wanted.length() - 2),
                        decoded(String.join("/", parts.subList(index, parts.size()))));
                return Optional.of(variables);
            }
            if (wanted.startsWith("{")) {
                variables.put(wanted.substring(1, wanted.length() - 1), decoded(parts.get(index)));
            } else if (!wanted.equals(parts.get(index))) {
                return Optional.empty();
            }
        }
        return parts.size() == route.parts.size() ? Optional.of(variables) : Optional.empty();
    }

    private static String decoded(String text) {
        try {
            // A plus sign stands for itself in a path.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new WebRefusal(400, "the path is malformed: " + e.getMessage());
        }
    }

    private record Route(String method, String path, List<String> parts, WebHandler handler) {}

    private record Found(Route route, Map<String, String> variables) {}
}
