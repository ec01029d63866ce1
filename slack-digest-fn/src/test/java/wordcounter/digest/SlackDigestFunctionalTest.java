package wordcounter.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wordcounter.digest.Fixture.START;
import static wordcounter.digest.Fixture.batch;
import static wordcounter.digest.Fixture.daily;
import static wordcounter.digest.Fixture.passed;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wordcounter.deadletters.ParkedItem;
import wordcounter.digest.DailyNews.NotPostedException;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.Environment;
import wordcounter.runtime.FunctionModule;
import wordcounter.slack.DigestRequest;
import wordcounter.slack.DigestRequest.Answer.Status;
import wordcounter.testing.EventFiles;
import wordcounter.testing.Invocation;

/** The handler, event by event, with Slack on loopback. */
class SlackDigestFunctionalTest {

    private static final Map<String, String> NO_HEADERS = Map.of();

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        // whatever happened, the address is nowhere but at Slack
        assertThat(fixture.log.text()).doesNotContain(FakeSlack.secret());
        assertThat(fixture.parked).noneMatch(item -> item.toJson().contains(FakeSlack.secret()));
        fixture.close();
    }

    // ---------------------------------------------------------------- milestones

    @Test
    void handleRequest_shouldTellTheMilestonesOfABatchInOneMessage() {
        assertThat(fixture.failures(EventFiles.text("slack-digest-fn/milestones.json")))
                .isEmpty();

        assertThat(fixture.shown()).containsExactly("""
                2 milestones
                world has passed 10,000: it is at 12,001
                hello has passed 100: it is at 110
                """);
        assertThat(fixture.logged("posted")).singleElement().asString().contains("\"milestones\":2");
    }

    @Test
    void handleRequest_shouldTellOnce_whenTheBatchComesAgain() {
        fixture.failures(batch(passed(1, "hello", 110, 100)));

        assertThat(fixture.failures(batch(passed(1, "hello", 110, 100)))).isEmpty();

        assertThat(fixture.shown()).hasSize(1);
    }

    @Test
    void handleRequest_shouldTellEachMilestone_whenAWordPassesOneAfterTheOther() {
        fixture.failures(batch(passed(1, "hello", 110, 100)));
        fixture.clock.advance(Duration.ofSeconds(1));
        fixture.failures(batch(passed(2, "hello", 1_001, 1_000)));

        assertThat(fixture.shown()).hasSize(2);
        assertThat(fixture.shown().getLast()).contains("hello has passed 1,000: it is at 1,001");
    }

    /** It jumped from 90 to 12,000, or both were in one batch: what it passed on the way is no news any more. */
    @Test
    void handleRequest_shouldTellTheHighestOnly_whenAWordPassesSeveral() {
        fixture.failures(batch(passed(1, "hello", 110, 100), passed(2, "hello", 12_000, 10_000)));
        assertThat(fixture.shown()).singleElement().asString().contains("hello has passed 10,000: it is at 12,000");

        assertThat(fixture.failures(batch(passed(3, "hello", 1_010, 1_000)))).isEmpty();

        assertThat(fixture.shown()).hasSize(1);
    }

    @Test
    void handleRequest_shouldTellNothingTwice_whenAForgottenWordCountsAgain() {
        fixture.failures(batch(passed(1, "hello", 1_001, 1_000)));
        fixture.clock.advance(Duration.ofSeconds(1));

        // DELETE /words/hello brought it to 0, and it passes the same milestones again, and then a new one
        fixture.failures(batch(passed(2, "hello", 110, 100)));
        fixture.failures(batch(passed(3, "hello", 1_100, 1_000)));
        fixture.failures(batch(passed(4, "hello", 10_010, 10_000)));

        assertThat(fixture.shown()).hasSize(2);
        assertThat(fixture.shown().getLast()).contains("hello has passed 10,000");
    }

    @Test
    void handleRequest_shouldPostOneMessage_whenAThousandWordsPassAtOnce() {
        String[] records = IntStream.range(0, 1_000)
                .mapToObj(i -> passed(i, "word" + i, 110 + i % 7, 100))
                .toArray(String[]::new);

        assertThat(fixture.failures(batch(records))).isEmpty();

        assertThat(fixture.shown()).hasSize(1);
        assertThat(fixture.shown().getFirst())
                .startsWith("1,000 milestones\n")
                .contains("has passed 100: it is at 116")
                .endsWith("and 950 more words have passed one, of 100 or more\n");
        assertThat(fixture.failures(batch(records))).isEmpty();
        assertThat(fixture.shown()).hasSize(1);
    }

    @Test
    void handleRequest_shouldMeasureWhatItParks() {
        SlackDigestHandler measured = fixture.handler(
                new HttpSlackPost(Duration.ofMinutes(1)),
                fixture.log.measuredLog(FunctionModule.SLACK_DIGEST, fixture.clock));

        Invocation.of(measured, EventFiles.open("slack-digest-fn/milestones.json"), Fixture.TIMEOUT);
        Invocation.of(measured, EventFiles.open("slack-digest-fn/bad-not-a-milestone.json"), Fixture.TIMEOUT);

        assertThat(fixture.log.metrics()).containsExactly(Map.of("Parked", 1));
    }

    @Test
    void handleRequest_shouldParkOneAndTellTheOther_whenARecordIsUnreadable() {
        assertThat(fixture.failures(EventFiles.text("slack-digest-fn/bad-not-a-milestone.json")))
                .isEmpty();

        assertThat(fixture.shown()).singleElement().asString().contains("hello has passed 100");
        assertThat(fixture.parked).extracting(ParkedItem::kind).containsExactly(ParkedItem.Kind.STREAM_RECORD);
        assertThat(fixture.parked.getFirst().reason())
                .isEqualTo("not a milestone: 'passed' is not what the count has passed");
    }

    @Test
    void handleRequest_shouldLetItComeAgain_whenItCantBeParked() {
        fixture.queueIsAway = true;

        assertThat(fixture.failures(EventFiles.text("slack-digest-fn/bad-not-a-milestone.json")))
                .containsExactly("4421584500000000017450439092");
    }

    // ---------------------------------------------------------------- off

    @Test
    void handleRequest_shouldPostNothing_whenThereIsNoWebhook() {
        fixture.parameters.clear();

        assertThat(fixture.failures(batch(passed(1, "hello", 110, 100)))).isEmpty();
        assertThat(fixture.invoke(daily(START))).isEqualTo("{}");

        assertThat(fixture.slack.requests()).isEmpty();
        assertThat(fixture.logged("the digest is off"))
                .hasSize(2)
                .allMatch(line -> line.contains("/stack/dev/slack/incoming-webhook-url"));
    }

    @Test
    void handleRequest_shouldPost_secondsAfterTheWebhookIsSet() {
        fixture.parameters.clear();
        fixture.failures(batch(passed(1, "hello", 110, 100)));

        fixture.parameters.put(Fixture.PARAMETER, fixture.slack.address());
        fixture.clock.advance(Duration.ofSeconds(10));
        fixture.failures(batch(passed(2, "world", 110, 100)));

        assertThat(fixture.shown()).singleElement().asString().contains("world").doesNotContain("hello");
    }

    @Test
    void handleRequest_shouldPark_whenTheAddressIsNotSlacks() {
        fixture.parameters.put(Fixture.PARAMETER, "https://hooks.example.com/services/" + FakeSlack.secret());

        assertThat(fixture.failures(batch(passed(1, "hello", 110, 100)))).isEmpty();

        assertThat(fixture.parked)
                .singleElement()
                .satisfies(item -> assertThat(item.reason())
                        .startsWith("the webhook's address is not one of https://hooks.slack.com/services/..."));
    }

    @Test
    void handleRequest_shouldLetItComeAgain_whenParameterStoreIsAway() {
        fixture.parameterStoreIsAway = true;
        assertThat(fixture.failures(batch(passed(1, "hello", 110, 100)))).containsExactly("1");

        fixture.parameterStoreIsAway = false;
        assertThat(fixture.failures(batch(passed(1, "hello", 110, 100)))).isEmpty();

        assertThat(fixture.shown()).hasSize(1);
    }

    // ---------------------------------------------------------------- Slack is not well

    @Test
    void handleRequest_shouldWaitAsLongAsSlackWants_whenItIsTooMuchForIt() {
        fixture.slack.answerNext(429, "rate_limited", Map.of("Retry-After", "7"));

        assertThat(fixture.failures(batch(passed(1, "hello", 110, 100)))).isEmpty();

        assertThat(fixture.shown()).hasSize(1);
        assertThat(fixture.slack.requests()).containsExactly(START, START.plusSeconds(7));
    }

    @Test
    void handleRequest_shouldNotTryBefore_whenSlackWantsToWaitForLongerThanAnInvocationMayTake() {
        fixture.slack.answerNext(429, "rate_limited", Map.of("Retry-After", "120"));
        assertThat(fixture.failures(batch(passed(1, "hello", 110, 100)))).containsExactly("1");
        fixture.clock.advance(Duration.ofSeconds(20));
        assertThat(fixture.failures(batch(passed(1, "hello", 110, 100)))).containsExactly("1");
        fixture.clock.advance(Duration.ofSeconds(90));

        assertThat(fixture.failures(batch(passed(1, "hello", 110, 100)))).isEmpty();

        assertThat(fixture.slack.requests()).containsExactly(START, START.plusSeconds(120));
        assertThat(fixture.shown()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"500, fatal_error", "502, '<html>Bad Gateway</html>'", "503, ''"})
    void handleRequest_shouldTryAgain_whenSlackIsBroken(int status, String body) {
        fixture.slack.answerNext(status, body, NO_HEADERS);
        fixture.slack.answerNext(status, body, NO_HEADERS);

        assertThat(fixture.failures(batch(passed(1, "hello", 110, 100)))).isEmpty();

        assertThat(fixture.shown()).hasSize(1);
        assertThat(fixture.slack.requests()).containsExactly(START, START.plusSeconds(1), START.plusSeconds(3));
    }

    @Test
    void handleRequest_shouldPostOneMessageASecond() {
        for (int i = 0; i < 4; i++) {
            assertThat(fixture.failures(batch(passed(i, "word" + i, 110, 100)))).isEmpty();
        }

        assertThat(fixture.slack.requests())
                .containsExactly(START, START.plusSeconds(1), START.plusSeconds(2), START.plusSeconds(3));
    }

    /** Slack is down: each invocation ends in time, the milestone comes again, and after five minutes it is a dead letter. */
    @Test
    void handleRequest_shouldParkAllThatIsNeededToTellIt_whenSlackIsDownForMinutes() {
        String event = batch(passed(1, "hello", 110, 100), passed(2, "world", 1_100, 1_000));
        fixture.parameters.put(Fixture.PARAMETER, "http://127.0.0.1:1/services/" + FakeSlack.secret());
        assertThat(fixture.failures(event)).containsExactly("1", "2");
        assertThat(Duration.between(START, fixture.clock.instant())).isLessThan(Fixture.TIMEOUT);
        assertThat(fixture.parked).isEmpty();

        fixture.clock.advance(MilestoneNews.PATIENCE);
        assertThat(fixture.failures(event)).isEmpty();

        assertThat(fixture.parked).hasSize(1);
        ParkedItem letter = fixture.parked.getFirst();
        assertThat(letter.kind()).isEqualTo(ParkedItem.Kind.MILESTONES);
        assertThat(letter.reason()).isEqualTo("Slack was not reached: ConnectException");
        fixture.parameters.put(Fixture.PARAMETER, fixture.slack.address());
        fixture.clock.advance(Duration.ofHours(100));
        assertThat(fixture.failures(batch(letter.payload().toJson()))).isEmpty();
        assertThat(fixture.shown())
                .singleElement()
                .asString()
                .contains("hello has passed 100", "world has passed 1,000");
        assertThat(fixture.failures(batch(letter.payload().toJson()))).isEmpty();
        assertThat(fixture.shown()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "404, no_service, Slack answered 404 no_service",
        "410, channel_is_archived, Slack answered 410 channel_is_archived",
        "403, invalid_token, Slack answered 403 invalid_token",
        "400, 'no, not http://127.0.0.1/XXXXSECRETXXXX', Slack answered 400",
        "302, '', Slack answered 302"
    })
    void handleRequest_shouldParkAtOnce_whenNoRetryCanHelp(int status, String body, String reason) {
        fixture.slack.answerNext(status, body, NO_HEADERS);

        assertThat(fixture.failures(batch(passed(1, "hello", 110, 100)))).isEmpty();

        assertThat(fixture.slack.requests()).hasSize(1);
        assertThat(fixture.parked).extracting(ParkedItem::reason).containsExactly(reason);
        // and when somebody has mended it, a replay tells it
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(fixture.failures(batch(fixture.parked.getFirst().payload().toJson())))
                .isEmpty();
        assertThat(fixture.shown()).hasSize(1);
    }

    @Test
    void handleRequest_shouldGoToTheNewAddress_whenTheOldOneIsRevoked() {
        fixture.parameters.put(Fixture.PARAMETER, fixture.slack.address() + "-old");
        assertThat(fixture.invoke(DigestRequest.SHOW.toJson().toJson())).contains("ON"); // it is read, and kept
        fixture.parameters.put(Fixture.PARAMETER, fixture.slack.address());

        assertThat(fixture.failures(batch(passed(1, "hello", 110, 100)))).isEmpty();

        assertThat(fixture.shown()).hasSize(1);
        assertThat(fixture.parked).isEmpty();
    }

    @Test
    void handleRequest_shouldSplitWhatItParks_whenThereIsTooMuchForOneLetter() {
        fixture.slack.answerNext(404, "no_service", NO_HEADERS);

        fixture.failures(batch(IntStream.range(0, 250)
                .mapToObj(i -> passed(i, "word" + i, 110, 100))
                .toArray(String[]::new)));

        assertThat(fixture.parked)
                .extracting(item -> item.payload().requiredObjects("milestones").size())
                .containsExactly(100, 100, 50);
    }

    @Test
    void handleRequest_shouldLetItComeAgain_whenSlackRefusesAndTheQueueIsAway() {
        fixture.slack.answerNext(404, "no_service", NO_HEADERS);
        fixture.queueIsAway = true;

        assertThat(fixture.failures(batch(passed(1, "hello", 110, 100)))).containsExactly("1");
    }

    /** Nobody knows whether it arrived: it is tried once more, and then a person decides. */
    @Test
    void handleRequest_shouldPostTwiceAtMost_whenAnswersAreLost() {
        fixture.slack.loseNextAnswer();
        fixture.slack.loseNextAnswer();
        String event = batch(passed(1, "hello", 110, 100));

        assertThat(fixture.failures(event)).containsExactly("1");
        assertThat(fixture.failures(event)).containsExactly("1");
        assertThat(fixture.failures(event)).isEmpty();

        assertThat(fixture.slack.channel()).hasSize(2);
        assertThat(fixture.parked).extracting(ParkedItem::reason).containsExactly(MilestoneNews.UNKNOWN_END);
        assertThat(fixture.logged("posted or not")).hasSize(2);
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(fixture.failures(batch(fixture.parked.getFirst().payload().toJson())))
                .isEmpty();
        assertThat(fixture.slack.channel()).hasSize(3);
    }

    @Test
    void handleRequest_shouldNotCountARefusalAsAnAttempt_whenTheAnswerIsLostLater() {
        String event = batch(passed(1, "hello", 110, 100));
        for (int i = 0; i < 3; i++) {
            fixture.slack.answerNext(429, "rate_limited", Map.of("Retry-After", "50"));
            assertThat(fixture.failures(event)).containsExactly("1");
            fixture.clock.advance(Duration.ofSeconds(50));
        }
        fixture.slack.loseNextAnswer();
        assertThat(fixture.failures(event)).containsExactly("1");

        assertThat(fixture.failures(event)).isEmpty();

        assertThat(fixture.slack.channel()).hasSize(2);
        assertThat(fixture.parked).isEmpty();
    }

    // ---------------------------------------------------------------- others at it, a table that is away

    @Test
    void handleRequest_shouldLetItComeAgain_whileSomebodyElseHasClaimedIt_andFinishItWhenHeDied() {
        fixture.table.claim(
                new Claims.Claim("word#hello", 100, "another"), START, START.plusSeconds(60), Integer.MAX_VALUE);

        assertThat(fixture.failures(batch(passed(1, "hello", 110, 100), passed(2, "world", 110, 100))))
                .containsExactly("1");
        assertThat(fixture.shown()).singleElement().asString().contains("world").doesNotContain("hello");
        fixture.clock.advance(Duration.ofSeconds(60));
        assertThat(fixture.failures(batch(passed(1, "hello", 110, 100), passed(2, "world", 110, 100))))
                .isEmpty();

        assertThat(fixture.shown()).hasSize(2);
        assertThat(fixture.shown().getLast()).contains("hello").doesNotContain("world");
    }

    @Test
    void handleRequest_shouldPostNothing_whenItCantClaim() {
        fixture.table.failNext(1);
        assertThat(fixture.failures(batch(passed(1, "hello", 110, 100)))).containsExactly("1");
        assertThat(fixture.slack.requests()).isEmpty();

        assertThat(fixture.failures(batch(passed(1, "hello", 110, 100)))).isEmpty();

        assertThat(fixture.shown()).hasSize(1);
    }

    @Test
    void handleRequest_shouldClaimNothing_whenThereIsNoTime() {
        String answer = Invocation.of(
                fixture.handler(new HttpSlackPost(Duration.ofSeconds(1))),
                batch(passed(1, "hello", 110, 100)),
                Duration.ofSeconds(10));

        assertThat(answer).contains("\"1\"");
        assertThat(fixture.failures(batch(passed(1, "hello", 110, 100)))).isEmpty();
        assertThat(fixture.shown()).hasSize(1);
    }

    @Test
    void handleRequest_shouldFailALetter_whenItIsHandedOverAndCantBePosted() {
        String letter = JsonObject.parse(EventFiles.deadLetter("parked-milestones.json"))
                .requiredObject("payload")
                .toJson();
        fixture.slack.answerNext(404, "no_service", NO_HEADERS);
        assertThat(fixture.failures(batch(letter))).hasSize(1);
        fixture.parameters.clear();
        fixture.clock.advance(Duration.ofMinutes(3));
        assertThat(fixture.failures(batch(letter))).hasSize(1);

        fixture.parameters.put(Fixture.PARAMETER, fixture.slack.address());
        fixture.clock.advance(Duration.ofMinutes(3));
        assertThat(fixture.failures(batch(letter))).isEmpty();

        assertThat(fixture.parked).isEmpty();
        assertThat(fixture.shown()).hasSize(1);
    }

    // ---------------------------------------------------------------- words that would like to be more

    @ParameterizedTest
    @CsvSource({
        "<!channel>, &lt;!channel&gt;",
        "<https://example.com|hello>, &lt;https://example.com|hello&gt;",
        "<@U012AB3CD>, &lt;@U012AB3CD&gt;",
        "a&amp;b, a&amp;amp;b",
        "@here, @here",
        "*bold*, *bold*",
        "https://example.com, https://example.com"
    })
    void handleRequest_shouldShowAWordAsItIs_whateverItIsToSlack(String word, String sent) {
        fixture.counts.put(word, 110L);

        fixture.failures(batch(passed(1, word, 110, 100)));
        fixture.invoke(daily(START));

        assertThat(fixture.slack.channel()).hasSize(2).allSatisfy(message -> {
            // plain_text knows no markup, and what could be read as Slack's own syntax is escaped: FakeSlack takes
            // nothing else
            assertThat(FakeSlack.shown(message)).contains("\u2068" + sent + "\u2069");
            assertThat(message.requiredString("text")).contains("\u2068" + sent + "\u2069");
            assertThat(message.members())
                    .containsEntry("mrkdwn", false)
                    .containsEntry("link_names", false)
                    .containsEntry("parse", "none")
                    .containsEntry("unfurl_links", false)
                    .containsEntry("unfurl_media", false);
        });
    }

    @Test
    void handleRequest_shouldKeepTheLimitsOfBlocks_whenWordsAreAsLongAsTheyMayBe() {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            records.add(passed(i, "&".repeat(62) + i, 110, 100));
        }

        assertThat(fixture.failures(batch(records.toArray(String[]::new)))).isEmpty();

        assertThat(fixture.slack.channel()).hasSize(1);
        assertThat(fixture.parked).isEmpty();
    }

    // ---------------------------------------------------------------- the daily message

    @Test
    void handleRequest_shouldPostTheTenMostFrequent_whenTheScheduleIsDue() {
        IntStream.range(0, 12).forEach(i -> fixture.counts.put("word" + i, 1_000L + i));

        assertThat(fixture.invoke(EventFiles.text("slack-digest-fn/daily.json")))
                .isEqualTo("{}");

        assertThat(fixture.shown())
                .singleElement()
                .asString()
                .startsWith("The most frequent words\n1. word11: 1,011\n2. word10: 1,010\n")
                .endsWith("\n10. word2: 1,002\n");
    }

    @Test
    void handleRequest_shouldSaySo_whenNothingIsCountedYet() {
        fixture.invoke(daily(START));

        assertThat(fixture.shown()).containsExactly("No word is counted yet\n");
    }

    @Test
    void handleRequest_shouldPostOnceADay_whenTheScheduleIsDeliveredTwice() {
        fixture.invoke(daily(START));
        fixture.invoke(daily(START));
        fixture.clock.advance(Duration.ofDays(1));
        fixture.invoke(daily(START.plus(Duration.ofDays(1))));

        assertThat(fixture.shown()).hasSize(2);
    }

    @Test
    void handleRequest_shouldFail_whenTheDailyMessageCantBePosted_andPostItWhenItComesAgain() {
        fixture.slack.answerNext(404, "no_service", NO_HEADERS);
        assertThatThrownBy(() -> fixture.invoke(daily(START)))
                .isInstanceOf(NotPostedException.class)
                .hasMessageContaining("Slack answered 404 no_service");
        fixture.clock.advance(Duration.ofMinutes(1));
        fixture.slack.loseNextAnswer();
        assertThatThrownBy(() -> fixture.invoke(daily(START))).isInstanceOf(NotPostedException.class);
        fixture.clock.advance(Duration.ofMinutes(2));

        fixture.invoke(daily(START));

        assertThat(fixture.shown()).hasSize(2); // the one whose answer was lost had arrived
    }

    // ---------------------------------------------------------------- an operator

    @Test
    void handleRequest_shouldPostATest_whenAnOperatorAsksForIt() {
        fixture.counts.put("hello", 110L);

        DigestRequest.Answer answer = answer(DigestRequest.POST);

        assertThat(answer.status()).isEqualTo(Status.POSTED);
        assertThat(answer.message()).contains("1. \u2068hello\u2069: 110");
        assertThat(fixture.shown()).containsExactly("""
                The most frequent words
                1. hello: 110
                A test, sent by ./words digest --now
                """);
        assertThat(fixture.invoke(daily(START))).isEqualTo("{}");
        assertThat(fixture.shown()).as("a test is not the day's message").hasSize(2);
    }

    @Test
    void handleRequest_shouldPostNothing_whenAnOperatorWantsToSeeIt() {
        assertThat(answer(DigestRequest.SHOW)).isEqualTo(DigestRequest.Answer.on("No word is counted yet"));
        fixture.parameters.clear();
        fixture.clock.advance(Duration.ofMinutes(3));
        assertThat(answer(DigestRequest.SHOW))
                .isEqualTo(DigestRequest.Answer.off(Fixture.PARAMETER, "No word is counted yet"));
        assertThat(answer(DigestRequest.POST).status()).isEqualTo(Status.OFF);

        assertThat(fixture.slack.requests()).isEmpty();
    }

    @Test
    void handleRequest_shouldTellAnOperatorWhy_whenHisTestIsNotPosted() {
        fixture.slack.answerNext(404, "no_service", NO_HEADERS);
        assertThat(answer(DigestRequest.POST).detail()).isEqualTo("Slack answered 404 no_service");
        fixture.clock.advance(Duration.ofSeconds(1));
        fixture.slack.loseNextAnswer();
        assertThat(answer(DigestRequest.POST).detail())
                .startsWith("Slack's answer was lost: ")
                .endsWith("; it may have arrived");
    }

    // ---------------------------------------------------------------- before it runs

    @Test
    void prime_shouldGetToTheEnd_withoutANetworkAndInSilence() throws IOException {
        fixture.handler(new HttpSlackPost(Duration.ofSeconds(1))).prime(AwsClients.canned());

        assertThat(fixture.log.text()).isEmpty();
        assertThat(fixture.slack.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUMMARIES_TABLE", "MILESTONES_TABLE", "SLACK_SECRETS_PATH", "DEAD_LETTER_QUEUE_URL"})
    void settings_shouldNameTheVariable_whenOneIsMissing(String variable) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "SUMMARIES_TABLE", "summaries",
                "MILESTONES_TABLE", "milestones",
                "SLACK_SECRETS_PATH", "/stack/dev/slack",
                "DEAD_LETTER_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/000000000000/dead-letters"));
        variables.remove(variable);

        assertThatThrownBy(() -> DigestSettings.of(new Environment(variables)))
                .hasMessageContaining(variable + " is not set");
    }

    private DigestRequest.Answer answer(DigestRequest request) {
        return DigestRequest.Answer.parse(
                JsonObject.parse(fixture.invoke(request.toJson().toJson())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"digest\":\"send\"}                       | neither show nor post",
                "{\"detail-type\":\"Scheduled Event\",\"time\":\"today\"} | ISO 8601",
                "{\"detail-type\":\"EC2 Instance State-change Notification\"} | neither records, nor"
            })
    void handleRequest_shouldFail_whenTheEventIsNoneOfItsOwn(String event, String message) {
        assertThatThrownBy(() -> fixture.invoke(event))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessageContaining(message);
    }
}
