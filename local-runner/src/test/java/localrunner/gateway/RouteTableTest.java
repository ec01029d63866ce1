package localrunner.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.application.Application.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

    private final RouteTable routes = new RouteTable(
            "dev",
            List.of(
                    route("GET", "/{proxy+}"),
                    route("GET", "/words/{word}"),
                    route("GET", "/words"),
                    route("POST", "/words"),
                    route("GET", "/words/top"),
                    route("ANY", "/words/{word}/history"),
                    route("GET", "/files/{path+}")));

    @ParameterizedTest
    @CsvSource({
        "GET, /words, /words",
        "GET, /words/, /words",
        "POST, /words, /words",
        "GET, /words/hello, /words/{word}",
        "GET, /words/top, /words/top",
        "GET, /words/%E6%97%A5, /words/{word}",
        "GET, /words/a%2Fb, /words/{word}",
        "DELETE, /words/hello/history, /words/{word}/history",
        "GET, /files/a/b/c, /files/{path+}",
        "GET, /anything/else, /{proxy+}",
        "GET, /dev/words, /words",
        "GET, /dev/words/top, /words/top",
        "GET, /development/words, /{proxy+}"
    })
    void find_shouldPreferTheMostSpecificPath(String method, String path, String expected) {
        assertThat(routes.find(method, path).map(match -> match.route().path())).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"DELETE, /words", "PUT, /words/hello", "GET, /", "POST, /anything", "GET, /dev"})
    void find_shouldFindNothing_whenPathOrMethodIsUnknown(String method, String path) {
        Optional<RouteTable.Match> match = routes.find(method, path);

        assertThat(match.filter(found -> !found.route().path().equals("/{proxy+}")))
                .isEmpty();
        assertThat(path.equals("/dev") || match.isEmpty()).isTrue();
    }

    @Test
    void find_shouldPassPathParametersOnAsTheyWereSent() {
        assertThat(parameters("/words/%E6%97%A5%2F+x")).isEqualTo(Map.of("word", "%E6%97%A5%2F+x"));
        assertThat(parameters("/files/a/b%20c")).isEqualTo(Map.of("path", "a/b%20c"));
        assertThat(parameters("/words")).isEmpty();
    }

    @Test
    void find_shouldCutOffTheStage() {
        assertThat(routes.find("GET", "/dev/words/x").orElseThrow().path()).isEqualTo("/words/x");
        assertThat(routes.find("GET", "/words/dev").orElseThrow().path()).isEqualTo("/words/dev");
    }

    /** As recorded on AWS: LocalStack's test_apigateway_lambda.snapshot.json, 2024. */
    @ParameterizedTest
    @CsvSource({
        "//dev/words/x, /words/x",
        "/dev//words/x, /words/x",
        "///dev///words/x, /words/x",
        "//words/x, /words/x",
        "/dev/files//x, /files//x"
    })
    void find_shouldTakeSlashesForOne_whenTheyAreAtTheBeginningOrBehindTheStage(String path, String expected) {
        assertThat(routes.find("GET", path).orElseThrow().path()).isEqualTo(expected);
    }

    @Test
    void find_shouldNotTakeAPathForTheStage_whenARouteBeginsWithItsName() {
        var table = new RouteTable("words", List.of(route("GET", "/words/{word}"), route("GET", "/{other}")));

        assertThat(table.find("GET", "/words/x").orElseThrow().path()).isEqualTo("/words/x");
    }

    private Map<String, String> parameters(String path) {
        return routes.find("GET", path).orElseThrow().parameters();
    }

    private static Route route(String method, String path) {
        return new Route(method, path, "function", false);
    }
}
