package localrunner.template.resources;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import localrunner.application.Application;
import localrunner.iam.Policy;
import localrunner.template.document.Problems;
import localrunner.template.document.Value;
import localrunner.template.document.YamlDocument;

/**
 * Knows policies that a template only names: AWS's managed ones, and SAM's policy templates with their parameters.
 *
 * <p>SAM Developer Guide, "AWS SAM policy templates"; AWS Managed Policy Reference Guide. Not thread-safe.
 */
final class KnownPolicies {

    private final PhysicalNames names;
    private final Value.Mapping managed;
    private final Value.Mapping templates;

    KnownPolicies(PhysicalNames names) {
        this.names = names;
        managed = file("aws-managed-policies.yaml");
        templates = file("sam-policy-templates.yaml");
    }

    private static Value.Mapping file(String name) {
        try (InputStream in = Objects.requireNonNull(KnownPolicies.class.getResourceAsStream(name), name)) {
            Problems problems = new Problems(name);
            Value.Mapping file = YamlDocument.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), problems);
            problems.throwIfAny();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<String> managedNames() {
        return managed.entries().keySet();
    }

    Set<String> templateNames() {
        return templates.entries().keySet();
    }

    /** A managed policy by its name, the last part of its ARN. */
    Optional<Policy> managed(String name, PolicyReader reader) {
        return managed.get(name)
                .map(statements ->
                        new Policy(name, reader.statements(PolicyReader.Kind.IDENTITY, List.of(statements))));
    }

    /** The parameters that a policy template has to be given. */
    List<String> parametersOf(String template) {
        return templates.get(template).map(found -> PolicyReader.entries(found).get("Parameters")).stream()
                .flatMap(entry -> PolicyReader.items(entry.value()))
                .map(item -> ((Value.Scalar) item).text())
                .toList();
    }

    /** A policy template with its parameters filled in. */
    Policy template(String name, Map<String, String> parameters, PolicyReader reader) {
        Value statements = Objects.requireNonNull(
                        PolicyReader.entries(templates.get(name).orElseThrow()).get("Statement"))
                .value();
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.put("AWS::Partition", "aws");
        all.put("AWS::Region", names.region());
        all.put("AWS::AccountId", Application.ACCOUNT_ID);
        return new Policy(name, reader.statements(PolicyReader.Kind.IDENTITY, List.of(filled(statements, all))));
    }

    private static Value filled(Value value, Map<String, String> parameters) {
        return switch (value) {
            case Value.Scalar scalar -> {
                String text = scalar.text();
                for (Map.Entry<String, String> parameter : parameters.entrySet()) {
                    text = text.replace("${" + parameter.getKey() + "}", parameter.getValue());
                }
                yield new Value.Scalar(scalar.at(), text);
            }
            case Value.Sequence sequence ->
                new Value.Sequence(
                        sequence.at(),
                        sequence.items().stream()
                                .map(item -> filled(item, parameters))
                                .toList());
            case Value.Mapping mapping -> {
                Map<String, Value.Entry> entries = new LinkedHashMap<>();
                mapping.entries()
                        .forEach((key, entry) ->
                                entries.put(key, new Value.Entry(entry.at(), filled(entry.value(), parameters))));
                yield new Value.Mapping(mapping.at(), entries);
            }
            default -> value;
        };
    }
}
