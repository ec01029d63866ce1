package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.Target;

/** What every word counter keeps to, wherever it runs; tests that share one use words of their own. */
@AgainstTarget
abstract class Contract {

    protected final Target target;
    protected final WordsApi api;
    protected final Stack stack;

    protected Contract(Target target) {
        this.target = target;
        api = new WordsApi(target);
        stack = new Stack(target);
    }

    @AfterEach
    void closeStack() {
        stack.close();
    }

    /** @return the event's id */
    protected static String accepted(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().requiredString("eventId");
    }

    protected void awaitCount(String word, long count) {
        Stack.soon().untilAsserted(() -> assertThat(api.count(word)).as(word).isEqualTo(count));
    }
}
