package localrunner.template.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import localrunner.iam.Condition;
import localrunner.iam.Policy;
import localrunner.iam.Principals;
import localrunner.iam.Selection;
import localrunner.iam.Statement;
import localrunner.iam.Statement.Effect;
import localrunner.template.document.Problems;
import localrunner.template.document.PropertyReader;
import localrunner.template.document.Value;

/**
 * Reads policy documents.
 *
 * <p>AWS document "IAM JSON policy element reference". A condition that can't be decided is a problem, but for one of a
 * statement about services only that the runner has not: nobody will ever ask for it. Not thread-safe.
 */
final class PolicyReader {

    /** The services whose calls the runner sees. */
    private static final Set<String> SERVICES = Set.of("dynamodb", "kms", "lambda", "s3", "sns", "sqs", "ssm", "sts");

    private final Problems problems;

    PolicyReader(Problems problems) {
        this.problems = problems;
    }

    /** What a policy is attached to, which decides what its statements must say. */
    enum Kind {
        /** A role's own policy: its statements have resources and no principals. */
        IDENTITY,
        /** A queue's or a topic's policy. */
        RESOURCE,
        /** A role's trust policy: its statements have principals and no resources. */
        TRUST
    }

    /** @param document a map with Statement; anything else is reported */
    Policy read(String name, Kind kind, Value document) {
        return mapping(document)
                .map(mapping -> {
                    PropertyReader reader = reader("PolicyDocument", mapping);
                    reader.oneOf("Version", "2012-10-17", "2008-10-17");
                    reader.any("Id");
                    List<Statement> statements = statements(
                            kind,
                            reader.required("Statement", reader.any("Statement")).stream()
                                    .toList());
                    reader.finish("unknown element of a policy");
                    return new Policy(name, statements);
                })
                .orElse(new Policy(name, List.of()));
    }

    /** @param statements maps, or lists of them */
    List<Statement> statements(Kind kind, List<Value> statements) {
        List<Statement> read = new ArrayList<>();
        statements.stream()
                .flatMap(PolicyReader::items)
                .forEach(item -> mapping(item)
                        .ifPresent(statement -> read.add(statement("#" + (read.size() + 1), kind, statement))));
        return read;
    }

    private Statement statement(String number, Kind kind, Value.Mapping mapping) {
        PropertyReader reader = reader("Statement", mapping);
        Effect effect = reader.required("Effect", reader.oneOf("Effect", "Allow", "Deny"))
                .filter("Deny"::equals)
                .map(_ -> Effect.DENY)
                .orElse(Effect.ALLOW);
        Selection actions = selection(reader, "Action", true);
        Selection resources = selection(reader, "Resource", kind != Kind.TRUST);
        Principals principals = kind == Kind.IDENTITY ? Principals.OWNER : principals(reader);
        reader.refuse("NotPrincipal", "NotPrincipal is not supported; name whom the statement is about");
        List<Condition> conditions = isOfOurs(actions) ? conditions(reader) : List.of();
        reader.any("Condition");
        String id = reader.text("Sid").filter(sid -> !sid.isEmpty()).orElse(number);
        reader.finish("unknown element of a statement");
        return new Statement(id, effect, principals, actions, resources, conditions);
    }

    private Selection selection(PropertyReader reader, String name, boolean required) {
        String except = "Not" + name;
        if (reader.has(except)) {
            reader.any(name);
            return new Selection(texts(reader, except), true);
        }
        Optional<Value> value = reader.any(name);
        if (required) {
            reader.required(name, value);
        }
        return value.isEmpty() ? Selection.ALL : new Selection(texts(reader, name), false);
    }

    private Principals principals(PropertyReader reader) {
        return switch (reader.required("Principal", reader.any("Principal")).orElse(null)) {
            case Value.Scalar text when text.text().equals("*") -> new Principals(true, List.of(), List.of());
            case Value.Mapping mapping -> {
                PropertyReader inner = reader("Principal", mapping);
                List<String> aws = texts(inner, "AWS");
                List<String> services = texts(inner, "Service");
                inner.any("Federated");
                inner.any("CanonicalUser");
                inner.finish("unknown kind of principal");
                yield new Principals(false, aws, services);
            }
            case null, default -> {
                if (reader.has("Principal")) {
                    reader.problem("Principal", "expected \"*\", or a map with AWS or Service");
                }
                yield new Principals(false, List.of(), List.of());
            }
        };
    }

    private List<Condition> conditions(PropertyReader reader) {
        List<Condition> conditions = new ArrayList<>();
        Optional<PropertyReader> operators = reader.object("Condition");
        operators.ifPresent(all -> reader.map("Condition")
                .keySet()
                .forEach(operator -> all.object(operator)
                        .ifPresent(keys -> all.map(operator).forEach((key, entry) -> {
                            try {
                                conditions.add(Condition.of(operator, key, texts(keys, key)));
                            } catch (IllegalArgumentException e) {
                                problems.add(entry.at(), String.valueOf(e.getMessage()));
                            }
                        }))));
        return conditions;
    }

    private static boolean isOfOurs(Selection actions) {
        return actions.except()
                || actions.patterns().stream()
                        .map(pattern -> pattern.split(":", 2)[0].toLowerCase(Locale.ROOT))
                        .anyMatch(service ->
                                service.contains("*") || service.contains("?") || SERVICES.contains(service));
    }

    /** A text, or a list of texts. */
    static List<String> texts(PropertyReader reader, String name) {
        return reader.any(name).orElse(null) instanceof Value.Sequence
                ? reader.texts(name)
                : reader.text(name).stream().toList();
    }

    static Stream<Value> items(Value value) {
        return value instanceof Value.Sequence sequence ? sequence.items().stream() : Stream.of(value);
    }

    private Optional<Value.Mapping> mapping(Value value) {
        return switch (value) {
            case Value.Mapping mapping -> Optional.of(mapping);
            case Value.Broken _ -> Optional.empty();
            default -> {
                problems.add(value.at(), "expected a map, found " + value.kind());
                yield Optional.empty();
            }
        };
    }

    private PropertyReader reader(String schema, Value.Mapping mapping) {
        return new PropertyReader(schema, mapping, _ -> Set.of(), problems);
    }

    /** The entries of a map of texts, such as the parameters of a policy template. */
    static Map<String, Value.Entry> entries(Value value) {
        return value instanceof Value.Mapping mapping ? mapping.entries() : Map.of();
    }
}
