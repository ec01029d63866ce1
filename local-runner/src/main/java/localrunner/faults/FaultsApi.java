package localrunner.faults;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.template.document.Suggestion;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows and switches {@link Faults} at the edge port.
 *
 * <ul>
 *   <li>{@code GET /_faults}: what is on, how often it has struck, and what can be a target;
 *   <li>{@code PUT /_faults/<target>/<fault>} with a JSON object of {@code percentage}, {@code delayMilliseconds} and
 *       {@code preventExecution}, or without a body: switches one on;
 *   <li>{@code DELETE /_faults}, {@code /_faults/<target>}, {@code /_faults/<target>/<fault>}: switches off.
 * </ul>
 *
 * <p>AWS has nothing like that. Thread-safe.
 */
public final class FaultsApi implements EdgeService {

    private static final String NAME = "_faults";
    private static final String PERCENTAGE = "percentage";
    private static final String DELAY_MILLISECONDS = "delayMilliseconds";
    private static final String PREVENT_EXECUTION = "preventExecution";

    private final Faults faults;

    public FaultsApi(Faults faults) {
        this.faults = faults;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) {
        try {
            List<String> path = path(request);
            return switch (request.method()) {
                case "GET" -> {
                    require(path.isEmpty(), 404, "GET /_faults shows all faults");
                    yield json(200, all());
                }
                case "PUT" -> {
                    require(path.size() == 2, 404, "PUT /_faults/<target>/<fault> switches a fault on");
                    FaultTarget target = target(path.getFirst());
                    yield json(
                            200, described(faults.switchOn(target, fault(target, path.getLast(), request.bodyText()))));
                }
                case "DELETE" -> json(200, cleared(switchOff(path)));
                default ->
                    throw new Refusal(405, "GET shows the faults, PUT switches one on, DELETE switches them off");
            };
        } catch (Refusal e) {
            return json(
                    e.status, JsonMapper.shared().createObjectNode().put("message", String.valueOf(e.getMessage())));
        }
    }

    private static List<String> path(EdgeRequest request) {
        try {
            return Stream.of(request.path().split("/", -1))
                    .skip(2)
                    .filter(segment -> !segment.isEmpty())
                    .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "the path is malformed: " + e.getMessage());
        }
    }

    private FaultTarget target(String text) {
        return faults.find(text)
                .orElseThrow(() -> new Refusal(
                        404,
                        "there is no function, table, topic or queue " + text
                                + Suggestion.among(
                                        text,
                                        "There are",
                                        faults.targets().stream()
                                                .map(FaultTarget::logicalId)
                                                .collect(Collectors.toSet()))));
    }

    private static Fault fault(FaultTarget target, String name, String body) {
        require(
                target.type().faults().contains(name),
                400,
                "a %s has no fault %s; it has %s"
                        .formatted(
                                target.type().label(),
                                name,
                                String.join(", ", target.type().faults())));
        JsonNode settings = settings(body);
        requireOnly(settings, name);
        try {
            int percentage = whole(settings, PERCENTAGE, 100);
            return switch (name) {
                case Fault.DELAY -> {
                    require(settings.has(DELAY_MILLISECONDS), 400, "a delay needs " + DELAY_MILLISECONDS);
                    yield new Fault.Delay(percentage, Duration.ofMillis(whole(settings, DELAY_MILLISECONDS, 0)));
                }
                case Fault.ERROR -> new Fault.Failure(percentage, preventExecution(settings));
                case Fault.KILL -> new Fault.Kill(percentage);
                default -> new Fault.Throttle(percentage);
            };
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode settings(String body) {
        if (body.isBlank()) {
            return JsonMapper.shared().createObjectNode();
        }
        try {
            JsonNode settings = JsonMapper.shared().readTree(body);
            require(settings.isObject(), 400, "the body is a JSON object, such as {\"percentage\":10}");
            return settings;
        } catch (JacksonException e) {
            throw new Refusal(400, "the body is no JSON: it is an object such as {\"percentage\":10}");
        }
    }

    private static void requireOnly(JsonNode settings, String name) {
        Set<String> known = new TreeSet<>(Set.of(PERCENTAGE));
        if (name.equals(Fault.DELAY)) {
            known.add(DELAY_MILLISECONDS);
        }
        if (name.equals(Fault.ERROR)) {
            known.add(PREVENT_EXECUTION);
        }
        for (String member : settings.propertyNames()) {
            require(
                    known.contains(member),
                    400,
                    "the fault " + name + " has no " + member + "; it has " + String.join(", ", known));
        }
    }

    private static int whole(JsonNode settings, String member, int otherwise) {
        JsonNode value = settings.path(member);
        if (value.isMissingNode()) {
            return otherwise;
        }
        require(value.isIntegralNumber() && value.canConvertToInt(), 400, member + " is a whole number, not " + value);
        return value.intValue();
    }

    private static boolean preventExecution(JsonNode settings) {
        JsonNode value = settings.path(PREVENT_EXECUTION);
        require(value.isMissingNode() || value.isBoolean(), 400, PREVENT_EXECUTION + " is true or false, not " + value);
        return value.asBoolean(true);
    }

    private List<Faults.Entry> switchOff(List<String> path) {
        require(path.size() <= 2, 404, "DELETE /_faults/<target>/<fault> switches a fault off");
        if (path.isEmpty()) {
            return faults.switchOff();
        }
        FaultTarget target = target(path.getFirst());
        if (path.size() == 1) {
            return faults.switchOff(target);
        }
        require(
                Fault.NAMES.contains(path.getLast()),
                404,
                "there is no fault " + path.getLast() + "; there are " + String.join(", ", Fault.NAMES));
        return faults.switchOff(target, path.getLast());
    }

    private ObjectNode all() {
        ObjectNode node = JsonMapper.shared().createObjectNode();
        ArrayNode on = node.putArray("faults");
        faults.entries().stream().map(FaultsApi::described).forEach(on::add);
        ArrayNode targets = node.putArray("targets");
        for (FaultTarget target : faults.targets()) {
            ArrayNode names = targets.addObject()
                    .put("target", target.logicalId())
                    .put("type", target.type().label())
                    .putArray("faults");
            target.type().faults().forEach(names::add);
        }
        return node;
    }

    private static ObjectNode cleared(List<Faults.Entry> entries) {
        ObjectNode node = JsonMapper.shared().createObjectNode();
        ArrayNode cleared = node.putArray("cleared");
        entries.stream().map(FaultsApi::described).forEach(cleared::add);
        return node;
    }

    private static ObjectNode described(Faults.Entry entry) {
        ObjectNode node = JsonMapper.shared()
                .createObjectNode()
                .put("target", entry.target().logicalId())
                .put("type", entry.target().type().label())
                .put("fault", entry.fault().name())
                .put(PERCENTAGE, entry.fault().percentage());
        switch (entry.fault()) {
            case Fault.Delay delay ->
                node.put(DELAY_MILLISECONDS, delay.length().toMillis());
            case Fault.Failure failure -> node.put(PREVENT_EXECUTION, failure.preventsExecution());
            case Fault.Kill _, Fault.Throttle _ -> {
                // They have nothing more.
            }
        }
        return node.put("calls", entry.calls()).put("struck", entry.struck());
    }

    private static void require(boolean right, int status, String message) {
        if (!right) {
            throw new Refusal(status, message);
        }
    }

    private static EdgeResponse json(int status, ObjectNode body) {
        return EdgeResponse.of(status, "application/json", body.toString());
    }

    private static final class Refusal extends RuntimeException {

        private final int status;

        Refusal(int status, String message) {
            super(message);
            this.status = status;
        }
    }
}
