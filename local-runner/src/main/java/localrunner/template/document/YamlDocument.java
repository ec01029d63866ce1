package localrunner.template.document;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads a YAML (or JSON) file into {@link Value}s that know their line and path, with intrinsic functions recognised in
 * their short and long form.
 *
 * <p>Refuses what CloudFormation refuses: aliases, merge keys and null values, see "CloudFormation template format" in
 * its User Guide, and duplicate keys.
 */
public final class YamlDocument {

    private final Problems problems;
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private YamlDocument(Problems problems) {
        this.problems = problems;
    }

    /**
     * Reads the file's text.
     *
     * @throws TemplateException when it is missing or not UTF-8
     */
    public static String text(Path file, Problems problems) {
        if (Files.isDirectory(file)) {
            throw stop(problems, Position.NOWHERE, "is a folder; name the template file");
        }
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw stop(problems, Position.NOWHERE, "there is no such file");
        } catch (CharacterCodingException e) {
            throw stop(problems, Position.NOWHERE, "the file is not UTF-8");
        } catch (IOException e) {
            throw stop(problems, Position.NOWHERE, "the file can't be read: " + e);
        }
    }

    /**
     * Reads the text of a template.
     *
     * @throws TemplateException when it is empty, no YAML, or no map, as there is nothing to go on with
     */
    public static Value.Mapping parse(String text, Problems problems) {
        if (new YamlDocument(problems).convert(compose(text, problems), Position.NOWHERE)
                instanceof Value.Mapping mapping) {
            return mapping;
        }
        throw stop(problems, new Position(1, ""), "a template is a map with the sections Transform, Resources, ...");
    }

    private static Node compose(String text, Problems problems) {
        LoadSettings settings = LoadSettings.builder().build();
        try {
            Iterator<Node> documents =
                    new Compose(settings).composeAllFromString(text).iterator();
            if (!documents.hasNext()) {
                throw stop(problems, Position.NOWHERE, "the file is empty; a template needs at least Resources");
            }
            Node document = documents.next();
            if (documents.hasNext()) {
                throw stop(
                        problems, new Position(line(documents.next()), ""), "a template is one YAML document, not two");
            }
            return document;
        } catch (MarkedYamlEngineException e) {
            Position at = e.getProblemMark()
                    .map(mark -> new Position(mark.getLine() + 1, "column " + (mark.getColumn() + 1)))
                    .orElse(Position.NOWHERE);
            String context = e.getContext() == null ? "" : e.getContext() + ": ";
            throw stop(problems, at, "not valid YAML: " + context + e.getProblem());
        } catch (YamlEngineException e) {
            throw stop(problems, Position.NOWHERE, "not valid YAML: " + e.getMessage());
        }
    }

    private static TemplateException stop(Problems problems, Position at, String message) {
        problems.add(at, message);
        problems.throwIfAny();
        throw new AssertionError("a problem was added");
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private Value convert(Node node, Position at) {
        // CloudFormation has no aliases, but "sam build" writes the text that one stands for into the template that it
        // makes.
        if (!seen.add(node) && !(node instanceof ScalarNode)) {
            problems.add(
                    at, "YAML aliases (*name) are supported for texts only: CloudFormation has none; repeat the value");
            return new Value.Broken(at);
        }
        String tag = node.getTag().getValue();
        Value plain = plain(node, at);
        if (tag.startsWith(Tag.PREFIX)) {
            return plain;
        }
        String shortName = tag.substring(1);
        return intrinsic(Intrinsics.longForm(shortName), tag, plain, at);
    }

    private Value plain(Node node, Position at) {
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar, at);
            case SequenceNode sequence -> sequence(sequence, at);
            case MappingNode mapping -> mapping(mapping, at);
            default -> throw new IllegalStateException("no such YAML node: " + node.getNodeType());
        };
    }

    private Value scalar(ScalarNode node, Position at) {
        if (node.getTag().equals(Tag.NULL)) {
            problems.add(at, "has no value; CloudFormation does not allow null, write a value or remove the key");
            return new Value.Broken(at);
        }
        return new Value.Scalar(at, node.getValue());
    }

    private Value sequence(SequenceNode node, Position at) {
        List<Value> items = new ArrayList<>();
        for (Node item : node.getValue()) {
            items.add(convert(item, at.atIndex(line(item), items.size())));
        }
        return new Value.Sequence(at, items);
    }

    private Value mapping(MappingNode node, Position at) {
        Map<String, Value.Entry> entries = entries(node, at);
        Optional<String> function =
                entries.keySet().stream().filter(Intrinsics::isLongForm).findFirst();
        if (function.isEmpty()) {
            return new Value.Mapping(at, entries);
        }
        if (entries.size() > 1) {
            problems.add(at, function.get() + " must be the only key of its map");
            return new Value.Broken(at);
        }
        Value.Entry only = entries.values().iterator().next();
        return intrinsic(
                function.get(),
                function.get(),
                only.value(),
                new Position(only.at().line(), at.path()));
    }

    private Map<String, Value.Entry> entries(MappingNode node, Position at) {
        Map<String, Value.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            int keyLine = line(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problems.add(new Position(keyLine, at.path()), "a key must be text, not a list or map");
                continue;
            }
            String key = keyNode.getValue();
            Position keyAt = at.atKey(keyLine, key);
            if (key.equals("<<") && keyNode.isPlain()) {
                problems.add(keyAt, "YAML merge keys are not supported, neither here nor by CloudFormation");
                continue;
            }
            boolean argument = node.getValue().size() == 1 && Intrinsics.isLongForm(key);
            Value value = convert(tuple.getValueNode(), argument ? new Position(keyLine, at.path()) : keyAt);
            Value.Entry earlier = entries.putIfAbsent(key, new Value.Entry(keyAt, value));
            if (earlier != null) {
                problems.add(
                        keyAt,
                        "duplicate key; it stands in line " + earlier.at().line() + " already");
            }
        }
        return entries;
    }

    private Value intrinsic(String function, String asWritten, Value argument, Position at) {
        if (!Intrinsics.SUPPORTED.contains(function)) {
            problems.add(
                    at,
                    "intrinsic function " + asWritten + " is not supported"
                            + Suggestion.among(function, "Supported", Intrinsics.SUPPORTED));
            return new Value.Broken(at);
        }
        return new Value.Intrinsic(at, function, argument);
    }
}
