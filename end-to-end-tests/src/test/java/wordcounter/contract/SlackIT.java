package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import wordcounter.targets.Target;

/** What is said in Slack counts once. */
class SlackIT extends Contract {

    private final SlackClient slack;
    private final String word = Fresh.word();
    private final String timestamp = Instant.now().getEpochSecond() + ".000005";

    SlackIT(Target target) {
        super(target);
        slack = new SlackClient(target, stack, api);
    }

    @Test
    void message_shouldCountOnce_whenSlackSendsItFourTimes() {
        for (int i = 0; i < 4; i++) {
            assertThat(slack.event(SlackClient.message("message", word, timestamp, word))
                            .status())
                    .isEqualTo(200);
        }

        awaitCountOnce();
    }

    @Test
    void mention_shouldCountOnce_whateverRoutesItComesBy() {
        Map<String, String> asWebhook = Map.of(
                "team_id", word, "channel_id", "C123ABC456", "timestamp", timestamp, "user_id", "U1", "text", word);

        assertThat(slack.event(SlackClient.message("app_mention", word, timestamp, "<@U0> " + word))
                        .status())
                .isEqualTo(200);
        assertThat(slack.event(SlackClient.message("message", word, timestamp, "<@U0> " + word))
                        .status())
                .isEqualTo(200);
        assertThat(slack.outgoingWebhook(asWebhook).status()).isEqualTo(200);

        awaitCountOnce();
    }

    @Test
    void commands_shouldCountAndShow() {
        assertThat(slack.command("/count", word, Fresh.key()).json().requiredString("text"))
                .isEqualTo("Counted 1 word.");
        awaitCount(word, 11);

        // on a busy machine an answer may be that the counts could not be read within Slack's time
        Stack.soon().untilAsserted(() -> {
            assertThat(slack.command("/words", word, Fresh.key()).json().requiredString("text"))
                    .isEqualTo(word + ": 11");
            assertThat(slack.command("/words", "top", Fresh.key()).json().requiredObjects("blocks"))
                    .hasSize(2);
        });
    }

    @Test
    void message_shouldCountOnce_whenTwoWorkspacesShareTheChannel() {
        for (String team : new String[] {word, word + "2"}) {
            assertThat(slack.event(SlackClient.sharedMessage(team, word, timestamp, word))
                            .status())
                    .isEqualTo(200);
        }

        awaitCountOnce();
    }

    @Test
    void emoji_shouldBeWords_besideTheWordsThatTheyStandAt() {
        String custom = ":" + word + "_parrot:";

        assertThat(slack.event(SlackClient.message("message", word, timestamp, word + ":tada: " + custom))
                        .status())
                .isEqualTo(200);

        awaitCountOnce();
        awaitCount(custom, 11);
        assertThat(slack.command("/words", custom, Fresh.key()).json().requiredString("text"))
                .isEqualTo(custom + ": 11");
        assertThat(slack.command("/words", ":tada:", Fresh.key()).json().requiredString("text"))
                .isEqualTo(slack.command("/words", "🎉", Fresh.key()).json().requiredString("text"))
                .startsWith("🎉: ");
    }

    @Test
    void outgoingWebhook_shouldAnswerNothing() {
        Answer answer = slack.outgoingWebhook(Map.of(
                "team_id",
                word,
                "channel_id",
                "C1",
                "timestamp",
                timestamp,
                "user_id",
                "U1",
                "text",
                "trigger " + word,
                "trigger_word",
                "trigger"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        awaitCount(word, 11);
    }

    @Test
    void requests_shouldBeAnswered401_whenTheyAreStaleOrFromTheFuture() {
        String body = SlackClient.message("message", word, timestamp, word);

        for (Duration ago : new Duration[] {Duration.ofSeconds(310), Duration.ofSeconds(-310)}) {
            Answer answer = slack.signed(
                    "/slack/events", "application/json", body, Instant.now().minus(ago));
            assertThat(answer.status()).isEqualTo(401);
        }

        assertThat(api.consistentCount(word)).isZero();
    }

    /** What is sent afterwards has counted, so what was sent before it would have. */
    private void awaitCountOnce() {
        awaitCount(word, 11);
        String later = Fresh.word();
        accepted(api.postText(later));
        awaitCount(later, 11);
        assertThat(api.consistentCount(word)).isEqualTo(11);
    }
}
