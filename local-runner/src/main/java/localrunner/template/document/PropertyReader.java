package localrunner.template.document;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one map of a template, property by property, and reports what is missing, of the wrong kind, or unknown.
 *
 * {@snippet :
 * PropertyReader queue = new PropertyReader("AWS::SQS::Queue", properties, ignored, problems);
 * Optional<String> name = queue.text("QueueName");
 * int timeout = queue.integer("VisibilityTimeout", 0, 43_200).orElse(30);
 * queue.refuse("RedrivePolicy", "a queue's own dead-letter queue is not supported");
 * queue.finish(); // reports, for instance, "VisibilityTimout: unknown property; did you mean VisibilityTimeout?"
 * }
 *
 * <p>A property is known once it was asked for, so every property has to be asked for, whatever the values of the
 * others. An answer is empty when the property is not there. It is also empty when the property is wrong; that is
 * reported by then. Not thread-safe.
 */
public final class PropertyReader {

    /** Tells which properties have no effect here, so that nobody asks for them. */
    @FunctionalInterface
    public interface Ignored {

        /** @param schema the resource type, then the properties down to the map, joined by full stops */
        Set<String> properties(String schema);

        /** Called for each of them that a template has. */
        default void met(String schema, String name) {}
    }

    private final String schema;
    private final Value.Mapping mapping;
    private final Ignored ignored;
    private final Problems problems;
    private final Set<String> supported = new TreeSet<>();
    private final Set<String> refused = new TreeSet<>();

    /** @param schema what the map is, see {@link Ignored} */
    public PropertyReader(String schema, Value.Mapping mapping, Ignored ignored, Problems problems) {
        this.schema = schema;
        this.mapping = mapping;
        this.ignored = ignored;
        this.problems = problems;
    }

    public Position at() {
        return mapping.at();
    }

    /** Where the property stands; where it would stand if it is not there. */
    public Position at(String name) {
        Value.Entry entry = mapping.entries().get(name);
        return entry == null ? mapping.at().inside(name) : entry.at();
    }

    public boolean has(String name) {
        return mapping.entries().containsKey(name);
    }

    /** The property, whatever its kind. */
    public Optional<Value> any(String name) {
        supported.add(name);
        return mapping.get(name);
    }

    /** Reports the property as missing if it is, and returns the value that is passed. */
    public <T> Optional<T> required(String name, Optional<T> value) {
        if (!has(name)) {
            problems.addMissing(mapping.at(), name);
        }
        return value;
    }

    /**
     * Reports a value that breaks a rule.
     *
     * @return the value; empty when it breaks the rule
     */
    public <T> Optional<T> check(
            String name, Optional<T> value, Predicate<T> rule, Function<? super T, String> complaint) {
        Optional<T> right = value.filter(rule);
        if (right.isEmpty()) {
            value.ifPresent(wrong -> problem(name, complaint.apply(wrong)));
        }
        return right;
    }

    public Optional<String> requiredText(String name) {
        return required(name, text(name));
    }

    public Optional<String> text(String name) {
        return any(name).flatMap(value -> scalar(value, at(name), "text"));
    }

    public Optional<String> oneOf(String name, String... allowed) {
        return oneOf(name, text(name), List.of(allowed));
    }

    /** The same for a text that was changed after it was read. */
    public Optional<String> oneOf(String name, Optional<String> text, Collection<String> allowed) {
        return check(
                name,
                text,
                allowed::contains,
                wrong -> "'" + wrong + "' is not supported" + Suggestion.among(wrong, "Supported", allowed));
    }

    public Optional<Pattern> pattern(String name) {
        return text(name).flatMap(text -> {
            try {
                return Optional.of(Pattern.compile(text));
            } catch (PatternSyntaxException e) {
                problem(name, "not a regular expression: " + e.getDescription());
                return Optional.empty();
            }
        });
    }

    public Optional<Boolean> bool(String name) {
        return any(name)
                .flatMap(value -> scalar(value, at(name), "true or false"))
                .flatMap(text -> switch (text) {
                    case "true", "True", "TRUE" -> Optional.of(true);
                    case "false", "False", "FALSE" -> Optional.of(false);
                    default -> {
                        problem(name, "expected true or false, found '" + text + "'");
                        yield Optional.<Boolean>empty();
                    }
                });
    }

    public Optional<Integer> integer(String name, int minimum, int maximum) {
        String expected = "a whole number from " + minimum + " to " + maximum;
        return check(
                        name,
                        number(name, expected),
                        number -> number.stripTrailingZeros().scale() <= 0
                                && number.compareTo(BigDecimal.valueOf(minimum)) >= 0
                                && number.compareTo(BigDecimal.valueOf(maximum)) <= 0,
                        number -> "expected " + expected + ", found " + number.toPlainString())
                .map(BigDecimal::intValueExact);
    }

    public Optional<Double> nonNegativeNumber(String name) {
        String expected = "a number of at least 0";
        return check(
                        name,
                        number(name, expected),
                        number -> number.signum() >= 0,
                        number -> "expected " + expected + ", found " + number.toPlainString())
                .map(BigDecimal::doubleValue);
    }

    public Optional<BigDecimal> number(String name) {
        return number(name, "a number");
    }

    private Optional<BigDecimal> number(String name, String expected) {
        return any(name).flatMap(value -> scalar(value, at(name), expected)).flatMap(text -> {
            try {
                return Optional.of(new BigDecimal(text));
            } catch (NumberFormatException e) {
                problem(name, "expected " + expected + ", found '" + text + "'");
                return Optional.empty();
            }
        });
    }

    public List<Value> list(String name) {
        return switch (any(name).orElse(null)) {
            case null -> List.of();
            case Value.Broken _ -> List.of();
            case Value.Sequence sequence -> sequence.items();
            case Value other -> {
                problem(name, "expected a list, found " + other.kind());
                yield List.of();
            }
        };
    }

    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Value item : list(name)) {
            scalar(item, item.at(), "text").ifPresent(texts::add);
        }
        return texts;
    }

    /** A map whose keys the template's author chose, such as environment variables. */
    public Map<String, Value.Entry> map(String name) {
        return mapping(any(name).orElse(null), at(name))
                .map(Value.Mapping::entries)
                .orElse(Map.of());
    }

    public Map<String, String> textsByKey(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        map(name)
                .forEach((key, entry) ->
                        scalar(entry.value(), entry.at(), "text").ifPresent(text -> texts.put(key, text)));
        return texts;
    }

    /** A map with properties of its own; whoever reads it calls its {@link #finish}. */
    public Optional<PropertyReader> object(String name) {
        return object(name, schema + "." + name);
    }

    public Optional<PropertyReader> object(String name, String innerSchema) {
        return mapping(any(name).orElse(null), at(name)).map(inner -> inside(innerSchema, inner));
    }

    public List<PropertyReader> objects(String name) {
        List<PropertyReader> objects = new ArrayList<>();
        for (Value item : list(name)) {
            mapping(item, item.at()).ifPresent(inner -> objects.add(inside(schema + "." + name, inner)));
        }
        return objects;
    }

    private PropertyReader inside(String innerSchema, Value.Mapping inner) {
        return new PropertyReader(innerSchema, inner, ignored, problems);
    }

    /** Reports a property whose meaning the runner lacks, with a reason instead of "unknown property". */
    public void refuse(String name, String reason) {
        refused.add(name);
        if (has(name)) {
            problem(name, reason);
        }
    }

    /** Reports a problem with a property's value. */
    public void problem(String name, String message) {
        problems.add(at(name), message);
    }

    /** Reports every property that nobody asked for and that has an effect, as far as anybody knows. */
    public void finish() {
        finish("unknown property");
    }

    /** @param complaint what an unknown property is called in the message */
    public void finish(String complaint) {
        Set<String> withoutEffect = ignored.properties(schema);
        Collection<String> known = new TreeSet<>(supported);
        known.addAll(withoutEffect);
        mapping.entries().forEach((name, entry) -> {
            if (withoutEffect.contains(name)) {
                ignored.met(schema, name);
            }
            if (!known.contains(name) && !refused.contains(name)) {
                problems.addUnknown(entry.at(), complaint, name, known);
            }
        });
    }

    private Optional<Value.Mapping> mapping(@Nullable Value value, Position at) {
        return switch (value) {
            case null -> Optional.empty();
            case Value.Broken _ -> Optional.empty();
            case Value.Mapping inner -> Optional.of(inner);
            case Value other -> {
                problems.add(at, "expected a map, found " + other.kind());
                yield Optional.empty();
            }
        };
    }

    private Optional<String> scalar(Value value, Position at, String expected) {
        return switch (value) {
            case Value.Scalar scalar -> Optional.of(scalar.text());
            case Value.Broken _ -> Optional.empty();
            case Value other -> {
                problems.add(at, "expected " + expected + ", found " + other.kind());
                yield Optional.empty();
            }
        };
    }
}
