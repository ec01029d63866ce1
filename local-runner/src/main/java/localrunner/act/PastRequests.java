package localrunner.act;

import java.util.Optional;
import java.util.function.Function;
import localrunner.web.WebRefusal;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds what a past event began with, so that it can be sent again.
 *
 * <p>The request of an API is taken from the event that its function got, as that has the headers and the query. What
 * neither an API, a topic, a queue nor a caller has sent, such as the event of a bucket or a stream, goes to the
 * function that it went to first. Thread-safe.
 */
final class PastRequests {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Targets targets;
    private final Function<String, Optional<PastEvent>> events;

    /** @param events the kept events, by their ids */
    PastRequests(Targets targets, Function<String, Optional<PastEvent>> events) {
        this.targets = targets;
        this.events = events;
    }

    /**
     * What was sent, and to what.
     *
     * @param request as {@link Sending#send} takes it, with all that was in it
     */
    record Past(Target target, ObjectNode request) {}

    /** @throws WebRefusal when the event is not kept any more, or can't be sent again; the message says which */
    Past find(String eventId) {
        PastEvent event = events.apply(eventId)
                .orElseThrow(() -> new WebRefusal(
                        404, "there is no event " + eventId + "; the oldest ones are forgotten when many come"));
        Optional<Past> past = event.kind().equals("api")
                ? event.run().flatMap(this::requestOfFunction).or(() -> requestOfApi(event))
                : event.payload()
                        .flatMap(payload -> to(event.who(), payload))
                        .or(() -> event.run().flatMap(run -> to(run.function(), run.event())));
        return past.orElseThrow(() -> new WebRefusal(
                409, "nothing of the event could be sent again: it is too large to be kept whole, or nobody sent it"));
    }

    private Optional<Past> to(String id, String body) {
        return targets.all().stream()
                .filter(target -> target.id().equals(id))
                .findFirst()
                .map(target -> new Past(target, JSON.createObjectNode().put("body", body)));
    }

    /** The request behind the event that a function got from an API. */
    private Optional<Past> requestOfFunction(PastEvent.FirstRun run) {
        try {
            JsonNode event = JSON.readTree(run.event());
            String api = event.path("requestContext").path("apiId").asString("");
            return targets.all().stream()
                    .filter(target -> target instanceof Target.OfRoute route
                            && route.api().id().equals(api)
                            && ProxyRequest.isFor(route.route(), event))
                    .findFirst()
                    .map(target -> new Past(target, ProxyRequest.of(event)));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** The request of a route without a function: the headers are not known, but for the type of the body. */
    private Optional<Past> requestOfApi(PastEvent event) {
        String[] line = event.title().split(" ", 2);
        if (line.length < 2 || event.payload().isEmpty()) {
            return Optional.empty();
        }
        ObjectNode request = JSON.createObjectNode().put("method", line[0]).put("path", line[1]);
        ObjectNode headers = request.putObject("headers");
        if (!event.type().isEmpty()) {
            headers.put("Content-Type", event.type());
        }
        request.put("body", event.payload().get());
        return targets.all().stream()
                .filter(target ->
                        target instanceof Target.OfRoute route && ProxyRequest.isFor(route.route(), line[0], line[1]))
                .findFirst()
                .map(target -> new Past(target, request));
    }
}
