package localrunner.map;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a drawing as the console's page and the file of a session have it. */
public final class MapJson {

    private MapJson() {}

    /** @param application what the map is called, such as the template's name */
    public static ObjectNode of(String application, Drawing drawing) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("application", application);
        json.put("width", drawing.width());
        json.put("height", drawing.height());
        ArrayNode nodes = json.putArray("nodes");
        drawing.boxes()
                .forEach(box -> nodes.addObject()
                        .put("id", box.node().id())
                        .put("type", box.node().type().text())
                        .put("label", box.node().label())
                        .put("detail", box.node().detail())
                        .put("x", box.x())
                        .put("y", box.y())
                        .put("width", box.width())
                        .put("height", box.height()));
        ArrayNode edges = json.putArray("edges");
        for (Drawing.Line line : drawing.lines()) {
            ObjectNode edge = edges.addObject()
                    .put("id", line.edge().id())
                    .put("from", line.edge().from())
                    .put("to", line.edge().to())
                    .put("kind", line.edge().kind().text());
            ArrayNode path = edge.putArray("path");
            line.path().forEach(point -> path.addArray().add(point.x()).add(point.y()));
        }
        return json;
    }
}
