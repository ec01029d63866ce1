package wordcounter.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import wordcounter.json.JsonObject;
import wordcounter.slack.SlackParameter;
import wordcounter.slack.SlackSignature;
import wordcounter.targets.Target;

/** Slack, as far as the API sees it. It uses the target's secrets, and sets them up where there are none. */
final class SlackClient {

    private final String signingSecret;
    private final String token;
    private final WordsApi api;

    SlackClient(Target target, Stack stack, WordsApi api) {
        this.api = api;
        String path = stack.name("SlackSecretsPath");
        try (SsmClient ssm = target.client(SsmClient.builder())) {
            signingSecret = secret(ssm, SlackParameter.SIGNING_SECRET.nameUnder(path));
            token = secret(ssm, SlackParameter.OUTGOING_WEBHOOK_TOKEN.nameUnder(path));
        }
        // a function remembers for a while that there was no secret
        Stack.soon().untilAsserted(() -> assertThat(event("{}").status()).isEqualTo(200));
        Stack.soon()
                .untilAsserted(
                        () -> assertThat(outgoingWebhook(Map.of()).status()).isEqualTo(200));
    }

    private static String secret(SsmClient ssm, String name) {
        try {
            return ssm.getParameter(request -> request.name(name).withDecryption(true))
                    .parameter()
                    .value();
        } catch (ParameterNotFoundException e) {
            String secret = Fresh.word();
            ssm.putParameter(request ->
                    request.name(name).type(ParameterType.SECURE_STRING).value(secret));
            return secret;
        }
    }

    /** What Slack sends for a message that a person wrote in a channel. */
    static String message(String type, String team, String timestamp, String text) {
        return message(type, team, "C123ABC456", timestamp, text, false);
    }

    /** What Slack sends to a team for a message in a channel that several organisations share. */
    static String sharedMessage(String team, String channel, String timestamp, String text) {
        return message("message", team, channel, timestamp, text, true);
    }

    private static String message(
            String type, String team, String channel, String timestamp, String text, boolean isShared) {
        JsonObject event = JsonObject.builder()
                .put("type", type)
                .put("channel_type", "channel")
                .put("channel", channel)
                .put("user", "U123ABC456")
                .put("text", text)
                .put("ts", timestamp)
                .build();
        return JsonObject.builder()
                .put("type", "event_callback")
                .put("team_id", team)
                .put("is_ext_shared_channel", isShared)
                .put("event", event)
                .build()
                .toJson();
    }

    Answer event(String body) {
        return signed("/slack/events", "application/json", body, Instant.now());
    }

    Answer command(String command, String text, String triggerId) {
        return signed(
                "/slack/commands",
                "application/x-www-form-urlencoded",
                form(Map.of("command", command, "text", text, "team_id", "T0001", "trigger_id", triggerId)),
                Instant.now());
    }

    Answer outgoingWebhook(Map<String, String> fields) {
        return api.send(api.request("/slack/outgoing-webhook")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("token=" + token + "&" + form(fields))));
    }

    Answer signed(String path, String contentType, String body, Instant at) {
        return api.send(sign(api.request(path), body, at).header("Content-Type", contentType));
    }

    HttpRequest.Builder sign(HttpRequest.Builder request, String body, Instant at) {
        String timestamp = Long.toString(at.getEpochSecond());
        return request.header(SlackSignature.TIMESTAMP_HEADER, timestamp)
                .header(
                        SlackSignature.SIGNATURE_HEADER,
                        SlackSignature.of(signingSecret, timestamp, body.getBytes(UTF_8)))
                .POST(BodyPublishers.ofString(body));
    }

    String token() {
        return token;
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }
}
