package localrunner.web;

import static localrunner.application.ApplicationBuilder.applicationIn;
import static localrunner.application.FunctionBuilder.function;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import localrunner.application.Application;
import localrunner.map.ApplicationMap;
import localrunner.map.Drawing;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MapApiTest {

    private static final Application SHOP = applicationIn("us-east-1")
            .with(
                    function("Order")
                            .withEnvironment(Map.of("MAIL", "stack-Mail"))
                            .build(),
                    function("Mail").build())
            .build();

    private static JsonNode answer(List<String> also) throws Exception {
        WebRoutes routes = new WebRoutes();
        new MapApi("shop.yaml", Drawing.of(ApplicationMap.of(SHOP))).addTo(routes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        routes.find("GET", "map")
                .handler()
                .handle(new WebRequest("GET", "/_console/api/map", Map.of(), Map.of("also", also), Map.of(), ""))
                .body()
                .writeTo(out);
        return JsonMapper.shared().readTree(out.toByteArray());
    }

    @Test
    void map_shouldHavePlacesAndWays_whenItIsAskedFor() throws Exception {
        JsonNode map = answer(List.of());

        assertThat(map.path("application").asString()).isEqualTo("shop.yaml");
        assertThat(map.path("nodes").valueStream().map(node -> node.path("id").asString()))
                .containsExactly("Order", "Mail");
        JsonNode first = map.at("/nodes/0");
        assertThat(first.propertyNames()).containsExactly("id", "type", "label", "detail", "x", "y", "width", "height");
        assertThat(first.path("type").asString()).isEqualTo("function");
        JsonNode edge = map.at("/edges/0");
        assertThat(edge.path("id").asString()).isEqualTo("Order->Mail:invoke");
        assertThat(edge.path("kind").asString()).isEqualTo("invoke");
        assertThat(edge.at("/path/0/0").asInt())
                .isEqualTo(first.path("x").asInt() + first.path("width").asInt());
        assertThat(map.path("edges")).hasSize(1);
    }

    @Test
    void map_shouldHaveAnEdgeMore_whenThePageHasSeenIt() throws Exception {
        JsonNode map = answer(List.of("Mail->Order", "Nobody->Order"));

        assertThat(map.path("edges").valueStream().map(edge -> edge.path("id").asString()))
                .containsExactly("Order->Mail:invoke", "Mail->Order:use");
        assertThat(map.path("nodes")).isEqualTo(answer(List.of()).path("nodes"));
    }

    @Test
    void map_shouldSayWhatIsRight_whenAnEdgeIsNoPair() {
        assertThatThrownBy(() -> answer(List.of("Mail")))
                .isInstanceOf(WebRefusal.class)
                .hasMessage("an edge is written FROM->TO, not Mail");
    }

    @Test
    void map_shouldRefuse_whenThereAreTooManyEdges() {
        assertThatThrownBy(() -> answer(Collections.nCopies(501, "Mail->Order")))
                .isInstanceOf(WebRefusal.class)
                .hasMessage("a map takes at most 500 edges that were seen");
    }
}
