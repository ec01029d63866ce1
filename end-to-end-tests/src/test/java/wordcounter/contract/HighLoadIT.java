package wordcounter.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.Target;

/**
 * benchmarks/load/high-load.yml says what is meant, and the API accepts what it posts. Artillery itself is not run: it would have to be
 * downloaded.
 */
@AgainstTarget
class HighLoadIT {

    private static final Path FILE = Path.of("..", "benchmarks", "load", "high-load.yml");
    private static final Pattern RANDOM_NUMBER = Pattern.compile("\\{\\{ \\$randomNumber\\(1, 1000\\) }}");

    private final Target target;

    HighLoadIT(Target target) {
        this.target = target;
    }

    @Test
    void phases_shouldMakeTheRequestsOfTheWorkshop() throws IOException {
        assertThat(maps(map(file().get("config")).get("phases")).stream()
                        .mapToInt(phase -> number(phase.get("duration")) * number(phase.get("arrivalRate")))
                        .sum())
                .isEqualTo(1_800);
        assertThat(flow()).as("requests of each arrival").hasSize(1);
    }

    @Test
    void request_shouldBeAccepted() throws IOException {
        Map<String, Object> post = map(flow().getFirst().get("post"));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        map(post.get("headers")).forEach((name, value) -> headers.put(name, String.valueOf(value)));

        assertThat(headers.remove("x-api-key")).isEqualTo("{{ key }}");
        assertThat(map(map(file().get("config")).get("variables"))).containsKey("key");
        assertThat(post).containsEntry("url", "/words");
        String text = RANDOM_NUMBER.matcher(String.valueOf(post.get("body"))).replaceAll("1000");
        Answer answer = new WordsApi(target).post(text.getBytes(UTF_8), headers);

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.json().requiredObject("words").requiredLong("load1000"))
                .isEqualTo(1);
    }

    private static List<Map<String, Object>> flow() throws IOException {
        return maps(maps(file().get("scenarios")).getFirst().get("flow"));
    }

    private static Map<String, Object> file() throws IOException {
        return map(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(FILE)));
    }

    private static int number(@Nullable Object node) {
        return (Integer) Objects.requireNonNull(node);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object node) {
        return (Map<String, Object>) Objects.requireNonNull(node);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> maps(@Nullable Object node) {
        return (List<Map<String, Object>>) Objects.requireNonNull(node);
    }
}
