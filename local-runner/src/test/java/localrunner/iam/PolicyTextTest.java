package localrunner.iam;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "queue/${aws:RequestedRegion} | eu-west-1 | queue/eu-west-1  | true",
                "queue/${aws:RequestedRegion} | eu-*      | queue/eu-west-1  | false",
                "queue/${aws:RequestedRegion} | eu-*      | queue/eu-*       | true",
                "queue/${aws:RequestedRegion} | eu-west-? | queue/eu-west-1  | false",
                "queue/${aws:RequestedRegion} | $1        | queue/$1         | true",
                "queue/${*}                   | eu-west-1 | queue/eu-west-1  | false",
                "queue/${*}                   | eu-west-1 | queue/*          | true",
                "queue/${?}                   | eu-west-1 | queue/a          | false",
                "queue/${$}                   | eu-west-1 | queue/$          | true",
                "queue/*                      | eu-west-1 | queue/eu-west-1  | true"
            })
    void filled_shouldTakeWhatAValueHoldsByItsCharacters(String text, String region, String resource, boolean matches) {
        CallContext context = CallContext.NONE.with(CallContext.REQUESTED_REGION, region);

        assertThat(PolicyText.filled(text, context))
                .hasValueSatisfying(pattern ->
                        assertThat(Wildcards.match(pattern, resource)).isEqualTo(matches));
    }

    @Test
    void filled_shouldTakeTheDefaultByItsCharacters_whenTheCallHasNoValue() {
        assertThat(PolicyText.filled("queue/${aws:RequestedRegion, 'any*'}", CallContext.NONE))
                .hasValueSatisfying(pattern -> {
                    assertThat(Wildcards.match(pattern, "queue/any*")).isTrue();
                    assertThat(Wildcards.match(pattern, "queue/anything")).isFalse();
                });
    }

    @Test
    void filled_shouldMatchNothing_whenTheCallHasNoValueAndThereIsNoDefault() {
        assertThat(PolicyText.filled("queue/${aws:RequestedRegion}", CallContext.NONE))
                .isEmpty();
    }
}
