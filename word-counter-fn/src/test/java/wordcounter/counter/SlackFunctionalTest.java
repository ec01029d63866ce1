package wordcounter.counter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.app_backend.slash_commands.SlashCommandPayloadParser;
import com.slack.api.app_backend.slash_commands.payload.SlashCommandPayload;
import com.slack.api.app_backend.slash_commands.response.SlashCommandResponse;
import com.slack.api.model.block.HeaderBlock;
import com.slack.api.model.block.RichTextBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.event.MessageEvent;
import com.slack.api.util.json.GsonFactory;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import wordcounter.json.JsonObject;
import wordcounter.slack.SlackParameter;
import wordcounter.testing.ApiEvent;
import wordcounter.testing.EventFiles;

/** Slack's three entries with its documented payloads; Slack's own Java SDK signs and reads. */
class SlackFunctionalTest {

    private static final String MESSAGE = "word-counter-fn/slack-message.json";
    private static final String BLOCKS = "word-counter-fn/slack-message-blocks.json";
    private static final String SHARED_CHANNEL = "word-counter-fn/slack-message-shared-channel.json";
    private static final String RATE_LIMITED = "word-counter-fn/slack-app-rate-limited.json";
    private static final String UNINSTALLED = "word-counter-fn/slack-app-uninstalled.json";
    private static final String REVOKED = "word-counter-fn/slack-tokens-revoked.json";
    private static final String SSL_CHECK = "word-counter-fn/slack-ssl-check.json";
    private static final String COMMAND = "word-counter-fn/slack-command-count.json";
    private static final String WORDS_COMMAND = "word-counter-fn/slack-command-words.json";
    private static final String OUTGOING_WEBHOOK = "word-counter-fn/slack-outgoing-webhook.json";

    private final Fixture fixture = new Fixture().withSlack();

    /** A body as Slack's SDK signs it, now. */
    private ApiEvent signed(String file, String body) {
        return signed(file, body, Fixture.SIGNING_SECRET, Duration.ZERO);
    }

    private ApiEvent signed(String file, String body, String secret, Duration ago) {
        String timestamp = Long.toString(fixture.clock.instant().minus(ago).getEpochSecond());
        return ApiEvent.ofFile(file)
                .withHeader("X-Slack-Request-Timestamp", timestamp)
                .withHeader(
                        "X-Slack-Signature",
                        new com.slack.api.app_backend.SlackSignature.Generator(secret).generate(timestamp, body))
                .withBody(body);
    }

    private static String bodyOf(String file) {
        String body = JsonObject.parse(EventFiles.open(file)).requiredString("body");
        return new String(Base64.getDecoder().decode(body), UTF_8);
    }

    private void assertOk(JsonObject response) {
        assertThat(response.requiredLong("statusCode"))
                .as(fixture.logLines.text())
                .isEqualTo(200);
    }

    private void assertEmptyOk(JsonObject response) {
        assertOk(response);
        assertThat(response.requiredString("body")).isEmpty();
    }

    private void assertNothingHappened() {
        assertThat(fixture.topic.published).isEmpty();
        assertThat(fixture.counts.calls()).isZero();
    }

    private static void assertProblem(JsonObject response, int status, String type, String detail) {
        assertThat(response.requiredLong("statusCode")).isEqualTo(status);
        JsonObject problem = ApiEvent.bodyOf(response);
        assertThat(problem.requiredString("type")).endsWith(":" + type);
        assertThat(problem.requiredString("detail")).contains(detail);
    }

    @Nested
    class Authenticity {

        static Stream<String> signedFiles() {
            return Stream.of(
                    MESSAGE,
                    BLOCKS,
                    SHARED_CHANNEL,
                    RATE_LIMITED,
                    UNINSTALLED,
                    REVOKED,
                    COMMAND,
                    WORDS_COMMAND,
                    "word-counter-fn/slack-url-verification.json");
        }

        @ParameterizedTest
        @MethodSource("signedFiles")
        void everyEntry_shouldTakeWhatSlacksSdkFindsValid(String file) {
            JsonObject event = JsonObject.parse(EventFiles.open(file));
            JsonObject headers = event.requiredObject("headers");
            var secret = new com.slack.api.app_backend.SlackSignature.Generator(Fixture.SIGNING_SECRET);
            assertThat(secret.generate(headers.requiredString("X-Slack-Request-Timestamp"), bodyOf(file)))
                    .isEqualTo(headers.requiredString("X-Slack-Signature"));

            assertOk(ApiEvent.ofFile(file).sendTo(fixture.handler));
        }

        @ParameterizedTest
        @MethodSource("signedFiles")
        void everyEntry_shouldAnswer401_whateverIsWrongWithTheProof(String file) {
            String body = bodyOf(file);
            List<ApiEvent> forgeries = List.of(
                    signed(file, body).withoutHeader("X-Slack-Signature"),
                    signed(file, body).withoutHeader("X-Slack-Request-Timestamp"),
                    signed(file, body).withHeader("X-Slack-Signature", ""),
                    signed(file, body).withHeader("X-Slack-Signature", "v0=" + "0".repeat(64)),
                    signed(file, body).withHeader("X-Slack-Request-Timestamp", "now"),
                    signed(file, body).withBody(body + " "),
                    signed(file, body).withBody(""),
                    signed(file, body, "another secret", Duration.ZERO),
                    signed(file, body, Fixture.TOKEN, Duration.ZERO),
                    signed(file, body, Fixture.SIGNING_SECRET, Duration.ofSeconds(301)),
                    signed(file, body, Fixture.SIGNING_SECRET, Duration.ofDays(365)),
                    signed(file, body, Fixture.SIGNING_SECRET, Duration.ofSeconds(-301)),
                    signed(file, body, Fixture.SIGNING_SECRET, Duration.ofDays(-365)));

            for (ApiEvent forgery : forgeries) {
                assertProblem(forgery.sendTo(fixture.handler), 401, "not-authentic", "X-Slack-Signature");
            }

            assertNothingHappened();
            assertThat(fixture.parameters.calls)
                    .as("no call but for the secret, once")
                    .isEqualTo(1);
        }

        @Test
        void forgedFile_shouldBeAnswered401() {
            assertProblem(
                    ApiEvent.ofFile("word-counter-fn/bad-slack-forged.json").sendTo(fixture.handler),
                    401,
                    "not-authentic",
                    "X-Slack-Signature");
            assertNothingHappened();
        }

        @Test
        void headers_shouldBeFound_inAnyCase() {
            ApiEvent event = signed(MESSAGE, bodyOf(MESSAGE));
            for (String name : List.of("X-Slack-Signature", "X-Slack-Request-Timestamp")) {
                String value =
                        JsonObject.parse(event.open()).requiredObject("headers").requiredString(name);
                event.withoutHeader(name).withHeader(name.toLowerCase(Locale.ROOT), value);
            }

            assertOk(event.sendTo(fixture.handler));
        }

        @Test
        void signature_shouldBeOverTheBytes_whetherTheBodyComesAsTextOrBase64() {
            String body = bodyOf(MESSAGE).replace("Live", "naïve 日本");

            assertOk(signed(MESSAGE, body).sendTo(fixture.handler));
            assertOk(signed(MESSAGE, body).withTextBody(body).sendTo(fixture.handler));
            assertThat(fixture.counts.count("naïve")).isEqualTo(1);
        }

        @Test
        void secrets_shouldBeTwo_whileOneIsBeingReplaced() {
            fixture.parameters.put(SlackParameter.SIGNING_SECRET, "new");
            fixture.parameters.put(SlackParameter.PREVIOUS_SIGNING_SECRET, "old");

            assertOk(signed(MESSAGE, bodyOf(MESSAGE), "new", Duration.ZERO).sendTo(fixture.handler));
            assertOk(signed(MESSAGE, bodyOf(MESSAGE), "old", Duration.ZERO).sendTo(fixture.handler));
            assertProblem(
                    signed(MESSAGE, bodyOf(MESSAGE)).sendTo(fixture.handler),
                    401,
                    "not-authentic",
                    "X-Slack-Signature");
        }

        @Test
        void secrets_shouldBeReadAgain_afterMinutes() {
            assertOk(signed(MESSAGE, bodyOf(MESSAGE)).sendTo(fixture.handler));
            fixture.clock.advance(Duration.ofSeconds(119));
            assertOk(signed(MESSAGE, bodyOf(MESSAGE)).sendTo(fixture.handler));
            assertThat(fixture.parameters.calls).isEqualTo(1);

            fixture.parameters.put(SlackParameter.SIGNING_SECRET, "new");
            fixture.clock.advance(Duration.ofSeconds(1));

            assertOk(signed(MESSAGE, bodyOf(MESSAGE), "new", Duration.ZERO).sendTo(fixture.handler));
            assertThat(fixture.parameters.calls).isEqualTo(2);
        }

        @Test
        void secrets_shouldBeTheLastOnes_whenTheyCantBeReadAgain() {
            assertOk(signed(MESSAGE, bodyOf(MESSAGE)).sendTo(fixture.handler));
            fixture.parameters.fails = true;
            fixture.clock.advance(Duration.ofMinutes(10));

            assertOk(signed(MESSAGE, bodyOf(MESSAGE)).sendTo(fixture.handler));
            assertThat(fixture.logLines.text()).contains("secrets can't be read");
        }

        @ParameterizedTest
        @ValueSource(strings = {MESSAGE, COMMAND})
        void everyEntry_shouldAnswer401_andLogWhichParameterToSet_whenTheSecretIsNotSet(String file) {
            fixture.parameters.values.clear();

            JsonObject response = ApiEvent.ofFile(file).sendTo(fixture.handler);

            assertProblem(response, 401, "not-authentic", "X-Slack-Signature");
            assertThat(response.toJson()).doesNotContain("/word-counter-dev");
            assertThat(fixture.logLines.text()).contains("/word-counter-dev/dev/slack/signing-secret");
            assertNothingHappened();
            fixture.withSlack();
            fixture.clock.advance(Duration.ofSeconds(10));
            assertOk(ApiEvent.ofFile(file).sendTo(fixture.handler));
        }

        @Test
        void outgoingWebhook_shouldAnswer404_whenItsTokenIsNotSet() {
            fixture.parameters.values.remove(SlackParameter.OUTGOING_WEBHOOK_TOKEN.nameUnder(Fixture.SECRETS_PATH));

            JsonObject response = ApiEvent.ofFile(OUTGOING_WEBHOOK).sendTo(fixture.handler);

            assertProblem(response, 404, "not-found", "webhook is off");
            assertThat(response.toJson()).doesNotContain("/word-counter-dev");
            assertThat(fixture.logLines.text()).contains("/word-counter-dev/dev/slack/outgoing-webhook-token");
            assertNothingHappened();
            fixture.withSlack();
            fixture.clock.advance(Duration.ofMinutes(2));
            assertOk(ApiEvent.ofFile(OUTGOING_WEBHOOK).sendTo(fixture.handler));
        }

        @ParameterizedTest
        @ValueSource(strings = {MESSAGE, COMMAND, OUTGOING_WEBHOOK})
        void everyEntry_shouldAnswer413_whenTheBodyIsLargerThanAnythingOfSlacks(String file) {
            String largest = bodyOf(file) + "&".repeat(256 * 1024 - bodyOf(file).length());

            assertProblem(signed(file, largest + "&").sendTo(fixture.handler), 413, "body-too-large", "262144");
            assertNothingHappened();
            assertThat(fixture.parameters.calls).as("no call for it").isZero();
            assertOk(signed(file, largest).sendTo(fixture.handler));
        }

        @ParameterizedTest
        @ValueSource(strings = {COMMAND, OUTGOING_WEBHOOK})
        void everyEntryWithAForm_shouldAnswer200_whenSlackChecksTheCertificate(String file) {
            String check = bodyOf(SSL_CHECK);

            assertEmptyOk(ApiEvent.ofFile(file)
                    .withoutHeader("X-Slack-Signature")
                    .withBody(check)
                    .sendTo(fixture.handler));
            assertEmptyOk(signed(file, bodyOf(file) + "&ssl_check=1").sendTo(fixture.handler));
            for (String other : List.of("ssl_check=0&token=x", "ssl_check=", "text=ssl_check%3D1", "xssl_check=1")) {
                assertThat(ApiEvent.ofFile(file)
                                .withBody(other)
                                .sendTo(fixture.handler)
                                .requiredLong("statusCode"))
                        .as(other)
                        .isEqualTo(401);
            }
            assertNothingHappened();
        }

        @Test
        void certificateCheck_shouldBeAnswered200_beforeTheSecretIsSet() {
            fixture.parameters.values.clear();

            assertEmptyOk(ApiEvent.ofFile(SSL_CHECK).sendTo(fixture.handler));
        }

        @Test
        void log_shouldHoldNeitherTextNorSecretNorToken() {
            ApiEvent.ofFile(MESSAGE).sendTo(fixture.handler);
            ApiEvent.ofFile(OUTGOING_WEBHOOK).sendTo(fixture.handler);
            ApiEvent.ofFile("word-counter-fn/bad-slack-forged.json").sendTo(fixture.handler);

            assertThat(fixture.logLines.lines()).hasSize(3);
            assertThat(fixture.logLines.text())
                    .doesNotContain(Fixture.SIGNING_SECRET, Fixture.TOKEN, "prosper", "swallow", "T123ABC456");
        }
    }

    @Nested
    class Events {

        private static String message(String members) {
            return bodyOf(MESSAGE).replace("\"type\":\"message\"", "\"type\":\"message\"," + members);
        }

        @Test
        void urlVerification_shouldGiveTheChallengeBack() {
            JsonObject response = ApiEvent.ofFile("word-counter-fn/slack-url-verification.json")
                    .sendTo(fixture.handler);

            assertOk(response);
            assertThat(ApiEvent.bodyOf(response).members())
                    .isEqualTo(Map.of("challenge", "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"));
        }

        @Test
        void message_shouldCount_whenAPersonWroteItInAChannel() {
            String event =
                    JsonObject.parse(bodyOf(MESSAGE)).requiredObject("event").toJson();
            MessageEvent read = GsonFactory.createSnakeCase().fromJson(event, MessageEvent.class);
            assertThat(read.getText()).isEqualTo("Live long and prospect.");
            assertThat(read.getChannelType()).isEqualTo("channel");

            assertEmptyOk(ApiEvent.ofFile(MESSAGE).sendTo(fixture.handler));

            assertThat(fixture.counts.counts()).isEqualTo(Map.of("live", 1L, "long", 1L, "and", 1L, "prospect", 1L));
            assertThat(fixture.topic.published).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"file_share", "me_message", "thread_broadcast"})
        void message_shouldCount_whateverWayItWasWritten(String subtype) {
            assertEmptyOk(
                    signed(MESSAGE, message("\"subtype\":\"" + subtype + "\"")).sendTo(fixture.handler));

            assertThat(fixture.counts.count("prospect")).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"subtype\":\"bot_message\",\"bot_id\":\"B123\"",
                    "\"subtype\":\"message_changed\",\"hidden\":true,\"message\":{\"type\":\"message\",\"text\":\"more\"}",
                    "\"subtype\":\"message_deleted\",\"hidden\":true,\"deleted_ts\":\"1355517523.000005\"",
                    "\"subtype\":\"channel_join\"",
                    "\"subtype\":\"something new\"",
                    "\"bot_id\":\"B123\",\"bot_profile\":{\"id\":\"B123\"}",
                    "\"bot_profile\":{\"id\":\"B123\"}",
                    "\"app_id\":\"A123ABC456\""
                })
        void message_shouldNotCount_whenNoPersonWroteIt(String members) {
            assertEmptyOk(signed(MESSAGE, message(members)).sendTo(fixture.handler));

            assertNothingHappened();
        }

        @Test
        void message_shouldNotCount_whenSlackbotWroteIt() {
            assertEmptyOk(signed(MESSAGE, bodyOf(MESSAGE).replace("\"user\":\"U123ABC456\"", "\"user\":\"USLACKBOT\""))
                    .sendTo(fixture.handler));

            assertNothingHappened();
        }

        @Test
        void message_shouldNotCount_whenItIsTheAppsOwn() {
            assertEmptyOk(signed(MESSAGE, bodyOf(MESSAGE).replace("\"user\":\"U123ABC456\"", "\"user\":\"U0APPBOT01\""))
                    .sendTo(fixture.handler));

            assertNothingHappened();
        }

        @ParameterizedTest
        @ValueSource(strings = {"im", "mpim", "group"})
        void message_shouldNotCount_whenItIsPrivate(String channelType) {
            String body = bodyOf(MESSAGE).replace("\"channel\"}", "\"" + channelType + "\"}");

            assertEmptyOk(signed(MESSAGE, body).sendTo(fixture.handler));

            assertNothingHappened();
        }

        @Test
        void message_shouldCountOnce_howeverOftenSlackSendsIt() {
            for (int retry = 0; retry < 4; retry++) {
                ApiEvent event = signed(MESSAGE, bodyOf(MESSAGE));
                if (retry > 0) {
                    event.withHeader("X-Slack-Retry-Num", Integer.toString(retry))
                            .withHeader("X-Slack-Retry-Reason", "http_timeout");
                }
                assertEmptyOk(event.sendTo(fixture.newHandler()));
                fixture.clock.advance(Duration.ofMinutes(5));
            }

            assertThat(fixture.counts.count("prospect")).isEqualTo(1);
            assertThat(fixture.topic.published)
                    .extracting(event -> event.eventId())
                    .hasSize(4)
                    .containsOnly(fixture.topic.published.getFirst().eventId());
        }

        @Test
        void mention_shouldCountOnce_whenItComesAsAMessageAndAsAMention() {
            String asMessage = bodyOf(MESSAGE).replace("Live long", "<@U0APPBOT01> Live long");
            String asMention = asMessage
                    .replace("\"type\":\"message\"", "\"type\":\"app_mention\"")
                    .replace(",\"channel_type\":\"channel\"", "")
                    .replace("Ev123ABC456", "Ev123ABC457");

            assertEmptyOk(signed(MESSAGE, asMention).sendTo(fixture.handler));
            assertEmptyOk(signed(MESSAGE, asMessage).sendTo(fixture.handler));
            assertEmptyOk(signed(MESSAGE, asMention).sendTo(fixture.handler));

            assertThat(fixture.counts.counts()).isEqualTo(Map.of("live", 1L, "long", 1L, "and", 1L, "prospect", 1L));
        }

        @Test
        void message_shouldCountOnce_whenTheOutgoingWebhookBringsItToo() {
            String message = bodyOf(MESSAGE)
                    .replace("T123ABC456\",\"api", "T0001\",\"api")
                    .replace("C123ABC456", "C2147483705")
                    .replace("1355517523.000005", "1504640775.000005")
                    .replace("Live long and prospect.", "googlebot: What is the air-speed velocity?");

            assertEmptyOk(signed(MESSAGE, message).sendTo(fixture.handler));
            assertEmptyOk(ApiEvent.ofFile(OUTGOING_WEBHOOK).sendTo(fixture.handler));

            assertThat(fixture.topic.published.getFirst().eventId())
                    .isEqualTo(fixture.topic.published.getLast().eventId());
            assertThat(fixture.counts.count("velocity")).isEqualTo(1);
            assertThat(fixture.counts.count("swallow")).isZero();
        }

        @Test
        void messages_shouldBeDifferent_whenTeamChannelOrTimeIs() {
            for (String another : List.of("T123ABC456", "C123ABC456", "1355517523.000005")) {
                assertEmptyOk(signed(MESSAGE, bodyOf(MESSAGE).replace(another, another + "1"))
                        .sendTo(fixture.handler));
            }

            assertThat(fixture.counts.count("prospect")).isEqualTo(3);
        }

        @Test
        void message_shouldCountOnce_whenTwoWorkspacesShareTheChannel() {
            String theirs =
                    bodyOf(SHARED_CHANNEL).replace("T123ABC456", "T0NEIGHBOUR").replace("Ev123ABC459", "Ev999");

            assertEmptyOk(ApiEvent.ofFile(SHARED_CHANNEL).sendTo(fixture.handler));
            assertEmptyOk(signed(SHARED_CHANNEL, theirs).sendTo(fixture.handler));

            assertThat(fixture.counts.counts()).isEqualTo(Map.of("hello", 1L, "neighbours", 1L, "👋", 1L));
            assertThat(fixture.topic.published.getFirst().eventId())
                    .isEqualTo(fixture.topic.published.getLast().eventId());
        }

        @Test
        void messages_shouldBeDifferent_whenTheSharedChannelOrTimeIs() {
            for (String another : List.of("", "C0SHARED01", "1795262389.376420")) {
                String body = bodyOf(SHARED_CHANNEL);
                assertEmptyOk(signed(SHARED_CHANNEL, another.isEmpty() ? body : body.replace(another, another + "1"))
                        .sendTo(fixture.handler));
            }

            assertThat(fixture.counts.count("neighbours")).isEqualTo(3);
        }

        @Test
        void message_shouldCountWhatItsBlocksSay() {
            MessageEvent read = GsonFactory.createSnakeCase()
                    .fromJson(
                            JsonObject.parse(bodyOf(BLOCKS))
                                    .requiredObject("event")
                                    .toJson(),
                            MessageEvent.class);
            assertThat(read.getBlocks()).singleElement().isInstanceOf(RichTextBlock.class);

            assertEmptyOk(ApiEvent.ofFile(BLOCKS).sendTo(fixture.handler));

            assertThat(fixture.counts.counts().keySet())
                    .containsExactlyInAnyOrder(
                            ("great 🎉 ciao bella snake_case _init_ at 10 30 👍🏽 :party_parrot: see the plan or https example.com _d_ in"
                                            + " general by february f405b3 first second quoted said x tada y")
                                    .split(" "));
        }

        @Test
        void message_shouldCountTheSame_whetherItIsReadFromItsBlocksOrItsText() {
            String withoutBlocks = bodyOf(BLOCKS)
                    .replace("\"blocks\":", "\"other\":")
                    .replace("1795262389.376419", "1795262389.376418");

            assertEmptyOk(ApiEvent.ofFile(BLOCKS).sendTo(fixture.handler));
            assertEmptyOk(signed(BLOCKS, withoutBlocks).sendTo(fixture.handler));

            assertThat(fixture.topic.published.getFirst().words())
                    .isEqualTo(fixture.topic.published.getLast().words());
            assertThat(fixture.counts.count("ciao")).isEqualTo(2);
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"type\":\"section\"}", "{\"type\":\"rich_text\",\"elements\":[]}", "7", "{}"})
        void message_shouldCountItsText_whenItsBlocksCantBeRead(String block) {
            assertEmptyOk(signed(MESSAGE, message("\"blocks\":[" + block + "]")).sendTo(fixture.handler));

            assertThat(fixture.counts.count("prospect")).isEqualTo(1);
        }

        @Test
        void message_shouldCountEmojiAsWords_andNotTheMarksOfAStyle() {
            String text = "great:tada: _ciao_ :+1::skin-tone-4: :party_parrot: 10:30 std::vector snake_case";

            assertEmptyOk(signed(MESSAGE, bodyOf(MESSAGE).replace("Live long and prospect.", text))
                    .sendTo(fixture.handler));

            assertThat(fixture.counts.counts().keySet())
                    .containsExactlyInAnyOrder(
                            "great", "🎉", "ciao", "👍🏽", ":party_parrot:", "10", "30", "std", "vector", "snake_case");
        }

        @ParameterizedTest
        @CsvSource({RATE_LIMITED + ",rate limited", UNINSTALLED + ",app uninstalled", REVOKED + ",tokens revoked"})
        void notice_shouldBeAnsweredAndLogged_whenMessagesMayNotComeAnyMore(String file, String message) {
            assertEmptyOk(ApiEvent.ofFile(file).sendTo(fixture.handler));

            assertNothingHappened();
            JsonObject line = fixture.logLines.lines().getLast();
            assertThat(line.requiredString("level")).isEqualTo("WARN");
            assertThat(line.requiredString("message")).contains(message);
        }

        @Test
        void rateLimit_shouldBeLoggedWithItsMinute() {
            assertEmptyOk(ApiEvent.ofFile(RATE_LIMITED).sendTo(fixture.handler));
            assertEmptyOk(signed(RATE_LIMITED, "{\"type\":\"app_rate_limited\",\"minute_rate_limited\":\"?\"}")
                    .sendTo(fixture.handler));

            assertThat(fixture.logLines.lines().getFirst().requiredString("minute"))
                    .isEqualTo("2026-11-21T11:59:00Z");
            assertThat(fixture.logLines.lines().getLast().members()).doesNotContainKey("minute");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "nothing",
                    "[]",
                    "{}",
                    "{\"type\":7}",
                    "{\"type\":\"app_rate_limited\",\"team_id\":\"T1\",\"minute_rate_limited\":1518467820}",
                    "{\"type\":\"url_verification\"}",
                    "{\"type\":\"event_callback\"}",
                    "{\"type\":\"event_callback\",\"event\":[]}",
                    "{\"type\":\"event_callback\",\"event\":{\"type\":\"reaction_added\"}}",
                    "{\"type\":\"event_callback\",\"event\":{\"type\":\"message\",\"channel_type\":\"channel\"}}",
                    "{\"type\":\"event_callback\",\"team_id\":\"T\",\"authorizations\":7,\"event\":"
                            + "{\"type\":\"message\",\"channel_type\":\"channel\"}}"
                })
        void handle_shouldAnswer200_whenItIsAuthenticAndUseless(String body) {
            assertEmptyOk(signed(MESSAGE, body).sendTo(fixture.handler));

            assertNothingHappened();
        }

        @Test
        void message_shouldBeIgnored_whenThereIsNothingToCountInIt() {
            for (String text : List.of("", "!!!", "<@U123>", "x".repeat(65))) {
                assertEmptyOk(signed(MESSAGE, bodyOf(MESSAGE).replace("Live long and prospect.", text))
                        .sendTo(fixture.handler));
            }

            assertNothingHappened();
        }

        @Test
        void message_shouldCount_butForWhatPassesALimit() {
            String manyWords = IntStream.range(0, 1_001).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
            String message = bodyOf(MESSAGE);
            String another = message.replace("1355517523.000005", "1355517523.000006");

            assertEmptyOk(signed(MESSAGE, message.replace("Live long and prospect.", "see " + "x".repeat(65)))
                    .sendTo(fixture.handler));
            assertEmptyOk(signed(MESSAGE, another.replace("Live long and prospect.", manyWords))
                    .sendTo(fixture.handler));

            assertThat(fixture.counts.counts())
                    .hasSize(1_001)
                    .containsEntry("see", 1L)
                    .containsEntry("w999", 1L);
        }

        @Test
        void message_shouldBeSentAgainBySlack_whenItCouldNotBePublished() {
            fixture.topic.fails = true;

            JsonObject response = ApiEvent.ofFile(MESSAGE).sendTo(fixture.handler);

            assertProblem(response, 503, "unknown-outcome", "it counts once");
            assertThat(fixture.counts.calls()).isZero();
        }

        @Test
        void message_shouldBeAnsweredInTime_whenTheWordsAreContended() {
            fixture.counts.contend(10_000);
            var start = fixture.clock.instant();

            assertEmptyOk(ApiEvent.ofFile(MESSAGE).sendTo(fixture.handler));

            assertThat(Duration.between(start, fixture.clock.instant())).isLessThan(Duration.ofSeconds(2));
            assertThat(fixture.topic.published)
                    .as("the multiplier will count it")
                    .hasSize(1);
        }
    }

    @Nested
    class Commands {

        private JsonObject use(String command, String text) {
            String body = bodyOf(COMMAND)
                    .replace("%2Fcount", URLEncoder.encode(command, UTF_8))
                    .replace("some+words", URLEncoder.encode(text, UTF_8));
            SlashCommandPayload payload = new SlashCommandPayloadParser().parse(body);
            assertThat(payload.getCommand()).isEqualTo(command);
            assertThat(payload.getText()).isEqualTo(text);
            return signed(COMMAND, body).sendTo(fixture.handler);
        }

        /** As Slack's SDK reads it. */
        private SlashCommandResponse read(JsonObject response) {
            assertOk(response);
            SlashCommandResponse read =
                    GsonFactory.createSnakeCase().fromJson(response.requiredString("body"), SlashCommandResponse.class);
            assertThat(read.getResponseType()).isEqualTo("ephemeral");
            return read;
        }

        private String section(JsonObject response) {
            return read(response).getBlocks().stream()
                    .filter(SectionBlock.class::isInstance)
                    .map(block -> ((SectionBlock) block).getText().getText())
                    .collect(Collectors.joining());
        }

        @Test
        void count_shouldCountAndSayHowMany() {
            JsonObject response = ApiEvent.ofFile(COMMAND).sendTo(fixture.handler);

            assertThat(section(response)).isEqualTo("Counted 2 words.");
            assertThat(read(response).getText()).isEqualTo("Counted 2 words.");
            assertThat(fixture.counts.counts()).isEqualTo(Map.of("some", 1L, "words", 1L));
            assertThat(section(use("/count", "one"))).as("the same trigger id").isEqualTo("Counted 1 word.");
            assertThat(fixture.counts.count("one")).isZero();
        }

        @Test
        void count_shouldCountOnce_whenTheTriggerIsTheSame() {
            ApiEvent.ofFile(COMMAND).sendTo(fixture.handler);
            ApiEvent.ofFile(COMMAND).sendTo(fixture.handler);
            assertThat(fixture.counts.count("words")).isEqualTo(1);

            signed(COMMAND, bodyOf(COMMAND).replace("13345224609", "13345224610"))
                    .sendTo(fixture.handler);
            assertThat(fixture.counts.count("words")).isEqualTo(2);
        }

        @Test
        void count_shouldSayWhatIsWrong_whenThereIsNothingToCount() {
            assertThat(section(use("/count", "!?"))).startsWith("Nothing is counted. There is no word in the text.");
            assertNothingHappened();
        }

        @Test
        void words_shouldShowAWordsCount() {
            fixture.summaries.put("hello", 11L);

            assertThat(section(ApiEvent.ofFile(WORDS_COMMAND).sendTo(fixture.handler)))
                    .isEqualTo("hello: 11");
            assertThat(section(use("/words", " HELLO! "))).isEqualTo("hello: 11");
            assertThat(section(use("/words", "nothing"))).isEqualTo("nothing is not counted.");
            assertThat(section(use("/words", "two words"))).isEqualTo("These are 2 words; one at a time.");
            assertNothingHappened();
        }

        @ParameterizedTest
        @ValueSource(strings = {"hello", "top"})
        void words_shouldTellThePerson_whenTheCountsCantBeReadInTime(String text) {
            fixture.summariesAreThrottled = true;

            assertThat(section(use("/words", text)))
                    .isEqualTo("The counts could not be read in time. Try again in a moment.");
        }

        @Test
        void commands_shouldCountAndFindTheSameEmoji_howeverItIsTyped() {
            assertThat(section(use("/count", "great:tada: :party_parrot: _ciao_")))
                    .isEqualTo("Counted 4 words.");
            assertThat(fixture.counts.counts())
                    .isEqualTo(Map.of("great", 1L, "🎉", 1L, ":party_parrot:", 1L, "ciao", 1L));
            fixture.summaries.putAll(Map.of("🎉", 11L, ":party_parrot:", 22L, "party_parrot", 33L, "ciao", 44L));

            assertThat(section(use("/words", ":tada:"))).isEqualTo("🎉: 11");
            assertThat(section(use("/words", "🎉"))).isEqualTo("🎉: 11");
            assertThat(section(use("/words", ":party_parrot:"))).isEqualTo(":party_parrot:: 22");
            assertThat(section(use("/words", "party_parrot"))).isEqualTo("party_parrot: 33");
            assertThat(section(use("/words", "_ciao_"))).isEqualTo("ciao: 44");
            assertThat(section(use("/words", "(:party_parrot:)"))).isEqualTo(":party_parrot:: 22");
            assertThat(section(use("/words", "ciao:tada:"))).isEqualTo("These are 2 words; one at a time.");
            assertThat(section(use("/words", "<@U1>"))).startsWith("There is no word in the text.");
        }

        @Test
        void words_shouldShowTheTenMostFrequent() {
            assertThat(section(use("/words", "top"))).isEqualTo("Nothing is counted yet.");
            IntStream.rangeClosed(1, 12).forEach(i -> fixture.summaries.put("w" + i, 11L * i));

            JsonObject response = use("/words", "top");

            assertThat(read(response).getBlocks().getFirst()).isInstanceOf(HeaderBlock.class);
            assertThat(section(response).lines()).hasSize(10).startsWith("1. w12: 132", "2. w11: 121");
        }

        @ParameterizedTest
        @CsvSource({"/words,''", "/words,help", "/count,''", "/weather,94070", "'',hello"})
        void help_shouldBeShown_whenTheCommandIsEmptyOrUnknown(String command, String text) {
            String body = "command=" + URLEncoder.encode(command, UTF_8) + "&text=" + URLEncoder.encode(text, UTF_8)
                    + "&team_id=T&trigger_id=1";

            assertThat(section(signed(COMMAND, body).sendTo(fixture.handler)))
                    .contains("/count some words", "/words hello", "/words top");
            assertNothingHappened();
        }

        @ParameterizedTest
        @ValueSource(strings = {"%", "text=%E9", "command=%2Fcount&text=hello", "command=%2Fcount&text=a&team_id=T"})
        void handle_shouldAnswer200_whenItIsAuthenticAndUseless(String body) {
            assertEmptyOk(signed(COMMAND, body).sendTo(fixture.handler));
            assertNothingHappened();
        }
    }

    @Nested
    class OutgoingWebhook {

        private JsonObject post(String right, String other) {
            String body = bodyOf(OUTGOING_WEBHOOK);
            assertThat(body).contains(right);
            return ApiEvent.ofFile(OUTGOING_WEBHOOK)
                    .withBody(body.replace(right, other))
                    .sendTo(fixture.handler);
        }

        @Test
        void handle_shouldCountWithoutTheTriggerWord_andAnswerNothing() {
            assertEmptyOk(ApiEvent.ofFile(OUTGOING_WEBHOOK).sendTo(fixture.handler));
            assertEmptyOk(ApiEvent.ofFile(OUTGOING_WEBHOOK).sendTo(fixture.handler));

            assertThat(fixture.counts.count("swallow")).isEqualTo(1);
            assertThat(fixture.counts.count("googlebot")).isZero();
        }

        @Test
        void handle_shouldCountAll_whenTheWebhookIsForAWholeChannel() {
            assertEmptyOk(post("&trigger_word=googlebot%3A", ""));

            assertThat(fixture.counts.count("googlebot")).isEqualTo(1);
        }

        @ParameterizedTest
        @CsvSource({
            "token=XXXXXXXXXXXXXXXXXX&,''",
            "token=XXXXXXXXXXXXXXXXXX,token=",
            "token=XXXXXXXXXXXXXXXXXX,token=XXXXXXXXXXXXXXXXXY",
            "token=XXXXXXXXXXXXXXXXXX,token=XXXXXXXXXXXXXXXXXX&token=XXXXXXXXXXXXXXXXXX",
            "team_domain=example,team_domain=%"
        })
        void handle_shouldAnswer401_whenTheTokenIsNotThatOfTheWebhook(String right, String other) {
            assertProblem(post(right, other), 401, "not-authentic", "token");
            assertNothingHappened();
        }

        @ParameterizedTest
        @CsvSource({
            "user_id=U2147483697,user_id=USLACKBOT",
            "user_name=Steve,bot_id=B123",
            "channel_id=C2147483705,channel=C2147483705",
            "timestamp=1504640775.000005,time=0"
        })
        void handle_shouldIgnore_whatABotWroteOrHasNoName(String right, String other) {
            assertEmptyOk(post(right, other));
            assertNothingHappened();
        }
    }
}
