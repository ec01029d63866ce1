package localrunner.template;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads one map of a template by name and type, and reports what it holds beyond that.
 *
 * <p>Asking for a property makes it supported; {@link #finish} then reports every other one, except those in
 * {@link IgnoredOnALaptop}. So all properties have to be asked for, whatever the values of the others. An answer is
 * empty when the property is not there, and also when it is wrong, which is then reported already.
 */
final class PropertyReader {

    private final String schema;
    private final Value.Mapping mapping;
    private final Problems problems;
    private final Set<String> supported = new TreeSet<>();
    private final Set<String> refused = new TreeSet<>();

    /**
     * @param schema what is read, as in {@link IgnoredOnALaptop}: the resource type, then the properties down to this
     *     map
     */
    PropertyReader(String schema, Value.Mapping mapping, Problems problems) {
        this.schema = schema;
        this.mapping = mapping;
        this.problems = problems;
    }

    Position at() {
        return mapping.at();
    }

    /** Where the property stands, or, if it does not, where it would. */
    Position at(String name) {
        Value.Entry entry = mapping.entries().get(name);
        return entry == null ? mapping.at().inside(name) : entry.at();
    }

    boolean has(String name) {
        return mapping.entries().containsKey(name);
    }

    Optional<Value> any(String name) {
        supported.add(name);
        return mapping.get(name);
    }

    /** Reports the property as missing if it is; the answer is the property's own. */
    <T> Optional<T> required(String name, Optional<T> value) {
        if (!has(name)) {
            problems.addMissing(mapping.at(), name);
        }
        return value;
    }

    Optional<String> requiredText(String name) {
        return required(name, text(name));
    }

    Optional<String> text(String name) {
        return any(name).flatMap(value -> scalar(value, at(name), "text"));
    }

    Optional<String> oneOf(String name, String... allowed) {
        return text(name).filter(text -> {
            boolean known = List.of(allowed).contains(text);
            if (!known) {
                problems.add(
                        at(name),
                        "'" + text + "' is not supported" + Suggestion.among(text, "Supported", List.of(allowed)));
            }
            return known;
        });
    }

    Optional<Boolean> bool(String name) {
        return any(name)
                .flatMap(value -> scalar(value, at(name), "true or false"))
                .flatMap(text -> switch (text) {
                    case "true", "True", "TRUE" -> Optional.of(true);
                    case "false", "False", "FALSE" -> Optional.of(false);
                    default -> {
                        problems.add(at(name), "expected true or false, found '" + text + "'");
                        yield Optional.<Boolean>empty();
                    }
                });
    }

    Optional<Integer> integer(String name, int minimum, int maximum) {
        String expected = "a whole number from " + minimum + " to " + maximum;
        return number(name, expected).flatMap(number -> {
            if (number.stripTrailingZeros().scale() > 0
                    || number.compareTo(BigDecimal.valueOf(minimum)) < 0
                    || number.compareTo(BigDecimal.valueOf(maximum)) > 0) {
                problems.add(at(name), "expected " + expected + ", found " + number.toPlainString());
                return Optional.empty();
            }
            return Optional.of(number.intValueExact());
        });
    }

    Optional<Double> nonNegativeNumber(String name) {
        return number(name, "a number of at least 0")
                .filter(number -> {
                    if (number.signum() < 0) {
                        problems.add(at(name), "expected a number of at least 0, found " + number.toPlainString());
                    }
                    return number.signum() >= 0;
                })
                .map(BigDecimal::doubleValue);
    }

    private Optional<BigDecimal> number(String name, String expected) {
        return any(name).flatMap(value -> scalar(value, at(name), expected)).flatMap(text -> {
            try {
                return Optional.of(new BigDecimal(text));
            } catch (NumberFormatException e) {
                problems.add(at(name), "expected " + expected + ", found '" + text + "'");
                return Optional.empty();
            }
        });
    }

    List<Value> list(String name) {
        return switch (any(name).orElse(null)) {
            case null -> List.of();
            case Value.Broken _ -> List.of();
            case Value.Sequence sequence -> sequence.items();
            case Value other -> {
                problems.add(at(name), "expected a list, found " + other.kind());
                yield List.of();
            }
        };
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Value item : list(name)) {
            scalar(item, item.at(), "text").ifPresent(texts::add);
        }
        return texts;
    }

    /** A map whose keys are the template's own, such as environment variables. */
    Map<String, Value.Entry> map(String name) {
        return mapping(any(name).orElse(null), at(name))
                .map(Value.Mapping::entries)
                .orElse(Map.of());
    }

    Map<String, String> textsByKey(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        map(name)
                .forEach((key, entry) ->
                        scalar(entry.value(), entry.at(), "text").ifPresent(text -> texts.put(key, text)));
        return texts;
    }

    /** A map with properties of its own; whoever reads it calls its {@link #finish}. */
    Optional<PropertyReader> object(String name) {
        return object(name, schema + "." + name);
    }

    Optional<PropertyReader> object(String name, String innerSchema) {
        return mapping(any(name).orElse(null), at(name)).map(inner -> new PropertyReader(innerSchema, inner, problems));
    }

    List<PropertyReader> objects(String name) {
        List<PropertyReader> objects = new ArrayList<>();
        for (Value item : list(name)) {
            mapping(item, item.at())
                    .ifPresent(inner -> objects.add(new PropertyReader(schema + "." + name, inner, problems)));
        }
        return objects;
    }

    /** Reports a property that has a meaning the runner lacks, in words better than "unknown property". */
    void refuse(String name, String reason) {
        refused.add(name);
        if (has(name)) {
            problems.add(at(name), reason);
        }
    }

    /** Reports a problem with a property's value. */
    void problem(String name, String message) {
        problems.add(at(name), message);
    }

    /** Reports every property that nobody asked for and that can't be ignored. */
    void finish() {
        finish("unknown property");
    }

    void finish(String complaint) {
        Set<String> ignored = IgnoredOnALaptop.properties(schema).keySet();
        Collection<String> known = new TreeSet<>(supported);
        known.addAll(ignored);
        mapping.entries().forEach((name, entry) -> {
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
