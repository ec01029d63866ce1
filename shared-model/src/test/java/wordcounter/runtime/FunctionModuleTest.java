package wordcounter.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FunctionModuleTest {

    @Test
    void module_shouldBeTheNameOfAModule_andEveryFunctionsModuleIsNamed() throws IOException {
        try (Stream<Path> root = Files.list(Path.of(".."))) {
            assertThat(root.filter(directory -> Files.exists(directory.resolve("pom.xml")))
                            .map(directory -> directory.getFileName().toString())
                            .filter(name -> name.endsWith("-fn")))
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(FunctionModule.values())
                            .map(FunctionModule::module)
                            .toList());
        }
    }
}
