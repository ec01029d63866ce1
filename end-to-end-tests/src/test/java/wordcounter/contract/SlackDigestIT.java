package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import wordcounter.digest.FakeSlack;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.EmptyWorld;
import wordcounter.targets.Operator;
import wordcounter.targets.Target;

/** What the digest posts, from the text to the message. */
@AgainstTarget
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlackDigestIT {

    private final Target target;
    private final WordsApi api;
    private final Stack stack;
    private final LocalDigest digest;

    SlackDigestIT(@EmptyWorld Target target) {
        assumeTrue(target.parameterPrefix().startsWith("/local/"), "Slack's stand-in listens on loopback");
        this.target = target;
        api = new WordsApi(target);
        stack = new Stack(target);
        digest = new LocalDigest(target, stack);
    }

    @AfterAll
    void close() {
        stack.close();
        digest.close();
    }

    @Test
    void milestone_shouldArriveOnce_whenAWordPassesIt() {
        String word = Fresh.word();
        String other = Fresh.word();

        post((word + " ").repeat(10));
        Stack.soon().untilAsserted(() -> assertThat(digest.messagesWith(word)).hasSize(1));
        post((word + " ").repeat(5) + (other + " ").repeat(100));
        Stack.soon().untilAsserted(() -> assertThat(digest.messagesWith(other)).isNotEmpty());

        assertThat(digest.messagesWith(word)).singleElement().asString().contains("has passed 100: it is at 1");
        assertThat(digest.messagesWith(other))
                .allSatisfy(message -> assertThat(message).contains("has passed "));
        assertThat(target.logLines("SlackDigestFunction")).noneMatch(line -> line.contains(FakeSlack.secret()));
    }

    /** A thousand words that pass at once are a few messages, as many as there are batches, and not a thousand. */
    @Test
    void milestones_shouldBeGathered_whenManyWordsPassAtOnce() {
        String prefix = Fresh.word();
        List<String> words = IntStream.range(0, 300).mapToObj(i -> prefix + i).toList();

        for (int i = 0; i < 10; i++) {
            post(String.join(" ", words));
        }
        Stack.soon()
                .untilAsserted(() -> assertThat(milestonesIn(digest.messagesWith("milestones")))
                        .isGreaterThanOrEqualTo(300));

        assertThat(digest.messagesWith("milestones")).hasSizeLessThan(30);
    }

    @Test
    void schedule_shouldPostTheTenMostFrequentWords_whenItIsDue() throws Exception {
        String word = Fresh.word();
        post((word + " ").repeat(500));
        Stack.soon().untilAsserted(() -> assertThat(api.count(word)).isEqualTo(5_500));

        digest.fireSchedule();

        Stack.soon()
                .untilAsserted(() -> assertThat(digest.messagesWith("The most frequent words"))
                        .anyMatch(message -> message.contains(": 5,500") && message.contains(word)));
    }

    @Test
    void words_shouldPostATest_whenAnOperatorWantsOne() throws Exception {
        String word = Fresh.word();
        post((word + " ").repeat(500));
        Stack.soon().untilAsserted(() -> assertThat(api.count(word)).isEqualTo(5_500));

        assertThat(Operator.words(target, "digest")).contains(word, "The digest is on.");
        assertThat(digest.messagesWith("A test, sent by")).isEmpty();
        assertThat(Operator.words(target, "digest", "--now")).contains(word, "Posted.");

        assertThat(digest.messagesWith("A test, sent by"))
                .singleElement()
                .asString()
                .contains(word);
    }

    private void post(String text) {
        assertThat(api.postText(text).status()).isEqualTo(202);
    }

    private static int milestonesIn(List<String> messages) {
        return messages.stream()
                .map(message -> message.replaceFirst(".*?\"text\":\"([0-9,]+) milestones.*", "$1")
                        .replace(",", ""))
                .filter(number -> number.matches("[0-9]+"))
                .mapToInt(Integer::parseInt)
                .sum();
    }
}
