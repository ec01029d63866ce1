package wordcounter.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A CloudFormation template as plain maps, lists and texts.
 *
 * <p>An intrinsic function stands for its argument: {@code !Ref WordsTopic} reads as {@code WordsTopic}, {@code !GetAtt
 * WordsTopic.TopicName} as {@code WordsTopic.TopicName}, {@code !If [A, B, C]} as a list of three.
 */
final class Template {

    static final String FUNCTION = "AWS::Serverless::Function";

    private final Map<?, ?> document;

    private Template(Map<?, ?> document) {
        this.document = document;
    }

    /** The one that is deployed. */
    static String text() {
        try {
            return Files.readString(Path.of("..", "template.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Template parse(String text) {
        Map<?, ?> document = yaml(text);
        if (map(document, "Resources").isEmpty()) {
            throw new IllegalArgumentException("the template has no resources");
        }
        return new Template(document);
    }

    /** Any YAML document whose root is a map, read in the same way. */
    static Map<?, ?> yaml(String text) {
        Node root =
                new Compose(LoadSettings.builder().build()).composeString(text).orElseThrow();
        if (value(root) instanceof Map<?, ?> document) {
            return document;
        }
        throw new IllegalArgumentException("the document is no map");
    }

    Map<?, ?> section(String name) {
        return map(document, name);
    }

    /** All resources by logical id. */
    Map<String, Map<?, ?>> resources() {
        Map<String, Map<?, ?>> resources = new TreeMap<>();
        section("Resources").forEach((id, resource) -> resources.put(String.valueOf(id), (Map<?, ?>) resource));
        return resources;
    }

    Map<String, Map<?, ?>> resourcesOf(String type) {
        Map<String, Map<?, ?>> found = resources();
        found.values().removeIf(resource -> !type(resource).equals(type));
        return found;
    }

    static String type(Map<?, ?> resource) {
        return text(resource, "Type");
    }

    static Map<?, ?> properties(Map<?, ?> resource) {
        return map(resource, "Properties");
    }

    /** The map at the path; an empty one when there is none. */
    static Map<?, ?> map(Object value, String... path) {
        return at(value, path) instanceof Map<?, ?> map ? map : Map.of();
    }

    /** The list at the path; an empty one when there is none. */
    static List<?> list(Object value, String... path) {
        return at(value, path) instanceof List<?> list ? list : List.of();
    }

    /** What stands at the path, as text; empty when there is nothing. */
    static String text(Object value, String... path) {
        return String.valueOf(at(value, path));
    }

    /** Every text in what stands at the path, however deep; not the names of members. */
    static List<String> texts(Object value, String... path) {
        List<String> texts = new ArrayList<>();
        forEachText(at(value, path), texts::add);
        return texts;
    }

    private static void forEachText(Object value, Consumer<String> action) {
        switch (value) {
            case Map<?, ?> map -> map.values().forEach(member -> forEachText(member, action));
            case List<?> list -> list.forEach(element -> forEachText(element, action));
            default -> action.accept(String.valueOf(value));
        }
    }

    private static Object at(Object value, String... path) {
        Object found = value;
        for (String name : path) {
            found = found instanceof Map<?, ?> map && map.containsKey(name) ? map.get(name) : "";
        }
        return found;
    }

    private static Object value(Node node) {
        return switch (node) {
            case MappingNode mapping -> {
                Map<String, Object> members = new LinkedHashMap<>();
                for (NodeTuple tuple : mapping.getValue()) {
                    members.put(((ScalarNode) tuple.getKeyNode()).getValue(), value(tuple.getValueNode()));
                }
                yield members;
            }
            case SequenceNode sequence ->
                sequence.getValue().stream().map(Template::value).toList();
            case ScalarNode scalar -> scalar.getValue();
            default -> throw new IllegalArgumentException("not a template: " + node);
        };
    }
}
