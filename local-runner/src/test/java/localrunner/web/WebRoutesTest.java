package localrunner.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import localrunner.edge.StreamedResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class WebRoutesTest {

    private final WebHandler items = named("items");
    private final WebHandler anyItem = named("any item");
    private final WebHandler object = named("object");
    private final WebRoutes routes = new WebRoutes()
            .get("tables/orders/items", items)
            .get("tables/{table}/items", anyItem)
            .get("buckets/{bucket}/{key+}", object);

    private static WebHandler named(String name) {
        StreamedResponse answer =
                WebAnswers.json(JsonMapper.shared().createObjectNode().put("handler", name));
        return _ -> answer;
    }

    @Test
    void find_shouldPreferTheRouteWithFewerVariables() {
        assertThat(routes.find("GET", "tables/orders/items").handler()).isSameAs(items);
        assertThat(routes.find("GET", "tables/words/items").handler()).isSameAs(anyItem);
    }

    @Test
    void find_shouldDecodeVariables() {
        assertThat(routes.find("GET", "tables/a%2Fb+c/items").variables()).containsEntry("table", "a/b+c");
        WebRoutes.Match match = routes.find("GET", "buckets/inbox/folder/a%20file.txt");
        assertThat(match.handler()).isSameAs(object);
        assertThat(match.variables()).containsEntry("bucket", "inbox").containsEntry("key", "folder/a file.txt");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, tables/orders/items, 405, 'tables/orders/items answers GET, not POST'",
        "GET, tables/orders, 404, the console has no tables/orders",
        "GET, tables/orders/items/more, 404, the console has no tables/orders/items/more",
        "GET, tables/%zz/items, 400, the path is malformed"
    })
    void find_shouldSayWhatThereIs_whenNobodyAnswers(String method, String path, int status, String message) {
        assertThatThrownBy(() -> routes.find(method, path))
                .isInstanceOfSatisfying(
                        WebRefusal.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(status))
                .hasMessageStartingWith(message);
    }

    @Test
    void add_shouldFail_whenAPathHasAHandlerAlready() {
        assertThatThrownBy(() -> routes.get("tables/{table}/items", items))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Two parts of the console answer GET tables/{table}/items");
    }
}
