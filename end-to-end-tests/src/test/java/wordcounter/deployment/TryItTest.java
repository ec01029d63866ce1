package wordcounter.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Compares the commands that {@code ./run-local} prints to try with the README, whose reader sees both. */
class TryItTest {

    private static final Path ROOT = Path.of("..");

    @Test
    void tryIt_shouldBeTheFirstCommandsOfTheReadme() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md")).replaceAll("\\\\\n\\s*", "");

        List<String> commands = commands().stream()
                .map(command -> command.replace("${Port}", "3000").replace("${ApiKey}", "local"))
                .toList();

        assertThat(commands).hasSize(2).noneMatch(command -> command.contains("${"));
        assertThat(readme.lines().filter(line -> line.startsWith("curl ")).toList())
                .startsWith(commands.toArray(String[]::new));
    }

    private static List<String> commands() throws IOException {
        Node template = new Compose(LoadSettings.builder().build())
                .composeString(Files.readString(ROOT.resolve("template.yaml")))
                .orElseThrow();
        SequenceNode commands = (SequenceNode) child(child(child(template, "Metadata"), "LocalRunner"), "TryIt");
        return commands.getValue().stream()
                .map(command -> ((ScalarNode) command).getValue())
                .toList();
    }

    private static Node child(Node map, String key) {
        return ((MappingNode) map)
                .getValue().stream()
                        .filter(entry ->
                                ((ScalarNode) entry.getKeyNode()).getValue().equals(key))
                        .findFirst()
                        .orElseThrow()
                        .getValueNode();
    }
}
