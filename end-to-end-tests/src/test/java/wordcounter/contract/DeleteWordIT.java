package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import wordcounter.targets.Target;

/** A word that is deleted starts anew. */
class DeleteWordIT extends Contract {

    DeleteWordIT(Target target) {
        super(target);
    }

    @Test
    void delete_shouldHideTheWord_untilItIsCountedAgain() {
        String word = Fresh.word() + "é";
        for (int i = 0; i < 10; i++) {
            accepted(api.postText(word));
        }
        awaitCount(word, 110);

        assertThat(api.delete(word).status()).isEqualTo(204);

        assertThat(api.consistentCount(word)).isZero();
        awaitCount(word, 0);
        assertThat(api.delete(word).status()).as("again").isEqualTo(204);
        accepted(api.postText(word));
        awaitCount(word, 11);
        assertThat(api.consistentCount(word)).isEqualTo(11);
    }

    @Test
    void delete_shouldLeaveNothing_whenItComesAmidTheCounting() {
        String word = Fresh.word();
        for (int i = 0; i < 10; i++) {
            accepted(api.postText(word));
        }

        // each 1 is there; of the 10s some are on their way
        assertThat(api.delete(word).status()).isEqualTo(204);

        String later = Fresh.word();
        accepted(api.postText(later));
        awaitCount(later, 11);
        Stack.soon().untilAsserted(() -> assertThat(stack.multiplied(word)).isEqualTo(10));
        assertThat(api.consistentCount(word)).isZero();
        awaitCount(word, 0);
    }
}
