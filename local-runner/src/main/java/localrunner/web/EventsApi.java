package localrunner.web;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import localrunner.edge.StreamedResponse;
import localrunner.history.EventQuery;
import localrunner.history.EventSummary;
import localrunner.history.EventView;
import localrunner.history.History;
import localrunner.history.Status;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What has happened: the list of events, one event with all its steps, the state of all nodes, what an open page is told,
 * and all of it as one file.
 */
public final class EventsApi implements WebApi {

    static final String SESSION_FORMAT = "local-runner-session";
    static final int SESSION_VERSION = 1;

    private static final int MOST_IN_A_LIST = 500;
    private static final int SHOWN = 256 * 1024;

    /** What a session shows of a payload, and how large it gets: it is sent around, and opened by a browser. */
    private static final int SHOWN_IN_SESSION = 16 * 1024;

    private static final long LARGEST_SESSION = 48L * 1024 * 1024;
    private static final int MOST_IN_A_SESSION = 2_000;

    private static final List<String> KINDS = List.of("api", "schedule", "s3", "sqs", "sns", "invoke", "dynamodb");
    private static final List<Status> STATUSES = List.of(Status.OK, Status.FAILED, Status.WAITING);

    private final History history;
    private final LiveState state;
    private final InstantSource clock;
    private final Map<String, JsonSource> sessionParts;
    private final EventStream stream = new EventStream();

    /** Makes a part of a session when one is saved. */
    @FunctionalInterface
    public interface JsonSource {
        JsonNode json();
    }

    /** @param sessionParts what a session has beside state and events, such as the map, by the member's name */
    public EventsApi(History history, LiveState state, Map<String, JsonSource> sessionParts, InstantSource clock) {
        this.history = history;
        this.state = state;
        this.sessionParts = Map.copyOf(sessionParts);
        this.clock = clock;
    }

    @Override
    public void addTo(WebRoutes routes) {
        routes.get("events", this::events)
                .get("events/{event}", this::event)
                .get("state", _ -> WebAnswers.json(state.whole()))
                .get("stream", _ -> stream.answer(() -> new LiveFeed(history, state)))
                .get("session", _ -> session());
    }

    private StreamedResponse events(WebRequest request) {
        int limit = request.number("limit", 100, 1, MOST_IN_A_LIST);
        List<EventSummary> events = history.list(new EventQuery(
                request.parameter("before").map(EventsApi::cursor),
                limit,
                request.parameter("text"),
                request.parameter("function"),
                request.parameter("status").map(EventsApi::status),
                request.parameter("kind").map(EventsApi::kind)));
        ObjectNode answer = JsonMapper.shared().createObjectNode();
        ArrayNode list = answer.putArray("events");
        events.forEach(event -> list.add(EventsJson.summary(event)));
        if (events.size() == limit) {
            answer.put("next", Long.toString(events.getLast().number()));
        }
        return WebAnswers.json(answer);
    }

    private static Long cursor(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new WebRefusal(400, "before is what \"next\" of the answer before said, not " + text);
        }
    }

    private static Status status(String text) {
        return STATUSES.stream()
                .filter(status -> status.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new WebRefusal(
                        400,
                        "status is one of "
                                + STATUSES.stream().map(Status::text).collect(Collectors.joining(", ")) + ", not "
                                + text));
    }

    private static String kind(String text) {
        if (!KINDS.contains(text)) {
            throw new WebRefusal(400, "kind is one of " + String.join(", ", KINDS) + ", not " + text);
        }
        return text;
    }

    private StreamedResponse event(WebRequest request) {
        String id = request.variable("event");
        EventView event = history.event(id)
                .orElseThrow(() -> new WebRefusal(
                        404, "there is no event " + id + " any more; /_console/api/events lists those that are kept"));
        return WebAnswers.json(EventsJson.event(event, SHOWN));
    }

    /** Writes one event at a time, so that no more than one is in memory. */
    private StreamedResponse session() throws InterruptedException {
        ObjectNode head = JsonMapper.shared().createObjectNode();
        head.put("format", SESSION_FORMAT)
                .put("version", SESSION_VERSION)
                .put("savedAt", clock.instant().toString());
        sessionParts.forEach((name, part) -> head.set(name, part.json()));
        head.set("state", state.whole());
        List<EventSummary> events = history.list(EventQuery.last(MOST_IN_A_SESSION));
        String text = head.toString();
        String fileName = "session-" + clock.instant().toString().replaceAll("[:.].*", "") + ".json";
        return new StreamedResponse(
                200,
                Map.of(
                        WebAnswers.CONTENT_TYPE,
                        "application/json",
                        "Content-Disposition",
                        "attachment; filename=\"" + fileName + "\""),
                out -> {
                    out.write(
                            (text.substring(0, text.length() - 1) + ",\"events\":[").getBytes(StandardCharsets.UTF_8));
                    long written = 0;
                    int left = events.size();
                    for (EventSummary event : events) {
                        Optional<EventView> view = history.event(event.id());
                        if (view.isPresent() && written < LARGEST_SESSION) {
                            byte[] json = ((written == 0 ? "" : ",\n") + EventsJson.event(view.get(), SHOWN_IN_SESSION))
                                    .getBytes(StandardCharsets.UTF_8);
                            out.write(json);
                            written += json.length;
                            left--;
                        }
                    }
                    out.write(("],\"leftOut\":" + left + "}").getBytes(StandardCharsets.UTF_8));
                });
    }
}
