package localrunner.template.values;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import localrunner.template.document.Intrinsics;
import localrunner.template.document.Position;
import localrunner.template.document.Problems;
import localrunner.template.document.Suggestion;
import localrunner.template.document.Value;

/**
 * Evaluates the conditions of the section Conditions, each once.
 *
 * <p>Follows "Condition functions" in the CloudFormation User Guide. An empty answer means that the condition is
 * broken, which is reported by then. Not thread-safe.
 */
public final class Conditions {

    private static final int FEWEST_OPERANDS = 2;
    private static final int MOST_OPERANDS = 10;

    private final Map<String, Value.Entry> section;
    private final Problems problems;
    private final Map<String, Optional<Boolean>> evaluated = new HashMap<>();
    private final Set<String> evaluating = new LinkedHashSet<>();

    public Conditions(Map<String, Value.Entry> section, Problems problems) {
        this.section = section;
        this.problems = problems;
    }

    /** Evaluates those too that nothing refers to, so that their problems are found. */
    public void checkAll(Resolver resolver) {
        section.forEach((name, entry) -> named(name, entry.at(), resolver));
    }

    /** Whether the condition holds; one that the template does not have is reported. */
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
            case Value other -> unexpected(other.at(), other.kind());
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
            case Intrinsics.AND -> results(call, resolver).map(results -> !results.contains(false));
            case Intrinsics.OR -> results(call, resolver).map(results -> results.contains(true));
            default -> unexpected(call.at(), call.function());
        };
    }

    private Optional<Boolean> unexpected(Position at, String found) {
        problems.add(at, "expected Fn::Equals, Fn::Not, Fn::And, Fn::Or or Condition, found " + found);
        return Optional.empty();
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

    /** Evaluates every operand of Fn::And or Fn::Or, so that all their problems are found. */
    private Optional<List<Boolean>> results(Value.Intrinsic call, Resolver resolver) {
        List<Optional<Boolean>> results = operands(call, FEWEST_OPERANDS, MOST_OPERANDS).stream()
                .map(operand -> evaluate(operand, resolver))
                .toList();
        return results.isEmpty() || results.contains(Optional.<Boolean>empty())
                ? Optional.empty()
                : Optional.of(results.stream().map(Optional::get).toList());
    }

    /** The operands; none when their number is wrong, which is then reported. */
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
