package wordcounter.counter.slack;

import java.time.Instant;
import java.util.Set;
import wordcounter.counter.slack.SlackIntake.Message;
import wordcounter.http.ApiRequest;
import wordcounter.http.ApiResponse;
import wordcounter.http.Endpoint;
import wordcounter.http.ProblemException;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.words.InvalidWordsException;

/**
 * {@code POST /slack/events}: the Events API ("Using HTTP Request URLs", docs.slack.dev), of which {@code message.channels} is
 * counted. A mention of the app comes as a message too, so {@code app_mention} is not.
 */
final class SlackEvents implements Endpoint {

    static final String ROUTE = "POST /slack/events";

    /** Subtypes of a message that a person wrote; the others tell of joins, edits, deletions, bots ... */
    private static final Set<String> WRITTEN = Set.of("file_share", "me_message", "thread_broadcast");

    private final SlackRequests slack;
    private final SlackIntake intake;

    SlackEvents(SlackRequests slack, SlackIntake intake) {
        this.slack = slack;
        this.intake = intake;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Instant deadline) {
        slack.requireSignature(request);
        try {
            JsonObject payload = JsonObject.parse(utf8(request));
            return switch (payload.requiredString("type")) {
                case "url_verification" ->
                    ApiResponse.json(
                            200,
                            JsonObject.builder()
                                    .put("challenge", payload.requiredString("challenge"))
                                    .build());
                case "event_callback" -> event(request, payload, slack.deadline(deadline));
                default -> slack.ignored(request, "not an event");
            };
        } catch (InvalidJsonException e) {
            return slack.ignored(request, "not as an event is written: " + e.getMessage());
        } catch (InvalidWordsException e) {
            return slack.ignored(request, e.reason().name());
        }
    }

    private ApiResponse event(ApiRequest request, JsonObject payload, Instant deadline) {
        JsonObject event = payload.requiredObject("event");
        if (!isWrittenInAChannel(event) || isOwn(event, payload)) {
            return slack.ignored(request, "not written by a person in a channel");
        }
        intake.take(
                request,
                new Message(
                        payload.requiredString("team_id"),
                        event.requiredString("channel"),
                        event.requiredString("ts"),
                        event.requiredString("text")),
                deadline);
        return slack.nothing();
    }

    private static boolean isWrittenInAChannel(JsonObject event) {
        return event.requiredString("type").equals("message")
                && event.optionalString("channel_type").orElse("").equals("channel")
                && event.optionalString("subtype").map(WRITTEN::contains).orElse(true)
                && event.optionalString("bot_id").isEmpty();
    }

    /** Written by the app's own bot user. */
    private static boolean isOwn(JsonObject event, JsonObject payload) {
        String user = event.optionalString("user").orElse("");
        return payload.members().containsKey("authorizations")
                && payload.requiredObjects("authorizations").stream()
                        .filter(authorization ->
                                authorization.optionalBoolean("is_bot").orElse(false))
                        .anyMatch(authorization -> authorization
                                .optionalString("user_id")
                                .orElse("")
                                .equals(user));
    }

    private static String utf8(ApiRequest request) {
        try {
            return request.body().utf8();
        } catch (ProblemException e) {
            throw new InvalidJsonException("not UTF-8");
        }
    }
}
