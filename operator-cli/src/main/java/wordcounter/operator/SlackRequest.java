package wordcounter.operator;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import wordcounter.json.JsonObject;
import wordcounter.slack.SlackEscaping;

/**
 * What Slack would send for something that a person typed: a slash command when it begins with a slash, else a message in a
 * channel ("message.channels event" and "Implementing slash commands", docs.slack.dev).
 *
 * @param path of the entry
 */
record SlackRequest(String path, String contentType, String body) {

    private static final String TEAM = "T123ABC456";
    private static final String CHANNEL = "C123ABC456";
    private static final String USER = "U123ABC456";
    private static final String APP = "A123ABC456";

    /** @param typedAt what the message, or this use of the command, is known by */
    static SlackRequest typed(String text, Instant typedAt) {
        return text.startsWith("/") ? command(text, typedAt) : message(text, typedAt);
    }

    private static SlackRequest message(String text, Instant typedAt) {
        String timestamp = timestamp(typedAt);
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", "message");
        event.put("channel", CHANNEL);
        event.put("user", USER);
        event.put("text", SlackEscaping.escape(text));
        event.put("ts", timestamp);
        event.put("event_ts", timestamp);
        event.put("channel_type", "channel");
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("team_id", TEAM);
        payload.put("api_app_id", APP);
        payload.put("event", event);
        payload.put("type", "event_callback");
        payload.put(
                "authorizations",
                List.of(Map.of(
                        "team_id", TEAM, "user_id", "U0APPBOT01", "is_bot", true, "is_enterprise_install", false)));
        payload.put("event_id", "Ev" + timestamp.replace(".", ""));
        payload.put("event_time", typedAt.getEpochSecond());
        return new SlackRequest("/slack/events", "application/json", new JsonObject(payload).toJson());
    }

    private static SlackRequest command(String text, Instant typedAt) {
        String[] parts = text.split("\\s+", 2);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("team_id", TEAM);
        fields.put("team_domain", "example");
        fields.put("channel_id", CHANNEL);
        fields.put("channel_name", "test");
        fields.put("user_id", USER);
        fields.put("user_name", "steve");
        fields.put("command", parts[0]);
        fields.put("text", parts.length == 1 ? "" : SlackEscaping.escape(parts[1]));
        fields.put("api_app_id", APP);
        fields.put("is_enterprise_install", "false");
        fields.put("response_url", "https://hooks.slack.com/commands/1234/5678");
        fields.put("trigger_id", timestamp(typedAt));
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return new SlackRequest("/slack/commands", "application/x-www-form-urlencoded", form);
    }

    private static String timestamp(Instant typedAt) {
        return "%d.%06d".formatted(typedAt.getEpochSecond(), typedAt.getNano() / 1_000);
    }

    /** What a person would see in Slack; empty where that is nothing. */
    static Optional<String> shown(String answer) {
        return answer.startsWith("{") ? JsonObject.parse(answer).optionalString("text") : Optional.empty();
    }
}
