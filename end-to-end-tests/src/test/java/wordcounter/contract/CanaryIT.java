package wordcounter.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.DocumentsServer.Page;
import wordcounter.targets.EmptyWorld;
import wordcounter.targets.Target;
import wordcounter.targets.TemplateFunctions;

/**
 * What somebody sends is in no log, whichever door it comes by, and whether it is counted or refused: neither a text nor a word, a
 * token, a key or a header. Of a traceparent the log has the digits of one that is valid. The ids of documents and the names of
 * files are logged; they are no secrets here.
 */
@AgainstTarget
@EnabledIfSystemProperty(named = "target", matches = "local", disabledReason = "reads the log of every function")
class CanaryIT {

    /** A word, so that it is counted too, that nothing else has. */
    private static final String CANARY = "canary" + Fresh.word();

    private final Target target;
    private final WordsApi api;
    private final Stack stack;
    private final List<String> accepted = new ArrayList<>();

    CanaryIT(@EmptyWorld Target target) {
        this.target = target;
        api = new WordsApi(target);
        stack = new Stack(target);
    }

    @Test
    void log_shouldHaveNothingOfWhatWasSent_byWhicheverDoor() throws Exception {
        overHttp();
        throughTheQueue();
        fromSlack();
        ofDocuments();
        asAFile();
        byReading();
        stack.deadLetters();
        LocalSchedule.fire(target, "NightlyReconcileFunctionNightly");

        // each has come out at the other end, so that its lines are written
        for (String eventId : accepted) {
            Stack.soon()
                    .untilAsserted(() -> assertThat(lines("SnsMultiplierFunction"))
                            .as("the log of an event")
                            .anyMatch(line -> line.contains(eventId) && line.contains("\"multiplied\"")));
        }
        Stack.soon().until(() -> lines("QueuedWordsFunction").stream().anyMatch(line -> line.contains("\"parked\"")));
        Stack.soon()
                .until(() -> lines("DocumentWordsFunction").stream().anyMatch(line -> line.contains("\"up to date\"")));
        Stack.soon()
                .until(() -> lines("UploadedWordsFunction").stream().anyMatch(line -> line.contains("\"counted\"")));

        Stack.soon()
                .until(() -> lines("NightlyReconcileFunction").stream().anyMatch(line -> line.contains("\"Drift\"")));

        assertThat(TemplateFunctions.handlers().keySet().stream().flatMap(function -> lines(function).stream()))
                .isNotEmpty()
                .noneMatch(line -> line.toLowerCase(java.util.Locale.ROOT).contains(CANARY));
        stack.close();
    }

    private List<String> lines(String function) {
        return target.logLines(function);
    }

    private static Map<String, String> headers(String contentType) {
        return Map.of(
                "Content-Type", contentType,
                "Idempotency-Key", CANARY + "-" + Fresh.key(),
                "traceparent", "00-" + CANARY + "-01",
                "tracestate", "vendor=" + CANARY,
                "User-Agent", CANARY,
                "X-Forwarded-For", CANARY,
                "Referer", "https://example.com/" + CANARY,
                "Cookie", "session=" + CANARY,
                "Authorization", "Bearer " + CANARY);
    }

    private void overHttp() {
        String text = CANARY + " \"" + CANARY + "\" {" + CANARY + "}";
        accepted.add(Contract.accepted(api.post(text.getBytes(UTF_8), headers("text/plain"))));
        accepted.add(Contract.accepted(api.post(
                ("{\"text\":\"" + CANARY + "\",\"" + CANARY + "\":1}").getBytes(UTF_8), headers("application/json"))));
        accepted.add(Contract.accepted(api.post(
                ("text=" + CANARY + "&token=" + CANARY).getBytes(UTF_8),
                headers("application/x-www-form-urlencoded"))));
        Map<String, String> same = headers("text/plain");
        accepted.add(Contract.accepted(api.post(CANARY.getBytes(UTF_8), same)));
        for (Answer refused : List.of(
                api.post((CANARY + " other").getBytes(UTF_8), same),
                api.post(("{\"text\":\"" + CANARY).getBytes(UTF_8), headers("application/json")),
                api.post(CANARY.repeat(10).getBytes(UTF_8), headers("text/plain")),
                api.post(CANARY.getBytes(UTF_8), headers("application/" + CANARY)),
                api.post(CANARY.getBytes(UTF_8), headers("text/plain; charset=" + CANARY)),
                api.post(invalidUtf8(), headers("text/plain")))) {
            assertThat(refused.status()).as(refused.body()).isBetween(400, 499);
        }
        assertThat(api.postWithKey(CANARY, Optional.of(CANARY)).status()).isEqualTo(403);
        assertThat(api.delete(CANARY + " " + CANARY).status()).isEqualTo(400);
    }

    private void throughTheQueue() {
        Answer queued = api.queue(CANARY.getBytes(UTF_8), Map.of("Content-Type", "text/plain", "traceparent", CANARY));
        accepted.add(queued.json().requiredString("messageId"));
        for (byte[] body : List.of(invalidUtf8(), ("{\"text\":\"" + CANARY).getBytes(UTF_8))) {
            assertThat(api.queue(body, headers("application/json")).status()).isEqualTo(202);
        }
        assertThat(api.queue(CANARY.getBytes(UTF_8), headers("text/" + CANARY)).status())
                .isEqualTo(415);
    }

    private void fromSlack() {
        SlackClient slack = new SlackClient(target, stack, api);
        assertThat(slack.event(SlackClient.message("message", CANARY, "1." + Fresh.word(), CANARY))
                        .status())
                .isEqualTo(200);
        assertThat(slack.event("{\"type\":\"" + CANARY + "\"}").status()).isEqualTo(200);
        assertThat(slack.event("{\"type\":\"event_callback\",\"" + CANARY).status())
                .isEqualTo(200);
        assertThat(slack.command("/count", CANARY, CANARY).status()).isEqualTo(200);
        assertThat(slack.command("/words", CANARY, CANARY).status()).isEqualTo(200);
        assertThat(slack.command("/" + CANARY, CANARY, CANARY).status()).isEqualTo(200);
        assertThat(slack.outgoingWebhook(Map.of(
                                "team_id", CANARY,
                                "channel_id", CANARY,
                                "timestamp", CANARY,
                                "user_name", CANARY,
                                "text", CANARY))
                        .status())
                .isEqualTo(200);
        for (String route : List.of("/slack/events", "/slack/commands", "/slack/outgoing-webhook")) {
            Answer refused = api.send(api.request(route)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("X-Slack-Signature", "v0=" + CANARY)
                    .header("X-Slack-Request-Timestamp", CANARY)
                    .header("traceparent", CANARY)
                    .POST(BodyPublishers.ofString("token=" + CANARY + "&text=" + CANARY)));
            assertThat(refused.status()).as(route).isEqualTo(401);
        }
    }

    private void ofDocuments() {
        String id = "doc-" + Fresh.word();
        target.documents().orElseThrow().put(id, Page.of(CANARY + " in a document"));
        Answer changed = api.send(api.request("/documents/" + id + "/changed")
                .header("x-api-key", target.apiKey())
                .header("Content-Type", "application/json")
                .header("traceparent", CANARY)
                .header("User-Agent", CANARY)
                .POST(BodyPublishers.ofString("{\"" + CANARY + "\":\"" + CANARY + "\"}")));
        assertThat(changed.status()).as(changed.body()).isEqualTo(202);
    }

    private void asAFile() {
        try (S3Client s3 = target.client(S3Client.builder().forcePathStyle(true))) {
            s3.putObject(
                    request -> request.bucket(stack.name("UploadsBucket"))
                            .key("inbox/" + Fresh.key())
                            .metadata(Map.of("note", CANARY)),
                    RequestBody.fromString(CANARY + "\n" + CANARY + " again\n"));
        }
    }

    private void byReading() {
        Stream.of(
                        "/words/" + CANARY + "%20" + CANARY,
                        "/words?top=" + CANARY,
                        "/summaries?cursor=" + CANARY,
                        "/summaries/" + CANARY,
                        "/events/" + CANARY,
                        "/documents/" + CANARY)
                .map(api::get)
                .forEach(answer -> assertThat(answer.status()).as(answer.body()).isBetween(400, 499));
    }

    private static byte[] invalidUtf8() {
        byte[] text = (CANARY + " ?").getBytes(UTF_8);
        text[text.length - 1] = (byte) 0xFF;
        return text;
    }
}
