package localrunner.template;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * The section Parameters with the values it is run with.
 *
 * <p>Follows "CloudFormation template Parameters syntax" in the CloudFormation User Guide: a value given comes before
 * the default, and both have to keep the constraints. Types that CloudFormation looks up in an account are refused.
 */
final class ParameterValues {

    private static final String STRING = "String";
    private static final String NUMBER = "Number";
    private static final String STRING_LIST = "CommaDelimitedList";
    private static final String NUMBER_LIST = "List<Number>";

    private record Parameter(Optional<String> text, boolean isList) {}

    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Problems problems;

    ParameterValues(Map<String, Value.Entry> section, Map<String, String> given, Problems problems) {
        this.problems = problems;
        section.forEach((name, entry) -> {
            switch (entry.value()) {
                case Value.Mapping mapping ->
                    parameters.put(name, read(name, mapping, Optional.ofNullable(given.get(name))));
                case Value.Broken _ -> parameters.put(name, new Parameter(Optional.empty(), false));
                case Value other -> {
                    problems.add(entry.at(), "expected a map with Type, Default, ..., found " + other.kind());
                    parameters.put(name, new Parameter(Optional.empty(), false));
                }
            }
        });
        given.keySet().stream()
                .filter(name -> !section.containsKey(name))
                .sorted()
                .forEach(name -> problems.add(
                        new Position(0, "--parameter " + name),
                        "the template has no such parameter" + Suggestion.among(name, "Known", section.keySet())));
    }

    Set<String> names() {
        return parameters.keySet();
    }

    boolean has(String name) {
        return parameters.containsKey(name);
    }

    /** What {@code Ref} gives; broken where the parameter has no proper value. */
    Value value(String name, Position at) {
        Parameter parameter = parameters.get(name);
        if (parameter == null || parameter.text().isEmpty()) {
            return new Value.Broken(at);
        }
        String text = parameter.text().get();
        return parameter.isList() ? list(text, at) : new Value.Scalar(at, text);
    }

    private static Value list(String text, Position at) {
        return new Value.Sequence(
                at, items(text).map(item -> (Value) new Value.Scalar(at, item)).toList());
    }

    private static Stream<String> items(String text) {
        return text.isEmpty() ? Stream.of() : Stream.of(text.split(",", -1)).map(String::strip);
    }

    private Parameter read(String name, Value.Mapping mapping, Optional<String> given) {
        PropertyReader reader = new PropertyReader("Parameters", mapping, problems);
        Optional<String> type = reader.required("Type", reader.oneOf("Type", STRING, NUMBER, STRING_LIST, NUMBER_LIST));
        Optional<String> byDefault = reader.text("Default");
        List<String> allowedValues = reader.texts("AllowedValues");
        Optional<Pattern> allowedPattern = pattern(reader);
        Optional<BigDecimal> minValue = bound(reader, "MinValue");
        Optional<BigDecimal> maxValue = bound(reader, "MaxValue");
        Optional<Integer> minLength = reader.integer("MinLength", 0, Integer.MAX_VALUE);
        Optional<Integer> maxLength = reader.integer("MaxLength", 0, Integer.MAX_VALUE);
        Optional<String> constraint = reader.text("ConstraintDescription");
        reader.finish();

        boolean isList =
                type.filter(t -> t.equals(STRING_LIST) || t.equals(NUMBER_LIST)).isPresent();
        Optional<String> value = given.or(() -> byDefault);
        if (value.isEmpty() && !reader.has("Default")) {
            problems.add(mapping.at(), "has no value and no Default; give one with --parameter " + name + "=...");
        }
        if (type.isEmpty() || value.isEmpty()) {
            return new Parameter(Optional.empty(), isList);
        }
        boolean number = type.get().equals(NUMBER) || type.get().equals(NUMBER_LIST);
        boolean valid = true;
        for (String item : isList ? items(value.get()).toList() : List.of(value.get())) {
            Optional<String> wrong = number ? outOfRange(item, minValue, maxValue) : Optional.empty();
            if (wrong.isEmpty() && !number) {
                wrong = outOfLength(item, minLength, maxLength);
            }
            if (wrong.isEmpty() && !allowedValues.isEmpty() && !allowedValues.contains(item)) {
                wrong = Optional.of("must be one of " + String.join(", ", allowedValues));
            }
            if (wrong.isEmpty()) {
                wrong = allowedPattern
                        .filter(pattern -> !pattern.matcher(item).matches())
                        .map(pattern -> "must match " + pattern);
            }
            if (wrong.isPresent()) {
                String origin = given.isPresent() ? "the value given" : "the Default";
                String hint = constraint.map(text -> " (" + text + ")").orElse("");
                problems.add(mapping.at(), origin + " '" + item + "' " + wrong.get() + hint);
                valid = false;
            }
        }
        return new Parameter(valid ? value : Optional.empty(), isList);
    }

    private Optional<Pattern> pattern(PropertyReader reader) {
        return reader.text("AllowedPattern").flatMap(text -> {
            try {
                return Optional.of(Pattern.compile(text));
            } catch (PatternSyntaxException e) {
                reader.problem("AllowedPattern", "not a regular expression: " + e.getDescription());
                return Optional.empty();
            }
        });
    }

    private Optional<BigDecimal> bound(PropertyReader reader, String name) {
        return reader.text(name).flatMap(text -> {
            Optional<BigDecimal> number = number(text);
            if (number.isEmpty()) {
                reader.problem(name, "expected a number, found '" + text + "'");
            }
            return number;
        });
    }

    private static Optional<String> outOfRange(
            String item, Optional<BigDecimal> minimum, Optional<BigDecimal> maximum) {
        Optional<BigDecimal> number = number(item);
        if (number.isEmpty()) {
            return Optional.of("must be a number");
        }
        if (minimum.isPresent() && number.get().compareTo(minimum.get()) < 0) {
            return Optional.of("must be at least " + minimum.get().toPlainString());
        }
        if (maximum.isPresent() && number.get().compareTo(maximum.get()) > 0) {
            return Optional.of("must be at most " + maximum.get().toPlainString());
        }
        return Optional.empty();
    }

    private static Optional<String> outOfLength(String item, Optional<Integer> minimum, Optional<Integer> maximum) {
        if (minimum.isPresent() && item.length() < minimum.get()) {
            return Optional.of("must have at least " + minimum.get() + " characters");
        }
        if (maximum.isPresent() && item.length() > maximum.get()) {
            return Optional.of("must have at most " + maximum.get() + " characters");
        }
        return Optional.empty();
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
