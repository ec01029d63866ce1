package localrunner.cloudwatch;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows the alarms as JSON, all at {@code /_alarms}, one with its history at {@code /_alarms/<logical id>}. AWS has nothing
 * like that. Thread-safe.
 */
final class AlarmsPage implements EdgeService {

    private static final String NAME = "_alarms";

    private final List<WatchedAlarm> alarms;

    AlarmsPage(List<WatchedAlarm> alarms) {
        this.alarms = alarms;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) {
        if (!request.method().equals("GET")) {
            return json(405, JsonMapper.shared().createObjectNode().put("message", "GET shows the alarms"));
        }
        String rest = request.path().substring(("/" + NAME).length());
        if (rest.length() <= 1) {
            ObjectNode all = JsonMapper.shared().createObjectNode();
            ArrayNode list = all.putArray("alarms");
            alarms.forEach(alarm -> list.add(shown(alarm)));
            return json(200, all);
        }
        Optional<WatchedAlarm> asked = alarms.stream()
                .filter(alarm -> alarm.alarm().logicalId().equals(rest.substring(1)))
                .findFirst();
        return asked.map(alarm -> json(200, withHistory(alarm)))
                .orElseGet(() -> json(
                        404,
                        JsonMapper.shared()
                                .createObjectNode()
                                .put("message", "There is no such alarm. Ask for /_alarms/<name>: " + logicalIds())));
    }

    private String logicalIds() {
        return alarms.stream().map(alarm -> alarm.alarm().logicalId()).collect(Collectors.joining(", "));
    }

    private static ObjectNode shown(WatchedAlarm alarm) {
        WatchedAlarm.Change last = alarm.last();
        return JsonMapper.shared()
                .createObjectNode()
                .put("logicalId", alarm.alarm().logicalId())
                .put("name", alarm.alarm().name())
                .put("state", last.to().name())
                .put("reason", last.reason())
                .put("since", last.at().toString());
    }

    private static ObjectNode withHistory(WatchedAlarm alarm) {
        ObjectNode node = shown(alarm);
        ArrayNode history = node.putArray("history");
        alarm.history()
                .forEach(change -> history.addObject()
                        .put("at", change.at().toString())
                        .put("from", change.from().name())
                        .put("to", change.to().name())
                        .put("reason", change.reason()));
        return node;
    }

    private static EdgeResponse json(int status, ObjectNode body) {
        return EdgeResponse.of(status, "application/json", body.toString());
    }
}
