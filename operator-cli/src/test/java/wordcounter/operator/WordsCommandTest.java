package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wordcounter.runtime.Environment;

class WordsCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "replay --help",
                "rebuild --help",
                "reconcile --help",
                "trace --help",
                "metrics --help",
                "top --help",
                "upload --help",
                "load --help",
                "slack --help",
                "digest --help",
                "fault --help",
                "remove --help"
            })
    void help_shouldTellTheExitCodes(String arguments) {
        assertThat(execute(arguments)).isZero();
        assertThat(out.toString()).contains("Exit codes:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | Which command? replay, rebuild, reconcile, trace, metrics, top, upload, load, slack, digest, fault or remove",
                "reply | Unmatched argument",
                "replay --kind SNS | --kind",
                "replay --older-than 5 | is not a duration like 45s",
                "replay --rate 0 | --rate is at least 1",
                "replay --function multiplier | --function is one of sns-multiplier-fn, sns-logger-fn, event-aggregator-fn, queued-words-fn, document-words-fn, uploaded-words-fn, slack-digest-fn, nightly-reconcile-fn",
                "replay --discard | --discard says which: add --kind, --function, --error, --older-than or --message",
                "replay --discard --execute --younger-than 1h --rate 5 | --discard says which",
                "replay --discard --error= | --discard says which",
                "replay --discard --older-than 0s | --discard says which",
                "replay --discard --execute --message= | --discard says which",
                "reconcile --patience soon | is not a duration",
                "trace | Missing required parameter: 'EVENT'",
                "trace two*words | EVENT is an event's id",
                "trace e1 --since 0s | --since is at least 1s, not 0s",
                "trace e1 --since soon | is not a duration",
                "trace e1 --format xml | --format",
                "top --number 0 | --number is 1 to 1000, not 0",
                "top --number 1001 | --number is 1 to 1000, not 1001",
                "top --watch soon | is not a duration",
                "top --watch 0s | --watch is at least 1s, not 0s",
                "upload | Missing required parameter: 'FILE'",
                "upload text.txt --patience soon | is not a duration",
                "upload text.txt --wait --patience 0s | --patience is at least 1s, not 0s",
                "load --rate 0 | --rate is 1 to 5000, not 0",
                "load --for 0s | --for is 1s to 1d, not 0s",
                "load --for soon | is not a duration",
                "load --words 1001 | --words is 1 to 1000, not 1001",
                "load --words 11 --vocabulary 10 | --vocabulary is at least --words, which is 11",
                "load --vocabulary 100 --new-words | --vocabulary and --new-words exclude each other",
                "load --route /slack/events | --route is one of /words, /queued/words, not '/slack/events'",
                "load --api-url 127.0.0.1:3000 | --api-url",
                "load --api-url localhost:3000 | --api-url is no URL like http://127.0.0.1:3000: localhost:3000",
                "load --api-url https://words.example --execute | --api-key is needed for a deployed stack",
                "load --api-url https://words.example --api-key k --rate 251 | 15060 posts, 251 a second, are more than the usage plan",
                "load --api-url https://words.example --api-key k --execute --for 1h | 108000 posts, 30 a second, are more than",
                "slack | Missing required parameter: 'TEXT'",
                "slack hello --times 0 | --times is at least 1",
                "fault --error | which TARGET?",
                "fault WordCounts | which fault? --delay, --error, --kill or --throttle; or --clear",
                "fault WordCounts --delay 0s | --delay is 1ms to 15m, not 0s",
                "fault WordCounts --delay 1d | --delay is 1ms to 15m, not 1d",
                "fault WordCounts --delay 2 | is not a duration like 45s",
                "fault WordCounts --error --rate 0% | --rate is 1% to 100%, not 0%",
                "fault WordCounts --error --rate some | --rate is 1% to 100%, not some",
                "fault --rate 10% | --rate goes with a fault",
                "fault WordCounts --throttle --after-run | --after-run goes with --error",
                "fault WordCounts --clear --error | --list and --clear go without a fault",
                "fault --list --clear | --list and --clear exclude each other",
                "remove | Missing required option: '--stack=NAME'",
                "remove --stack words --yes word | --yes has to name the stack, words, and not word"
            })
    void options_shouldBeRefusedWithTwo_whenTheyAreWrong(String arguments, String message) {
        assertThat(execute(arguments)).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replay",
                "replay --discard --function sns-logger-fn",
                "replay --function arn:other",
                "rebuild",
                "reconcile",
                "top",
                "top --watch --number 3",
                "upload text.txt",
                "load",
                "slack hello",
                "digest",
                "digest --now"
            })
    void commands_shouldSayInOneLineThatNothingRuns(String command) {
        // the discard service's, where nothing listens; what was a free port a moment ago, somebody may have taken
        assertThat(execute(command + " --endpoint-url http://127.0.0.1:9")).isEqualTo(WordsCommand.IMPOSSIBLE);

        assertThat(err.toString().lines())
                .containsExactly("words: nothing answers at http://127.0.0.1:9"
                        + ": start ./run-local, or name a deployed stack with --stack");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"replay", "rebuild", "reconcile", "top", "upload text.txt", "load", "slack hello", "digest"})
    void commands_shouldAskWhereTheVariableSays_whenNoStackIsNamed(String command) {
        assertThat(execute(command, Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:9")))
                .isEqualTo(WordsCommand.IMPOSSIBLE);

        assertThat(err.toString().lines())
                .containsExactly("words: nothing answers at AWS_ENDPOINT_URL, which is http://127.0.0.1:9"
                        + ": start ./run-local there, or unset the variable");
    }

    @Test
    void commands_shouldAskWhereTheOptionSays_whenThereIsTheVariableToo() {
        execute(
                "replay --endpoint-url http://127.0.0.1:9",
                Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:7", "AWS_ENDPOINT_URL_SSM", "http://127.0.0.1:7"));

        assertThat(err.toString()).startsWith("words: nothing answers at http://127.0.0.1:9:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:4566", "localhost:4566", "//127.0.0.1:4566", "http:/no host", "::"})
    void commands_shouldSayThatTheVariableIsNoUrl_whenItIsNone(String url) {
        assertThat(execute("replay", Map.of("AWS_ENDPOINT_URL", url))).isEqualTo(WordsCommand.IMPOSSIBLE);

        assertThat(err.toString()).startsWith("words: AWS_ENDPOINT_URL is no URL like http://127.0.0.1:4566: " + url);
    }

    @Test
    void fault_shouldSayThatNothingRuns_whenThereIsNoRunner() {
        assertThat(execute("fault --endpoint-url http://127.0.0.1:9")).isEqualTo(WordsCommand.IMPOSSIBLE);

        assertThat(err.toString().lines())
                .containsExactly("words: nothing answers at http://127.0.0.1:9: start ./run-local");
    }

    @Test
    void fault_shouldNameTheExperiments_whenAStackIsDeployed() {
        assertThat(execute("fault SnsMultiplierFunction --error --stack words")).isEqualTo(WordsCommand.IMPOSSIBLE);

        assertThat(err.toString().lines())
                .containsExactly(
                        "words: faults are for the local runner. For a stack, deploy/faults.yaml makes experiments"
                                + " of AWS Fault Injection Service; docs/faults.md says how");
    }

    @Test
    void remove_shouldSayInOneLineThatNothingAnswers() {
        assertThat(execute("remove --stack words --yes words --endpoint-url http://127.0.0.1:9"))
                .isEqualTo(WordsCommand.IMPOSSIBLE);

        assertThat(err.toString().lines())
                .containsExactly("words: nothing answers at http://127.0.0.1:9: start ./run-local, or name a deployed"
                        + " stack with --stack");
    }

    @Test
    void load_shouldSayWhatItWouldPost_whenAStackIsDeployed() {
        assertThat(execute("load --api-url https://words.example/dev/ --api-key k --beyond-usage-plan --rate 300"))
                .isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "18000 posts of 1 word to https://words.example/dev/words: about $0.27, and what they count"
                                + " stays.",
                        "Nothing is posted; --execute does it.");
    }

    @Test
    void load_shouldSayThatNothingAnswers_whenTheApiIsNotThere() {
        assertThat(execute("load --api-url http://127.0.0.1:9")).isEqualTo(WordsCommand.IMPOSSIBLE);

        assertThat(err.toString().lines())
                .containsExactly(
                        "words: nothing answers at http://127.0.0.1:9: start ./run-local, or name a deployed stack"
                                + " with --stack");
    }

    @Test
    void durations_shouldBeShownInTheirLargestUnit() {
        assertThat(Durations.text(new Durations().convert("90m"))).isEqualTo("1h");
        assertThat(Durations.text(new Durations().convert("59s"))).isEqualTo("59s");
        assertThat(Durations.text(new Durations().convert("50h"))).isEqualTo("2d");
    }

    private int execute(String arguments) {
        return execute(arguments, Map.of());
    }

    private int execute(String arguments, Map<String, String> environment) {
        Surroundings surroundings = new Surroundings(
                new Environment(environment),
                Clock.systemUTC(),
                Thread::sleep,
                new Random(1),
                () -> "an id",
                Path.of("none"));
        return WordsCommand.commandLine(new PrintWriter(out, true), new PrintWriter(err, true), surroundings)
                .execute(arguments.isEmpty() ? new String[0] : arguments.split(" "));
    }
}
