package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import wordcounter.targets.Target;

/** What an Idempotency-Key promises. */
class IdempotencyIT extends Contract {

    IdempotencyIT(Target target) {
        super(target);
    }

    @Test
    void post_shouldCountOnce_whenRepeatedWithTheSameKey() {
        String word = Fresh.word();
        String key = Fresh.key();

        String first = accepted(api.postText(word, key));
        String second = accepted(api.postText(word, key));
        awaitCount(word, 11);
        String third = accepted(api.postText(word.toUpperCase(Locale.ROOT) + "!", key));

        assertThat(List.of(second, third)).as("the event's id").containsOnly(first);
        assertNothingMoreIsCounted(word, 11);
    }

    @Test
    void post_shouldCountOnce_whenSentWithTheSameKeyAtOnce() throws Exception {
        String word = Fresh.word();
        String key = Fresh.key();

        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = Stream.generate(() -> clients.submit(() -> api.postText(word, key)))
                    .limit(6)
                    .toList();
            for (Future<Answer> answer : answers) {
                accepted(answer.get());
            }
        }

        awaitCount(word, 11);
        assertNothingMoreIsCounted(word, 11);
    }

    @Test
    void post_shouldRefuse_whenTheKeyWasUsedWithOtherWords() {
        String word = Fresh.word();
        String other = Fresh.word();
        String key = Fresh.key();
        accepted(api.postText(word, key));

        Answer answer = api.postText(other, key);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.contentType()).contains("application/problem+json");
        assertThat(answer.json().requiredString("type")).isEqualTo("urn:word-counter:problem:idempotency-key-reused");
        awaitCount(word, 11);
        assertNothingMoreIsCounted(other, 0);
    }

    @Test
    void post_shouldCountAgain_whenTheKeyIsAnother() {
        String word = Fresh.word();

        accepted(api.postText(word, Fresh.key()));
        accepted(api.postText(word, Fresh.key()));

        awaitCount(word, 22);
    }

    /** Another event, sent after it, goes the same way: when it is through, so would be whatever was counted twice. */
    private void assertNothingMoreIsCounted(String word, long count) {
        String sentinel = Fresh.word();
        accepted(api.postText(sentinel));
        awaitCount(sentinel, 11);
        assertThat(api.consistentCount(word)).isEqualTo(count);
        assertThat(api.count(word)).isEqualTo(count);
    }
}
