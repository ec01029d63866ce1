package wordcounter.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlackParameterTest {

    @ParameterizedTest
    @EnumSource
    void nameUnder_shouldBeANameThatTheTemplateAllows(SlackParameter parameter) throws IOException {
        String template = Files.readString(Path.of("..", "template.yaml"));

        assertThat(template)
                .contains(parameter.nameUnder("parameter/${AWS::StackName}/${Stage}/${SlackSecretsPath}") + "\"");
    }
}
