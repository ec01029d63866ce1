package wordcounter.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterFilterTest {

    private static final DeadLetterFilter ALL = DeadLetterFilter.ALL;

    static Stream<DeadLetterFilter> selective() {
        return Stream.of(
                ALL.withKind(DeadLetterKind.UNKNOWN),
                ALL.withFunction("sns-logger-fn"),
                ALL.withError("Contention"),
                ALL.withMinAge(Duration.ofSeconds(1)),
                ALL.withMessageId("message-1"));
    }

    @ParameterizedTest
    @MethodSource("selective")
    void isSelective_shouldBeTrue_whenItSaysWhichLetters(DeadLetterFilter filter) {
        assertThat(filter.isSelective()).isTrue();
    }

    static Stream<DeadLetterFilter> forEveryLetter() {
        return Stream.of(
                ALL,
                ALL.withMaxAge(Duration.ofHours(1)),
                ALL.withMinAge(Duration.ZERO),
                ALL.withMinAge(Duration.ofHours(-1)),
                ALL.withMinAge(Duration.ofNanos(1)),
                ALL.withMinAge(Duration.ZERO).withMaxAge(Duration.ofDays(14)),
                ALL.withMinAge(Duration.ZERO).withError("").withFunction(" ").withMessageId("\t"));
    }

    @ParameterizedTest
    @MethodSource("forEveryLetter")
    void isSelective_shouldBeFalse_whenItMatchesEveryLetter(DeadLetterFilter filter) {
        assertThat(filter.isSelective()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void isSelective_shouldBeFalse_whenATextIsBlank(String text) {
        assertThat(ALL.withFunction(text).isSelective()).isFalse();
        assertThat(ALL.withError(text).isSelective()).isFalse();
        assertThat(ALL.withMessageId(text).isSelective()).isFalse();
    }
}
