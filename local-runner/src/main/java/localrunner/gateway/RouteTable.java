package localrunner.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import localrunner.application.Application.Route;

/**
 * Finds the route of a request.
 *
 * <p>AWS document "API Gateway REST API resources": a literal segment wins over {@code {name}}, which wins over
 * {@code {name+}}. The resource is chosen by path alone and then asked for the method, or {@code ANY}. A slash at the
 * end makes no difference, and several slashes at the beginning, or behind the stage, are one. Thread-safe.
 */
final class RouteTable {

    private static final Pattern SLASHES = Pattern.compile("^/+");

    private final String stageName;
    private final List<Resource> resources;

    /**
     * The route of a request.
     *
     * @param path as sent, without the stage and without slashes too many at its beginning
     * @param parameters values of the path's variables, percent-encoded as REST APIs pass them on
     */
    record Match(Route route, String path, Map<String, String> parameters) {}

    RouteTable(String stageName, List<Route> routes) {
        this.stageName = stageName;
        var byPath = new LinkedHashMap<String, List<Route>>();
        routes.forEach(route ->
                byPath.computeIfAbsent(route.path(), _ -> new ArrayList<>()).add(route));
        resources = byPath.entrySet().stream()
                .map(entry -> new Resource(segments(entry.getKey()), entry.getValue()))
                .sorted(Comparator.comparing(Resource::rank))
                .toList();
    }

    /**
     * Finds a route.
     *
     * @param path percent-encoded, with or without the stage's name in front
     * @return empty when there is no such path, or no such method on it
     */
    Optional<Match> find(String method, String path) {
        String whole = withOneSlash(path);
        Optional<String> withoutStage = withoutStage(whole).map(RouteTable::withOneSlash);
        if (withoutStage.isPresent()) {
            Optional<Match> match = match(method, withoutStage.get());
            if (match.isPresent()) {
                return match;
            }
        }
        return match(method, whole);
    }

    private static String withOneSlash(String path) {
        return SLASHES.matcher(path).replaceFirst("/");
    }

    private Optional<String> withoutStage(String path) {
        String prefix = "/" + stageName;
        boolean isRoute = resources.stream()
                .anyMatch(resource -> !resource.segments().isEmpty()
                        && resource.segments().getFirst().equals(stageName));
        if (isRoute || !(path.equals(prefix) || path.startsWith(prefix + "/"))) {
            return Optional.empty();
        }
        return Optional.of(path.equals(prefix) ? "/" : path.substring(prefix.length()));
    }

    private Optional<Match> match(String method, String path) {
        List<String> segments = segments(path);
        for (Resource resource : resources) {
            Optional<Map<String, String>> parameters = resource.match(segments);
            if (parameters.isPresent()) {
                return resource.route(method).map(route -> new Match(route, path, parameters.get()));
            }
        }
        return Optional.empty();
    }

    private static List<String> segments(String path) {
        String trimmed = path.startsWith("/") ? path.substring(1) : path;
        if (trimmed.endsWith("/")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1);
        }
        return trimmed.isEmpty() ? List.of() : List.of(trimmed.split("/", -1));
    }

    private record Resource(List<String> segments, List<Route> routes) {

        /**
         * A text that sorts before those of the paths it wins over: 0 for a literal segment, 1 a variable, 2 a greedy
         * one.
         */
        String rank() {
            var rank = new StringBuilder();
            segments.forEach(segment -> rank.append(isGreedy(segment) ? '2' : isVariable(segment) ? '1' : '0'));
            return rank.toString();
        }

        Optional<Map<String, String>> match(List<String> actual) {
            var parameters = new LinkedHashMap<String, String>();
            for (int i = 0; i < segments.size(); i++) {
                String segment = segments.get(i);
                if (i >= actual.size()) {
                    return Optional.empty();
                }
                if (isGreedy(segment)) {
                    String rest = String.join("/", actual.subList(i, actual.size()));
                    parameters.put(segment.substring(1, segment.length() - 2), rest);
                    return Optional.of(parameters);
                }
                if (isVariable(segment) && !actual.get(i).isEmpty()) {
                    parameters.put(segment.substring(1, segment.length() - 1), actual.get(i));
                } else if (!segment.equals(actual.get(i))) {
                    return Optional.empty();
                }
            }
            return actual.size() == segments.size() ? Optional.of(parameters) : Optional.empty();
        }

        Optional<Route> route(String method) {
            return withMethod(method).or(() -> withMethod("ANY"));
        }

        private Optional<Route> withMethod(String method) {
            return routes.stream()
                    .filter(route -> route.method().toUpperCase(Locale.ROOT).equals(method))
                    .findFirst();
        }

        private static boolean isVariable(String segment) {
            return segment.startsWith("{") && segment.endsWith("}");
        }

        private static boolean isGreedy(String segment) {
            return segment.startsWith("{") && segment.endsWith("+}");
        }
    }
}
