package localrunner.web;

import java.util.Collection;
import java.util.List;
import localrunner.edge.StreamedResponse;
import localrunner.map.Drawing;
import localrunner.map.MapJson;
import tools.jackson.databind.JsonNode;

/**
 * The map of the application, at {@code map}. A page that has seen an edge of which the template says nothing asks for it
 * with {@code also=FROM->TO}, as often as it likes; no node moves. Immutable.
 */
public final class MapApi implements WebApi {

    private static final String ARROW = "->";
    private static final int MOST_EDGES = 500;

    private final String application;
    private final Drawing drawing;

    /** @param application what the map is called */
    public MapApi(String application, Drawing drawing) {
        this.application = application;
        this.drawing = drawing;
    }

    @Override
    public void addTo(WebRoutes routes) {
        routes.get("map", this::map);
    }

    private StreamedResponse map(WebRequest request) {
        List<String> also = request.parameters("also");
        if (also.size() > MOST_EDGES) {
            throw new WebRefusal(400, "a map takes at most " + MOST_EDGES + " edges that were seen");
        }
        return WebAnswers.json(with(also));
    }

    /** The map with edges that were seen, each {@code FROM->TO}. */
    public JsonNode with(Collection<String> also) {
        return MapJson.of(
                application, drawing.with(also.stream().map(MapApi::pair).toList()));
    }

    private static Drawing.Pair pair(String text) {
        int arrow = text.indexOf(ARROW);
        if (arrow < 0) {
            throw new WebRefusal(400, "an edge is written FROM->TO, not " + text);
        }
        return new Drawing.Pair(text.substring(0, arrow), text.substring(arrow + ARROW.length()));
    }
}
