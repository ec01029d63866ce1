package localrunner.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import localrunner.history.History;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one open page is told: what has changed since it was told last, however long ago that is.
 *
 * <p>Nothing is collected for a page. It is compared with what is, so a page costs the same at any rate of events, and
 * nothing while it does not read. Of many events that have changed it gets {@value #MOST_EVENTS}, and how many more there
 * were. Used by the page's thread only.
 */
final class LiveFeed implements EventStream.Source {

    private static final int MOST_EVENTS = 50;

    private final History history;
    private final LiveState state;
    private long change;
    private Map<String, Long> edges;
    private Map<String, ObjectNode> nodes = Map.of();
    private JsonNode parts = JsonMapper.shared().createObjectNode();

    LiveFeed(History history, LiveState state) {
        this.history = history;
        this.state = state;
        change = history.lastChange();
        edges = history.edges();
    }

    @Override
    public List<EventStream.Message> next() throws InterruptedException {
        List<EventStream.Message> messages = new ArrayList<>();
        ObjectNode nowOn = state.parts();
        if (!nowOn.equals(parts)) {
            parts = nowOn;
            messages.add(new EventStream.Message("state", nowOn.deepCopy()));
        }
        ObjectNode facts = JsonMapper.shared().createObjectNode();
        boolean told = addNodes(facts);
        told |= addEdges(facts);
        told |= addEvents(facts);
        if (told) {
            messages.add(new EventStream.Message("facts", facts));
        }
        return messages;
    }

    private boolean addNodes(ObjectNode facts) throws InterruptedException {
        ObjectNode changed = facts.putObject("nodes");
        Map<String, ObjectNode> current = state.nodes();
        current.forEach((node, now) -> {
            if (!now.equals(nodes.get(node))) {
                changed.set(node, now);
            }
        });
        nodes = current;
        return !changed.isEmpty();
    }

    private boolean addEdges(ObjectNode facts) {
        Map<String, Long> current = history.edges();
        Map<String, Long> more = new HashMap<>();
        current.forEach((edge, count) -> {
            long times = count - edges.getOrDefault(edge, 0L);
            if (times > 0) {
                more.put(edge, times);
            }
        });
        edges = current;
        facts.set("edges", EventsJson.counts(more));
        return !more.isEmpty();
    }

    private boolean addEvents(ObjectNode facts) {
        History.Changes changes = history.changesSince(change, MOST_EVENTS);
        change = changes.upTo();
        ArrayNode events = facts.putArray("events");
        changes.events().forEach(event -> events.add(EventsJson.summary(event)));
        facts.put("skipped", changes.skipped());
        return !events.isEmpty();
    }
}
