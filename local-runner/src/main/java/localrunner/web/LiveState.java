package localrunner.web;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import localrunner.history.History;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The state of the application's nodes, and of what is on in the runner. Thread-safe. */
public final class LiveState {

    private final History history;
    private final NodeGauges gauges;
    private final List<StatePart> parts;
    private final InstantSource clock;

    public LiveState(History history, NodeGauges gauges, List<? extends StatePart> parts, InstantSource clock) {
        this.history = history;
        this.gauges = gauges;
        this.parts = List.copyOf(parts);
        this.clock = clock;
    }

    /** All of it. */
    ObjectNode whole() throws InterruptedException {
        ObjectNode state = parts();
        state.put("now", clock.instant().toString());
        ObjectNode nodes = state.putObject("nodes");
        nodes().forEach(nodes::set);
        state.set("edges", EventsJson.counts(history.edges()));
        return state;
    }

    /** What changes seldom. */
    ObjectNode parts() {
        ObjectNode state = JsonMapper.shared().createObjectNode();
        parts.forEach(part -> part.addTo(state));
        return state;
    }

    /** Each node by its id on the map. */
    Map<String, ObjectNode> nodes() throws InterruptedException {
        Map<String, ObjectNode> nodes = new TreeMap<>();
        history.activities(clock.instant()).forEach((node, activity) -> nodes.put(node, EventsJson.activity(activity)));
        gauges.now()
                .forEach((node, more) -> nodes.computeIfAbsent(
                                node, _ -> JsonMapper.shared().createObjectNode())
                        .setAll(more));
        return nodes;
    }
}
