package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The routes of template.yaml, openapi.yaml, docs/api.md and slack/manifest.yaml are the same. */
class OpenApiTest {

    /** A function's event, as the template lays it out. */
    private static final Pattern ROUTE = Pattern.compile(
            "Path: (?<path>/\\S*)\\s+Method: (?<method>[A-Z]+)\n(?<open>\\s+Auth:\\s+ApiKeyRequired: false)?");

    /** A route that goes to another service, in the API's own definition. */
    private static final Pattern DIRECT_ROUTE =
            Pattern.compile("\n {10}(?<path>/\\S*): !If\n +- \\w+\n +- (?<method>[a-z]+):\n");

    private final OpenApi openApi = OpenApi.read();

    @Test
    void operations_shouldBeTheRoutesOfTheTemplate() throws IOException {
        Set<String> routes = new TreeSet<>();
        Set<String> open = new TreeSet<>();
        String template = Files.readString(Path.of("..", "template.yaml"));
        Matcher direct = DIRECT_ROUTE.matcher(template);
        while (direct.find()) {
            routes.add(direct.group("method").toUpperCase(Locale.ROOT) + " " + direct.group("path"));
        }
        Matcher route = ROUTE.matcher(template);
        while (route.find()) {
            String operation = route.group("method") + " " + route.group("path");
            routes.add(operation);
            if (route.group("open") != null) {
                open.add(operation);
            }
        }

        assertThat(openApi.operations()).isEqualTo(routes);
        assertThat(openApi.operations())
                .allSatisfy(operation ->
                        assertThat(openApi.needsApiKey(operation)).as(operation).isEqualTo(!open.contains(operation)));
    }

    @Test
    void operations_shouldBeInTheDocument() throws IOException {
        Matcher route =
                Pattern.compile("`([A-Z]+ /[^`?]*)[`?]").matcher(Files.readString(Path.of("..", "docs", "api.md")));
        Set<String> documented = new TreeSet<>();
        while (route.find()) {
            documented.add(route.group(1));
        }

        assertThat(documented).isEqualTo(openApi.operations());
    }

    @Test
    void manifest_shouldNameRoutesThatThereAre() throws IOException {
        Matcher url = Pattern.compile("url: https://[^/]+/dev(/\\S+)")
                .matcher(Files.readString(Path.of("..", "slack", "manifest.yaml")));
        Set<String> paths = new TreeSet<>();
        while (url.find()) {
            paths.add("POST " + url.group(1));
        }

        assertThat(paths).containsExactly("POST /slack/commands", "POST /slack/events");
        assertThat(openApi.operations()).containsAll(paths);
    }
}
