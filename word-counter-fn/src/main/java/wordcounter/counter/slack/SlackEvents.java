package wordcounter.counter.slack;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import wordcounter.counter.slack.SlackIntake.MessageName;
import wordcounter.http.ApiRequest;
import wordcounter.http.ApiResponse;
import wordcounter.http.Endpoint;
import wordcounter.http.ProblemException;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.words.InvalidWordsException;
import wordcounter.words.TextPart;

/**
 * Answers {@code POST /slack/events}: the Events API ("Using HTTP Request URLs", docs.slack.dev).
 *
 * <p>It counts {@code message.channels}. A mention of the app comes as such a message too, so {@code app_mention} is ignored. What
 * changes whether messages come at all is logged: {@code app_rate_limited}, {@code app_uninstalled}, {@code tokens_revoked}.
 */
final class SlackEvents implements Endpoint {

    static final String ROUTE = "POST /slack/events";

    /** Subtypes of a message that a person wrote; the others tell of joins, edits, deletions, bots ... */
    private static final Set<String> WRITTEN = Set.of("file_share", "me_message", "thread_broadcast");

    /** Members that only a message has which an app posted, be it in a person's name. */
    private static final List<String> POSTED_BY_AN_APP = List.of("bot_id", "bot_profile", "app_id");

    private final SlackRequests slack;
    private final SlackIntake intake;

    SlackEvents(SlackRequests slack, SlackIntake intake) {
        this.slack = slack;
        this.intake = intake;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Instant deadline) {
        slack.requireSize(request);
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
                case "app_rate_limited" -> rateLimited(request, payload);
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
        return switch (event.requiredString("type")) {
            case "message" -> message(request, payload, event, deadline);
            case "app_uninstalled" -> slack.uninstalled(request);
            case "tokens_revoked" -> slack.tokensRevoked(request);
            default -> slack.ignored(request, "an event that is not counted");
        };
    }

    private ApiResponse rateLimited(ApiRequest request, JsonObject payload) {
        boolean hasMinute = payload.members().get("minute_rate_limited") instanceof Number;
        return slack.rateLimited(
                request,
                hasMinute
                        ? Optional.of(Instant.ofEpochSecond(payload.requiredLong("minute_rate_limited")))
                        : Optional.empty());
    }

    private ApiResponse message(ApiRequest request, JsonObject payload, JsonObject message, Instant deadline) {
        if (!isWrittenInAChannel(message) || isOwn(message, payload)) {
            return slack.ignored(request, "not written by a person in a channel");
        }
        boolean isShared = payload.optionalBoolean("is_ext_shared_channel").orElse(false);
        MessageName name = new MessageName(
                isShared ? Optional.empty() : Optional.of(payload.requiredString("team_id")),
                message.requiredString("channel"),
                message.requiredString("ts"));
        intake.takeMessage(request, name, text(message), deadline);
        return slack.nothing();
    }

    /** The blocks say what the text can only be guessed from; both are the same message, so one of them counts. */
    private static List<TextPart> text(JsonObject message) {
        String text = message.requiredString("text");
        return RichText.read(message, SlackText.channelNames(text)).orElseGet(() -> SlackText.read(text));
    }

    private static boolean isWrittenInAChannel(JsonObject message) {
        return message.optionalString("channel_type").orElse("").equals("channel")
                && message.optionalString("subtype").map(WRITTEN::contains).orElse(true)
                && POSTED_BY_AN_APP.stream()
                        .allMatch(member -> message.members().get(member) == null)
                && !message.optionalString("user").orElse("").equals(SlackIntake.SLACKBOT);
    }

    /** Whether the app's own bot user wrote it. */
    private static boolean isOwn(JsonObject message, JsonObject payload) {
        String user = message.optionalString("user").orElse("");
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
