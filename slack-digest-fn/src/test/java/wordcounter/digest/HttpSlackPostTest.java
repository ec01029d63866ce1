package wordcounter.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wordcounter.digest.SlackPost.Result;
import wordcounter.digest.SlackPost.Result.NoAnswer;
import wordcounter.digest.SlackPost.Result.Posted;
import wordcounter.digest.SlackPost.Result.RateLimited;
import wordcounter.digest.SlackPost.Result.Refused;
import wordcounter.digest.SlackPost.Result.Unavailable;

/** What is known of a message after each way in which a request can end. */
class HttpSlackPostTest {

    private static final SlackMessage MESSAGE = new SlackMessage("A milestone", List.of("hello"), "");

    private final FakeSlack slack = new FakeSlack(Clock.systemUTC());
    private final HttpSlackPost post = new HttpSlackPost(Duration.ofMinutes(1));

    @AfterEach
    void close() {
        slack.close();
    }

    @Test
    void post_shouldPost_whenSlackIsWell() {
        assertThat(post.post(slack.webhook(), MESSAGE)).isEqualTo(new Posted());

        assertThat(slack.channel()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "30, 30", "0, 0", "soon, 30", "'', 30", "999999999, 900", "9999999999999, 30"})
    void post_shouldSayHowLongToWait_whenItIsTooMuch(String retryAfter, long seconds) {
        slack.answerNext(429, "rate_limited", Map.of("Retry-After", retryAfter));

        assertThat(post.post(slack.webhook(), MESSAGE)).isEqualTo(new RateLimited(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @CsvSource({
        "500, fatal_error, Unavailable, Slack answered 500 fatal_error",
        "503, '<html>', Unavailable, Slack answered 503",
        "504, '', NoAnswer, Slack answered 504",
        "404, no_service, Refused, Slack answered 404 no_service",
        "410, channel_is_archived, Refused, Slack answered 410 channel_is_archived",
        "400, 'invalid: https://hooks.slack.com/services/secret', Refused, Slack answered 400",
        "301, '', Refused, Slack answered 301"
    })
    void post_shouldSayWhy_whenTheMessageIsNotTaken(int status, String body, String kind, String reason) {
        slack.answerNext(status, body, Map.of());

        Result result = post.post(slack.webhook(), MESSAGE);

        assertThat(result.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(result.toString()).contains("reason=" + reason + "]");
        assertThat(slack.channel()).isEmpty();
    }

    /** It does not follow a redirect: words go to Slack, and to nobody else. */
    @Test
    void post_shouldNotFollow_whenSlackRedirects() {
        slack.answerNext(307, "", Map.of("Location", slack.address()));

        assertThat(post.post(slack.webhook(), MESSAGE)).isInstanceOf(Refused.class);

        assertThat(slack.channel()).isEmpty();
    }

    @Test
    void post_shouldNotKnow_whenTheAnswerIsLost() {
        slack.loseNextAnswer();

        assertThat(post.post(slack.webhook(), MESSAGE)).isInstanceOf(NoAnswer.class);

        assertThat(slack.channel()).hasSize(1);
    }

    @Test
    void post_shouldNotKnow_whenThereIsNoAnswerInTime() {
        slack.beSlowNext();

        Result result = new HttpSlackPost(Duration.ofMillis(100)).post(slack.webhook(), MESSAGE);

        assertThat(result).isInstanceOf(NoAnswer.class);
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1:1/services/SECRET", "http://no-such-host.invalid/services/SECRET"})
    void post_shouldKnowThatNothingIsPosted_whenSlackIsNotReached(URI address) {
        Result result = post.post(new Webhook(address), MESSAGE);

        assertThat(result).isInstanceOf(Unavailable.class);
        assertThat(result.toString())
                .startsWith("Unavailable[reason=Slack was not reached: ")
                .doesNotContain("SECRET");
    }
}
