package localrunner.template;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The section Conditions, each evaluated once.
 *
 * <p>Follows "Condition functions" in the CloudFormation User Guide. Empty answers stand for a condition that is
 * reported as broken already.
 */
final class Conditions {

    private final Map<String, Value.Entry> section;
    private final Problems problems;
    private final Map<String, Optional<Boolean>> evaluated = new HashMap<>();
    private final Set<String> evaluating = new LinkedHashSet<>();

    Conditions(Map<String, Value.Entry> section, Problems problems) {
        this.section = section;
        this.problems = problems;
    }

    void checkAll(Resolver resolver) {
        section.forEach((name, entry) -> named(name, entry.at(), resolver));
    }

    /** Reports a condition that the template does not have. */
    Optional<Boolean> named(String name, Position at, Resolver resolver) {
        Value.Entry entry = section.get(name);
        if (entry == null) {
            problems.add(at, "there is no condition " + name + Suggestion.among(name, "Known", section.keySet()));
            return Optional.empty();
        }
        Optional<Boolean> known = evaluated.get(name);
        if (known != null) {
            return known;
        }
        if (!evaluating.add(name)) {
            problems.add(entry.at(), "circular condition: " + String.join(" -> ", evaluating) + " -> " + name);
            return Optional.empty();
        }
        Optional<Boolean> result = evaluate(entry.value(), resolver);
        evaluating.remove(name);
        evaluated.put(name, result);
        return result;
    }

    private Optional<Boolean> evaluate(Value value, Resolver resolver) {
        return switch (value) {
            case Value.Broken _ -> Optional.empty();
            case Value.Mapping mapping
            when mapping.entries().size() == 1
                    && mapping.get(Intrinsics.CONDITION).isPresent() ->
                reference(mapping.get(Intrinsics.CONDITION).get(), resolver);
            case Value.Intrinsic call -> evaluate(call, resolver);
            case Value other -> {
                problems.add(
                        other.at(),
                        "expected Fn::Equals, Fn::Not, Fn::And, Fn::Or or Condition, found " + other.kind());
                yield Optional.empty();
            }
        };
    }

    private Optional<Boolean> evaluate(Value.Intrinsic call, Resolver resolver) {
        return switch (call.function()) {
            case Intrinsics.CONDITION -> reference(call.argument(), resolver);
            case Intrinsics.EQUALS -> equal(call, resolver);
            case Intrinsics.NOT ->
                operands(call, 1, 1).stream()
                        .findFirst()
                        .flatMap(operand -> evaluate(operand, resolver))
                        .map(holds -> !holds);
            case Intrinsics.AND -> all(operands(call, 2, 10), true, resolver);
            case Intrinsics.OR -> all(operands(call, 2, 10), false, resolver);
            default -> {
                problems.add(
                        call.at(),
                        "expected Fn::Equals, Fn::Not, Fn::And, Fn::Or or Condition, found " + call.function());
                yield Optional.empty();
            }
        };
    }

    private Optional<Boolean> reference(Value name, Resolver resolver) {
        if (name instanceof Value.Scalar scalar) {
            return named(scalar.text(), scalar.at(), resolver);
        }
        problems.add(name.at(), "Condition takes the name of a condition, found " + name.kind());
        return Optional.empty();
    }

    private Optional<Boolean> equal(Value.Intrinsic call, Resolver resolver) {
        List<Value> operands = operands(call, 2, 2);
        if (operands.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> left = text(operands.get(0), resolver);
        Optional<String> right = text(operands.get(1), resolver);
        return left.isPresent() && right.isPresent() ? Optional.of(left.get().equals(right.get())) : Optional.empty();
    }

    private Optional<String> text(Value operand, Resolver resolver) {
        return switch (resolver.resolve(operand, Resolver.Scope.CONDITIONS)) {
            case Value.Scalar scalar -> Optional.of(scalar.text());
            case Value.Sequence list ->
                Optional.of(String.join(
                        ",",
                        list.items().stream()
                                .map(item -> item instanceof Value.Scalar scalar ? scalar.text() : "")
                                .toList()));
            case Value.Broken _ -> Optional.empty();
            case Value other -> {
                problems.add(other.at(), "Fn::Equals compares text, found " + other.kind());
                yield Optional.empty();
            }
        };
    }

    /** Evaluates every operand, so that all their problems are found. */
    private Optional<Boolean> all(List<Value> operands, boolean neutral, Resolver resolver) {
        if (operands.isEmpty()) {
            return Optional.empty();
        }
        List<Optional<Boolean>> results =
                operands.stream().map(operand -> evaluate(operand, resolver)).toList();
        if (results.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        boolean unanimous = results.stream().allMatch(result -> result.get() == neutral);
        return Optional.of(unanimous == neutral);
    }

    /** Empty, and reported, when there are too few or too many. */
    private List<Value> operands(Value.Intrinsic call, int minimum, int maximum) {
        if (call.argument() instanceof Value.Broken) {
            return List.of();
        }
        if (call.argument() instanceof Value.Sequence sequence
                && sequence.items().size() >= minimum
                && sequence.items().size() <= maximum) {
            return sequence.items();
        }
        String count = minimum == maximum ? String.valueOf(minimum) : minimum + " to " + maximum;
        problems.add(call.at(), call.function() + " takes a list of " + count + " operands");
        return List.of();
    }
}
