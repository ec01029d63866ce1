package localrunner.template.values;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import localrunner.template.document.Position;
import localrunner.template.document.Problems;
import localrunner.template.document.PropertyReader;
import localrunner.template.document.Suggestion;
import localrunner.template.document.Value;

/**
 * The section Parameters, each parameter with the value that this run gives it.
 *
 * <p>Follows "CloudFormation template Parameters syntax" in the CloudFormation User Guide: a value that is given comes
 * before the default, and both have to keep the constraints. Types whose value CloudFormation
 * reads from an account are refused.
 */
public final class ParameterValues {

    private static final String STRING = "String";
    private static final String NUMBER = "Number";
    private static final String STRING_LIST = "CommaDelimitedList";
    private static final String NUMBER_LIST = "List<Number>";
    private static final String OF_AN_ACCOUNT = "AWS::(EC2|Route53)::[A-Za-z:]+";

    /** @param text empty when the parameter has no right value, which is reported by then */
    private record Parameter(Optional<String> text, boolean isList) {
        static final Parameter BROKEN = new Parameter(Optional.empty(), false);
    }

    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Function<Value.Mapping, PropertyReader> readers;
    private final Problems problems;

    /**
     * @param given values by name, in the place of defaults
     * @param readers makes the reader for one parameter's map
     */
    public ParameterValues(
            Map<String, Value.Entry> section,
            Map<String, String> given,
            Function<Value.Mapping, PropertyReader> readers,
            Problems problems) {
        this.readers = readers;
        this.problems = problems;
        section.forEach((name, entry) -> parameters.put(name, read(name, entry, Optional.ofNullable(given.get(name)))));
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

    public boolean has(String name) {
        return parameters.containsKey(name);
    }

    /** What {@code Ref} gives; broken when the parameter has no right value. */
    Value value(String name, Position at) {
        Parameter parameter = parameters.getOrDefault(name, Parameter.BROKEN);
        if (parameter.text().isEmpty()) {
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

    private Parameter read(String name, Value.Entry entry, Optional<String> given) {
        return switch (entry.value()) {
            case Value.Mapping mapping -> read(name, readers.apply(mapping), given);
            case Value.Broken _ -> Parameter.BROKEN;
            case Value other -> {
                problems.add(entry.at(), "expected a map with Type, Default, ..., found " + other.kind());
                yield Parameter.BROKEN;
            }
        };
    }

    /** CloudFormation looks up whether there is such a network, image or key; apart from that these are texts. */
    private static String plain(String type) {
        if (type.matches("List<" + OF_AN_ACCOUNT + ">")) {
            return STRING_LIST;
        }
        return type.matches(OF_AN_ACCOUNT) ? STRING : type;
    }

    private Parameter read(String name, PropertyReader reader, Optional<String> given) {
        Optional<String> type = reader.required(
                "Type",
                reader.oneOf(
                        "Type",
                        reader.text("Type").map(ParameterValues::plain),
                        List.of(STRING, NUMBER, STRING_LIST, NUMBER_LIST)));
        Optional<String> byDefault = reader.text("Default");
        ParameterConstraints constraints = ParameterConstraints.read(reader);
        reader.finish();

        Optional<String> value = given.or(() -> byDefault);
        if (value.isEmpty() && !reader.has("Default")) {
            problems.add(reader.at(), "has no value and no Default; give one with --parameter " + name + "=...");
        }
        if (type.isEmpty() || value.isEmpty()) {
            return Parameter.BROKEN;
        }
        boolean isList = type.get().equals(STRING_LIST) || type.get().equals(NUMBER_LIST);
        boolean isNumber = type.get().equals(NUMBER) || type.get().equals(NUMBER_LIST);
        List<String> items = isList ? items(value.get()).toList() : List.of(value.get());
        List<String> complaints = items.stream()
                .flatMap(item -> (isNumber
                                ? constraints.complaintAboutNumber(item)
                                : constraints.complaintAboutText(item))
                        .map(complaint -> "'" + item + "' " + complaint).stream())
                .toList();
        String origin = given.isPresent() ? "the value given" : "the Default";
        complaints.forEach(complaint -> problems.add(reader.at(), origin + " " + complaint));
        return new Parameter(value.filter(_ -> complaints.isEmpty()), isList);
    }
}
