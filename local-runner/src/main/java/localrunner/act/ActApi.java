package localrunner.act;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import localrunner.application.Application;
import localrunner.application.SqsIntegration;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.edge.StreamedResponse;
import localrunner.facts.Payload;
import localrunner.template.document.Suggestion;
import localrunner.time.ScaledTime;
import localrunner.web.WebAnswers;
import localrunner.web.WebApi;
import localrunner.web.WebRefusal;
import localrunner.web.WebRequest;
import localrunner.web.WebRoutes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The part of the console's API that does something. Resources are named by the ids of their nodes on the map. Thread-safe. */
final class ActApi implements WebApi {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Application application;
    private final Parts parts;

    /** Who does what. */
    record Parts(
            Targets targets,
            Samples samples,
            Sending sending,
            PastRequests past,
            Replays replays,
            ByHand byHand,
            EdgeService schedules,
            EdgeService faults,
            ScaledTime time) {}

    ActApi(Application application, Parts parts) {
        this.application = application;
        this.parts = parts;
    }

    @Override
    public void addTo(WebRoutes routes) {
        routes.get("act/samples", _ -> WebAnswers.json(samples()))
                .post("act/send", this::send)
                .get("act/again/{event}", request -> WebAnswers.json(shown(past(request))))
                .post("act/again/{event}", this::again)
                .post("act/schedules/{schedule}/fire", this::fire)
                .post("act/queues/{queue}/messages/{message}/replay", this::replay)
                .post(
                        "act/queues/{queue}/replay",
                        request -> WebAnswers.json(parts.replays().replayAll(queue(request))))
                .put("act/time", this::setTime)
                .get("faults", request -> faults(request, ""))
                .delete("faults", request -> faults(request, ""))
                .delete("faults/{target}", request -> faults(request, path(request, "target")))
                .put("faults/{target}/{fault}", request -> faults(request, path(request, "target", "fault")))
                .delete("faults/{target}/{fault}", request -> faults(request, path(request, "target", "fault")));
    }

    private ObjectNode samples() {
        ObjectNode node = JSON.createObjectNode();
        ArrayNode targets = node.putArray("targets");
        for (Target target : parts.targets().all()) {
            ObjectNode shown = targets.addObject().put("id", target.id()).put("type", target.type());
            if (target instanceof Target.OfRoute route) {
                shown.put("method", route.route().method())
                        .put("path", route.route().path())
                        .put("apiKeyRequired", route.route().apiKeyRequired())
                        .put("function", !(route.route().target() instanceof SqsIntegration));
            }
        }
        ArrayNode schedules = node.putArray("schedules");
        application
                .schedules()
                .forEach(schedule -> schedules
                        .addObject()
                        .put("id", schedule.logicalId())
                        .put("expression", schedule.expression())
                        .put("enabled", schedule.enabled()));
        ArrayNode samples = node.putArray("samples");
        parts.samples().all().forEach(sample -> samples.add(sample.toJson()));
        return node;
    }

    private StreamedResponse send(WebRequest request) throws InterruptedException {
        ObjectNode body = request.json();
        String id = body.path("target")
                .asStringOpt()
                .orElseThrow(() -> new WebRefusal(
                        400, "the body has a target and a body, such as {\"target\":\"Orders\",\"body\":\"hello\"}"));
        return WebAnswers.json(
                parts.sending().send(parts.targets().find(id), body).toJson());
    }

    private PastRequests.Past past(WebRequest request) {
        return parts.past().find(request.variable("event"));
    }

    /** What would be sent, for somebody who edits it. Headers are sent as they were, and not shown: they have keys in them. */
    private static ObjectNode shown(PastRequests.Past past) {
        ObjectNode node = JSON.createObjectNode()
                .put("target", past.target().id())
                .put("type", past.target().type());
        if (past.request().has("path")) {
            node.set("path", past.request().path("path"));
        }
        node.set("body", past.request().path("body"));
        return node;
    }

    /** Sends a past request again. What the body of this request has takes the place of what was sent then. */
    private StreamedResponse again(WebRequest request) throws InterruptedException {
        PastRequests.Past past = past(request);
        ObjectNode again = past.request().deepCopy();
        for (Map.Entry<String, JsonNode> member : request.json().properties()) {
            again.set(member.getKey(), member.getValue());
        }
        return WebAnswers.json(parts.sending().send(past.target(), again).toJson());
    }

    private StreamedResponse fire(WebRequest request) throws InterruptedException {
        String id = request.variable("schedule");
        if (application.schedules().stream()
                .noneMatch(schedule -> schedule.logicalId().equals(id))) {
            throw new WebRefusal(
                    404,
                    "there is no schedule " + id
                            + Suggestion.among(
                                    id,
                                    "There are",
                                    application.schedules().stream()
                                            .map(Application.Schedule::logicalId)
                                            .toList()));
        }
        String eventId = parts.byHand()
                .begin(
                        id,
                        "schedule",
                        "fire " + id,
                        Payload.NONE,
                        () -> requireAnswered(
                                parts.schedules().handle(request("POST", "/_schedules/" + encoded(id), ""))));
        return WebAnswers.json(new Sent(eventId, Optional.empty()).toJson());
    }

    private static void requireAnswered(EdgeResponse answer) {
        if (answer.status() >= 300) {
            throw new WebRefusal(409, answer.bodyText());
        }
    }

    private StreamedResponse replay(WebRequest request) throws InterruptedException {
        return WebAnswers.json(parts.replays()
                .replay(queue(request), request.variable("message"))
                .toJson());
    }

    private StreamedResponse setTime(WebRequest request) {
        JsonNode scale = request.json().path("scale");
        double wanted = scale.asDouble(0);
        if (!scale.isNumber() || wanted < ScaledTime.SLOWEST || wanted > ScaledTime.FASTEST) {
            throw new WebRefusal(
                    400,
                    "scale is a number from %.0f to %.0f, such as {\"scale\":60}, not %s"
                            .formatted(
                                    ScaledTime.SLOWEST, ScaledTime.FASTEST, scale.isMissingNode() ? "nothing" : scale));
        }
        parts.time().setScale(wanted);
        return WebAnswers.json(JSON.createObjectNode().put("scale", wanted));
    }

    /** The faults have an API of their own at the edge port; here it is behind the rules for the console's page. */
    private StreamedResponse faults(WebRequest request, String path) throws InterruptedException {
        // A body in JSON is a rule for each request of the page, and "{}" says the same as none.
        EdgeResponse answer = parts.faults().handle(request(request.method(), "/_faults" + path, request.body()));
        return WebAnswers.bytes(answer.status(), answer.headers(), answer.body());
    }

    private static String path(WebRequest request, String... variables) {
        return Stream.of(variables)
                .map(name -> "/" + encoded(request.variable(name)))
                .collect(Collectors.joining());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static EdgeRequest request(String method, String path, String body) {
        return new EdgeRequest(method, path, "", Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private Application.Queue queue(WebRequest request) {
        Target target = parts.targets().find(request.variable("queue"));
        if (target instanceof Target.OfQueue(var queue)) {
            return queue;
        }
        throw new WebRefusal(404, target.id() + " is a " + target.type() + ", and no queue");
    }
}
