package wordcounter.counter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import wordcounter.json.JsonObject;
import wordcounter.slack.SlackSignature;
import wordcounter.testing.ApiEvent;
import wordcounter.testing.EventFiles;

/**
 * Whatever comes in by whichever entry, real requests with something changed or nothing but noise: an answer of the contract comes
 * out, and never one of 5XX. The number of tries is the system property {@code jqwik.tries.default}.
 */
class FuzzPropertiesTest {

    /** What each entry may answer to a request that is well-formed HTTP; 401 only when it is not signed. */
    private static final Map<String, List<Integer>> ANSWERS = Map.of(
            "POST /words", List.of(202, 400, 413, 415, 422),
            "DELETE /words/{word}", List.of(204, 400),
            "POST /slack/events", List.of(200),
            "POST /slack/commands", List.of(200),
            "POST /slack/outgoing-webhook", List.of(200, 401));

    private static final Map<String, JsonObject> EVENTS = Stream.of(
                    "post-words.json",
                    "delete-word.json",
                    "slack-message.json",
                    "slack-message-blocks.json",
                    "slack-message-shared-channel.json",
                    "slack-ssl-check.json",
                    "slack-url-verification.json",
                    "slack-command-count.json",
                    "slack-command-words.json",
                    "slack-outgoing-webhook.json")
            .collect(Collectors.toMap(
                    file -> file, file -> JsonObject.parse(EventFiles.open("word-counter-fn/" + file))));

    /** What tends to break a reader. */
    private static final List<String> NASTY = List.of(
            "\"",
            "\\",
            "\\u0000",
            "\\ud800",
            "{",
            "}",
            "[",
            "]",
            "[[[[[[[[",
            ":",
            ",",
            "null",
            "true",
            "-1",
            "1e999",
            "0.1",
            "%",
            "%00",
            "%E9",
            "%ED%A0%80",
            "&",
            "&&",
            "=",
            "+",
            ";",
            "\u0000",
            "\r\n",
            "\u202e",
            "\ufeff",
            "\uffff",
            "\u0301",
            "👩\u200d👩\u200d👧",
            "日本語",
            "<",
            ">",
            "<@U1>",
            "<#C1|",
            "<!date^1^{date}|x>",
            "&amp;",
            "&lt;",
            "text=",
            "\"text\":",
            "\"event\":",
            "\"type\":\"message\"",
            "\"bot_id\":7",
            "\"blocks\":[{}],",
            "\"type\":\"emoji\"",
            ":tada:",
            "::skin-tone-2:",
            ":a:b",
            "_",
            "```",
            "\"authorizations\":[{}]",
            "\"ts\":1",
            "command=%2Fwords",
            "text=top",
            "token=",
            "x".repeat(65),
            "a ".repeat(1_100),
            "ab ".repeat(12_000));

    /** A request, with the proof that its entry wants. */
    record Request(String file, String base64, Map<String, String> headers) {

        JsonObject send() {
            byte[] body = Base64.getDecoder().decode(base64);
            Fixture fixture = new Fixture().withSlack();
            fixture.summaries.put("hello", 11L);
            ApiEvent event = ApiEvent.of(event(file)).withBody(body);
            headers.forEach(event::withHeader);
            if (file.equals("delete-word.json")) {
                event.withResource("/words/{word}", Map.of("word", new String(body, UTF_8)));
            }
            if (file.startsWith("slack-")) {
                String timestamp = Long.toString(fixture.clock.instant().getEpochSecond());
                event.withHeader("X-Slack-Request-Timestamp", timestamp)
                        .withHeader("X-Slack-Signature", SlackSignature.of(Fixture.SIGNING_SECRET, timestamp, body));
            }
            return event.sendTo(fixture.handler);
        }

        String operation() {
            return event(file).requiredString("httpMethod") + " " + event(file).requiredString("resource");
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void everyRequest_shouldBeAnsweredByTheContract(@ForAll("requests") Request request) {
        JsonObject response = request.send();

        assertThat((int) response.requiredLong("statusCode"))
                .as(response.requiredString("body"))
                .isIn(ANSWERS.get(request.operation()));
    }

    @Provide
    Arbitrary<Request> requests() {
        return Arbitraries.oneOf(EVENTS.keySet().stream()
                .map(file -> Combinators.combine(bodies(file), headers())
                        .as((body, headers) ->
                                new Request(file, Base64.getEncoder().encodeToString(body), headers)))
                .toList());
    }

    /** Mostly real bodies with something changed: noise does not get far. */
    private static Arbitrary<byte[]> bodies(String file) {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.bytes().array(byte[].class).ofMaxSize(64)),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(64).map(text -> text.getBytes(UTF_8))),
                Tuple.of(2, text().map(text -> real(file, text))),
                Tuple.of(6, mutated(realBody(file))));
    }

    private static Arbitrary<Map<String, String>> headers() {
        Arbitrary<Map<String, String>> none = Arbitraries.just(Map.of());
        Arbitrary<String> value = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20),
                Arbitraries.of(
                        "text/plain",
                        "application/json",
                        "application/x-www-form-urlencoded",
                        "text/plain; charset=utf-16",
                        "gzip"));
        Arbitrary<Map<String, String>> one = Combinators.combine(
                        Arbitraries.of("Content-Type", "Content-Encoding", "Idempotency-Key", "X-Slack-Retry-Num"),
                        value)
                .as(Map::of);
        return Arbitraries.oneOf(none, one);
    }

    private static Arbitrary<String> text() {
        return Arbitraries.oneOf(Arbitraries.of(NASTY), Arbitraries.strings().ofMaxLength(40))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
    }

    /** What a person could have typed, as the entry gets it. */
    private static byte[] real(String file, String text) {
        String encoded = URLEncoder.encode(text, UTF_8);
        return switch (file) {
            case "slack-message.json" -> {
                String quoted = new JsonObject(Map.of("text", text)).toJson();
                yield new String(realBody(file), UTF_8)
                        .replace("\"text\":\"Live long and prospect.\"", quoted.substring(1, quoted.length() - 1))
                        .getBytes(UTF_8);
            }
            case "slack-command-count.json" ->
                new String(realBody(file), UTF_8).replace("some+words", encoded).getBytes(UTF_8);
            case "slack-command-words.json" ->
                new String(realBody(file), UTF_8)
                        .replace("text=hello", "text=" + encoded)
                        .getBytes(UTF_8);
            case "slack-outgoing-webhook.json" ->
                new String(realBody(file), UTF_8).replace("What+is", encoded).getBytes(UTF_8);
            case "delete-word.json" -> encoded.replace("+", "%20").getBytes(UTF_8);
            default -> text.getBytes(UTF_8);
        };
    }

    private static JsonObject event(String file) {
        return Objects.requireNonNull(EVENTS.get(file));
    }

    private static byte[] realBody(String file) {
        String body = event(file).optionalString("body").orElse("");
        return file.equals("delete-word.json")
                ? "hello".getBytes(UTF_8)
                : Base64.getDecoder().decode(body);
    }

    /** Up to three places where something is put in, taken out or turned. */
    private static Arbitrary<byte[]> mutated(byte[] body) {
        Arbitrary<Mutation> mutation = Combinators.combine(
                        Arbitraries.integers().between(0, body.length),
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.oneOf(
                                Arbitraries.of(NASTY),
                                Arbitraries.just(""),
                                Arbitraries.bytes()
                                        .array(byte[].class)
                                        .ofMaxSize(3)
                                        .map(bytes -> new String(bytes, ISO_8859_1))))
                .as(Mutation::new);
        return mutation.list().ofMinSize(1).ofMaxSize(3).map(mutations -> {
            byte[] changed = body;
            for (Mutation each : mutations) {
                changed = each.of(changed);
            }
            return changed;
        });
    }

    private record Mutation(int at, int length, String by) {

        byte[] of(byte[] body) {
            int start = Math.min(at, body.length);
            byte[] put = by.chars().allMatch(c -> c < 256) ? by.getBytes(ISO_8859_1) : by.getBytes(UTF_8);
            byte[] rest = Arrays.copyOfRange(body, Math.min(start + length, body.length), body.length);
            byte[] changed = Arrays.copyOf(body, start + put.length + rest.length);
            System.arraycopy(put, 0, changed, start, put.length);
            System.arraycopy(rest, 0, changed, start + put.length, rest.length);
            return changed;
        }
    }
}
