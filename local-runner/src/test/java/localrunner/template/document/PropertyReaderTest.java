package localrunner.template.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PropertyReaderTest {

    private final Problems problems = new Problems("template.yaml");

    @Test
    void usage() {
        PropertyReader queue = reader("""
                QueueName: letters
                VisibilityTimout: 60
                RedrivePolicy: {maxReceiveCount: 3}
                Tags: [a, b]
                """);

        Optional<String> name = queue.text("QueueName");
        int timeout = queue.integer("VisibilityTimeout", 0, 43_200).orElse(30);
        queue.refuse("RedrivePolicy", "a queue's own dead-letter queue is not supported");
        queue.finish();

        assertThat(name).contains("letters");
        assertThat(timeout).isEqualTo(30);
        assertThat(told())
                .containsExactly(
                        "template.yaml:2: VisibilityTimout: unknown property; did you mean VisibilityTimeout?"
                                + " Supported: QueueName, Tags, VisibilityTimeout",
                        "template.yaml:3: RedrivePolicy: a queue's own dead-letter queue is not supported");
    }

    @Test
    void required_shouldReportThePropertyOnce_whenItIsMissing() {
        PropertyReader queue = reader("Tags: []");

        assertThat(queue.requiredText("QueueName")).isEmpty();
        queue.finish();

        assertThat(told()).containsExactly("template.yaml: missing required property QueueName");
    }

    @Test
    void text_shouldBeEmptyAndReported_whenThePropertyIsOfAnotherKind() {
        PropertyReader queue = reader("QueueName: [letters]");

        assertThat(queue.text("QueueName")).isEmpty();
        queue.finish();

        assertThat(told()).containsExactly("template.yaml:1: QueueName: expected text, found a list");
    }

    @Test
    void check_shouldGiveTheValueOrReportIt() {
        PropertyReader queue = reader("Even: 4\nOdd: 5");

        assertThat(even(queue, "Even")).contains(4);
        assertThat(even(queue, "Odd")).isEmpty();
        assertThat(even(queue, "None")).isEmpty();

        assertThat(told()).containsExactly("template.yaml:2: Odd: 5 is odd");
    }

    @Test
    void finish_shouldReportNothing_whenAllWasAskedForOrIsIgnored() {
        PropertyReader queue = reader("QueueName: letters\nTags: {a: b}");

        queue.text("QueueName");
        queue.finish();

        assertThatCode(problems::throwIfAny).doesNotThrowAnyException();
    }

    @Test
    void finish_shouldReportWhatIsUnknownInside_whenTheInnerReaderIsFinished() {
        PropertyReader queue = reader("Policy:\n  Retries: 3\n  Retires: 4");

        queue.object("Policy").ifPresent(policy -> {
            policy.integer("Retries", 0, 10);
            policy.finish();
        });
        queue.finish();

        assertThat(told())
                .containsExactly("template.yaml:3: Policy.Retires: unknown property; did you mean Retries?"
                        + " Supported: Retries");
    }

    private static Optional<Integer> even(PropertyReader reader, String name) {
        return reader.check(name, reader.integer(name, 0, 10), number -> number % 2 == 0, number -> number + " is odd");
    }

    private List<String> told() {
        return catchThrowableOfType(TemplateException.class, problems::throwIfAny)
                .problems();
    }

    private PropertyReader reader(String yaml) {
        PropertyReader.Ignored ignored = schema -> schema.equals("AWS::SQS::Queue") ? Set.of("Tags") : Set.of();
        return new PropertyReader("AWS::SQS::Queue", YamlDocument.parse(yaml, problems), ignored, problems);
    }
}
