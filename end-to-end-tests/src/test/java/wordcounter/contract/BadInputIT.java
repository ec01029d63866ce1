package wordcounter.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.Target;

/** What is refused, and that nothing of it is counted. */
@AgainstTarget(alone = true)
class BadInputIT extends Contract {

    private static final int MAX_BYTES = 32 * 1024;
    private static final String TEXT = "text/plain";
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    BadInputIT(Target target) {
        super(target);
    }

    /** @param body one character a byte; holds the word MARK where it can be told */
    record Case(String name, String contentType, String body, int status, String problem) {

        byte[] bodyWith(String word) {
            return body.replace("MARK", word).getBytes(ISO_8859_1);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Case> refused() {
        return Stream.of(
                new Case("too large", TEXT, "MARK " + "x ".repeat(MAX_BYTES / 2), 413, "body-too-large"),
                new Case("far too large", TEXT, "MARK " + "x ".repeat(1024 * 1024), 413, "body-too-large"),
                new Case("not UTF-8", TEXT, "MARK na\u00efve", 400, "invalid-utf-8"),
                new Case("JSON not UTF-8", JSON, "{\"text\":\"MARK \u00ef\"}", 400, "invalid-utf-8"),
                new Case("not JSON", JSON, "{\"text\": \"MARK\"", 400, "malformed-body"),
                new Case("JSON without an object", JSON, "[\"MARK\"]", 400, "malformed-body"),
                new Case("JSON without a text", JSON, "{\"txt\": \"MARK\"}", 422, "no-text"),
                new Case("JSON with a text that is no string", JSON, "{\"text\": [\"MARK\"]}", 422, "no-text"),
                new Case("form that is not encoded", FORM, "text=MARK%zz", 400, "malformed-body"),
                new Case("form without a text", FORM, "txt=MARK", 422, "no-text"),
                new Case("form with two texts", FORM, "text=MARK&text=MARK", 422, "no-text"),
                new Case(
                        "another content type",
                        "application/xml",
                        "<text>MARK</text>",
                        415,
                        "unsupported-content-type"),
                new Case("another charset", TEXT + "; charset=utf-16", "MARK", 415, "unsupported-content-type"),
                new Case("nothing", TEXT, "", 422, "no-word"),
                new Case("no word", TEXT, " ... !? \n", 422, "no-word"),
                new Case(
                        "too many distinct words",
                        TEXT,
                        IntStream.range(0, 1000).mapToObj(i -> "w" + i).collect(Collectors.joining(" ", "MARK ", "")),
                        422,
                        "too-many-distinct-words"),
                new Case("word too long", TEXT, "MARK " + "a".repeat(65), 422, "word-too-long"),
                new Case("too many marks", TEXT, "MARK a" + "\u00cc\u0080".repeat(31), 422, "too-many-marks"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void post_shouldAnswerWithAProblemAndCountNothing_whenInputIsBad(Case bad) {
        assumeTrue(isHandedOver(bad), "this target's gateway mends the body");
        String word = Fresh.word();

        Answer answer = api.post(bad.bodyWith(word), Map.of("Content-Type", bad.contentType()));

        assertThat(answer.status()).as(answer.body()).isEqualTo(bad.status());
        assertThat(answer.contentType()).contains("application/problem+json");
        assertThat(answer.json().requiredString("type")).isEqualTo("urn:word-counter:problem:" + bad.problem());
        assertThat(answer.json().requiredLong("status")).isEqualTo(bad.status());
        assertThat(answer.json().requiredString("title")).isNotBlank();
        assertThat(answer.json().requiredString("detail")).isNotBlank();
        assertThat(api.consistentCount(word)).isZero();
    }

    private boolean isHandedOver(Case bad) {
        return target.hasExactGateway()
                || !bad.problem().equals("malformed-body")
                || !bad.contentType().equals(FORM);
    }

    @Test
    void post_shouldAnswerWithAProblem_whenTheIdempotencyKeyIsNotValid() {
        String word = Fresh.word();

        Answer blank = api.postText(word, "not one key");
        Answer tooLong = api.postText(word, "k".repeat(256));

        assertThat(blank.status()).as(blank.body()).isEqualTo(400);
        assertThat(tooLong.status()).as(tooLong.body()).isEqualTo(400);
        assertThat(api.consistentCount(word)).isZero();
        accepted(api.postText(word, Fresh.key() + "k".repeat(219)));
    }

    @Test
    void totals_shouldStayAsTheyWere_whenOnlyBadInputWasSent() {
        Stack.soon().untilAsserted(() -> assertThat(api.totals().itemCount()).isEqualTo(stack.sumOfCounters()));
        long before = api.totals().itemCount();
        long eventsBefore = stack.scan("EventLedgerTable").size();

        refused()
                .filter(this::isHandedOver)
                .forEach(bad -> assertThat(
                                api.post(bad.bodyWith(Fresh.word()), Map.of("Content-Type", bad.contentType()))
                                        .status())
                        .isEqualTo(bad.status()));
        // sent after them, so counted after them
        accepted(api.postText(Fresh.word()));

        Stack.soon().untilAsserted(() -> {
            assertThat(stack.sumOfCounters()).isEqualTo(before + 11);
            assertThat(api.totals().itemCount()).isEqualTo(before + 11);
        });
        assertThat(stack.scan("EventLedgerTable")).hasSize((int) eventsBefore + 1);
    }

    @Test
    void post_shouldBeAccepted_whenItIsJustWithinTheLimits() {
        String word = Fresh.word();
        String longest = word + "b".repeat(64 - word.length());
        String mostWords =
                IntStream.range(0, 999).mapToObj(i -> "w" + i).collect(Collectors.joining(" ", longest + " ", ""));
        String largest = (word + " " + "... ".repeat(MAX_BYTES / 4)).substring(0, MAX_BYTES);

        accepted(api.postText(largest));
        accepted(api.postText(mostWords));

        awaitCount(word, 11);
        awaitCount(longest, 11);
    }
}
