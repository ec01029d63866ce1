package wordcounter.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import wordcounter.targets.ImpatientWorld;
import wordcounter.targets.Target;

/** A file that takes longer than its function may run. */
class LongFileIT {

    private static final String FUNCTION = "UploadedWordsFunction";
    private static final int WORDS = 40;
    private static final int LINES = 5_000;

    @Test
    @EnabledIfSystemProperty(named = "target", matches = "local")
    void file_shouldBeHandedOnAndCountOnce_whenTheTimeOfOneInvocationIsTooShort(@TempDir Path folder) {
        List<String> words = Stream.generate(Fresh::word).limit(WORDS).toList();
        String line = String.join(" ", words) + "\n";
        try (Target target = ImpatientWorld.start(folder);
                Stack stack = new Stack(target);
                S3Client s3 = target.client(S3Client.builder().forcePathStyle(true))) {
            WordsApi api = new WordsApi(target);
            // a process that has done this before gets further in its time
            put(s3, stack, line);
            awaitCounted(target, 1);

            put(s3, stack, line.repeat(LINES));

            awaitCounted(target, 2);
            assertThat(target.logLines(FUNCTION))
                    .anyMatch(log -> log.contains("\"handed on\""))
                    .anyMatch(log -> log.contains("\"goes on\""));
            Stack.soon()
                    .untilAsserted(() -> assertThat(words)
                            .allSatisfy(word -> assertThat(api.count(word)).isEqualTo(11 * (1 + LINES))));
            assertThat(stack.deadLetters()).isZero();
        }
    }

    private static void put(S3Client s3, Stack stack, String text) {
        s3.putObject(
                request -> request.bucket(stack.name("UploadsBucket")).key("inbox/" + Fresh.key()),
                RequestBody.fromBytes(text.getBytes(UTF_8)));
    }

    private static void awaitCounted(Target target, int files) {
        Stack.soon()
                .until(() -> target.logLines(FUNCTION).stream()
                                .filter(log -> log.contains("\"counted\""))
                                .count()
                        == files);
    }
}
