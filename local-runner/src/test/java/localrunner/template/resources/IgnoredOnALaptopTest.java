package localrunner.template.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import localrunner.application.Application;
import localrunner.template.ReaderSettings;
import localrunner.template.TemplateFile;
import localrunner.template.TemplateReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IgnoredOnALaptopTest {

    @ParameterizedTest
    @MethodSource("localrunner.template.resources.IgnoredOnALaptop#types")
    void read_shouldResolveReferences_whenTheTypeIsIgnored(String type) {
        IgnoredOnALaptop.IgnoredType ignored = IgnoredOnALaptop.type(type).orElseThrow();
        StringBuilder outputs = new StringBuilder("  Itself: {Value: !Ref It}\n");
        ignored.attributes()
                .keySet()
                .forEach(name -> outputs.append("  %s: {Value: !GetAtt It.%s}%n".formatted(name, name)));
        String template = "Transform: AWS::Serverless-2016-10-31\nResources:\n  It: {Type: " + type
                + ", Properties: {Anything: [1, 2]}}\nOutputs:\n" + outputs;

        Application application = TemplateReader.read(
                new TemplateFile(Path.of("template.yaml"), "template.yaml", template),
                new ReaderSettings("shop", "eu-west-1", URI.create("http://127.0.0.1:4566"), Map.of()));

        assertThat(ignored.reason()).isNotBlank();
        // A key of KMS has no name; its id is made of the logical id.
        String id = new PhysicalNames("shop", "eu-west-1", URI.create("http://127.0.0.1:4566")).uuid("It");
        assertThat(application.outputs())
                .hasSize(1 + ignored.attributes().size())
                .allSatisfy(output ->
                        assertThat(output.value()).containsAnyOf("shop-It", id).doesNotContain("{", "}"));
    }
}
