package wordcounter.targets;

import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What of a template holds data or carries messages, without the functions and what is about them. */
final class DataTemplate {

    private static final Set<String> TYPES = Set.of(
            "AWS::DynamoDB::Table",
            "AWS::SNS::Topic",
            "AWS::SQS::Queue",
            "AWS::SQS::QueuePolicy",
            "AWS::SSM::Parameter");

    private final MappingNode root;

    DataTemplate(String template) {
        root = (MappingNode) new Compose(LoadSettings.builder().build())
                .composeString(template)
                .orElseThrow();
        root.setValue(root.getValue().stream()
                .filter(section ->
                        Set.of("Parameters", "Conditions", "Resources").contains(name(section)))
                .toList());
        MappingNode resources = (MappingNode) member(root, "Resources");
        String others = resources.getValue().stream()
                .filter(resource -> !isKept(resource))
                .map(DataTemplate::name)
                .collect(Collectors.joining("|"));
        Predicate<String> namesAnother =
                Pattern.compile("\\b(" + others + ")\\b").asPredicate();
        resources.setValue(resources.getValue().stream()
                .filter(resource -> isKept(resource) && !namesAnother.test(text(resource.getValueNode())))
                .toList());
    }

    private static boolean isKept(NodeTuple resource) {
        return TYPES.contains(((ScalarNode) member(resource.getValueNode(), "Type")).getValue());
    }

    String yaml() {
        return text(root);
    }

    private static String text(Node node) {
        StringBuilder text = new StringBuilder();
        new Dump(DumpSettings.builder().build()).dumpNode(node, new StreamDataWriter() {
            @Override
            public void write(String part) {
                text.append(part);
            }

            @Override
            public void write(String part, int offset, int length) {
                text.append(part, offset, offset + length);
            }
        });
        return text.toString();
    }

    private static Node member(Node mapping, String name) {
        return ((MappingNode) mapping)
                .getValue().stream()
                        .filter(member -> name(member).equals(name))
                        .findFirst()
                        .orElseThrow()
                        .getValueNode();
    }

    private static String name(NodeTuple member) {
        return ((ScalarNode) member.getKeyNode()).getValue();
    }
}
