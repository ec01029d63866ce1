package wordcounter.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wordcounter.json.JsonObject;
import wordcounter.targets.Target;

/** Text in, elevens out. */
class CountingIT extends Contract {

    CountingIT(Target target) {
        super(target);
    }

    @Test
    void post_shouldAnswerWithEventAndWords_whenTextIsPlain() {
        String word = Fresh.word();

        Answer answer = api.postText("%s, %s! and %s2".formatted(word, word.toUpperCase(Locale.ROOT), word));

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.contentType()).contains("application/json");
        String eventId = answer.json().requiredString("eventId");
        assertThat(answer.json().requiredObject("words").members()).isEqualTo(Map.of(word, 2, "and", 1, word + "2", 1));
        assertThat(answer.location().orElseThrow()).endsWith("/events/" + eventId);
    }

    @Test
    void location_shouldShowTheEventCountedAndMultiplied_whenFollowed() {
        Instant before = Instant.now().minusSeconds(60);
        Answer answer = api.postText(Fresh.word());
        String eventId = accepted(answer);
        String path = target.follow(answer.location().orElseThrow())
                .toString()
                .substring(target.api().toString().length());

        JsonObject event = Stack.soon()
                .until(
                        () -> api.get(path).json(),
                        json -> json.optionalBoolean("multiplied").orElse(false));

        assertThat(event.requiredString("eventId")).isEqualTo(eventId);
        assertThat(event.optionalBoolean("counted")).contains(true);
        assertThat(Instant.parse(event.requiredString("acceptedAt")))
                .isBetween(before, before.plus(Duration.ofMinutes(10)));
    }

    @Test
    void event_shouldBeAProblem_whenNobodyHasSentIt() {
        Answer answer = api.get("/events/" + Fresh.key());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.contentType()).contains("application/problem+json");
    }

    @Test
    void word_shouldStandAtElevenPerOccurrence_whenCounted() {
        String word = Fresh.word();

        accepted(api.postText(word + " " + word + " " + word));

        awaitCount(word, 33);
        assertThat(api.consistentCount(word)).isEqualTo(33);
    }

    @Test
    void word_shouldStandAtElevenPerPost_whenTheSameTextIsPostedAgain() {
        String word = Fresh.word();

        accepted(api.postText(word));
        accepted(api.postText(word));

        awaitCount(word, 22);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/plain; charset=utf-8                         | naïve WORD
            application/json                                  | {"text": "na\\u00efve WORD", "more": 1}
            application/x-www-form-urlencoded                 | more=1&text=na%C3%AFve+WORD
            application/x-www-form-urlencoded; charset=UTF-8  | text=na%C3%AFve%20WORD
            APPLICATION/JSON                                  | {"text": "naïve WORD"}
            """)
    void post_shouldFindTheWords_whenTheyComeInAnyContentType(String contentType, String body) {
        String word = Fresh.word();

        Answer answer = api.post(body.replace("WORD", word).getBytes(UTF_8), Map.of("Content-Type", contentType));

        accepted(answer);
        assertThat(answer.json().requiredObject("words").members()).isEqualTo(Map.of("naïve", 1, word, 1));
        awaitCount(word, 11);
    }

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource(delimiter = '|', textBlock = """
            NAÏVE-WORD  | naïve
            日本-WORD   | %E6%97%A5%E6%9C%AC
            ภาษาไทย-WORD| ไทย
            ❤-WORD      | ❤️
            ΣΊΣΥΦΟΣ-WORD| Σίσυφος
            Straße-WORD | STRASSE
            👩‍👩‍👧-WORD  | 👩‍👩‍👧
            don’t-WORD  | don't
            3.14-WORD   | 3%2E14
            """)
    void word_shouldBeFound_whenItIsWrittenInAnotherWay(String text, String lookedUpAs) {
        String path =
                "/words/" + (lookedUpAs.contains("%") ? lookedUpAs : WordsApi.encode(lookedUpAs)) + "?consistent=true";
        long before = api.get(path).json().optionalString("title").isPresent()
                ? 0
                : api.get(path).json().requiredLong("count");
        String word = Fresh.word();

        accepted(api.postText(text.replace("WORD", word)));
        awaitCount(word, 11);

        assertThat(api.get(path).json().requiredLong("count")).isEqualTo(before + 11);
    }

    @Test
    void word_shouldBeAProblem_whenItIsNotCountedOrNotOneWord() {
        Answer absent = api.get("/words/" + Fresh.word());
        Answer two = api.get("/words/hello%20world");
        Answer broken = api.get("/words/%FF");

        assertThat(List.of(absent.status(), two.status(), broken.status())).isEqualTo(List.of(404, 400, 400));
        assertThat(List.of(absent.contentType(), two.contentType(), broken.contentType()))
                .containsOnly(Optional.of("application/problem+json"));
    }

    @Test
    void logger_shouldWriteOneJsonLine_whenAnEventIsPublished() {
        String word = Fresh.word();

        String eventId = accepted(api.postText(word + " " + word + " other"));

        Stack.soon()
                .untilAsserted(() -> assertThat(loggedWith(eventId))
                        .singleElement()
                        .satisfies(line -> {
                            assertThat(line.requiredString("message")).isEqualTo("published");
                            assertThat(line.requiredLong("words")).isEqualTo(3);
                            assertThat(line.requiredLong("distinctWords")).isEqualTo(2);
                        }));
        assertThat(target.logLines("SnsLoggerFunction"))
                .as("a log holds no text")
                .noneMatch(line -> line.contains(word));
    }

    private List<JsonObject> loggedWith(String eventId) {
        return target.logLines("SnsLoggerFunction").stream()
                .filter(line -> line.startsWith("{") && line.contains(eventId))
                .map(JsonObject::parse)
                .toList();
    }

    @Test
    void api_shouldRefuse_whenTheApiKeyIsMissingOrWrong() {
        String word = Fresh.word();

        assertThat(api.getWithoutKey("/words").status()).isEqualTo(403);
        assertThat(api.postWithKey(word, Optional.empty()).status()).isEqualTo(403);
        assertThat(api.postWithKey(word, Optional.of(target.apiKey() + "x")).status())
                .isEqualTo(403);
        assertThat(api.consistentCount(word)).isZero();
        accepted(api.postWithKey(word, Optional.of(target.apiKey())));
    }
}
